// Collects the sheets of one print job from the packs that this device holds. Reads only; what is not held is named.
import { isVillageLevel, type PlaceTree } from '../../domain/place/rules.ts'
import type { Ledger, LedgerCore, Policies } from '../../pack/model.ts'
import type { Published } from '../../store/published/published.ts'
import { isBegun } from '../whole-ledger.ts'
import { boardSheets, chosenRosters, type RosterChoice, sumsSheet } from './board.ts'
import type { Sheet } from './sheet.ts'
import { slipOf, slipsOf, type SlipYears } from './slips.ts'

export const SHEET_KINDS = ['board', 'slips', 'leaflet'] as const
export type SheetKind = (typeof SHEET_KINDS)[number]

/** What the job is about, as the screen it was asked on says. */
export interface Subject {
  readonly place?: string
  readonly roster?: string
  readonly group?: number
  readonly payee?: number
  readonly policy?: string
}

export interface Order {
  readonly kind: SheetKind
  readonly rosters: RosterChoice
  readonly byGroup: boolean
  readonly years: SlipYears
  /** Also what only the village may read (PAPER-5). */
  readonly forVillage: boolean
}

export interface Job {
  readonly sheets: readonly Sheet[]
  /** Places of which nothing is held here. */
  readonly missing: readonly string[]
  /** Places of which only the newest years are held: nothing is printed of them before the others are here. */
  readonly begun: readonly string[]
  /** Codes of these sites carry the village's key. */
  readonly keys: ReadonlyMap<string, string>
}

export type Shelf = Pick<Published, 'ledger' | 'villageCore' | 'villageKey' | 'policies'>

export interface GatherDeps {
  readonly shelf: Shelf
  readonly tree: PlaceTree
  readonly today: string
}

interface HeldSite {
  /** The key here opens what only the village may read. */
  readonly opened: boolean
  readonly site: string
  readonly ledger: Ledger
  readonly cores: readonly LedgerCore[]
}

/** A village alone; a town or farm with all that lies below it; whatever else, itself. */
const sitesOf = (tree: PlaceTree, place: string): readonly string[] => {
  const own = tree.byId.get(place)
  if (!own || isVillageLevel(own) || own.type === 'banner' || own.type === 'department')
    return [place]
  return [place, ...tree.childrenOf(place).map(({ id }) => id)]
}

const openSite = async (
  { shelf }: GatherDeps,
  site: string,
  forVillage: boolean,
): Promise<HeldSite | 'begun' | null> => {
  const read = await shelf.ledger(site)
  if (!read.ok) return null
  if (isBegun(read)) return 'begun'
  const sealed = forVillage ? await shelf.villageCore(site) : null
  const cores = sealed?.ok ? [read.value, sealed.value] : [read.value]
  return { site, ledger: read.value, cores, opened: sealed?.ok ?? false }
}

const boardsOf = (
  held: HeldSite,
  subject: Subject,
  order: Order,
  policies: Policies | null,
  today: string,
): readonly Sheet[] => {
  const ofGroup = subject.group !== undefined
  const boards = chosenRosters(held.cores, order.rosters, today)
    .flatMap((roster) => boardSheets(held.site, held.cores, roster, ofGroup || order.byGroup))
    .filter(({ group }) => !ofGroup || group?.number === subject.group)
  const named = boards.map((board) => {
    const own = policies?.policies.find(({ programmes }) =>
      programmes.includes(board.roster.programme),
    )
    return { ...board, policy: own ?? null }
  })
  const sums =
    order.rosters === 'newest' && !ofGroup ? sumsSheet(held.site, held.ledger, today) : null
  return sums ? [...named, sums] : named
}

const sheetsOf = (
  held: HeldSite,
  subject: Subject,
  order: Order,
  policies: Policies | null,
  today: string,
): readonly Sheet[] => {
  if (order.kind === 'board') return boardsOf(held, subject, order, policies, today)
  const { site, cores } = held
  if (subject.payee === undefined)
    return slipsOf(site, cores, subject.group ?? null, order.years, today)
  const slip = slipOf(site, cores, subject.payee, order.years, today)
  return slip ? [slip] : []
}

/** The policy that was asked for, or that of the roster's programme. */
const leaflets = ({ policy, roster }: Subject, policies: Policies | null): readonly Sheet[] => {
  const programme = roster?.split('/')[0] ?? ''
  return (policies?.policies ?? [])
    .filter(({ id, programmes }) => id === policy || programmes.includes(programme))
    .map((own) => ({ kind: 'leaflet', policy: own }))
}

export const gatherJob = async (deps: GatherDeps, subject: Subject, order: Order): Promise<Job> => {
  const { shelf, tree, today } = deps
  const read = await shelf.policies()
  const policies = read.ok ? read.value : null
  const keys = new Map<string, string>()
  if (order.kind === 'leaflet')
    return { sheets: leaflets(subject, policies), missing: [], begun: [], keys }
  const sheets: Sheet[] = []
  const missing: string[] = []
  const begun: string[] = []
  for (const site of subject.place === undefined ? [] : sitesOf(tree, subject.place)) {
    const held = await openSite(deps, site, order.forVillage)
    if (held === null) missing.push(site)
    else if (held === 'begun') begun.push(site)
    else {
      sheets.push(...sheetsOf(held, subject, order, policies, today))
      const key = order.forVillage && held.opened ? shelf.villageKey(site) : null
      if (key !== null) keys.set(site, key)
    }
  }
  return { sheets, missing, begun, keys }
}
