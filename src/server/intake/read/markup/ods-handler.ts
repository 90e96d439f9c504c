// The elements of an OpenDocument spreadsheet, turned into sheets. See read-ods.ts.
import type { CellValue, Sheet } from '../../grid.ts'
import { durationToText, isoToText } from '../grid/serial-date.ts'
import { SheetBuilder, type GridBudget } from '../grid/sheet-builder.ts'
import { MAX_COLUMNS, MAX_ROWS } from '../read-limits.ts'
import { tooLarge } from '../refused.ts'
import type { Attributes } from './attributes.ts'
import type { MarkupHandler } from './scan-markup.ts'

const MOST_BLANKS = 1000

export class OdsHandler implements MarkupHandler {
  listening = false
  /** False for the other documents of this family: texts and slides. */
  started = false
  complete = false
  readonly sheets: Sheet[] = []
  readonly #budget: GridBudget
  readonly #hiddenStyles = new Set<string>()
  #styleName = ''
  #sheet: SheetBuilder | undefined
  /** Tables inside a sheet belong to charts and forms. */
  #tableDepth = 0
  #row = 0
  #rowRepeat = 1
  #column = 0
  #nextHeadColumn = 0
  #cell: OpenCell | undefined

  constructor(budget: GridBudget) {
    this.#budget = budget
  }

  open(name: string, attributes: Attributes): void {
    if (this.#cell) this.#openInCell(this.#cell, name, attributes)
    else if (name === 'table') this.#openTable(attributes)
    else if (name === 'spreadsheet') this.started = true
    else if (name === 'style') this.#styleName = attributes.get('name') ?? ''
    else if (name === 'table-properties') this.#tableStyle(attributes)
    else if (this.#sheet && this.#tableDepth === 1) this.#openInTable(this.#sheet, name, attributes)
  }

  text(piece: string): void {
    // Line breaks and runs of blanks are layout of the XML; meant ones have elements of their own.
    if (this.#cell)
      this.#cell.text += /[\t\n]| {2}/.test(piece) ? piece.replace(/[\t\n ]+/g, ' ') : piece
  }

  close(name: string): void {
    if (this.#cell) this.#closeInCell(this.#cell, name)
    else if (name === 'table') this.#closeTable()
    else if (name === 'table-row' && this.#tableDepth === 1) this.#closeRow()
    else if (name === 'spreadsheet') this.complete = true
  }

  #tableStyle(attributes: Attributes): void {
    if (attributes.get('display') === 'false') this.#hiddenStyles.add(this.#styleName)
  }

  #openTable(attributes: Attributes): void {
    this.#tableDepth++
    if (this.#tableDepth > 1) return
    this.#sheet = new SheetBuilder(attributes.get('name') ?? '', this.#budget)
    this.#sheet.hidden = this.#hiddenStyles.has(attributes.get('style-name') ?? '')
    this.#row = 0
    this.#nextHeadColumn = 0
  }

  #closeTable(): void {
    this.#tableDepth--
    if (this.#tableDepth > 0 || !this.#sheet) return
    this.sheets.push(this.#sheet.finish())
    this.#sheet = undefined
  }

  #openInTable(sheet: SheetBuilder, name: string, attributes: Attributes): void {
    if (name === 'table-cell' || name === 'covered-table-cell') this.#openCell(attributes)
    else if (name === 'table-row') {
      this.#rowRepeat = repeats(attributes, 'number-rows-repeated')
      this.#column = 0
      if (isHidden(attributes)) sheet.hideRows(this.#row, this.#rowRepeat)
    } else if (name === 'table-column') {
      const count = repeats(attributes, 'number-columns-repeated')
      if (isHidden(attributes)) sheet.hideColumns(this.#nextHeadColumn, count)
      this.#nextHeadColumn += count
    }
  }

  #closeRow(): void {
    this.#sheet?.repeatRow(this.#row, this.#rowRepeat)
    this.#row += this.#rowRepeat
  }

  #openCell(attributes: Attributes): void {
    const type = attributes.get('value-type') ?? ''
    this.#cell = {
      value: valueOf(type, attributes),
      stringValue: attributes.get('string-value'),
      repeat: repeats(attributes, 'number-columns-repeated'),
      columns: attributes.integer('number-columns-spanned', 1),
      rows: attributes.integer('number-rows-spanned', 1),
      text: '',
      paragraphs: 0,
      depth: 0,
      silentFrom: undefined,
    }
  }

  /** Only paragraphs directly in the cell are its text; comments, shapes and notes inside are not. */
  #openInCell(cell: OpenCell, name: string, attributes: Attributes): void {
    cell.depth++
    if (cell.silentFrom !== undefined) return
    if (cell.depth === 1) {
      if (name !== 'p') return this.#silence(cell)
      if (cell.paragraphs++ > 0) cell.text += '\n'
      this.listening = true
    } else if (name === 's') {
      cell.text += ' '.repeat(Math.min(Math.max(attributes.integer('c', 1), 0), MOST_BLANKS))
    } else if (name === 'tab') cell.text += '\t'
    else if (name === 'line-break') cell.text += '\n'
    else if (name === 'annotation' || name === 'note' || name === 'frame' || name === 'ruby-text') {
      this.#silence(cell)
    }
  }

  #silence(cell: OpenCell): void {
    cell.silentFrom = cell.depth
    this.listening = false
  }

  #closeInCell(cell: OpenCell, name: string): void {
    if (cell.depth === 0 && (name === 'table-cell' || name === 'covered-table-cell')) {
      return this.#closeCell(cell)
    }
    if (cell.silentFrom === cell.depth) {
      cell.silentFrom = undefined
      this.listening = cell.depth > 1
    } else if (cell.depth === 1) this.listening = false
    cell.depth--
  }

  #closeCell(cell: OpenCell): void {
    this.#cell = undefined
    this.listening = false
    const value = cell.value ?? (cell.paragraphs > 0 ? cell.text : (cell.stringValue ?? null))
    if (value !== null && value !== '') this.#fill(cell, value)
    if (cell.columns > 1 || cell.rows > 1) {
      this.#sheet?.merge({
        top: this.#row,
        left: this.#column,
        bottom: this.#row + cell.rows - 1,
        right: this.#column + cell.columns - 1,
      })
    }
    this.#column += cell.repeat
  }

  #fill(cell: OpenCell, value: CellValue): void {
    if (this.#row >= MAX_ROWS || this.#column + cell.repeat > MAX_COLUMNS) throw tooLarge('cells')
    for (let copy = 0; copy < cell.repeat; copy++) {
      this.#sheet?.set(this.#row, this.#column + copy, value)
    }
  }
}

interface OpenCell {
  /** Set where an attribute gives the value; otherwise the text does. */
  readonly value: CellValue
  readonly stringValue: string | undefined
  readonly repeat: number
  readonly columns: number
  readonly rows: number
  text: string
  paragraphs: number
  depth: number
  silentFrom: number | undefined
}

const valueOf = (type: string, attributes: Attributes): CellValue => {
  switch (type) {
    case 'float':
    case 'currency':
    case 'percentage':
      return finite(attributes.get('value'))
    case 'boolean':
      return attributes.get('boolean-value') === 'true'
    case 'date':
      return textOr(attributes.get('date-value'), isoToText)
    case 'time':
      return textOr(attributes.get('time-value'), durationToText)
    default:
      return null
  }
}

/** Without the attribute the shown text is the best there is. */
const textOr = (value: string | undefined, convert: (text: string) => string): CellValue =>
  value === undefined ? null : convert(value)

const finite = (value: string | undefined): CellValue => {
  const number = Number(value ?? Number.NaN)
  return Number.isFinite(number) ? number : null
}

const repeats = (attributes: Attributes, name: string): number =>
  Math.max(1, attributes.integer(name, 1))

const isHidden = (attributes: Attributes): boolean => {
  const visibility = attributes.get('visibility')
  return visibility === 'collapse' || visibility === 'filter'
}
