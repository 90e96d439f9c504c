// One sheet of a .xls: the cell records, wherever drawings stand between them.
import type { CellValue, Sheet } from '../../grid.ts'
import { serialToText } from '../grid/serial-date.ts'
import { SheetBuilder, type GridBudget } from '../grid/sheet-builder.ts'
import { damaged } from '../refused.ts'
import { byteText, type BiffGlobals } from './biff-globals.ts'
import { decodeSmallNumber, errorText, RECORD, RecordWalk } from './biff-records.ts'
import { TextReader } from './biff-text.ts'

export const readBiffSheet = (
  bytes: Buffer,
  part: BiffGlobals['sheets'][number],
  globals: BiffGlobals,
  budget: GridBudget,
): Sheet => {
  const sheet = new SheetBuilder(part.name, budget)
  sheet.hidden = part.hidden
  const reader = new SheetReader(new RecordWalk(bytes, part.at), sheet, globals)
  reader.read()
  return sheet.finish()
}

class SheetReader {
  readonly #walk: RecordWalk
  readonly #sheet: SheetBuilder
  readonly #globals: BiffGlobals
  /** The cell of the last formula whose value is a text: that comes in a record of its own, not always the next one. */
  #awaiting: { row: number; column: number } | undefined

  constructor(walk: RecordWalk, sheet: SheetBuilder, globals: BiffGlobals) {
    this.#walk = walk
    this.#sheet = sheet
    this.#globals = globals
  }

  /** Charts in a sheet are whole streams inside it; only depth 1 is the sheet. */
  read(): void {
    const walk = this.#walk
    if (walk.next() !== RECORD.beginOfFile) throw damaged()
    let depth = 1
    while (depth > 0) {
      const id = walk.next()
      if (id === RECORD.beginOfFile) depth++
      else if (id === RECORD.endOfFile) depth--
      else if (depth === 1) this.#record()
    }
  }

  #record(): void {
    const walk = this.#walk
    switch (walk.id) {
      case RECORD.sharedString:
        return this.#put(this.#shared(walk.u32(6)))
      case RECORD.smallNumber:
        return this.#put(this.#number(walk.u16(4), decodeSmallNumber(walk.u32(6) | 0)))
      case RECORD.number:
        return this.#put(this.#number(walk.u16(4), walk.float(6)))
      case RECORD.multipleNumbers:
        return this.#multipleNumbers()
      case RECORD.text:
      case RECORD.richText:
        return this.#put(this.#text(6))
      case RECORD.truthOrError:
        return this.#put(walk.u8(7) === 0 ? walk.u8(6) !== 0 : errorText(walk.u8(6)))
      case RECORD.formula:
        return this.#formula()
      case RECORD.formulaText:
        return this.#formulaText()
      default:
        return this.#shape()
    }
  }

  #shape(): void {
    const walk = this.#walk
    if (walk.id === RECORD.row) {
      if ((walk.u16(12) & 0x20) !== 0) this.#sheet.hideRows(walk.u16(0), 1)
    } else if (walk.id === RECORD.columnInfo) {
      const first = walk.u16(0)
      const isHidden = (walk.u16(8) & 1) !== 0 || walk.u16(4) === 0
      if (isHidden) this.#sheet.hideColumns(first, walk.u16(2) - first + 1)
    } else if (walk.id === RECORD.merges) this.#merges()
  }

  #put(value: CellValue): void {
    this.#sheet.set(this.#walk.u16(0), this.#walk.u16(2), value)
  }

  #shared(index: number): string {
    const text = this.#globals.strings[index]
    if (text === undefined) throw damaged()
    return text
  }

  #number(cellFormat: number, value: number): CellValue {
    const format = this.#globals.dateFormats[cellFormat]
    return format ? serialToText(value, this.#globals.from1904, format) : value
  }

  #text(lengthAt: number): string {
    const length = this.#walk.u16(lengthAt)
    return this.#globals.isBiff8
      ? new TextReader(this.#walk, lengthAt + 2).flagged(length)
      : byteText(this.#walk, lengthAt + 2, length, this.#globals)
  }

  #multipleNumbers(): void {
    const walk = this.#walk
    const row = walk.u16(0)
    const first = walk.u16(2)
    const count = Math.floor((walk.end - walk.at - 6) / 6)
    for (let index = 0; index < count; index++) {
      const at = 4 + 6 * index
      const value = this.#number(walk.u16(at), decodeSmallNumber(walk.u32(at + 2) | 0))
      this.#sheet.set(row, first + index, value)
    }
  }

  #formula(): void {
    const walk = this.#walk
    this.#awaiting = undefined
    if (walk.u16(12) !== 0xffff) return this.#put(this.#number(walk.u16(4), walk.float(6)))
    const kind = walk.u8(6)
    if (kind === 0) this.#awaiting = { row: walk.u16(0), column: walk.u16(2) }
    else if (kind === 1) this.#put(walk.u8(8) !== 0)
    else if (kind === 2) this.#put(errorText(walk.u8(8)))
  }

  #formulaText(): void {
    const cell = this.#awaiting
    this.#awaiting = undefined
    if (cell) this.#sheet.set(cell.row, cell.column, this.#text(0))
  }

  #merges(): void {
    const walk = this.#walk
    const count = walk.u16(0)
    for (let index = 0; index < count; index++) {
      const at = 2 + 8 * index
      const top = walk.u16(at)
      const bottom = walk.u16(at + 2)
      this.#sheet.merge({ top, bottom, left: walk.u16(at + 4), right: walk.u16(at + 6) })
    }
  }
}
