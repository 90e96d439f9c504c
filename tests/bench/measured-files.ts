// 100,000 rows of a roster as files of each format (65,000 as .xls, which holds no more), written without a spreadsheet program.
import * as XLSX from '@e965/xlsx'
import type { CellValue } from '../../src/server/intake/grid.ts'
import { biffOf } from '../unit/intake-read/make-biff.ts'
import {
  makeZip,
  odsContent,
  odsParts,
  odsTable,
  sharedTextParts,
} from '../unit/intake-read/make-files.ts'

const ROWS = 100_000
const ROWS_XLS = 65_000

type Rows = readonly (readonly CellValue[])[]

const csv = (rows: Rows): string =>
  rows.map((row) => row.map((cell) => String(cell ?? '')).join(',')).join('\r\n')

/** The library's own types leave this part out. */
const CFB = XLSX.CFB as {
  readonly utils: {
    readonly cfb_new: () => object
    readonly cfb_add: (file: object, name: string, content: Uint8Array) => void
  }
  readonly write: (file: object, options: { readonly type: 'buffer' }) => Buffer
}

const xls = (rows: Rows): Buffer => {
  const file = CFB.utils.cfb_new()
  CFB.utils.cfb_add(file, 'Workbook', biffOf(rows))
  return CFB.write(file, { type: 'buffer' })
}

/** File name → its bytes, from a maker of so many rows. */
export const FORMATS: Readonly<Record<string, (make: (count: number) => Rows) => Buffer | string>> =
  {
    'roster.xlsx': (make) => makeZip(sharedTextParts(make(ROWS))),
    'roster.ods': (make) => makeZip(odsParts(odsContent(odsTable(make(ROWS))))),
    'roster.csv': (make) => csv(make(ROWS)),
    'roster.xls': (make) => xls(make(ROWS_XLS)),
  }
