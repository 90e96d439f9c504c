// SpreadsheetML 2003 ("XML Spreadsheet"), which office systems like to save under the name .xls.
import type { CellValue, Sheet, Workbook } from '../../grid.ts'
import { isoToText } from '../grid/serial-date.ts'
import { GridBudget, SheetBuilder } from '../grid/sheet-builder.ts'
import { MAX_COLUMNS } from '../read-limits.ts'
import { damaged } from '../refused.ts'
import type { Attributes } from './attributes.ts'
import { MarkupScanner, type MarkupHandler } from './scan-markup.ts'

export const readSpreadsheetML = (text: string): Workbook => {
  const handler = new SpreadsheetMLHandler()
  const scanner = new MarkupScanner(handler)
  scanner.push(text)
  scanner.end()
  if (!handler.complete) throw damaged()
  return { format: 'spreadsheetml', sheets: handler.sheets }
}

class SpreadsheetMLHandler implements MarkupHandler {
  listening = false
  complete = false
  readonly sheets: Sheet[] = []
  readonly #budget = new GridBudget()
  #sheet: SheetBuilder | undefined
  #inTable = false
  #inCell = false
  #inComment = false
  #inVisible = false
  /** What the next row, column and cell are called when they do not say. */
  #nextRow = 0
  #nextColumn = 0
  #nextCell = 0
  /** By column: the first row again free below a merged cell. Cells without an index step over what is taken. */
  #freeFrom: number[] = []
  #row = 0
  #column = 0
  #type = ''
  #text = ''

  open(name: string, attributes: Attributes): void {
    if (name === 'Worksheet') {
      this.#sheet = new SheetBuilder(attributes.get('Name') ?? '', this.#budget)
    } else if (name === 'Table') this.#openTable()
    else if (name === 'Visible') this.#listen((this.#inVisible = true))
    else if (this.#sheet && this.#inTable) this.#openInTable(this.#sheet, name, attributes)
  }

  text(piece: string): void {
    this.#text += piece
  }

  close(name: string): void {
    if (name === 'Data') this.#closeData()
    else if (name === 'Comment') this.#inComment = false
    else if (name === 'Cell') this.#inCell = false
    else if (name === 'Table') this.#inTable = false
    else if (name === 'Visible') this.#closeVisible()
    else if (name === 'Worksheet') this.#closeSheet()
    else if (name === 'Workbook') this.complete = true
  }

  #openTable(): void {
    this.#inTable = true
    this.#nextRow = 0
    this.#nextColumn = 0
    this.#freeFrom = []
  }

  #openInTable(sheet: SheetBuilder, name: string, attributes: Attributes): void {
    if (name === 'Cell') this.#openCell(sheet, attributes)
    else if (name === 'Row') this.#openRow(sheet, attributes)
    else if (name === 'Column') {
      const from = attributes.integer('Index', this.#nextColumn + 1) - 1
      const count = attributes.integer('Span', 0) + 1
      if (attributes.get('Hidden') === '1') sheet.hideColumns(from, count)
      this.#nextColumn = from + count
    } else if (name === 'Comment') this.#inComment = true
    else if (name === 'Data' && this.#inCell && !this.#inComment) {
      this.#type = attributes.get('Type') ?? 'String'
      this.#listen(true)
    }
  }

  #openRow(sheet: SheetBuilder, attributes: Attributes): void {
    const span = attributes.integer('Span', 0)
    this.#row = attributes.integer('Index', this.#nextRow + 1) - 1
    this.#nextRow = this.#row + span + 1
    this.#nextCell = 0
    if (attributes.get('Hidden') === '1') sheet.hideRows(this.#row, span + 1)
  }

  #openCell(sheet: SheetBuilder, attributes: Attributes): void {
    const across = attributes.integer('MergeAcross', 0)
    const down = attributes.integer('MergeDown', 0)
    this.#column = attributes.integer('Index', this.#freeCell() + 1) - 1
    this.#nextCell = this.#column + across + 1
    this.#inCell = true
    if (across === 0 && down === 0) return
    if (down > 0) this.#take(across + 1, down + 1)
    sheet.merge({
      top: this.#row,
      left: this.#column,
      bottom: this.#row + down,
      right: this.#column + across,
    })
  }

  #freeCell(): number {
    let column = this.#nextCell
    while ((this.#freeFrom[column] ?? 0) > this.#row) column++
    return column
  }

  #take(columns: number, rows: number): void {
    const end = Math.min(this.#column + columns, MAX_COLUMNS)
    for (let column = Math.max(this.#column, 0); column < end; column++) {
      this.#freeFrom[column] = this.#row + rows
    }
  }

  #closeData(): void {
    if (!this.listening) return
    this.#listen(false)
    this.#sheet?.set(this.#row, this.#column, valueOf(this.#type, this.#text))
  }

  #closeVisible(): void {
    if (this.#sheet && this.#text.trim() !== 'SheetVisible') this.#sheet.hidden = true
    this.#inVisible = false
    this.#listen(this.#inVisible)
  }

  #closeSheet(): void {
    if (this.#sheet) this.sheets.push(this.#sheet.finish())
    this.#sheet = undefined
  }

  #listen(on: boolean): void {
    this.listening = on
    if (on) this.#text = ''
  }
}

const valueOf = (type: string, text: string): CellValue => {
  if (type === 'Number') {
    const value = Number(text)
    return text.trim() !== '' && Number.isFinite(value) ? value : text
  }
  if (type === 'Boolean') return text.trim() === '1'
  return type === 'DateTime' ? isoToText(text) : text
}
