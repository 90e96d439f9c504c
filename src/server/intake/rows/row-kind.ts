// What a row without a payee is: total, section, footer, title, note of units.
import { compactText } from '../cells/cell-text.ts'
import type { CellValue } from '../grid.ts'
import type { GridView } from '../cells/grid-view.ts'
import type { Layout } from '../columns/layout-model.ts'
import {
  isFooterText,
  isMakerText,
  isTotalText,
  readTotalWord,
  type TotalWord,
} from '../words/row-words.ts'

const LABEL_ROLES = [
  'serial',
  'name',
  'id',
  'account',
  'town',
  'village',
  'place',
  'group',
  'village-group',
  'household-code',
] as const

/** Columns in which 合计 and sections may stand: those of persons and places, and whatever lies between them. */
export const labelColumns = (layout: Layout): readonly number[] => {
  const last = Math.max(0, ...LABEL_ROLES.map((role) => layout.columns[role] ?? 0))
  const figures = new Set(
    layout.blocks.flatMap(({ amount, quantity }) => [
      amount?.index,
      ...(quantity?.factors ?? []).map((factor) => factor.index),
    ]),
  )
  return Array.from({ length: last + 1 }, (_, column) => column).filter(
    (column) => !figures.has(column),
  )
}

export interface FoundTotal {
  readonly word: TotalWord
  readonly label: string
}

/** 合计, 小计, 其中 in one of the label columns, also split over two cells (合 | 计). */
export const findTotal = (
  grid: GridView,
  row: number,
  columns: readonly number[],
): FoundTotal | null => {
  if (!columns.some((column) => maySum(grid.cell(row, column)))) return null
  let joined = ''
  for (const column of columns) {
    const value = grid.cell(row, column)
    if (typeof value !== 'string') continue
    const label = compactText(value)
    joined += label
    if (!/计|汇总|其中/.test(label)) continue
    const word = readTotalWord(label)
    if (word) return { word, label }
  }
  if (joined.length > 4 || !isTotalText(joined)) return null
  return { word: readTotalWord(joined)!, label: joined }
}

/** Seen in the raw cell: nearly every row is ruled out here. */
const maySum = (value: CellValue): boolean =>
  typeof value === 'string' &&
  (value.includes('计') || value.includes('汇总') || value.includes('其中'))

export const textsOf = (grid: GridView, row: number): string[] =>
  grid.filled(row).map((column) => compactText(grid.cell(row, column)))

export const isFooterRow = (texts: readonly string[]): boolean => texts.some(isFooterText)

export const isMakerRow = (texts: readonly string[]): boolean => texts.some(isMakerText)
