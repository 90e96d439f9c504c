// The record layer of .xls: which numbers mean what, and a reader that walks one record and the records continuing it.
import { damaged } from '../refused.ts'

export const RECORD = {
  formula: 0x0006,
  endOfFile: 0x000a,
  dateMode: 0x0022,
  password: 0x002f,
  continued: 0x003c,
  codePage: 0x0042,
  columnInfo: 0x007d,
  sheet: 0x0085,
  multipleNumbers: 0x00bd,
  richText: 0x00d6,
  extendedFormat: 0x00e0,
  merges: 0x00e5,
  sharedStrings: 0x00fc,
  sharedString: 0x00fd,
  number: 0x0203,
  text: 0x0204,
  truthOrError: 0x0205,
  formulaText: 0x0207,
  row: 0x0208,
  smallNumber: 0x027e,
  formatBiff4: 0x041e,
  beginOfFile: 0x0809,
} as const

export const BIFF5 = 0x0500
export const BIFF8 = 0x0600

/** One record at a time over a stream. Bounds are checked once per record, by `next`. */
export class RecordWalk {
  readonly bytes: Buffer
  id = 0
  /** Where the body of the record begins and ends. */
  at = 0
  end = 0

  constructor(bytes: Buffer, from: number) {
    this.bytes = bytes
    this.end = from
  }

  /** Answers the number of the record it went to. A stream without its end record was cut off. */
  next(): number {
    const header = this.end
    if (header + 4 > this.bytes.length) throw damaged()
    this.id = this.bytes.readUInt16LE(header)
    this.at = header + 4
    this.end = this.at + this.bytes.readUInt16LE(header + 2)
    if (this.end > this.bytes.length) throw damaged()
    return this.id
  }

  /** The number of the record that follows, or -1. */
  peek(): number {
    return this.end + 4 > this.bytes.length ? -1 : this.bytes.readUInt16LE(this.end)
  }

  u8(offset: number): number {
    return this.bytes.readUInt8(this.#inside(offset, 1))
  }

  u16(offset: number): number {
    return this.bytes.readUInt16LE(this.#inside(offset, 2))
  }

  u32(offset: number): number {
    return this.bytes.readUInt32LE(this.#inside(offset, 4))
  }

  float(offset: number): number {
    return this.bytes.readDoubleLE(this.#inside(offset, 8))
  }

  #inside(offset: number, width: number): number {
    const at = this.at + offset
    if (at + width > this.end) throw damaged()
    return at
  }
}

/** The compact number: 30 bits, whole or the upper part of a float, perhaps in hundredths. */
export const decodeSmallNumber = (raw: number): number => {
  const value = (raw & 2) === 0 ? upperHalf(raw & ~3) : raw >> 2
  return (raw & 1) === 0 ? value : value / 100
}

const view = new DataView(new ArrayBuffer(8))

const upperHalf = (bits: number): number => {
  view.setInt32(4, bits, true)
  return view.getFloat64(0, true)
}

const ERRORS: Readonly<Record<number, string>> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
}

export const errorText = (code: number): string => ERRORS[code] ?? '#ERR!'
