// What a scanned code opens: a page of this app, when the code is one of this office's sheets, slips or boards. Pure.
import { readBoardCode } from './board-code.ts'
import { parseHref, routeOf, type ScreenName } from './routes.ts'

export type Scanned =
  | { readonly kind: 'open'; readonly href: string }
  /** A sheet of ours, but of another office than the one this phone trusts. */
  | { readonly kind: 'other-office' }
  | { readonly kind: 'not-ours' }

/** What PAPER-1 names; a code opens nothing that writes, sends or changes. */
const ON_PAPER: ReadonlySet<ScreenName> = new Set(['place', 'account', 'roster', 'policy'])

export interface OwnOffice {
  readonly origin: string
  /** First 8 hex digits of the pinned root; null before the first start went through. */
  readonly root: string | null
}

const addressOf = (text: string): URL | null => {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** An office may have moved, or be reached by several names: its root tells it, then the address it was opened under. */
export const readScanned = (text: string, { origin, root }: OwnOffice): Scanned => {
  const url = addressOf(text)
  if (!url || !/^https?:$/.test(url.protocol)) return { kind: 'not-ours' }
  const { path, search, fragment } = parseHref(url.href)
  const { expectedRoot } = readBoardCode(search, '')
  if (!ON_PAPER.has(routeOf(path).screen)) return { kind: 'not-ours' }
  if (expectedRoot === undefined && url.origin !== origin) return { kind: 'not-ours' }
  if (expectedRoot !== undefined && root !== null && expectedRoot !== root)
    return { kind: 'other-office' }
  if (root === null && url.origin !== origin) return { kind: 'other-office' }
  return { kind: 'open', href: path + search + (fragment === '' ? '' : `#${fragment}`) }
}
