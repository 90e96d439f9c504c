// Writes the demo's roster files into the folder `rosters` beside this file. Run by hand after a change; the files are
// committed, so that the demo starts from files like those of an office: `node src/server/demo/make-rosters.ts`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as XLSX from '@e965/xlsx'
import type { CellValue } from '../intake/grid.ts'
import { makeDemoRosters } from './demo-rosters.ts'
import { encodeGb18030 } from './gb18030.ts'
import type { DemoFile, DemoSheet } from './sheets.ts'

const encodeFile = ({ format, sheets }: DemoFile): Uint8Array => {
  if (format === 'csv-utf8') return new TextEncoder().encode(`\uFEFF${toCsv(sheets)}`)
  if (format === 'csv-gb18030') return encodeGb18030(toCsv(sheets))
  const workbook = XLSX.utils.book_new()
  for (const sheet of sheets) XLSX.utils.book_append_sheet(workbook, toWorksheet(sheet), sheet.name)
  const bookType = format === 'xls' ? 'biff8' : format
  return XLSX.write(workbook, { type: 'buffer', bookType, compression: true }) as Uint8Array
}

const toWorksheet = ({ rows, merges }: DemoSheet): XLSX.WorkSheet => {
  const worksheet = XLSX.utils.aoa_to_sheet(rows)
  worksheet['!merges'] = merges.map(({ top, left, bottom, right }) => ({
    s: { r: top, c: left },
    e: { r: bottom, c: right },
  }))
  worksheet['!cols'] = columnWidths(rows).map((wch) => ({ wch }))
  return worksheet
}

/** Wide enough for the longest text below the title, a Chinese character taking two places. */
const columnWidths = (rows: DemoSheet['rows']): number[] => {
  const width = Math.max(...rows.map((row) => row.length))
  const measure = (cell: CellValue | undefined) =>
    Array.from(String(cell ?? '')).reduce(
      (sum, character) => sum + (character < '\u0100' ? 1 : 2),
      2,
    )
  return Array.from({ length: width }, (_, column) =>
    Math.min(26, Math.max(6, ...rows.slice(2).map((row) => measure(row[column])))),
  )
}

/** As Excel writes it: CRLF, quotes only where a comma is. */
const toCsv = (sheets: readonly DemoSheet[]): string =>
  sheets
    .flatMap(({ rows }) => rows)
    .map((row) => `${row.map((cell) => String(cell ?? '')).join(',')}\r\n`)
    .join('')

const folder = join(dirname(fileURLToPath(import.meta.url)), 'rosters')
for (const file of makeDemoRosters()) {
  const path = join(folder, file.path)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, encodeFile(file))
}
