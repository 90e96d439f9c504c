// What one payee is paid, as a page reads it: years, programmes, lines, each line recomputed where that is possible.
import { multiplyToFen } from '../base/decimal.ts'
import { judgeAmount, type AmountJudgement } from '../domain/roster/rules.ts'
import type { LedgerCore, LedgerLine, LedgerPayee, LedgerRoster } from './model.ts'

export interface AccountLine {
  readonly roster: LedgerRoster
  readonly line: LedgerLine
  /** Quantity × the roster's own rate; null where one of them is missing: the amount is then "as approved". */
  readonly recomputed: { readonly fen: number; readonly judgement: AmountJudgement } | null
}

export interface AccountProgramme {
  /** The catalogue's id. */
  readonly programme: string
  /** In order of time; a notice and its result both stand here. */
  readonly lines: readonly AccountLine[]
  readonly paidFen: number
}

export interface AccountYear {
  readonly year: number
  readonly programmes: readonly AccountProgramme[]
  /** Results that were paid or reissued. */
  readonly paidFen: number
  /** Results still pending, or returned by the bank. Notices count in neither sum: their result will. */
  readonly openFen: number
}

export interface Account {
  readonly payee: LedgerPayee
  /** Name of the group; null where none is known. */
  readonly group: string | null
  readonly groupNumber: number | null
  /** Newest first. */
  readonly years: readonly AccountYear[]
}

/** PACK-10: `until` is the first day on which it must not be shown. `today` is the later of device and checkpoint. */
export const isHidden = (until: string | null, today: string): boolean =>
  until !== null && until <= today

const recompute = (roster: LedgerRoster, line: LedgerLine): AccountLine['recomputed'] => {
  const { quantity, amountFen } = line
  if (quantity === null || amountFen === null || roster.rate === null) return null
  return {
    fen: multiplyToFen(quantity, roster.rate),
    judgement: judgeAmount(quantity, roster.rate, amountFen),
  }
}

const isPaid = ({ roster, line }: AccountLine): boolean =>
  roster.kind === 'result' && (line.state === 'paid' || line.state === 'reissued')

const isOpen = ({ roster, line }: AccountLine): boolean =>
  roster.kind === 'result' && (line.state === 'pending' || line.state === 'failed')

const sumFen = (lines: readonly AccountLine[]): number =>
  lines.reduce((sum, { line }) => sum + (line.amountFen ?? 0), 0)

/** Keeps the order in which keys first occur. */
const groupBy = <T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> => {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

const yearOf = (year: number, lines: readonly AccountLine[]): AccountYear => ({
  year,
  programmes: [...groupBy(lines, ({ roster }) => roster.programme)].map(([programme, own]) => ({
    programme,
    lines: own,
    paidFen: sumFen(own.filter(isPaid)),
  })),
  paidFen: sumFen(lines.filter(isPaid)),
  openFen: sumFen(lines.filter(isOpen)),
})

/** `payeeIndex` is the position in `core.payees`. Rosters whose `until` has come are left out. */
export const accountOf = (core: LedgerCore, payeeIndex: number, today: string): Account => {
  const payee = core.payees[payeeIndex]!
  const lines = core
    .linesOf(payeeIndex)
    .map((line) => ({ line, roster: core.rosters[line.roster]! }))
    .filter(({ roster }) => !isHidden(roster.until, today))
    .map(({ roster, line }) => ({ roster, line, recomputed: recompute(roster, line) }))
  const years = [...groupBy(lines, ({ roster }) => roster.year)]
    .sort(([a], [b]) => b - a)
    .map(([year, own]) => yearOf(year, own))
  const group = core.groups[payee.group] ?? null
  return { payee, group, groupNumber: core.groupNumbers[payee.group] ?? null, years }
}

/** Position of a payee number in `core.payees` (ascending by number); -1 where there is none. */
export const payeeIndexOf = (core: LedgerCore, number: number): number => {
  let low = 0
  let high = core.payees.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = core.payees[middle]!.number
    if (found === number) return middle
    if (found < number) low = middle + 1
    else high = middle - 1
  }
  return -1
}
