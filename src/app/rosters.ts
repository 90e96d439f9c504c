// Rosters as a place's page and a roster's page tell them. Pure.
import { isHidden } from '../pack/account.ts'
import type {
  LedgerCore,
  LedgerLine,
  LedgerPayee,
  LedgerRoster,
  MaskedList,
} from '../pack/model.ts'

export interface RosterYear {
  readonly year: number
  readonly rosters: readonly LedgerRoster[]
}

/** What may be shown today, newest year first, notices before results, then in the order of publication. */
export const rosterYears = (cores: readonly LedgerCore[], today: string): readonly RosterYear[] => {
  const byYear = new Map<number, LedgerRoster[]>()
  for (const roster of cores.flatMap((core) => core.rosters)) {
    if (isHidden(roster.until, today)) continue
    byYear.set(roster.year, [...(byYear.get(roster.year) ?? []), roster])
  }
  const rank = (roster: LedgerRoster) => (roster.kind === 'notice' ? 0 : 1)
  return [...byYear]
    .sort(([a], [b]) => b - a)
    .map(([year, rosters]) => ({ year, rosters: rosters.sort((a, b) => rank(a) - rank(b)) }))
}

export interface RosterRow {
  readonly payee: LedgerPayee
  readonly group: string
  readonly line: LedgerLine
}

export interface RosterPage {
  readonly roster: LedgerRoster
  readonly rows: readonly RosterRow[]
  /** Set for a masked roster: names and amounts only, in random order (MASK-1). */
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
