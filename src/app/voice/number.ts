// A number as the clips that say it in Mongolian, one after the other. Whole numbers come as they are, others with their scale:
// never a float. Ten thousand is a word of its own (ᠲᠦᠮᠡᠨ) and counts like 万; "one" is always said before 百, 千 and 万, because
// clips are heard one by one.
import { FEN_DECIMALS, QUANTITY_DECIMALS, formatDecimal } from '../../base/decimal.ts'
import type { Key } from '../words-keys.ts'

/** In the form that stands before what is counted: ᠨᠢᠭᠡᠨ, not ᠨᠢᠭᠡ. */
const ONES = [
  'voice.number.0',
  'voice.number.1',
  'voice.number.2',
  'voice.number.3',
  'voice.number.4',
  'voice.number.5',
  'voice.number.6',
  'voice.number.7',
  'voice.number.8',
  'voice.number.9',
] as const satisfies readonly Key[]
const TENS = [
  'voice.number.10',
  'voice.number.20',
  'voice.number.30',
  'voice.number.40',
  'voice.number.50',
  'voice.number.60',
  'voice.number.70',
  'voice.number.80',
  'voice.number.90',
] as const satisfies readonly Key[]
const HUNDRED: Key = 'voice.number.100'
const THOUSAND: Key = 'voice.number.1000'
const TEN_THOUSAND: Key = 'voice.number.10000'
const POINT: Key = 'voice.point'

/** Everything a number is said with, in the order in which one counts. */
export const NUMBER_KEYS: readonly Key[] = [
  ...[...ONES.slice(1), ...TENS, HUNDRED, THOUSAND, TEN_THOUSAND],
  ...[ONES[0], POINT],
]

export const LARGEST = 99_999_999

/** 1 … 9999. */
const spokenGroup = (value: number): Key[] => {
  const digit = (place: number) => Math.floor(value / place) % 10
  const counted = (place: number, word: Key): Key[] => {
    const count = ONES[digit(place)]
    return digit(place) > 0 && count ? [count, word] : []
  }
  const ten = TENS[digit(10) - 1]
  const one = digit(1) > 0 ? ONES[digit(1)] : undefined
  return [
    ...counted(1000, THOUSAND),
    ...counted(100, HUNDRED),
    ...(ten ? [ten] : []),
    ...(one ? [one] : []),
  ]
}

/** Null for what is no whole number from 0 to LARGEST. */
export const spokenNumber = (value: number): readonly Key[] | null => {
  if (!Number.isSafeInteger(value) || value < 0 || value > LARGEST) return null
  if (value === 0) return [ONES[0]]
  const high = Math.floor(value / 10_000)
  const above: readonly Key[] = high > 0 ? [...spokenGroup(high), TEN_THOUSAND] : []
  return [...above, ...spokenGroup(value % 10_000)]
}

const spokenDigits = (digits: string): Key[] =>
  [...digits].map((digit): Key => ONES[Number(digit)] ?? ONES[0])

/** Thousandths of a unit: what follows the point is said digit by digit. */
export const spokenQuantity = (thousandths: number): readonly Key[] | null => {
  const [whole = '', fraction] = formatDecimal(thousandths, QUANTITY_DECIMALS, true).split('.')
  // -0.5 would lose its sign with its whole part.
  const said = thousandths < 0 ? null : spokenNumber(Number(whole))
  if (!said || fraction === undefined) return said
  return [...said, POINT, ...spokenDigits(fraction)]
}

/** Fen as yuan, jiao and fen; what is nought is left out, but for nothing at all. */
export const spokenFen = (fen: number): readonly Key[] | null => {
  const [yuan = '', cents = ''] = formatDecimal(fen, FEN_DECIMALS).split('.')
  const said = fen < 0 ? null : spokenNumber(Number(yuan))
  if (!said) return null
  const [jiao, left] = spokenDigits(cents)
  const small: Key[] = [
    ...(jiao && jiao !== ONES[0] ? ([jiao, 'voice.jiao'] as const) : []),
    ...(left && left !== ONES[0] ? ([left, 'voice.fen'] as const) : []),
  ]
  return Number(yuan) > 0 || small.length === 0 ? [...said, 'shell.unit.yuan', ...small] : small
}
