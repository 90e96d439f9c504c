// Columns as text that gzip likes (PACK-8): 64 letters for everything, so that one Huffman table fits all of it and three
// digits seldom repeat by chance; what does not change costs nothing. Chosen by measurement (tests/bench/pack.bench.ts):
// quantities in decimal digits with separators are a seventh larger, in plain JSON a quarter.
import { assert } from '../base/result.ts'

export const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const BASE = 64
const NO_LETTER = 255

const letterValues = (): Uint8Array => {
  const values = new Uint8Array(128).fill(NO_LETTER)
  for (let i = 0; i < BASE; i++) values[LETTERS.charCodeAt(i)] = i
  return values
}
const VALUE_OF = letterValues()

/** Reads letters one by one. Reading too far, or what is no letter, gives zeros and `isSound` false. */
class Letters {
  private text: string
  private at = 0
  private sound = true

  constructor(text: string) {
    this.text = text
  }

  next(): number {
    const code = this.at < this.text.length ? this.text.charCodeAt(this.at) : NO_LETTER
    this.at++
    const value = code < VALUE_OF.length ? VALUE_OF[code]! : NO_LETTER
    if (value !== NO_LETTER) return value
    this.sound = false
    return 0
  }

  get atEnd(): boolean {
    return this.at >= this.text.length
  }

  /** False as well while letters are left over. */
  get isSound(): boolean {
    return this.sound && this.at === this.text.length
  }
}

export const readLetters = (text: string): Letters => new Letters(text)

/**
 * A column that is read from its beginning: zeros but for some values. Taken apart at once, so that reading is a few
 * instructions whatever the kind. `isSound` is asked at the end: no letter missing, wrong or left over, no value unread.
 */
export class ColumnReader {
  // `private` rather than `#`, as in cells.ts: lowered `#` is slow.
  /** Zeros before each value. */
  private readonly gaps: number[] = []
  private readonly values: number[] = []
  private at = 0
  private gap = 0
  private sound = true

  /** Only while the column is taken apart. */
  push(gap: number, value: number): void {
    if (this.gaps.length === 0) this.gap = gap
    this.gaps.push(gap)
    this.values.push(value)
  }

  refuse(): void {
    this.sound = false
  }

  next(): number {
    if (this.gap > 0 || this.at === this.gaps.length) {
      this.gap--
      return 0
    }
    const value = this.values[this.at]!
    this.at++
    this.gap = this.at < this.gaps.length ? this.gaps[this.at]! : 0
    return value
  }

  get isSound(): boolean {
    return this.sound && this.at === this.gaps.length
  }
}

// Counts: five bits a letter, lowest first; the sixth bit says that more follow.

const countToText = (count: number): string => {
  let text = ''
  let rest = count
  for (; rest >= 32; rest = Math.floor(rest / 32)) text += LETTERS[32 + (rest % 32)]!
  return text + LETTERS[rest]!
}

const MAX_COUNT_LETTERS = 6

const readCount = (letters: Letters): number => {
  let count = 0
  let weight = 1
  for (let i = 0; i < MAX_COUNT_LETTERS; i++, weight *= 32) {
    const letter = letters.next()
    count += (letter & 31) * weight
    if (letter < 32) break
  }
  return count
}

// Bits: for what is set about as often as not. Six a letter, the first one highest.

export const bitsToText = (bits: readonly boolean[]): string => {
  let text = ''
  for (let i = 0; i < bits.length; i += 6) {
    let letter = 0
    for (let j = 0; j < 6; j++) letter = 2 * letter + (bits[i + j] ? 1 : 0)
    text += LETTERS[letter]!
  }
  return text
}

/** `count` bits, and no letter more than they need. */
export const readBits = (text: string, count: number): ColumnReader => {
  const letters = new Letters(text)
  const reader = new ColumnReader()
  let gap = 0
  for (let i = 0; i < text.length; i++) {
    const letter = letters.next()
    for (let bit = 5; bit >= 0; bit--) {
      if ((letter >> bit) & 1) reader.push(gap, 1)
      gap = (letter >> bit) & 1 ? 0 : gap + 1
    }
  }
  if (!letters.isSound || text.length !== Math.ceil(count / 6)) reader.refuse()
  return reader
}

// Positions: for flags that are seldom set. The count of zeros before each one.

export const flagsToText = (flags: readonly boolean[]): string => {
  let text = ''
  let gap = 0
  for (const flag of flags) {
    if (flag) text += countToText(gap)
    gap = flag ? 0 : gap + 1
  }
  return text
}

export const readFlags = (text: string): ColumnReader => {
  const letters = new Letters(text)
  const reader = new ColumnReader()
  while (!letters.atEnd) reader.push(readCount(letters), 1)
  if (!letters.isSound) reader.refuse()
  return reader
}

// Integers: mostly zero. `scale.marks.digits`: a mark holds the zeros before a value, its sign and the length of its
// digits; the digits stand apart, because they look alike only among themselves. '' where all are zero.

/** Gaps from here on are written out. */
const LONG_GAP = 7
/** Lengths from here on are written out, before the digits. */
const LONG_DIGITS = 4

const digitsOf = (value: number): string => {
  let text = ''
  for (let rest = value; rest > 0; rest = Math.floor(rest / BASE)) {
    text = LETTERS[rest % BASE]! + text
  }
  return text
}

const markOf = (gap: number, isNegative: boolean, length: number): string => {
  const sizes = (Math.min(length, LONG_DIGITS) - 1) * 16 + (isNegative ? 8 : 0)
  const mark = LETTERS[sizes + Math.min(gap, LONG_GAP)]!
  return gap < LONG_GAP ? mark : mark + countToText(gap - LONG_GAP)
}

const greatestDivisor = (values: readonly number[]): number => {
  let divisor = 0
  for (const value of values) {
    let rest = Math.abs(value)
    while (rest > 0) [divisor, rest] = [rest, divisor % rest]
    if (divisor === 1) break
  }
  return divisor
}

export const integersToText = (values: readonly number[]): string => {
  assert(values.every(Number.isSafeInteger), 'columns hold integers')
  const scale = greatestDivisor(values)
  if (scale === 0) return ''
  let marks = ''
  let allDigits = ''
  let gap = 0
  for (const value of values) {
    if (value === 0) {
      gap++
      continue
    }
    const digits = digitsOf(Math.abs(value) / scale)
    marks += markOf(gap, value < 0, digits.length)
    if (digits.length >= LONG_DIGITS) allDigits += LETTERS[digits.length - LONG_DIGITS]!
    allDigits += digits
    gap = 0
  }
  return `${scale}.${marks}.${allDigits}`
}

const readDigits = (letters: Letters, length: number): number => {
  const count = length < LONG_DIGITS ? length : LONG_DIGITS + letters.next()
  let value = 0
  for (let i = 0; i < count; i++) value = value * BASE + letters.next()
  return value
}

const INTEGERS = /^([1-9]\d{0,15})\.([\w-]*)\.([\w-]*)$/

export const readIntegers = (text: string): ColumnReader => {
  const reader = new ColumnReader()
  if (text === '') return reader
  const [, scale = '', markText = '', digitText = ''] = INTEGERS.exec(text) ?? []
  const marks = new Letters(markText)
  const digits = new Letters(digitText)
  let isSafe = scale !== ''
  while (!marks.atEnd) {
    const mark = marks.next()
    const gap = (mark & 7) + ((mark & 7) === LONG_GAP ? readCount(marks) : 0)
    const magnitude = readDigits(digits, (mark >> 4) + 1) * Number(scale)
    isSafe &&= Number.isSafeInteger(magnitude)
    reader.push(gap, mark & 8 ? 0 - magnitude : magnitude)
  }
  if (!isSafe || !marks.isSound || !digits.isSound) reader.refuse()
  return reader
}

// Small numbers: 0…62 in one letter, more in two. For groups.

export const smallWidth = (limit: number): number => (limit <= BASE ? 1 : 2)
export const SMALL_LIMIT = BASE * BASE

export const smallToText = (values: readonly number[], limit: number): string =>
  smallWidth(limit) === 1
    ? values.map((value) => LETTERS[value]!).join('')
    : values.map((value) => LETTERS[Math.floor(value / BASE)]! + LETTERS[value % BASE]!).join('')

/** Null when there are not `count` of them. */
export const readSmall = (text: string, limit: number, count: number): number[] | null => {
  if (text.length !== count * smallWidth(limit)) return null
  const letters = new Letters(text)
  const isShort = smallWidth(limit) === 1
  const values: number[] = []
  for (let i = 0; i < count; i++) {
    values.push(isShort ? letters.next() : letters.next() * BASE + letters.next())
  }
  return letters.isSound ? values : null
}
