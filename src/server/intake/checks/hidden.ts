// What a file holds that its makers may not see: hidden sheets, rows and columns, and characters without a standard code.
import { hasPrivateUse } from '../cells/cell-text.ts'
import { makeFinding, type Finding } from '../findings.ts'
import type { GridView } from '../cells/grid-view.ts'

export const findHidden = (grid: GridView): Finding[] => {
  const { sheet } = grid
  if (grid.first < 0) return []
  const at = { sheet: sheet.name, row: null }
  if (sheet.hidden) return [makeFinding('hidden-cells', at, { what: 'sheet' })]
  const rows = hiddenRuns(grid).map(([from, to]) =>
    makeFinding('hidden-cells', { ...at, row: from }, { what: 'rows', from: from + 1, to: to + 1 }),
  )
  const columns = [...sheet.hiddenColumns].filter((column) => holdsData(grid, column))
  if (columns.length === 0) return rows
  const names = columns
    .sort((a, b) => a - b)
    .map(columnName)
    .join('、')
  return [makeFinding('hidden-cells', at, { what: 'columns', names }), ...rows]
}

/** Neighbouring hidden rows with data count as one. */
const hiddenRuns = (grid: GridView): [number, number][] => {
  const rows = [...grid.sheet.hiddenRows]
    .filter((row) => row >= grid.first && row <= grid.last && grid.filled(row).length > 0)
    .sort((a, b) => a - b)
  const runs: [number, number][] = []
  for (const row of rows) {
    const last = runs.at(-1)
    if (last && last[1] === row - 1) last[1] = row
    else runs.push([row, row])
  }
  return runs
}

const holdsData = (grid: GridView, column: number): boolean => {
  for (let row = grid.first; row <= grid.last; row++)
    if (grid.cell(row, column) !== null) return true
  return false
}

/** 0 → A, 27 → AB. */
export const columnName = (column: number): string =>
  (column >= 26 ? columnName(Math.floor(column / 26) - 1) : '') +
  String.fromCharCode(65 + (column % 26))

/** One finding a row; the sheet's name is looked at too. */
export const findPrivateUse = (grid: GridView): Finding[] => {
  const { sheet } = grid
  const findings: Finding[] = []
  if (hasPrivateUse(sheet.name)) {
    findings.push(
      makeFinding(
        'private-use-text',
        { sheet: sheet.name, row: null },
        { count: count(sheet.name) },
      ),
    )
  }
  for (const [row, cells] of sheet.rows.entries()) {
    let found = 0
    for (const value of cells)
      if (typeof value === 'string' && hasPrivateUse(value)) found += count(value)
    if (found > 0)
      findings.push(makeFinding('private-use-text', { sheet: sheet.name, row }, { count: found }))
  }
  return findings
}

const count = (text: string): number => [...text].filter(hasPrivateUse).length
