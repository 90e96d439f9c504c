// .xlsx (and .xlsm, .et saved as .xlsx) as a stream: no part is ever held whole. Only values are read: formulas give the
// value the spreadsheet last showed; comments, properties, macros and pictures are not even unpacked.
import type { CellValue, Workbook } from '../../grid.ts'
import { serialToText, isoToText } from '../grid/serial-date.ts'
import { GridBudget, SheetBuilder } from '../grid/sheet-builder.ts'
import { damaged } from '../refused.ts'
import type { ZipArchive } from '../zip/zip-guard.ts'
import type { Attributes } from './attributes.ts'
import { scanPart } from './each-element.ts'
import type { MarkupHandler } from './scan-markup.ts'
export { findWorkbook } from './xlsx-parts.ts'
import {
  isTrue,
  readDateStyles,
  readSharedStrings,
  readWorkbookPart,
  type NumberFormat,
} from './xlsx-parts.ts'
import { parsePlace, unescapeText } from './xlsx-text.ts'

export const readXlsx = async (zip: ZipArchive, workbookPath: string): Promise<Workbook> => {
  const part = await readWorkbookPart(zip, workbookPath)
  const budget = new GridBudget()
  const { stringsPath, stylesPath } = part
  const context: SheetContext = {
    from1904: part.from1904,
    strings: stringsPath ? await readSharedStrings(zip, stringsPath, budget.pool.own) : [],
    dateStyles: stylesPath ? await readDateStyles(zip, stylesPath) : [],
  }
  const sheets = []
  for (const { name, hidden, path } of part.sheets) {
    const builder = new SheetBuilder(name, budget)
    builder.hidden = hidden
    const handler = new SheetHandler(builder, context)
    await scanPart(zip, path, handler)
    if (!handler.complete) throw damaged()
    sheets.push(builder.finish())
  }
  return { format: 'xlsx', sheets }
}

interface SheetContext {
  readonly from1904: boolean
  readonly strings: readonly string[]
  readonly dateStyles: readonly (NumberFormat | undefined)[]
}

class SheetHandler implements MarkupHandler {
  listening = false
  complete = false
  readonly #sheet: SheetBuilder
  readonly #context: SheetContext
  #inCells = false
  #inCell = false
  #phonetic = false
  #row = -1
  #column = -1
  #type = ''
  #style = 0
  #text = ''

  constructor(sheet: SheetBuilder, context: SheetContext) {
    this.#sheet = sheet
    this.#context = context
  }

  open(name: string, attributes: Attributes): void {
    if (this.#inCell) this.#openInCell(name)
    else if (name === 'c' && this.#inCells) this.#openCell(attributes)
    else if (name === 'row' && this.#inCells) this.#openRow(attributes)
    else if (name === 'sheetData') this.#inCells = true
    else if (name === 'col') this.#columns(attributes)
    else if (name === 'mergeCell') this.#merge(attributes.get('ref') ?? '')
  }

  text(piece: string): void {
    this.#text += piece
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.listening = false
    else if (name === 'rPh') this.#phonetic = false
    else if (name === 'c' && this.#inCell) this.#closeCell()
    else if (name === 'sheetData') this.#inCells = false
    else if (name === 'worksheet') this.complete = true
  }

  #openRow(attributes: Attributes): void {
    this.#row = attributes.integer('r', this.#row + 2) - 1
    this.#column = -1
    const flat = attributes.get('ht') === '0'
    if (flat || isTrue(attributes.get('hidden'))) this.#sheet.hideRows(this.#row, 1)
  }

  /** Places are optional in the standard; without them a cell follows the one before. */
  #openCell(attributes: Attributes): void {
    const reference = attributes.get('r')
    this.#column++
    if (reference !== undefined) {
      const place = parsePlace(reference)
      this.#row = place.row
      this.#column = place.column
    }
    this.#type = attributes.get('t') ?? 'n'
    this.#style = attributes.integer('s', 0)
    this.#text = ''
    this.#inCell = true
  }

  #openInCell(name: string): void {
    if (name === 'v') this.listening = true
    else if (name === 'rPh') this.#phonetic = true
    else if (name === 't') this.listening = !this.#phonetic
  }

  #closeCell(): void {
    this.#inCell = false
    if (this.#text !== '') this.#sheet.set(this.#row, this.#column, this.#value(this.#text))
  }

  #value(text: string): CellValue {
    switch (this.#type) {
      case 's':
        return this.#shared(text)
      case 'b':
        return isTrue(text.trim())
      case 'd':
        return isoToText(text)
      case 'n':
        return this.#number(text)
      default:
        return unescapeText(text)
    }
  }

  #shared(index: string): string {
    const text = this.#context.strings[Number(index)]
    // A text that is not there is a lost name, not an empty cell.
    if (text === undefined) throw damaged()
    return text
  }

  #number(text: string): CellValue {
    const value = Number(text)
    if (!Number.isFinite(value)) return text
    const format = this.#context.dateStyles[this.#style]
    return format ? serialToText(value, this.#context.from1904, format) : value
  }

  #columns(attributes: Attributes): void {
    const from = attributes.integer('min', 1) - 1
    const count = attributes.integer('max', from + 1) - from
    const flat = attributes.get('width') === '0'
    if (flat || isTrue(attributes.get('hidden'))) this.#sheet.hideColumns(from, count)
  }

  #merge(reference: string): void {
    const [from = '', to = from] = reference.split(':')
    const start = parsePlace(from)
    const end = parsePlace(to)
    this.#sheet.merge({ top: start.row, left: start.column, bottom: end.row, right: end.column })
  }
}
