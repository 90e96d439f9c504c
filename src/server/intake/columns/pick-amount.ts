// Which of several money columns is what a person gets: a total over its parts, else the preferred word.
import { FEN_DECIMALS } from '../../../base/decimal.ts'
import { readFigure, SAME, scaleFigure, type Ratio } from '../cells/cell-number.ts'
import type { GridView } from '../cells/grid-view.ts'
import type { LayoutInput, Measure } from './layout-model.ts'
import { ratioOfMoney, type MeasureColumn } from './measures.ts'

export interface AmountChoice {
  readonly column: MeasureColumn | null
  /** Two columns claim it with the same right and differ. */
  readonly unsure: boolean
}

export const pickAmount = (input: LayoutInput, amounts: readonly MeasureColumn[]): AmountChoice => {
  const totals = amounts.filter((column) => column.isTotal)
  const parts = amounts.filter((column) => !column.isTotal).sort((a, b) => a.rank - b.rank)
  if (parts.length !== 1) {
    const total = totals.find(
      (column) => parts.length === 0 || isSumOf(input, column, parts) || isHeadOf(column, parts),
    )
    if (total) return { column: total, unsure: false }
  }
  const [first, rival] = parts
  if (!first) return { column: totals[0] ?? null, unsure: false }
  const unsure =
    rival !== undefined &&
    rival.rank === first.rank &&
    input.sample.some((row) => differs(input.grid, row, first.index, rival.index))
  return { column: first, unsure }
}

export const toAmount = ({ note }: LayoutInput, column: MeasureColumn): Measure => ({
  index: column.index,
  label: column.label,
  ratio: ratioOfMoney(column.unit) ?? note.money ?? SAME,
})

/** The grand total of a wide table: an amount of no programme. */
export const pickGrand = (
  input: LayoutInput,
  amounts: readonly MeasureColumn[],
): Measure | null => {
  const free = amounts.filter((column) => column.tag === null)
  const column = free.find((c) => c.isTotal) ?? (free.length === 1 ? free[0] : undefined)
  return column ? toAmount(input, column) : null
}

/** All parts stand under the same head as the total. */
const isHeadOf = (total: MeasureColumn, parts: readonly MeasureColumn[]): boolean =>
  total.family !== '' && parts.length > 1 && parts.every((part) => part.family === total.family)

const differs = (grid: GridView, row: number, a: number, b: number): boolean => {
  const [left, right] = [readFigure(grid.cell(row, a)), readFigure(grid.cell(row, b))]
  return typeof left === 'object' && typeof right === 'object' && left.text !== right.text
}

const MOST = 0.8

/** In nearly all rows the column is the sum of the others. */
export const isSumOf = (
  { grid, sample }: LayoutInput,
  total: MeasureColumn,
  parts: readonly MeasureColumn[],
): boolean => {
  const fen = (row: number, column: MeasureColumn) =>
    scaledCell(grid, row, column.index, SAME, FEN_DECIMALS)
  const seen = sample.filter((row) => fen(row, total) !== null)
  const fitting = seen.filter((row) => {
    const sum = parts.reduce((s, part) => s + (fen(row, part) ?? 0), 0)
    return Math.abs(sum - fen(row, total)!) <= 1
  })
  return seen.length > 0 && fitting.length >= seen.length * MOST
}

export const scaledCell = (
  grid: GridView,
  row: number,
  column: number,
  ratio: Ratio,
  decimals: number,
): number | null => {
  const figure = readFigure(grid.cell(row, column))
  if (typeof figure !== 'object') return null
  return scaleFigure(figure.text, decimals, ratio)?.value ?? null
}
