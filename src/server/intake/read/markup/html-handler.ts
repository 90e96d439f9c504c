// The elements of an HTML page that matter for a table export. See read-html.ts.
import type { CellValue } from '../../grid.ts'
import { isDateFormat, serialToText } from '../grid/serial-date.ts'
import type { SheetBuilder } from '../grid/sheet-builder.ts'
import type { Attributes } from './attributes.ts'
import type { MarkupHandler } from './scan-markup.ts'

/** The standard's own bounds for spans. */
const MOST_COLUMNS = 1000
const MOST_ROWS = 65_534

const SILENT = new Set(['head', 'title', 'style', 'script', 'comment', 'select', 'xml', 'noscript'])
const BREAKS = new Set(['p', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'center', 'hr'])

export class HtmlHandler implements MarkupHandler {
  listening = true
  readonly #sheet: SheetBuilder
  #tables: OpenTable[] = []
  #nextRow = 0
  #silent: string[] = []
  /** Text outside of any table: a title above, a note below. Each line becomes a row of its own. */
  #loose = ''

  constructor(sheet: SheetBuilder) {
    this.#sheet = sheet
  }

  open(name: string, attributes: Attributes): void {
    if (SILENT.has(name)) this.#silence([...this.#silent, name])
    if (this.#silent.length > 0) return
    if (name === 'table') this.#openTable()
    else if (name === 'tr') this.#openRow(attributes)
    else if (name === 'td' || name === 'th') this.#openCell(attributes)
    else if (name === 'col') this.#openColumn(attributes)
    else if (name === 'br') this.#write('\n')
    else if (BREAKS.has(name)) this.#break()
  }

  text(piece: string): void {
    this.#write(piece.replace(/[ \t\n\f]+/g, ' '))
  }

  close(name: string): void {
    if (SILENT.has(name)) this.#silence(this.#silent.slice(0, this.#silent.lastIndexOf(name)))
    else if (this.#silent.length > 0) return
    else if (name === 'td' || name === 'th') this.#closeCell()
    else if (name === 'tr') this.#closeRow()
    else if (name === 'table') this.#closeTable()
    else if (BREAKS.has(name)) this.#break()
  }

  finish(): void {
    while (this.#tables.length > 0) this.#closeTable()
    this.#flushLoose()
  }

  #silence(names: string[]): void {
    this.#silent = names
    this.listening = names.length === 0
  }

  #table(): OpenTable | undefined {
    return this.#tables.at(-1)
  }

  #write(text: string): void {
    const table = this.#table()
    if (!table) this.#loose += text
    else if (table.cell) table.cell.text += text
  }

  #break(): void {
    const table = this.#table()
    const text = table ? table.cell?.text : this.#loose
    if (text !== undefined && text !== '' && !text.endsWith('\n')) this.#write('\n')
  }

  #flushLoose(): void {
    for (const line of this.#loose.split('\n')) {
      const shown = stripped(line)
      if (shown !== '') this.#sheet.set(this.#nextRow++, 0, shown)
    }
    this.#loose = ''
  }

  /** A table inside a cell continues below what is there: layout tables hold the real one. */
  #openTable(): void {
    this.#flushLoose()
    this.#closeRow()
    this.#tables.push({
      row: this.#nextRow,
      column: 0,
      inRow: false,
      colAt: 0,
      taken: [],
      cell: undefined,
    })
  }

  #closeTable(): void {
    this.#closeRow()
    this.#tables.pop()
  }

  #openRow(attributes: Attributes): void {
    this.#closeRow()
    const table = this.#table()
    if (!table) return
    table.row = this.#nextRow++
    table.column = 0
    table.inRow = true
    if (isHidden(attributes)) this.#sheet.hideRows(table.row, 1)
  }

  #closeRow(): void {
    this.#closeCell()
    const table = this.#table()
    if (!table?.inRow) return
    table.inRow = false
    table.taken = table.taken.map((rows) => Math.max(0, rows - 1))
  }

  #openCell(attributes: Attributes): void {
    const table = this.#table()
    if (!table) return
    if (!table.inRow) this.#openRow(attributes)
    this.#closeCell()
    while ((table.taken[table.column] ?? 0) > 0) table.column++
    table.cell = {
      column: table.column,
      columns: span(attributes, 'colspan', MOST_COLUMNS),
      rows: span(attributes, 'rowspan', MOST_ROWS),
      text: '',
      number:
        attributes.get('sdval') ??
        attributes.get('num') ??
        (attributes.has('num') ? '' : undefined),
      format: attributes.get('sdnum'),
    }
    table.column += table.cell.columns
  }

  #closeCell(): void {
    const table = this.#table()
    const cell = table?.cell
    if (!table || !cell) return
    table.cell = undefined
    const { column, columns, rows } = cell
    for (let at = 0; at < columns; at++) table.taken[column + at] = rows
    this.#sheet.set(table.row, column, valueOf(cell))
    if (columns === 1 && rows === 1) return
    this.#sheet.merge({
      top: table.row,
      left: column,
      bottom: table.row + rows - 1,
      right: column + columns - 1,
    })
  }

  #openColumn(attributes: Attributes): void {
    const table = this.#table()
    if (!table) return
    const count = span(attributes, 'span', MOST_COLUMNS)
    if (isHidden(attributes)) this.#sheet.hideColumns(table.colAt, count)
    table.colAt += count
  }
}

interface OpenTable {
  row: number
  column: number
  inRow: boolean
  colAt: number
  /** By column: for how many rows, this one included, a cell from above still stands there. */
  taken: number[]
  cell: OpenCell | undefined
}

interface OpenCell {
  readonly column: number
  readonly columns: number
  readonly rows: number
  text: string
  /** Excel (`x:num`) and LibreOffice (`sdval`) write the exact number beside the shown text. */
  readonly number: string | undefined
  readonly format: string | undefined
}

/** A number only where the exporting program says so; other digits stay the text they are, as in CSV. */
const valueOf = (cell: OpenCell): CellValue => {
  const shown = stripped(cell.text)
  const exact = Number(cell.number === '' ? shown : cell.number)
  if (cell.number === undefined || !Number.isFinite(exact) || shown === '') return shown
  const code = /^[^;]*;[^;]*;(.+)$/s.exec(cell.format ?? '')?.[1]
  if (code !== undefined && isDateFormat(0, code))
    return serialToText(exact, false, { id: 0, code })
  return /^[\s(+-]*[¥￥$]?[\d,.\s]+(?:[eE][+-]?\d+)?[)%]?$/.test(shown) ? exact : shown
}

/** Blanks of the layout go; a no-break or an ideographic space was put there by someone and stays. */
const stripped = (text: string): string =>
  text.replace(/ *\n */g, '\n').replace(/^[ \n]+|[ \n]+$/g, '')

const span = (attributes: Attributes, name: string, most: number): number =>
  Math.min(Math.max(attributes.integer(name, 1), 1), most)

const isHidden = (attributes: Attributes): boolean =>
  /display\s*:\s*none/i.test(attributes.get('style') ?? '') || attributes.has('hidden')
