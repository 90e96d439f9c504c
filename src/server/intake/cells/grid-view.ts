// A sheet with its merges answered: which cell a covered one belongs to. The rest of intake asks this, not the raw arrays.
import { isBlank } from './cell-text.ts'
import type { CellValue, Merge, Sheet } from '../grid.ts'

export interface GridView {
  readonly sheet: Sheet
  /** Index of the first and the last row that holds anything; -1 and -2 for an empty sheet. */
  readonly first: number
  readonly last: number
  /** Own value; null for blanks, also for those of spaces only. */
  readonly cell: (row: number, column: number) => CellValue
  /** Own value, or that of the merge reaching down from above. */
  readonly cellDown: (row: number, column: number) => CellValue
  /** The merge that covers the cell, its own corner included. */
  readonly mergeAt: (row: number, column: number) => Merge | null
  readonly isEmpty: (row: number) => boolean
  /** Columns that hold something in `row`, ascending. */
  readonly filled: (row: number) => readonly number[]
}

export const viewGrid = (sheet: Sheet): GridView => {
  const { rows } = sheet
  const cell = (row: number, column: number): CellValue => {
    const value = rows[row]?.[column]
    return isBlank(value) ? null : value
  }
  const filled = (row: number): number[] => {
    const columns: number[] = []
    const cells = rows[row] ?? []
    for (let column = 0; column < cells.length; column++) {
      if (!isBlank(cells[column])) columns.push(column)
    }
    return columns
  }
  const isEmpty = (row: number) => (rows[row] ?? []).every((value) => isBlank(value))
  let first = 0
  let last = rows.length - 1
  while (first <= last && isEmpty(first)) first++
  while (last >= first && isEmpty(last)) last--
  const byColumn = mergesByColumn(sheet.merges, last)
  const mergeAt = (row: number, column: number): Merge | null =>
    findMerge(byColumn.get(column), row)
  const cellDown = (row: number, column: number): CellValue => {
    const own = cell(row, column)
    if (own !== null) return own
    const merge = mergeAt(row, column)
    return merge && merge.left === column && merge.top < row ? cell(merge.top, column) : null
  }
  const empty = first > last
  return {
    sheet,
    first: empty ? -1 : first,
    last: empty ? -2 : last,
    cell,
    cellDown,
    mergeAt,
    isEmpty,
    filled,
  }
}

const WIDEST_MERGE = 400 // columns: beyond that a merge is decoration over an empty sheet

/** Merges of each column, by row. */
const mergesByColumn = (merges: readonly Merge[], last: number): ReadonlyMap<number, Merge[]> => {
  const byColumn = new Map<number, Merge[]>()
  for (const merge of merges) {
    if (merge.top > last) continue
    for (let c = merge.left; c <= Math.min(merge.right, merge.left + WIDEST_MERGE); c++) {
      const known = byColumn.get(c)
      if (known) known.push(merge)
      else byColumn.set(c, [merge])
    }
  }
  for (const list of byColumn.values()) list.sort((a, b) => a.top - b.top)
  return byColumn
}

/** The last merge that begins at or above `row`, if it reaches it. Merges of a column don't overlap. */
const findMerge = (merges: readonly Merge[] | undefined, row: number): Merge | null => {
  if (!merges) return null
  let low = 0
  let high = merges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (merges[middle]!.top <= row) low = middle + 1
    else high = middle
  }
  const merge = merges[low - 1]
  return merge && merge.bottom >= row ? merge : null
}
