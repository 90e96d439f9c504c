// Board sheets out of the cores of one site: which rosters a place has to hang up, and each as a sheet. Pure.
import type { Ledger, LedgerCore, LedgerLine, LedgerRoster } from '../../pack/model.ts'
import { countYears, rosterYears, sumYears } from '../rosters.ts'
import type { BoardLine, BoardSheet, BoardTotals, SumsSheet } from './sheet.ts'

/** `notices`: those on notice today; `newest`: the newest year that has any; else one roster's id. */
export type RosterChoice = 'notices' | 'newest' | (string & {})

const isOnNotice = ({ kind, notice }: LedgerRoster, today: string): boolean =>
  kind === 'notice' && notice !== null && notice.from <= today && today <= notice.to

/** What has a list to print; counted rosters have sums only, on a sheet of their own. */
export const printableRosters = (
  cores: readonly LedgerCore[],
  today: string,
): readonly LedgerRoster[] =>
  rosterYears(cores, today)
    .flatMap(({ rosters }) => rosters)
    .filter((roster) => roster.class !== 'counts')

export const chosenRosters = (
  cores: readonly LedgerCore[],
  choice: RosterChoice,
  today: string,
): readonly LedgerRoster[] => {
  const all = printableRosters(cores, today)
  if (choice === 'notices') return all.filter((roster) => isOnNotice(roster, today))
  if (choice === 'newest') return all.filter(({ year }) => year === all[0]?.year)
  return all.filter(({ id }) => id === choice)
}

const sumOf = (
  lines: readonly BoardLine[],
  value: (line: LedgerLine) => number | null,
): number | null =>
  lines.reduce<number | null>((sum, { line }) => {
    const own = value(line)
    return sum === null || own === null ? null : sum + own
  }, 0)

const totalsOf = (
  roster: LedgerRoster,
  lines: readonly BoardLine[],
  ofGroup: boolean,
): BoardTotals => ({
  persons: ofGroup ? new Set(lines.map(({ payee }) => payee.number)).size : roster.persons,
  quantity: lines.length === 0 ? null : sumOf(lines, ({ quantity }) => quantity),
  amountFen: ofGroup ? sumOf(lines, ({ amountFen }) => amountFen) : roster.amountFen,
})

const linesOf = (core: LedgerCore, roster: number): readonly BoardLine[] => {
  const place = (payee: BoardLine['payee']) => (payee.group < 0 ? core.groups.length : payee.group)
  return core.payees
    .flatMap((payee, position) =>
      core
        .linesOf(position)
        .filter((line) => line.roster === roster)
        .map((line) => ({ payee, group: core.groups[payee.group] ?? '', line })),
    )
    .sort((a, b) => place(a.payee) - place(b.payee))
}

/** The core that holds the roster, and where. */
const findRoster = (cores: readonly LedgerCore[], id: string) => {
  for (const core of cores) {
    const index = core.rosters.findIndex((roster) => roster.id === id)
    if (index >= 0) return { core, index }
  }
  return null
}

type WithoutPolicy = Omit<BoardSheet, 'policy'>

/** `byGroup`: one sheet for each group that has lines, those without a group among them; masked lists know no groups. */
export const boardSheets = (
  site: string,
  cores: readonly LedgerCore[],
  roster: LedgerRoster,
  byGroup: boolean,
): readonly WithoutPolicy[] => {
  const found = findRoster(cores, roster.id)
  if (!found) return []
  const { core, index } = found
  const masked = core.masked.find((list) => list.roster === index)?.rows ?? null
  const lines = masked ? [] : linesOf(core, index)
  const sheet = { kind: 'board' as const, site, roster, masked }
  if (masked || !byGroup)
    return [{ ...sheet, group: null, lines, totals: totalsOf(roster, lines, false) }]
  return [...core.groups.keys(), -1].flatMap((at) => {
    const own = lines.filter(({ payee }) => payee.group === at)
    if (own.length === 0) return []
    const group = { number: core.groupNumbers[at] ?? -1, name: core.groups[at] ?? '' }
    return [{ ...sheet, group, lines: own, totals: totalsOf(roster, own, true) }]
  })
}

const earliest = (untils: readonly (string | null)[]): string | null =>
  untils.filter((until) => until !== null).sort()[0] ?? null

/** The newest year of what a place publishes in sums; null where there is none. */
export const sumsSheet = (site: string, ledger: Ledger, today: string): SumsSheet | null => {
  const sums = sumYears(ledger.sums, today)
  const counts = countYears(ledger.counts, today)
  const year = Math.max(sums[0]?.year ?? 0, counts[0]?.year ?? 0)
  if (year === 0) return null
  const own = {
    sums: sums.find((one) => one.year === year)?.cells ?? [],
    counts: counts.find((one) => one.year === year)?.cells ?? [],
  }
  const until = earliest([...own.sums, ...own.counts].map((cell) => cell.until))
  return { kind: 'sums', site, year, ...own, until }
}
