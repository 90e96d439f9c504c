// The table that a reviewer fills in: one row a word. What it looks like, and how it is written to and read from a file.
import { readFileSync, writeFileSync } from 'node:fs'
import { read, utils, write } from '@e965/xlsx'
import Papa from 'papaparse'
import { CORE_SCREENS, existingCore, type CoreScreen } from './core.ts'
import { areasOf, mongolianOf, REFERENCE, referenceOf, stemOf, wordsOf } from './locale-files.ts'

/** Headings in the reviewer's languages; columns may be moved, not renamed. */
export const COLUMNS = {
  key: '编号（不要改）',
  where: '在哪里',
  chinese: '汉文',
  mongolian: '现在的蒙古文',
  source: '出处',
  review: '审校（草稿 / 已审）',
  correction: '更正',
  remark: '备注',
  reviewer: '审校人',
  day: '日期（2026-11-30）',
} as const
export type Column = keyof typeof COLUMNS
export type SheetRow = Readonly<Record<Column, string>>

const NAMES = Object.keys(COLUMNS) as Column[]
const WIDTHS: Readonly<Record<Column, number>> = {
  key: 26,
  where: 14,
  chinese: 40,
  mongolian: 40,
  source: 30,
  review: 12,
  correction: 40,
  remark: 30,
  reviewer: 12,
  day: 14,
}

const SCREEN_NAMES: Readonly<Record<CoreScreen, string>> = {
  shell: '每一页',
  account: '账页',
  hamlet: '村、组、清册',
  policy: '政策',
  notice: '公告',
  ask: '提问',
}
const SCREENS = ['shell', ...Object.keys(CORE_SCREENS)] as CoreScreen[]

export const REVIEW_WORDS = { draft: '草稿', reviewed: '已审' } as const

const allKeys = (): string[] =>
  areasOf(REFERENCE).flatMap((area) => [
    ...new Set(Object.keys(wordsOf(REFERENCE, area)).map((key) => `${area}.${stemOf(key)}`)),
  ])

/** Words of the herder screens first: they decide when 蒙文 is offered. */
export const sheetRows = (): readonly SheetRow[] => {
  const core = existingCore()
  const placesOf = (key: string): string[] =>
    SCREENS.filter((screen) => core[screen].includes(key)).map((screen) => SCREEN_NAMES[screen])
  return allKeys()
    .map((key) => ({ key, places: placesOf(key) }))
    .sort((a, b) => Number(a.places.length === 0) - Number(b.places.length === 0))
    .map(({ key, places }) => {
      const dot = key.indexOf('.')
      const entry = mongolianOf(key.slice(0, dot))[key.slice(dot + 1)]
      return {
        key,
        where: places.length > 0 ? places.join('、') : `其他（${key.slice(0, dot)}）`,
        chinese: referenceOf(key) ?? '',
        mongolian: entry?.text ?? '',
        source: entry?.source ?? '',
        review: REVIEW_WORDS[entry?.review ?? 'draft'],
        correction: '',
        remark: '',
        reviewer: entry?.by ?? '',
        day: entry?.on ?? '',
      }
    })
}

const isCsv = (file: string): boolean => file.toLowerCase().endsWith('.csv')

const toCells = (rows: readonly SheetRow[]): string[][] => [
  NAMES.map((name) => COLUMNS[name]),
  ...rows.map((row) => NAMES.map((name) => row[name])),
]

export const writeSheet = (file: string, rows: readonly SheetRow[]): void => {
  if (isCsv(file)) {
    // Spreadsheet programs take a file without the mark for one in an older encoding.
    writeFileSync(file, `\ufeff${Papa.unparse(toCells(rows))}\r\n`)
    return
  }
  const sheet = utils.aoa_to_sheet(toCells(rows))
  sheet['!cols'] = NAMES.map((name) => ({ wch: WIDTHS[name] }))
  sheet['!autofilter'] = { ref: sheet['!ref'] ?? 'A1' }
  const book = utils.book_new()
  utils.book_append_sheet(book, sheet, '蒙古文')
  writeFileSync(file, write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
}

/** Letter for letter: no cell is trimmed or read as a number or a day. */
const cellsOf = (file: string): readonly (readonly string[])[] => {
  if (isCsv(file)) {
    const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '')
    return Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' }).data
  }
  const book = read(readFileSync(file), { type: 'buffer', cellDates: false })
  const sheet = book.Sheets[book.SheetNames[0] ?? '']
  if (!sheet) return []
  return utils
    .sheet_to_json<unknown[]>(sheet, { header: 1, raw: false, dateNF: 'yyyy-mm-dd', defval: '' })
    .map((row) => row.map(String))
}

export type ReadRows =
  | { readonly ok: true; readonly rows: readonly SheetRow[] }
  | { readonly ok: false; readonly lacking: readonly string[] }

/** Columns are known by their headings; a file that lacks one is not taken. */
export const readSheetRows = (file: string): ReadRows => {
  const [headings = [], ...cells] = cellsOf(file)
  const places = NAMES.map((name) => headings.indexOf(COLUMNS[name]))
  const lacking = NAMES.filter((_, index) => places[index] === -1)
  if (lacking.length > 0) return { ok: false, lacking: lacking.map((name) => COLUMNS[name]) }
  const rows = cells
    .filter((row) => row.some((cell) => cell !== ''))
    .map(
      (row) =>
        Object.fromEntries(
          NAMES.map((name, index) => [name, row[places[index] ?? -1] ?? '']),
        ) as SheetRow,
    )
  return { ok: true, rows }
}
