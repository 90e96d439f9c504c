// Readings of characters as columns: fifteen hundred characters and their syllables in some four kilobytes.
import * as z from 'zod/mini'
import { alphabetToText, byCodePoint, readAlphabet } from './alphabet.ts'
import { integersToText, readIntegers, readSmall, smallToText } from './column.ts'
import type { Catalogue } from './model.ts'
import { byText } from './ledger-order.ts'
import { joinTexts, splitTexts, Texts } from './texts.ts'

type Pinyin = Catalogue['pinyin']

const MAX_CHARACTERS = 2 ** 17
const MAX_SYLLABLES = 4096

export const PinyinColumns = z.object({
  count: z.int().check(z.gte(0), z.lte(MAX_SYLLABLES)),
  syllable: Texts,
  characters: z.int().check(z.gte(0), z.lte(MAX_CHARACTERS)),
  character: z.string(),
  /** By character: how many readings it has beyond the first. */
  more: z.string(),
  /** Positions of syllables, character by character. */
  reading: z.string(),
})
export type PinyinColumns = z.infer<typeof PinyinColumns>

/** Canonical: syllables by code units, characters by code points; a syllable that nothing is read by says nothing. */
export const orderPinyin = (pinyin: Pinyin): Pinyin => {
  const ordered: Record<string, string> = {}
  for (const syllable of Object.keys(pinyin).sort(byText)) {
    const characters = [...new Set(pinyin[syllable])].sort(byCodePoint)
    if (characters.length > 0) ordered[syllable] = characters.join('')
  }
  return ordered
}

export const encodePinyin = (pinyin: Pinyin): PinyinColumns => {
  const entries = Object.entries(orderPinyin(pinyin))
  const readings = new Map<string, number[]>()
  entries.forEach(([, characters], syllable) => {
    for (const character of characters) {
      readings.set(character, [...(readings.get(character) ?? []), syllable])
    }
  })
  const characters = [...readings.keys()].sort(byCodePoint)
  const own = characters.map((character) => readings.get(character)!)
  return {
    count: entries.length,
    syllable: joinTexts(entries.map(([syllable]) => syllable)),
    characters: characters.length,
    character: alphabetToText(characters),
    more: integersToText(own.map(({ length }) => length - 1)),
    reading: smallToText(own.flat(), entries.length),
  }
}

/** By character: how many readings; null when that is not told for each. */
const readCounts = (columns: PinyinColumns): number[] | null => {
  const reader = readIntegers(columns.more)
  const counts = Array.from({ length: columns.characters }, () => reader.next() + 1)
  return reader.isSound && counts.every((count) => count > 0 && count <= columns.count)
    ? counts
    : null
}

export const decodePinyin = (columns: PinyinColumns): Pinyin | null => {
  const syllables = splitTexts(columns.syllable, columns.count)
  const characters = readAlphabet(columns.character, columns.characters)
  const counts = readCounts(columns)
  if (!syllables || !characters || !counts) return null
  const total = counts.reduce((sum, count) => sum + count, 0)
  const readings = readSmall(columns.reading, columns.count, total)
  if (!readings?.every((reading) => reading < columns.count)) return null
  const texts = syllables.map(() => '')
  let at = 0
  characters.forEach((character, i) => {
    for (const end = at + counts[i]!; at < end; at++) {
      const syllable = readings[at]!
      texts[syllable] = texts[syllable]! + character
    }
  })
  return Object.fromEntries(syllables.map((syllable, i) => [syllable, texts[i]!]))
}
