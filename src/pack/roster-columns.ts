// The columns of a ledger's rosters: one array for each thing that is said of them, in the ledger's order. Sixty rosters of
// a village cost a few hundred bytes, because what repeats stands side by side.
import * as z from 'zod/mini'
import { addDays, addMonths, DAY_MS } from '../base/clock.ts'
import { assert } from '../base/result.ts'
import { Audience, DisclosureClass } from '../domain/programme/schema.ts'
import { CorrectionReason, RosterKind } from '../domain/roster/schema.ts'
import type { LedgerRoster, RosterCorrection } from './model.ts'
import type { RosterTotals } from './tables.ts'

const Day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/))
const Count = z.nullable(z.int())
const MAX_MONTHS = 2400

/** Programme by programme; every other column has one entry a roster. */
export const RosterColumns = z.object({
  programmes: z.array(z.string()),
  /** How many rosters each programme has. */
  counts: z.array(z.int().check(z.positive())),
  year: z.array(z.int().check(z.gte(0), z.lte(9999))),
  batch: z.array(z.string()),
  kind: z.array(RosterKind),
  /** Only where an id is not `programme/year/batch/kind`. */
  id: z.optional(z.array(z.nullable(z.string()))),
  version: z.array(z.int()),
  /** `~y` stands for the year, `~~` for `~`. */
  title: z.array(z.string()),
  class: z.array(DisclosureClass),
  audience: z.array(Audience),
  /** Days after the first of January of the roster's year. */
  published: z.array(z.int()),
  /** Days after publication, first and last. */
  notice: z.array(z.nullable(z.tuple([z.int(), z.int()]))),
  /** Months after publication, or a day. */
  until: z.array(z.nullable(z.union([z.int().check(z.gte(0), z.lte(MAX_MONTHS)), Day]))),
  unit: z.array(z.string()),
  rate: z.array(Count),
  /** More than what the lines give. */
  persons: z.array(Count),
  amountFen: z.array(Count),
  memo: z.array(z.nullable(z.string())),
  /** Position of the roster, version, day, reason, text. */
  corrections: z.optional(z.array(z.tuple([z.int(), z.int(), Day, CorrectionReason, z.string()]))),
})
export type RosterColumns = z.infer<typeof RosterColumns>

const derivedId = (roster: Pick<LedgerRoster, 'programme' | 'year' | 'batch' | 'kind'>): string =>
  `${roster.programme}/${roster.year}/${roster.batch}/${roster.kind}`

const daysBetween = (from: string, to: string): number => {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS
  assert(Number.isInteger(days), 'days are dates')
  return days
}

const startOfYear = (year: number): string => `${String(year).padStart(4, '0')}-01-01`

const titleToText = ({ title, year }: LedgerRoster): string =>
  title.replaceAll('~', '~~').replace(String(year), '~y')

const titleFromText = (text: string, year: number): string =>
  text.replace(/~([~y])/g, (_, letter: string) => (letter === 'y' ? String(year) : '~'))

const monthsBetween = (from: string, to: string): number =>
  12 * (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) +
  Number(to.slice(5, 7)) -
  Number(from.slice(5, 7))

const untilToWire = ({ published, until }: LedgerRoster): number | string | null => {
  if (until === null) return null
  const months = monthsBetween(published, until)
  return months >= 0 && months <= MAX_MONTHS && addMonths(published, months) === until
    ? months
    : until
}

const noticeToWire = ({ published, notice }: LedgerRoster): [number, number] | null =>
  notice && [daysBetween(published, notice.from), daysBetween(published, notice.to)]

const correctionsToWire = (rosters: readonly LedgerRoster[]) =>
  rosters.flatMap((roster, i) =>
    roster.corrections.map(({ version, day, reason, text }) => [i, version, day, reason, text]),
  )

const difference = (value: number | null, expected: number): number | null =>
  value === null ? null : value - expected

const sum = (difference: number | null, expected: number): number | null =>
  difference === null ? null : difference + expected

const countRuns = (programmes: readonly string[]): { programmes: string[]; counts: number[] } => {
  const distinct: string[] = []
  const counts: number[] = []
  for (const programme of programmes) {
    if (distinct[distinct.length - 1] === programme) counts[counts.length - 1]!++
    else {
      distinct.push(programme)
      counts.push(1)
    }
  }
  return { programmes: distinct, counts }
}

/** `rosters` in canonical order, `totals` what their lines give. */
export const encodeRosterColumns = (
  rosters: readonly LedgerRoster[],
  totals: readonly RosterTotals[],
): Readonly<Record<string, unknown>> => {
  const ids = rosters.map((roster) => (roster.id === derivedId(roster) ? null : roster.id))
  const corrections = correctionsToWire(rosters)
  return {
    ...countRuns(rosters.map((roster) => roster.programme)),
    year: rosters.map((roster) => roster.year),
    batch: rosters.map((roster) => roster.batch),
    kind: rosters.map((roster) => roster.kind),
    id: ids.every((id) => id === null) ? undefined : ids,
    version: rosters.map((roster) => roster.version),
    title: rosters.map(titleToText),
    class: rosters.map((roster) => roster.class),
    audience: rosters.map((roster) => roster.audience),
    published: rosters.map((roster) => daysBetween(startOfYear(roster.year), roster.published)),
    notice: rosters.map(noticeToWire),
    until: rosters.map(untilToWire),
    unit: rosters.map((roster) => roster.unit),
    rate: rosters.map((roster) => roster.rate),
    persons: rosters.map((roster, i) => difference(roster.persons, totals[i]!.persons)),
    amountFen: rosters.map((roster, i) => difference(roster.amountFen, totals[i]!.amountFen)),
    memo: rosters.map((roster) => roster.memo),
    corrections: corrections.length > 0 ? corrections : undefined,
  }
}

/** By roster: its programme; null when the columns are not all of one length. */
export const programmesOf = (columns: RosterColumns): string[] | null => {
  if (columns.programmes.length !== columns.counts.length) return null
  const length = columns.year.length
  if (columns.counts.reduce((all, count) => all + count, 0) !== length) return null
  const { programmes: _programmes, counts, corrections: _corrections, ...others } = columns
  const columnLengths = Object.values(others).map((column) => column?.length ?? length)
  const isEven = columnLengths.every((own) => own === length)
  return isEven
    ? columns.programmes.flatMap((programme, i) => new Array<string>(counts[i]!).fill(programme))
    : null
}

const correctionsOf = (columns: RosterColumns, roster: number): RosterCorrection[] =>
  (columns.corrections ?? [])
    .filter(([at]) => at === roster)
    .map(([, version, day, reason, text]) => ({ version, day, reason, text }))

/** Far enough for any date a file may name. */
const MAX_DAYS = 40_000

const dayFrom = (base: string, days: number): string =>
  addDays(base, Math.max(-MAX_DAYS, Math.min(MAX_DAYS, days)))

const noticeFromWire = (published: string, [from, to]: readonly [number, number]) => ({
  from: dayFrom(published, from),
  to: dayFrom(published, to),
})

const rosterAt = (
  columns: RosterColumns,
  i: number,
  programme: string,
  totals: RosterTotals,
): LedgerRoster => {
  const year = columns.year[i]!
  const own = { programme, year, batch: columns.batch[i]!, kind: columns.kind[i]! }
  const published = dayFrom(startOfYear(year), columns.published[i]!)
  const notice = columns.notice[i] ?? null
  const until = columns.until[i] ?? null
  return {
    id: columns.id?.[i] ?? derivedId(own),
    ...own,
    version: columns.version[i]!,
    title: titleFromText(columns.title[i]!, year),
    class: columns.class[i]!,
    audience: columns.audience[i]!,
    published,
    notice: notice && noticeFromWire(published, notice),
    until: typeof until === 'number' ? addMonths(published, until) : until,
    unit: columns.unit[i]!,
    rate: columns.rate[i] ?? null,
    persons: sum(columns.persons[i] ?? null, totals.persons),
    amountFen: sum(columns.amountFen[i] ?? null, totals.amountFen),
    memo: columns.memo[i] ?? null,
    corrections: correctionsOf(columns, i),
  }
}

/** `programmes` those of `programmesOf`, which also says that the columns fit together. */
export const decodeRosterColumns = (
  columns: RosterColumns,
  programmes: readonly string[],
  totals: readonly RosterTotals[],
): LedgerRoster[] => programmes.map((programme, i) => rosterAt(columns, i, programme, totals[i]!))
