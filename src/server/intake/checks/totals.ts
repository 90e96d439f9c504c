// Compares printed sums with the rows they claim to sum. A 小计 may cover a section, a page, a village or all so far, and may
// stand first or last: it is right when it equals one of these, and measured against the likeliest when it equals none.
import type { PayeeRow, SumRow, Table } from '../rows/body-model.ts'
import { createScopes, isTotalKind, type Scope, type Scopes } from './scopes.ts'

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

/** Of the first i payees, at i. */
interface Sums {
  readonly fen: Float64Array
  /** Rows without an amount, and what the rate would give them; their absence alone is no second fault. */
  readonly missing: Float64Array
  readonly missingFen: Float64Array
  readonly unpriced: Float64Array
  readonly inexact: Float64Array
}

/** All tables of a file, in order: a 总计 on the last sheet may cover those before it. */
export const settleAllSums = (tables: readonly Table[]): SettledSum[][] =>
  tables.map((table, t) => settleSums(table, tables.slice(0, t)))

const settleSums = (table: Table, earlier: readonly Table[]): SettledSum[] => {
  if (table.sums.length === 0 || table.payees.length === 0) return []
  const rows = createScopes(table)
  const blocks = table.layout.blocks.map((_, block) => block)
  const perBlock = blocks.map((block) => accumulate(table.payees, [block]))
  const overall = table.layout.grand === null ? perBlock[0]! : accumulate(table.payees, blocks)
  return table.sums.flatMap((sum) =>
    sum.printed.flatMap((printed, i) => {
      const isGrand = i === blocks.length
      if (printed === null || sum.word.kind === 'part') return []
      if (isGrand && table.layout.grand === null) return []
      const sums = isGrand ? overall : perBlock[i]!
      const settled = settle(rows, sum, sums, printed.value)
      if (settled === null) return []
      // A 总计 over several tables is right, and is no roster's own.
      const covered = isGrand ? blocks : [i]
      const mayCoverMore = isTotalKind(sum) || sum.word.kind === 'running'
      if (!settled.agrees && mayCoverMore && sumsUp(table, earlier, covered, printed.value))
        return []
      return [{ ...settled, block: isGrand ? null : i }]
    }),
  )
}

const sumsUp = (
  table: Table,
  earlier: readonly Table[],
  blocks: readonly number[],
  printedFen: number,
): boolean => {
  let total = totalOf(table, blocks)
  return [...earlier].reverse().some((before) => {
    total += totalOf(before, blocks)
    return total === printedFen
  })
}

const totalOf = ({ payees }: Table, blocks: readonly number[]): number => {
  let total = 0
  for (const { figures } of payees) {
    for (const block of blocks) total += figures[block]?.amount?.value ?? 0
  }
  return total
}

const accumulate = (payees: readonly PayeeRow[], blocks: readonly number[]): Sums => {
  const blank = () => new Float64Array(payees.length + 1)
  const sums = {
    fen: blank(),
    missing: blank(),
    missingFen: blank(),
    unpriced: blank(),
    inexact: blank(),
  }
  let [fen, missing, missingFen, unpriced, inexact] = [0, 0, 0, 0, 0]
  for (let i = 0; i < payees.length; i++) {
    for (const block of blocks) {
      const line = payees[i]!.figures[block]
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
    sums.fen[i + 1] = fen
    sums.missing[i + 1] = missing
    sums.missingFen[i + 1] = missingFen
    sums.unpriced[i + 1] = unpriced
    sums.inexact[i + 1] = inexact
  }
  return sums
}

const settle = (
  rows: Scopes,
  sum: SumRow,
  sums: Sums,
  printedFen: number,
): Omit<SettledSum, 'block'> | null => {
  const likeliest = rows.likeliest(sum)
  if (likeliest === null) return null
  const fits = (scope: Scope) => agrees(sums, scope, printedFen)
  const scope = fits(likeliest) ? likeliest : rows.possible(sum).find(fits)
  const chosen = scope ?? likeliest
  return {
    row: sum.row,
    label: sum.label,
    scope: chosen,
    printedFen,
    sumFen: sumOver(sums.fen, chosen),
    agrees: scope !== undefined,
    isTotal: rows.isTotal(sum, chosen),
  }
}

const sumOver = (prefix: Float64Array, scope: Scope): number => {
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
