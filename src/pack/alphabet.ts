// A set of characters as a column: code points in order, each as its difference from the one before. About a byte each,
// where UTF-8 takes three.
import { integersToText, readIntegers } from './column.ts'

export const byCodePoint = (a: string, b: string): number => a.codePointAt(0)! - b.codePointAt(0)!

/** `characters` sorted by code point. */
export const alphabetToText = (characters: readonly string[]): string =>
  integersToText(
    characters.map((character, i) => byCodePoint(character, characters[i - 1] ?? '\0')),
  )

const MAX_CODE_POINT = 0x10ffff

/** Null when there are not `count` characters. */
export const readAlphabet = (text: string, count: number): string[] | null => {
  const reader = readIntegers(text)
  const characters: string[] = []
  let code = 0
  for (let i = 0; i < count; i++) {
    code += reader.next()
    if (code < 0 || code > MAX_CODE_POINT) return null
    characters.push(String.fromCodePoint(code))
  }
  return reader.isSound ? characters : null
}
