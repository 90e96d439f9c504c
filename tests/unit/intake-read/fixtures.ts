// The files of tests/fixtures/intake and what they hold, cell by cell (truth.json).
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { CellValue, Merge, Sheet, Workbook } from '../../../src/server/intake/grid.ts'
import { parsePlace } from '../../../src/server/intake/read/markup/xlsx-text.ts'
import { readWorkbook } from '../../../src/server/intake/read/read-workbook.ts'

export const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/intake')

export const fixture = (name: string): Uint8Array => readFileSync(path.join(FIXTURES, name))

type TruthCell =
  | CellValue
  | { readonly date: string }
  | { readonly error: string }
  | { readonly formula: string; readonly value: CellValue }

interface TruthSheet {
  readonly name: string
  readonly hidden: boolean
  readonly merges: readonly string[]
  readonly hiddenRows: readonly number[]
  readonly hiddenColumns: readonly string[]
  readonly rows: readonly (readonly TruthCell[])[]
}

const { sheets } = JSON.parse(readFileSync(path.join(FIXTURES, 'truth.json'), 'utf8')) as {
  readonly sheets: readonly TruthSheet[]
}

const shown = (cell: TruthCell): CellValue => {
  if (cell === null || typeof cell !== 'object') return cell
  if ('date' in cell) return cell.date
  return 'error' in cell ? cell.error : cell.value
}

export const makeMerge = (range: string): Merge => {
  const [from = '', to = from] = range.split(':')
  const start = parsePlace(from)
  const end = parsePlace(to)
  return { top: start.row, left: start.column, bottom: end.row, right: end.column }
}

/** What a reader must give for the fixtures, all sheets or the first. */
export const truth: readonly Sheet[] = sheets.map((sheet) => ({
  name: sheet.name,
  hidden: sheet.hidden,
  rows: sheet.rows.map((row) => row.map(shown)),
  merges: sheet.merges
    .map(makeMerge)
    .sort((one, other) => one.top - other.top || one.left - other.left),
  hiddenRows: new Set(sheet.hiddenRows.map((row) => row - 1)),
  hiddenColumns: new Set(sheet.hiddenColumns.map((letter) => parsePlace(`${letter}1`).column)),
}))

/** Fails the test where the file is refused. */
export const readOk = async (bytes: Uint8Array, name = 'file'): Promise<Workbook> => {
  const result = await readWorkbook(bytes, name)
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

export const refusalOf = async (bytes: Uint8Array): Promise<string> => {
  const result = await readWorkbook(bytes, 'file')
  return result.ok ? 'read' : result.error.kind
}

/** Applies `change` to every text of a grid: for what a format or a program can't hold. */
export const mapText = (sheet: Sheet, change: (text: string) => string): Sheet => ({
  ...sheet,
  rows: sheet.rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? change(cell) : cell)),
  ),
})
