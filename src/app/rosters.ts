// Rosters as a place's page and a roster's page tell them. Pure.
import type { RosterKind } from '../domain/roster/schema.ts'
import { isHidden } from '../pack/account.ts'
import type {
  CountsCell,
  LedgerCore,
  LedgerLine,
  LedgerPayee,
  LedgerRoster,
  MaskedList,
  SumCell,
} from '../pack/model.ts'

interface OfYear {
  readonly year: number
  readonly kind: RosterKind
  readonly until: string | null
}

/** What may be shown today, newest year first, notices before results, else in the order given. */
const byYear = <Item extends OfYear>(
  items: readonly Item[],
  today: string,
): (readonly [number, readonly Item[]])[] => {
  const years = new Map<number, Item[]>()
  for (const item of items) {
    if (isHidden(item.until, today)) continue
    years.set(item.year, [...(years.get(item.year) ?? []), item])
  }
  const rank = ({ kind }: OfYear) => (kind === 'notice' ? 0 : 1)
  return [...years]
    .sort(([a], [b]) => b - a)
    .map(([year, own]) => [year, own.sort((a, b) => rank(a) - rank(b))])
}

export interface RosterYear {
  readonly year: number
  readonly rosters: readonly LedgerRoster[]
}

/** Within a year in the order of publication. */
export const rosterYears = (cores: readonly LedgerCore[], today: string): readonly RosterYear[] =>
  byYear(
    cores.flatMap((core) => core.rosters),
    today,
  ).map(([year, rosters]) => ({ year, rosters }))

export interface SumYear {
  readonly year: number
  readonly cells: readonly SumCell[]
}

/** Within a year by programme. */
export const sumYears = (sums: readonly SumCell[], today: string): readonly SumYear[] =>
  byYear(sums, today).map(([year, cells]) => ({ year, cells }))

export interface CountYear {
  readonly year: number
  readonly cells: readonly CountsCell[]
}

/** Within a year in the order given. */
export const countYears = (counts: readonly CountsCell[], today: string): readonly CountYear[] =>
  byYear(counts, today).map(([year, cells]) => ({ year, cells }))

export interface RosterRow {
  readonly payee: LedgerPayee
  readonly group: string
  readonly line: LedgerLine
}

export interface RosterPage {
  readonly roster: LedgerRoster
  readonly rows: readonly RosterRow[]
  /** Set for a masked roster: names and amounts only, in an order that only these decide (MASK-1). */
  readonly masked: MaskedList | null
}

/** Null when none of the cores holds a roster of this id that may be shown today. */
export const rosterPage = (
  cores: readonly LedgerCore[],
  id: string,
  today: string,
): RosterPage | null => {
  for (const core of cores) {
    const index = core.rosters.findIndex((roster) => roster.id === id)
    const roster = core.rosters[index]
    if (!roster || isHidden(roster.until, today)) continue
    const rows = core.payees.flatMap((payee, position) =>
      core
        .linesOf(position)
        .filter((line) => line.roster === index)
        .map((line) => ({ payee, group: core.groups[payee.group] ?? '', line })),
    )
    return { roster, rows, masked: core.masked.find((list) => list.roster === index) ?? null }
  }
  return null
}
