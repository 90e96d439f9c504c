// The fast matcher against the plain definition of a match: what the tables and state bits find is what trying all ways finds.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileName, scanNames, type MatchPlace } from '../../src/pack/name-match.ts'
import { createPinyinIndex } from '../../src/pack/pinyin.ts'
import { runs } from '../support/runs.ts'

const PINYIN: Readonly<Record<string, string>> = {
  a: '阿',
  an: '安𠮷',
  ba: '巴',
  ban: '班',
  na: '那',
  nan: '南安',
  lü: '吕',
}
const index = createPinyinIndex(PINYIN)
const SPELLINGS: Readonly<Record<string, readonly string[]>> = { lü: ['lv', 'lu'] }

const readingsOf = (character: string): string[] =>
  Object.entries(PINYIN).flatMap(([syllable, characters]) =>
    characters.includes(character) ? (SPELLINGS[syllable] ?? [syllable]) : [],
  )

/** All positions of the query that this character can lead to from `at`. */
const waysFrom = (query: string, at: number, character: string): number[] => {
  const ends = query.startsWith(character, at) ? [at + character.length] : []
  for (const reading of readingsOf(character)) {
    for (let length = 1; length <= reading.length; length++) {
      if (query.startsWith(reading.slice(0, length), at)) ends.push(at + length)
    }
  }
  return ends
}

/** How many characters from the first on can use up the query; every possible number. */
const lengthsOf = (query: string, characters: readonly string[], at = 0): number[] => {
  if (at === query.length) return [0]
  const [first, ...rest] = characters
  if (first === undefined) return []
  return waysFrom(query, at, first).flatMap((end) =>
    lengthsOf(query, rest, end).map((length) => length + 1),
  )
}

const placeOf = (query: string, name: string): MatchPlace | null => {
  const characters = [...name]
  const lengths = lengthsOf(query, characters)
  if (lengths.includes(characters.length)) return 'whole'
  if (lengths.length > 0) return 'start'
  const isInside = characters.some((_, i) => lengthsOf(query, characters.slice(i)).length > 0)
  return isInside ? 'inside' : null
}

const character = fc.constantFrom('阿', '安', '𠮷', '巴', '班', '那', '南', '吕', '王', '𬀩')
const names = fc.array(
  fc.array(character, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
  { minLength: 1, maxLength: 8 },
)
const query = fc
  .array(fc.oneof(fc.constantFrom('a', 'n', 'b', 'l', 'v', 'u'), character), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(''))

test('names match where some way of reading them uses up the query, in the best place', () => {
  fc.assert(
    fc.property(names, query, (list, typed) => {
      const found = list.map((): MatchPlace | null => null)
      const matcher = compileName(typed, index, false)
      scanNames(list.map((name) => `${name}\n`).join(''), matcher!, {
        wants: () => true,
        found: (at, place) => (found[at] = place),
      })
      expect(found).toEqual(list.map((name) => placeOf(typed, name)))
    }),
    { numRuns: runs(3000) },
  )
})
