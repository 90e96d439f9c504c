// Sheets as offices lay them out: a merged title, a line with maker and unit, a head of one or two rows, rows, sums, a footer.
import {
  FEN_DECIMALS,
  formatDecimal,
  QUANTITY_DECIMALS,
  RATE_DECIMALS,
} from '../../base/decimal.ts'
import type { CellValue, Merge } from '../intake/grid.ts'

export interface DemoSheet {
  readonly name: string
  readonly rows: CellValue[][]
  readonly merges: Merge[]
}

export type DemoFormat = 'xls' | 'xlsx' | 'ods' | 'csv-utf8' | 'csv-gb18030'

export interface DemoFile {
  /** Below the folder of rosters. */
  readonly path: string
  readonly format: DemoFormat
  readonly sheets: readonly DemoSheet[]
}

export interface Column<Row> {
  readonly head: string
  /** Upper row of a head of two, over neighbours with the same text. */
  readonly over?: string
  readonly cell: (row: Row, index: number) => CellValue
  /** What the sum rows show here. */
  readonly sum?: (rows: readonly Row[]) => CellValue
}

export const startSheet = (name: string, title: string, width: number): DemoSheet => ({
  name,
  rows: [[title, ...blanks(width - 1)]],
  merges: [{ top: 0, left: 0, bottom: 0, right: width - 1 }],
})

const blanks = (count: number): null[] => Array.from({ length: count }, () => null)

/** One row of heads, or two when a column stands under another text. */
export const addHead = <Row>(sheet: DemoSheet, columns: readonly Column<Row>[]): void => {
  const top = sheet.rows.length
  if (columns.every((column) => column.over === undefined)) {
    sheet.rows.push(columns.map((column) => column.head))
    return
  }
  const startsOver = (i: number) => columns[i]?.over !== columns[i - 1]?.over || i === 0
  sheet.rows.push(
    columns.map(({ head, over }, i) => (over === undefined ? head : startsOver(i) ? over : null)),
    columns.map(({ head, over }) => (over === undefined ? null : head)),
  )
  columns.forEach(({ over }, left) => {
    if (over === undefined) {
      sheet.merges.push({ top, left, bottom: top + 1, right: left })
    } else if (startsOver(left)) {
      const width = columns.slice(left).findIndex((column) => column.over !== over)
      const right = width === -1 ? columns.length - 1 : left + width - 1
      sheet.merges.push({ top, left, bottom: top, right })
    }
  })
}

/** `first` is the index that the first row counts from: serial numbers run on over groups. */
export const addRows = <Row>(
  sheet: DemoSheet,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  first = 0,
): void => {
  for (const [i, row] of rows.entries()) {
    sheet.rows.push(columns.map((column) => column.cell(row, first + i)))
  }
}

export const addSum = <Row>(
  sheet: DemoSheet,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  label: string,
  labelAt = 0,
): void => {
  sheet.rows.push(
    columns.map((column, i) => (i === labelAt ? label : (column.sum?.(rows) ?? null))),
  )
}

/** A row of its own over the whole width: `第一村民小组`. */
export const addSection = (sheet: DemoSheet, text: string, width: number): void => {
  const top = sheet.rows.length
  sheet.rows.push([text, ...blanks(width - 1)])
  sheet.merges.push({ top, left: 0, bottom: top, right: width - 1 })
}

/** Writes a text into the first of equal neighbours below each other and merges them, as offices do with groups. */
export const mergeDown = (sheet: DemoSheet, left: number, top: number, bottom: number): void => {
  for (let start = top; start <= bottom;) {
    const text = sheet.rows[start]?.[left]
    let end = start
    while (end < bottom && sheet.rows[end + 1]?.[left] === text) sheet.rows[++end]![left] = null
    if (end > start) sheet.merges.push({ top: start, left, bottom: end, right: left })
    start = end + 1
  }
}

/** Texts placed by column, blanks between them. */
export const addLine = (
  sheet: DemoSheet,
  width: number,
  texts: Readonly<Record<number, string>>,
): void => {
  sheet.rows.push(Array.from({ length: width }, (_, i) => texts[i] ?? null))
}

export const yuan = (fen: number): number => Number(formatDecimal(fen, FEN_DECIMALS, true))
export const mu = (quantity: number): number =>
  Number(formatDecimal(quantity, QUANTITY_DECIMALS, true))
export const perUnit = (rate: number): number => Number(formatDecimal(rate, RATE_DECIMALS, true))

export const total = <Row>(rows: readonly Row[], value: (row: Row) => number | null): number =>
  rows.reduce((sum, row) => sum + (value(row) ?? 0), 0)
