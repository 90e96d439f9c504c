// Text of cells made comparable: width, spaces and invisible characters vary from office to office, the words don't.
// Mongolian script is never touched: its invisible characters are spelling.
import type { CellValue } from '../grid.ts'

const MONGOLIAN = /[\u1800-\u18af\u{11660}-\u{1167f}]/u
/** Planes 15 and 16 are known by their first halves. */
const PRIVATE_USE = /[\ue000-\uf8ff\udb80-\udbff]/
const HAN_ONLY = /^[\u4e00-\u9fff]+$/
/** Most cells: nothing in them that NFKC or we would change. */
const PLAIN = /^[\x21-\x7e\u4e00-\u9fff]+$/
// Control characters are what some exports leave in cells: they are meant here.
// eslint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g
const DOTS = /(?<=\p{Script=Han})[.·•‧∙⋅●・･](?=\p{Script=Han})/gu

export const hasMongolian = (text: string): boolean => MONGOLIAN.test(text)

/** Code points without agreed meaning: old Mongolian encodings and missing characters look like this. */
export const hasPrivateUse = (text: string): boolean => PRIVATE_USE.test(text)

export const isBlank = (value: CellValue | undefined): value is null | undefined | '' =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' && !opensWithInk(value) && value.replace(INVISIBLE, '').trim() === '')

/** The common case without a regular expression: the first character already shows. */
const opensWithInk = (text: string): boolean => {
  const code = text.charCodeAt(0)
  return (code > 0x20 && code < 0x7f) || (code > 0x3000 && code < 0xa000)
}

/** NFKC, no invisible characters, one space where there were several. */
export const cleanText = (value: CellValue | undefined): string => {
  if (value === null || value === undefined) return ''
  const text = String(value)
  if (PLAIN.test(text)) return text
  const trimmed = text.trim()
  if (PLAIN.test(trimmed)) return trimmed
  if (hasMongolian(text)) return text
  return text.normalize('NFKC').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim()
}

/** As `cleanText` without any space: for labels, numbers and place names (农 户 姓 名). */
export const compactText = (value: CellValue | undefined): string => {
  const text = cleanText(value)
  return text.includes(' ') && !hasMongolian(text) ? text.replaceAll(' ', '') : text
}

/** A person's name: spaces between Han characters are layout (朝 鲁), the dot has one spelling (敖·其木格). */
export const cleanName = (value: CellValue | undefined): string => {
  if (typeof value === 'string' && HAN_ONLY.test(value)) return value
  const text = cleanText(value)
  if (hasMongolian(text)) return text
  const spaced = /^[A-Za-z .'-]+$/.test(text)
  return (spaced ? text : text.replaceAll(' ', '')).replace(DOTS, '·')
}

/** As printed, for texts that are shown: punctuation keeps its width. */
export const printedText = (value: CellValue | undefined): string => {
  if (value === null || value === undefined) return ''
  const text = String(value)
  return hasMongolian(text) ? text : text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim()
}

/** Text of a file quoted to a person: a run of five or more digits is cut to its last four, spaced or not. */
export const quoteSafely = (text: string, length = 40): string => {
  const masked = text
    .replace(INVISIBLE, '')
    .replace(/\p{Nd}(?:[\s\-.]?[\p{Nd}XxＸ]){4,}/gu, (run) => {
      const digits = [...run.replace(/[\s\-.]/g, '')]
      return `…${digits.slice(-4).join('')}`
    })
  const characters = [...masked]
  return characters.length > length ? `${characters.slice(0, length).join('')}…` : masked
}
