// Compares printed sums with the rows they claim to sum. A 小计 may cover a section, a page, a village or all so far, and may
// stand first or last: it is right when it equals one of these, and measured against the likeliest when it equals none.
import type { Boundary, PayeeRow, SumRow, Table } from '../rows/body-model.ts'

/** Payees `from` ≤ i < `to`, or a named few. */
export type Scope =
  { readonly from: number; readonly to: number } | { readonly members: ReadonlySet<number> }

export interface SettledSum {
  readonly row: number
  readonly label: string
  /** Number of the block; null for the grand total over all blocks. */
  readonly block: number | null
  readonly scope: Scope
  readonly printedFen: number
  readonly sumFen: number
  readonly agrees: boolean
  /** Covers everything, or all since the total before: its mismatch is a total's. */
  readonly isTotal: boolean
}

interface Sums {
  readonly fen: readonly number[]
  /** Rows without an amount, and what the rate would give them; their absence alone is no second fault. */
  readonly missing: readonly number[]
  readonly missingFen: readonly number[]
  readonly unpriced: readonly number[]
  readonly inexact: readonly number[]
}

export const settleSums = (table: Table): SettledSum[] => {
  if (table.sums.length === 0) return []
  const blocks = table.layout.blocks.map((_, block) => block)
  const perBlock = blocks.map((block) => accumulate(table.payees, [block]))
  const overall = table.layout.grand === null ? perBlock[0]! : accumulate(table.payees, blocks)
  return table.sums.flatMap((sum) =>
    sum.printed.flatMap((printed, i) => {
      const isGrand = i === blocks.length
      if (printed === null || sum.word.kind === 'part') return []
      if (isGrand && table.layout.grand === null) return []
      const sums = isGrand ? overall : perBlock[i]!
      const settled = settle(table, sum, sums, printed.value)
      return settled ? [{ ...settled, block: isGrand ? null : i }] : []
    }),
  )
}

const accumulate = (payees: readonly PayeeRow[], blocks: readonly number[]): Sums => {
  const sums = { fen: [0], missing: [0], missingFen: [0], unpriced: [0], inexact: [0] }
  let [fen, missing, missingFen, unpriced, inexact] = [0, 0, 0, 0, 0]
  for (const payee of payees) {
    for (const block of blocks) {
      const line = payee.figures[block]
      if (!line) continue
      if (line.amount) {
        fen += line.amount.value
        if (!line.amount.exact) inexact++
        continue
      }
      missing++
      missingFen += line.productFen ?? 0
      if (line.productFen === null) unpriced++
    }
    sums.fen.push(fen)
    sums.missing.push(missing)
    sums.missingFen.push(missingFen)
    sums.unpriced.push(unpriced)
    sums.inexact.push(inexact)
  }
  return sums
}

const MOST_BOUNDARIES = 300

const settle = (
  table: Table,
  sum: SumRow,
  sums: Sums,
  printedFen: number,
): Omit<SettledSum, 'block'> | null => {
  const named = namedScope(table, sum)
  const likeliest = named ?? likeliestScope(table, sum)
  if (likeliest === null) return null
  const scopes = [likeliest, ...possibleScopes(table, sum)]
  const scope = scopes.find((candidate) => agrees(sums, candidate, printedFen))
  const chosen = scope ?? likeliest
  return {
    row: sum.row,
    label: sum.label,
    scope: chosen,
    printedFen,
    sumFen: sumOver(sums.fen, chosen),
    agrees: scope !== undefined,
    isTotal: isTotalRow(table, sum, chosen),
  }
}

const sumOver = (prefix: readonly number[], scope: Scope): number => {
  if ('from' in scope) return prefix[scope.to]! - prefix[scope.from]!
  let total = 0
  for (const i of scope.members) total += prefix[i + 1]! - prefix[i]!
  return total
}

/** Equal to the fen; or short by exactly what rows without amount would have; or within what rounding of long decimals moves. */
const agrees = (sums: Sums, scope: Scope, printedFen: number): boolean => {
  const difference = printedFen - sumOver(sums.fen, scope)
  if (Math.abs(difference) <= Math.ceil(sumOver(sums.inexact, scope) / 2)) return true
  const missing = sumOver(sums.missing, scope)
  if (missing === 0) return false
  if (sumOver(sums.unpriced, scope) > 0) return difference > 0
  return Math.abs(difference - sumOver(sums.missingFen, scope)) <= missing
}

/** 第一组小计, 团结村合计: the rows of that group, place or programme. */
const namedScope = (table: Table, sum: SumRow): Scope | null => {
  const { scope } = sum.word
  if (scope === '') return null
  const members = new Set<number>()
  for (const [i, payee] of table.payees.entries()) {
    const named =
      payee.group === scope || payee.place.name.endsWith(scope) || payee.programme?.text === scope
    if (named) members.add(i)
  }
  return members.size === 0 ? null : { members }
}

const likeliestScope = (table: Table, sum: SumRow): Scope | null => {
  const all = table.payees.length
  if (all === 0) return null
  const { kind } = sum.word
  if (kind === 'running') return { from: 0, to: sum.at }
  if (kind === 'total' || kind === 'grand') return totalScope(table, sum)
  const known = table.boundaries.slice(0, sum.after)
  const last = known.at(-1)
  const opensHere = sum.at === 0 || (last?.kind === 'section' && last.at === sum.at)
  if (opensHere && sum.at < all) return { from: sum.at, to: nextBoundary(table, sum.at) }
  const start = [...known].reverse().find((b) => b.at < sum.at && startsSum(b, kind))
  return { from: start?.at ?? 0, to: sum.at }
}

/** A page's sum starts at the page, others at their section or at the sum before. */
const startsSum = (boundary: Boundary, kind: string): boolean =>
  kind === 'page' ? boundary.kind !== 'section' : boundary.kind !== 'page'

const nextBoundary = (table: Table, at: number): number =>
  table.boundaries.find((boundary) => boundary.at > at)?.at ?? table.payees.length

const isTotalKind = (sum: SumRow): boolean =>
  (sum.word.kind === 'total' && sum.word.scope === '') || sum.word.kind === 'grand'

/** All rows; where several 合计 stand one after another, those since the one before. */
const totalScope = (table: Table, sum: SumRow): Scope => {
  const whole = { from: 0, to: table.payees.length }
  const peers = table.sums.filter((other) => other !== sum && other.word.kind === sum.word.kind)
  if (peers.some((other) => other.row < sum.row && other.at === sum.at)) return whole
  const before = peers.filter((other) => other.row < sum.row && other.at < sum.at).at(-1)
  if (before) return { from: before.at, to: sum.at }
  const after = peers.some((other) => other.row > sum.row && other.at > sum.at)
  return after && sum.at > 0 ? { from: 0, to: sum.at } : whole
}

const possibleScopes = (table: Table, sum: SumRow): Scope[] => {
  const all = table.payees.length
  const positions = [...new Set([0, all, ...table.boundaries.map((boundary) => boundary.at)])]
  const before = positions.filter((at) => at < sum.at).slice(-MOST_BOUNDARIES)
  const after = positions.filter((at) => at > sum.at).slice(0, MOST_BOUNDARIES)
  return [
    ...(isTotalKind(sum) ? [{ from: 0, to: all }] : []),
    ...before.map((from) => ({ from, to: sum.at })),
    { from: 0, to: sum.at },
    ...after.map((to) => ({ from: sum.at, to })),
  ].filter((scope) => scope.to > scope.from)
}

/** A bare 合计 that covers a part is a subtotal where sections or a 总计 show that the parts have a whole. */
const isTotalRow = (table: Table, sum: SumRow, scope: Scope): boolean => {
  if (!isTotalKind(sum)) return false
  const whole = 'from' in scope && scope.from === 0 && scope.to === table.payees.length
  if (whole || sum.word.kind === 'grand') return true
  const hasGrand = table.sums.some((other) => other.word.kind === 'grand')
  return !hasGrand && !table.boundaries.some((boundary) => boundary.kind === 'section')
}
