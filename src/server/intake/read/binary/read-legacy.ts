// What our own readers do not know: .xls before Excel 5.0 (BIFF2–4) and the binary .xlsb. The library that reads them is
// large and holds everything in memory, so it is loaded only here, for files that were measured before.
import type * as Library from '@e965/xlsx'
import type { CellValue, Sheet, Workbook } from '../../grid.ts'
import { isDateFormat, serialToText } from '../grid/serial-date.ts'
import { SheetBuilder, GridBudget } from '../grid/sheet-builder.ts'
import { damaged } from '../refused.ts'
import { errorText } from './biff-records.ts'

/** Throws `Refused`. */
export const readLegacy = async (bytes: Buffer, format: 'xls' | 'xlsx'): Promise<Workbook> => {
  const library = await import('@e965/xlsx')
  library.set_cptable(await import('@e965/xlsx/dist/cpexcel.full.mjs'))
  const book = parse(library, bytes)
  const from1904 = book.Workbook?.WBProps?.date1904 === true
  const budget = new GridBudget()
  const sheets = book.SheetNames.map((name, index) => {
    const builder = new SheetBuilder(name, budget)
    builder.hidden = (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0
    return convert(book.Sheets[name] ?? {}, builder, from1904)
  })
  return { format, sheets }
}

const parse = (library: typeof Library, bytes: Buffer): Library.WorkBook => {
  try {
    return library.read(bytes, { dense: true, cellNF: true, cellHTML: false, codepage: 936 })
  } catch {
    // It throws strings and errors of every kind; all of them mean that it could not make sense of the bytes.
    throw damaged()
  }
}

const convert = (source: Library.WorkSheet, sheet: SheetBuilder, from1904: boolean): Sheet => {
  const rows = (source['!data'] ?? []) as (Library.CellObject | undefined)[][]
  rows.forEach((cells, row) => {
    cells.forEach((cell, column) => {
      if (cell) sheet.set(row, column, valueOf(cell, from1904))
    })
  })
  for (const { s, e } of source['!merges'] ?? []) {
    sheet.merge({ top: s.r, left: s.c, bottom: e.r, right: e.c })
  }
  source['!rows']?.forEach((row, index) => {
    if (row.hidden === true) sheet.hideRows(index, 1)
  })
  source['!cols']?.forEach((column, index) => {
    if (column.hidden === true) sheet.hideColumns(index, 1)
  })
  return sheet.finish()
}

const valueOf = (cell: Library.CellObject, from1904: boolean): CellValue => {
  if (cell.t === 'e') return errorText(Number(cell.v))
  const { v: value } = cell
  if (typeof value !== 'number') return value instanceof Date ? null : (value ?? null)
  const code = typeof cell.z === 'string' ? cell.z : undefined
  if (code === undefined || !isDateFormat(0, code)) return value
  return serialToText(value, from1904, { id: 0, code })
}
