// The picture of an account, a place or a policy, from what this device holds: what it says, what address its code opens, and
// how it is laid out. Only what everybody may read is in it, whatever else the screen may show ([PAPER-7]).
import { ok, type Result } from '../../base/result.ts'
import { boardAddress, leafletAddress, slipAddress } from '../../pack/paper-address.ts'
import type { Drawing } from '../../platform/pictures.ts'
import type { ReadError } from '../../store/published/published.ts'
import { accountView, unlistedProgrammes } from '../account-view.ts'
import type { PublishedState } from '../published.svelte.ts'
import { isBegun } from '../whole-ledger.ts'
import { accountBlocks, accountInWords, type PictureWords } from './account-blocks.ts'
import { textBlock, type Block } from './blocks.ts'
import { framed } from './frame.ts'
import { layOut } from './lay-out.ts'
import type { MeasureText } from './page.ts'
import { placeBlocks } from './place-blocks.ts'
import { policyBlocks } from './policy-blocks.ts'

export type PictureOf =
  { readonly place: string; readonly payee?: number } | { readonly policy: string }

export interface PictureDeps {
  readonly published: PublishedState
  readonly words: PictureWords
  readonly measure: MeasureText
  /** `https://…` where this page was opened. */
  readonly origin: string
}

export interface MadePicture {
  readonly drawing: Drawing
  /** Of whom or what. */
  readonly title: string
  /** For whoever can't see it. */
  readonly inWords: string
  /** What its code opens. */
  readonly address: string
}

/** Phones with little memory draw nothing that is larger (iOS: 16.7 million pixels). */
const TALLEST = 16_000

interface Told {
  readonly title: string
  readonly inWords: string
  readonly address: string
  /** The fewer years line by line, the shorter. */
  readonly blocks: (years: number) => readonly Block[]
  readonly years: number
}

/** What is asked for is not here, or not whole. */
const NOT_HERE = { ok: false, error: { kind: 'not-held' } } as const

/** MASK-2: said with every account, the same for everybody. */
const unlisted = ({ published, words }: PictureDeps): readonly Block[] => {
  const { t } = words
  const office = published.settings?.contact.name
  const names = unlistedProgrammes(published.programmes.values())
    .map(({ id }) => words.programme(id)(t))
    .join(t('shell.list-comma'))
  return office === undefined || names === ''
    ? []
    : [textBlock(t('account.unlisted', { names, office }), true)]
}

type Read = Result<Told, ReadError>

const readAccount = async (deps: PictureDeps, site: string, payee: number): Promise<Read> => {
  const { published, words, origin } = deps
  const ledger = await (await published.opened()).ledger(site)
  if (!ledger.ok) return ledger
  if (isBegun(ledger)) return NOT_HERE
  const account = accountView([ledger.value], payee, published.today)
  if (!account) return NOT_HERE
  const place = published.nameOf(site)
  const rootHash = published.status?.root ?? ''
  return ok({
    title: `${account.payee.name} ${place}`,
    inWords: accountInWords(account, words.t),
    address: slipAddress({ origin, rootHash }, site, payee),
    blocks: (years) => [
      ...accountBlocks(account, place, words, years),
      ...unlisted(deps),
      textBlock(words.t('account.seal.judge'), true),
    ],
    years: account.years.length,
  })
}

const readPlace = async (deps: PictureDeps, site: string): Promise<Read> => {
  const { published, words, origin } = deps
  const place = published.tree?.byId.get(site)
  if (!place) return NOT_HERE
  const ledger = await (await published.opened()).ledger(site)
  if (isBegun(ledger)) return NOT_HERE
  const above = place.parent === null ? '' : published.nameOf(place.parent)
  const rootHash = published.status?.root ?? ''
  const core = ledger.ok ? ledger.value : null
  return ok({
    title: published.nameOf(site),
    inWords: '',
    address: boardAddress({ origin, rootHash, site, roster: null, villageKey: null }),
    blocks: () => placeBlocks(place, above, core, words, published.today),
    years: 0,
  })
}

const readPolicy = async (deps: PictureDeps, id: string): Promise<Read> => {
  const { published, words, origin } = deps
  const read = await (await published.opened()).policies()
  if (!read.ok) return read
  const policy = read.value.policies.find((one) => one.id === id)
  if (!policy) return NOT_HERE
  const title = published.policyWords(policy)(words.t)
  const { sources } = read.value
  const { isElsewhere } = published
  const rootHash = published.status?.root ?? ''
  return ok({
    title,
    inWords: '',
    address: leafletAddress({ origin, rootHash }, id),
    blocks: () => policyBlocks(policy, { t: words.t, title, sources, isElsewhere }),
    years: 0,
  })
}

const read = (deps: PictureDeps, of: PictureOf): Promise<Read> => {
  if ('policy' in of) return readPolicy(deps, of.policy)
  return of.payee === undefined ? readPlace(deps, of.place) : readAccount(deps, of.place, of.payee)
}

/** Years line by line until it would be too tall; of those before, the sums. */
const fit = (lay: (years: number) => Drawing, years: number): Drawing => {
  const drawing = lay(years)
  return drawing.height <= TALLEST || years === 0 ? drawing : fit(lay, years - 1)
}

export const makePicture = async (
  deps: PictureDeps,
  of: PictureOf,
): Promise<Result<MadePicture, ReadError>> => {
  const told = await read(deps, of)
  if (!told.ok) return told
  const { title, inWords, address, blocks, years } = told.value
  const { settings, status } = deps.published
  const edge = {
    demo: settings?.demo === true,
    banner: settings?.bannerName ?? '',
    data: status?.data ?? null,
    address,
  }
  const lay = (whole: number): Drawing =>
    layOut(framed(blocks(whole), edge, deps.words), deps.measure)
  return ok({ title, inWords, address, drawing: fit(lay, years) })
}
