// Addresses that stand on paper as a code (PAPER-1): what was printed once opens the same thing for years. Pure.
const ROOT_DIGITS = 8

export interface PaperOrigin {
  /** `https://…` where phones reach the office. */
  readonly origin: string
  /** The root's hash, whole or its first digits. */
  readonly rootHash: string
}

const part = encodeURIComponent

const on = ({ origin, rootHash }: PaperOrigin, path: string): string =>
  `${origin}${path}?r=${rootHash.slice(0, ROOT_DIGITS)}`

export interface BoardAddress extends PaperOrigin {
  readonly site: string
  /** `programme/year/batch/kind`; null for the place itself. */
  readonly roster: string | null
  /** Base64url; null on what everybody may read. Behind `#`, so that no server ever hears it. */
  readonly villageKey: string | null
}

export const boardAddress = ({ site, roster, villageKey, ...from }: BoardAddress): string => {
  const below = roster === null ? '' : `/r/${roster.split('/').map(part).join('/')}`
  const key = villageKey === null ? '' : `#k=${villageKey}`
  return on(from, `/p/${part(site)}${below}`) + key
}

/** Nothing in it is a secret: site, ordinal and root's digits are published. */
export const slipAddress = (from: PaperOrigin, site: string, payee: number): string =>
  on(from, `/p/${part(site)}/a/${payee}`)

export const leafletAddress = (from: PaperOrigin, policy: string): string =>
  on(from, `/policies/${part(policy)}`)
