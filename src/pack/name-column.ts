// Names of payees in the letters of column.ts. As UTF-8 they were a fifth of a ledger and spoilt gzip's code table for the
// rest: a village uses some three hundred characters, so each becomes one letter (the frequent ones) or two.
import * as z from 'zod/mini'
import { alphabetToText, byCodePoint, readAlphabet } from './alphabet.ts'
import { LETTERS, readLetters } from './column.ts'

/** Letter that ends a name. */
const END = 0
const FIRST_COMMON = 1
const SIZE = LETTERS.length

export const NameColumn = z.union([
  z.object({
    /** How many characters have a letter of their own; their code points, each as difference from the one before. */
    commons: z.int().check(z.gte(0), z.lt(SIZE)),
    common: z.string(),
    /** The same of those that take two letters. */
    rares: z.int().check(z.gte(0), z.lte(SIZE * SIZE)),
    rare: z.string(),
    text: z.string(),
  }),
  /** More kinds of characters than letters can tell. */
  z.array(z.string()),
])
export type NameColumn = z.infer<typeof NameColumn>

/** Pages of 64 rare characters each take one letter away from the frequent ones. */
const pagesFor = (characters: number): number =>
  Math.max(0, Math.ceil((characters - (SIZE - 1)) / (SIZE - 1)))

const countCharacters = (names: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const name of names) {
    for (const character of name) counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  return counts
}

const letterCodes = (common: readonly string[], rare: readonly string[]): Map<string, string> => {
  const codes = new Map<string, string>()
  common.forEach((character, i) => codes.set(character, LETTERS[FIRST_COMMON + i]!))
  rare.forEach((character, i) => {
    const page = FIRST_COMMON + common.length + Math.floor(i / SIZE)
    codes.set(character, LETTERS[page]! + LETTERS[i % SIZE]!)
  })
  return codes
}

export const encodeNames = (names: readonly string[]): NameColumn => {
  const counts = countCharacters(names)
  const pages = pagesFor(counts.size)
  if (pages >= SIZE - 1) return [...names]
  const byFrequency = [...counts].sort(([a, x], [b, y]) => y - x || byCodePoint(a, b))
  const characters = byFrequency.map(([character]) => character)
  const common = characters.slice(0, SIZE - 1 - pages).sort(byCodePoint)
  const rare = characters.slice(SIZE - 1 - pages).sort(byCodePoint)
  const codes = letterCodes(common, rare)
  const text = names.map((name) => [...name].map((one) => codes.get(one)!).join('') + LETTERS[END]!)
  return {
    commons: common.length,
    common: alphabetToText(common),
    rares: rare.length,
    rare: alphabetToText(rare),
    text: text.join(''),
  }
}

/** Null when there are not `count` of them, or letters that stand for nothing. */
export const decodeNames = (column: NameColumn, count: number): readonly string[] | null => {
  if (Array.isArray(column)) return column.length === count ? column : null
  const common = readAlphabet(column.common, column.commons)
  const rare = readAlphabet(column.rare, column.rares)
  if (!common || !rare || count > column.text.length) return null
  const letters = readLetters(column.text)
  const names: string[] = []
  let name = ''
  while (!letters.atEnd) {
    const letter = letters.next()
    if (letter === END) {
      names.push(name)
      name = ''
      continue
    }
    const page = letter - FIRST_COMMON - common.length
    const character = page < 0 ? common[letter - FIRST_COMMON] : rare[page * SIZE + letters.next()]
    if (character === undefined) return null
    name += character
  }
  return names.length === count && name === '' && letters.isSound ? names : null
}
