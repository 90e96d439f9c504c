// One order for one content (PACK-5): whatever the order in which lines came, the same model is written the same way.
import { assert } from '../base/result.ts'
import type {
  CountsCell,
  LedgerCoreInput,
  LedgerInput,
  LedgerLineInput,
  LedgerPayee,
  LedgerRoster,
  MaskedList,
  RosterCorrection,
  SumCell,
} from './model.ts'

type Order<T> = (a: T, b: T) => number

/** By code units, never by locale: devices must agree. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const firstOf =
  <T>(...orders: readonly Order<T>[]): Order<T> =>
  (a, b) => {
    for (const order of orders) {
      const result = order(a, b)
      if (result !== 0) return result
    }
    return 0
  }

/** Programme, then time: rosters of one programme side by side (PACK-8). */
const rosterOrder = firstOf<LedgerRoster>(
  (a, b) => byText(a.programme, b.programme),
  (a, b) => a.year - b.year,
  (a, b) => byText(a.published, b.published),
  (a, b) => byText(a.batch, b.batch),
  (a, b) => byText(a.kind, b.kind),
  (a, b) => byText(a.id, b.id),
)

const cellOrder = firstOf<CountsCell | SumCell>(
  (a, b) => byText(a.programme, b.programme),
  (a, b) => a.year - b.year,
  (a, b) => byText(a.batch, b.batch),
  (a, b) => byText(a.kind, b.kind),
)

const countsOrder = firstOf<CountsCell>(cellOrder, (a, b) => Number(a.pooled) - Number(b.pooled))

/** Old position → new position. */
const positions = (before: readonly string[], after: readonly string[]): number[] => {
  const at = new Map(after.map((id, i) => [id, i]))
  return before.map((id) => at.get(id)!)
}

const idsOf = (rosters: readonly LedgerRoster[]): string[] => rosters.map((roster) => roster.id)

const assertDistinct = (keys: readonly unknown[], what: string): void => {
  assert(new Set(keys).size === keys.length, `${what} are distinct`)
}

/** Masked rows in an order that only their own content decides, so that it says nothing about the list they came from. */
const orderMasked = (list: MaskedList, roster: number): MaskedList => ({
  roster,
  rows: [...list.rows].sort((a, b) => a.amountFen - b.amountFen || byText(a.name, b.name)),
})

/** Of an identity or privacy correction no words stay, only number, day and reason (PACK-9). */
const orderCorrections = (corrections: readonly RosterCorrection[]): RosterCorrection[] =>
  [...corrections]
    .sort((a, b) => a.version - b.version || byText(a.day, b.day))
    .map((one) => (one.reason === 'figure' ? one : { ...one, text: '' }))

const orderRosters = (rosters: readonly LedgerRoster[]): LedgerRoster[] => {
  assertDistinct(idsOf(rosters), 'rosters')
  return rosters
    .map((roster) => ({ ...roster, corrections: orderCorrections(roster.corrections) }))
    .sort(rosterOrder)
}

const orderPayees = (payees: readonly LedgerPayee[], groupAt: readonly number[]): LedgerPayee[] => {
  assertDistinct(
    payees.map((payee) => payee.number),
    'payee numbers',
  )
  return payees
    .map((payee) => ({ ...payee, group: payee.group < 0 ? -1 : groupAt[payee.group]! }))
    .sort((a, b) => a.number - b.number)
}

const lineOrder = firstOf<LedgerLineInput>(
  (a, b) => a.payee - b.payee,
  (a, b) => a.roster - b.roster,
  (a, b) => a.ordinal - b.ordinal,
)

/** By number where numbers are given, else by name; a name twice is one group. */
const orderGroups = ({ groups, groupNumbers }: LedgerCoreInput) => {
  const numberOf = new Map(groups.map((name, i) => [name, groupNumbers?.[i] ?? 0]))
  const ordered = [...numberOf].sort((a, b) => a[1] - b[1] || byText(a[0], b[0]))
  return {
    groups: ordered.map(([name]) => name),
    groupNumbers: ordered.map(([, number], i) => number || i + 1),
  }
}

export const orderCore = (input: LedgerCoreInput): LedgerCoreInput => {
  const { groups, groupNumbers } = orderGroups(input)
  const groupAt = positions(input.groups, groups)
  const rosters = orderRosters(input.rosters)
  const rosterAt = positions(idsOf(input.rosters), idsOf(rosters))
  const lines = input.lines.map((line) => ({ ...line, roster: rosterAt[line.roster]! }))
  return {
    groups,
    groupNumbers,
    payees: orderPayees(input.payees, groupAt),
    rosters,
    lines: lines.sort(lineOrder),
    masked: input.masked
      .map((list) => orderMasked(list, rosterAt[list.roster]!))
      .sort((a, b) => a.roster - b.roster),
  }
}

export const orderLedger = (input: LedgerInput): LedgerInput => ({
  ...orderCore(input),
  site: input.site,
  seed: input.seed,
  ...(input.from !== undefined && { from: input.from }),
  counts: [...input.counts].sort(countsOrder),
  sums: [...input.sums].sort(cellOrder),
  withdrawn: [...input.withdrawn].sort((a, b) => byText(a.id, b.id) || a.version - b.version),
  sealed: input.sealed,
})
