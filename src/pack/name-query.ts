// What was typed into the search box: a name in characters or pinyin, last four digits, a payee number, or a mixture.
import { foldName } from './pinyin.ts'

export interface NameQuery {
  /** Folded; '' when only digits were typed. */
  readonly name: string
  /** Beginning of a last four, `x` allowed as the fourth; '' when none were typed. */
  readonly lastFour: string
  /** Payee number; null when the digits can't be one. */
  readonly number: number | null
}

/** `no. 57`, `No57`, `#57`, `57号`, `第57号`, `编号57`. */
const NUMBERED = /^(?:no\.?|#|№|第|编号:?|编号：?)(\d{1,7})号?$|^(\d{1,7})号$/
const DIGITS = /(?:\d{3}x|\d{1,7})$/
/** Below this many digits a beginning of a last four says too little. */
const MIN_LAST_FOUR = 2

export const parseQuery = (text: string): NameQuery => {
  const folded = foldName(text.normalize('NFC'))
  const numbered = NUMBERED.exec(folded)
  if (numbered) return { name: '', lastFour: '', number: Number(numbered[1] ?? numbered[2]) }
  const digits = DIGITS.exec(folded)?.[0] ?? ''
  const name = folded.slice(0, folded.length - digits.length)
  const canBeLastFour = digits.length >= MIN_LAST_FOUR && digits.length <= 4
  return {
    name,
    lastFour: canBeLastFour ? digits : '',
    number: /^\d+$/.test(digits) ? Number(digits) : null,
  }
}
