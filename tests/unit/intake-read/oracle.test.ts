// Two libraries of other hands, as judges: where they read a cell too, they must see the same.
import * as XLSX from '@e965/xlsx'
import { readXls, readXlsx } from 'hucre'
import { describe, expect, test } from 'vitest'
import type { CellValue, Sheet } from '../../../src/server/intake/grid.ts'
import { fixture, readOk } from './fixtures.ts'
import { makeRosterRows } from './make-files.ts'

const asText = (value: unknown): CellValue => {
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (value === undefined || value === '') return null
  return value as CellValue
}

const filled = (rows: readonly (readonly unknown[])[]): string[] =>
  rows.flatMap((row, r) =>
    Array.from(row ?? [], (value, c) => [r, c, asText(value)] as const)
      .filter(([, , value]) => value !== null)
      .map((cell) => JSON.stringify(cell)),
  )

const bySheetJs = (bytes: Uint8Array): string[][] => {
  const book = XLSX.read(bytes, { dense: true, cellDates: true, UTC: true })
  return book.SheetNames.map((name) => {
    const rows = (book.Sheets[name]?.['!data'] ?? []) as (XLSX.CellObject | undefined)[][]
    return filled(
      Array.from(rows, (row) =>
        Array.from(row ?? [], (cell) => (cell?.t === 'e' ? '#DIV/0!' : cell?.v)),
      ),
    )
  })
}

const byHucre = async (bytes: Uint8Array, read: typeof readXls): Promise<string[][]> =>
  (await read(bytes)).sheets.map((sheet) => filled(Array.from(sheet.rows)))

const ours = async (bytes: Uint8Array): Promise<string[][]> =>
  (await readOk(bytes)).sheets.map((sheet: Sheet) => filled(sheet.rows))

describe('the libraries see the same cells', () => {
  test.each(['roster-biff8.xls', 'dates-1904.xls'])('%s', async (name) => {
    const cells = await ours(fixture(name))
    expect(bySheetJs(fixture(name))).toEqual(cells)
    expect(await byHucre(fixture(name), readXls)).toEqual(cells)
  })

  test.each(['roster.xlsx', 'gnumeric.xlsx', 'dates-1904.xlsx'])('%s', async (name) => {
    const cells = await ours(fixture(name))
    expect(bySheetJs(fixture(name))).toEqual(cells)
    expect(await byHucre(fixture(name), readXlsx)).toEqual(cells)
  })

  test.each(['roster.ods', 'gnumeric.ods'])('%s', async (name) => {
    expect(bySheetJs(fixture(name))).toEqual(await ours(fixture(name)))
  })

  test('800 rows written by the library in each of its formats', async () => {
    const rows = makeRosterRows(800)
    const book = XLSX.utils.book_new()
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), '名单')
    const expected = [filled(rows)]
    for (const bookType of ['biff8', 'xlsx', 'ods', 'fods', 'xlml'] as const) {
      const bytes = XLSX.write(book, { type: 'buffer', bookType, compression: true }) as Uint8Array
      expect(await ours(bytes), bookType).toEqual(expected)
    }
  })
})

describe('generations that only the library reads', () => {
  test.each(['biff2', 'biff3', 'biff4'] as const)('%s in code page 936', async (bookType) => {
    const book = XLSX.utils.book_new()
    const sheet = XLSX.utils.aoa_to_sheet([
      ['NAME', 'AREA'],
      ['CITY', 46.21],
    ])
    XLSX.utils.book_append_sheet(book, sheet, 'Sheet1')
    const bytes = XLSX.write(book, {
      type: 'buffer',
      bookType: bookType as XLSX.BookType,
    }) as Buffer
    // The library writes no Chinese in these formats, so the bytes of 姓名 and 面积 are put in by hand.
    bytes.write('d0d5c3fb', bytes.indexOf('NAME'), 'hex')
    bytes.write('c3e6bbfd', bytes.indexOf('AREA'), 'hex')
    expect((await readOk(bytes)).sheets[0]?.rows).toEqual([
      ['姓名', '面积'],
      ['CITY', 46.21],
    ])
  })

  test('.xlsb', async () => {
    const rows = makeRosterRows(50)
    const book = XLSX.utils.book_new()
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), '名单')
    const bytes = XLSX.write(book, { type: 'buffer', bookType: 'xlsb' }) as Uint8Array
    expect(await ours(bytes)).toEqual([filled(rows)])
  })
})
