// The order in which a village counts its groups: 第一, 第二 … 第十一, 2组 before 10组, names without a number after them.

const DIGITS = '零一二三四五六七八九'

/** 十一 → 11, 二十三 → 23, 12 → 12; null for anything else. Groups are fewer than a hundred. */
const readCount = (text: string): number | null => {
  if (/^\d{1,2}$/.test(text)) return Number(text)
  const match = /^([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)$/.exec(text)
  if (!match || text === '') return null
  const [, first = '', ten = '', last = ''] = match
  if (ten === '') return first !== '' && last !== '' ? null : DIGITS.indexOf(first || last)
  return (first === '' ? 1 : DIGITS.indexOf(first)) * 10 + (last === '' ? 0 : DIGITS.indexOf(last))
}

const countOf = (name: string): number =>
  readCount(/^第?([零一二三四五六七八九十]{1,3}|\d{1,2})(?=\D|$)/.exec(name)?.[1] ?? '') ?? 1000

/** For sorting names of groups; names of equal count by code units. */
export const byGroup = (a: string, b: string): number =>
  countOf(a) - countOf(b) || (a < b ? -1 : a > b ? 1 : 0)
