// Some columns of a sheet as a sheet of their own, moved to where the first list beside them stands.
import type { Merge } from '../grid.ts'
import type { GridView } from './grid-view.ts'

/**
 * `width` columns from `start` on, seen at `at`. A row that holds one cell only is a word to all lists (第一村民小组): it stands
 * in each.
 */
export const viewPart = (grid: GridView, start: number, width: number, at: number): GridView => {
  const shift = start - at
  const loneColumn = (row: number): number | null => {
    const filled = grid.filled(row)
    return filled.length === 1 ? filled[0]! : null
  }
  const source = (row: number, column: number): number | null => {
    const lone = loneColumn(row)
    if (lone !== null) return column === at ? lone : null
    return column >= at && column < at + width ? column + shift : null
  }
  const ask =
    <T>(read: (row: number, column: number) => T) =>
    (row: number, column: number): T | null => {
      const from = source(row, column)
      return from === null ? null : read(row, from)
    }
  const columns = Array.from({ length: width }, (_, i) => at + i)
  const cell = ask(grid.cell)
  const filled = (row: number): readonly number[] => columns.filter((c) => cell(row, c) !== null)
  return {
    sheet: grid.sheet,
    first: grid.first,
    last: grid.last,
    cell,
    cellDown: ask(grid.cellDown),
    mergeAt: (row, column) => moveMerge(ask(grid.mergeAt)(row, column), shift),
    isEmpty: (row) => filled(row).length === 0,
    filled,
  }
}

const moveMerge = (merge: Merge | null, shift: number): Merge | null =>
  merge && { ...merge, left: merge.left - shift, right: merge.right - shift }
