// Texts of .xls. BIFF8 writes UTF-16, half of it left out where it is zero, and may cut a text anywhere to continue it in
// the next record; BIFF5 writes bytes of the code page the file names.
import { TextDecoder } from 'node:util'
import { damaged } from '../refused.ts'
import { RECORD, type RecordWalk } from './biff-records.ts'

/** Reads through a record and everything that continues it, leaving the walk on the last record touched. */
export class TextReader {
  readonly #walk: RecordWalk
  #at: number

  constructor(walk: RecordWalk, offset: number) {
    this.#walk = walk
    this.#at = walk.at + offset
  }

  u8(): number {
    this.#need(1)
    return this.#walk.bytes.readUInt8(this.#at++)
  }

  u16(): number {
    return this.u8() | (this.u8() << 8)
  }

  u32(): number {
    return (this.u16() | (this.u16() << 16)) >>> 0
  }

  /** True behind the last byte of the last continuing record. */
  atEnd(): boolean {
    return this.#left() === 0 && this.#walk.peek() !== RECORD.continued
  }

  skip(count: number): void {
    for (let left = count; left > 0;) {
      this.#need(1)
      const step = Math.min(left, this.#left())
      this.#at += step
      left -= step
    }
  }

  /** A text with its flags; formatting runs and phonetic guides behind it are passed over. */
  flagged(length: number): string {
    const flags = this.u8()
    const runs = (flags & 8) === 0 ? 0 : this.u16()
    const phonetic = (flags & 4) === 0 ? 0 : this.u32()
    const text = this.#characters(length, (flags & 1) === 1)
    this.skip(4 * runs + phonetic)
    return text
  }

  /** Where a text goes on in the next record, that record begins with new flags. */
  #characters(length: number, wide: boolean): string {
    let text = ''
    let isWide = wide
    for (let left = length; left > 0;) {
      if (this.#left() === 0) {
        this.#need(1)
        isWide = (this.u8() & 1) === 1
      }
      const width = isWide ? 2 : 1
      const count = Math.min(left, Math.floor(this.#left() / width))
      if (count === 0) throw damaged()
      const end = this.#at + count * width
      text += this.#walk.bytes.toString(isWide ? 'utf16le' : 'latin1', this.#at, end)
      this.#at = end
      left -= count
    }
    return text
  }

  #left(): number {
    return this.#walk.end - this.#at
  }

  #need(count: number): void {
    while (this.#left() < count) {
      if (this.#left() !== 0 || this.#walk.peek() !== RECORD.continued) throw damaged()
      this.#walk.next()
      this.#at = this.#walk.at
    }
  }
}

const CODE_PAGES: Readonly<Record<number, string>> = {
  874: 'windows-874',
  932: 'shift_jis',
  949: 'euc-kr',
  950: 'big5',
  1250: 'windows-1250',
  1251: 'windows-1251',
  1252: 'windows-1252',
  65001: 'utf-8',
}

/** 936 is what these files are in; Excel for Macintosh and careless writers name others for the same bytes. */
export const decoderForCodePage = (codePage: number): TextDecoder =>
  new TextDecoder(CODE_PAGES[codePage] ?? 'gb18030')
