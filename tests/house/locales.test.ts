// The languages say the same things: the same keys and the same blanks to fill in. Chinese is the reference; Mongolian may
// lack a word (no key: Chinese is shown), and says of each one where it comes from and who has passed it.
import { describe, expect, test } from 'vitest'
import { MongolianEntry, mongolianOf, referenceOf } from '../../scripts/i18n/locale-files.ts'
import { faultsOfMongolian } from '../../scripts/i18n/mongolian-text.ts'
import { readJson, wordFiles } from '../support/repository.ts'

type Words = Readonly<Record<string, unknown>>

const REFERENCE = 'zh-CN'
const COMPLETE = ['en']
const GROWING = ['mn-Mong-CN']

/** Attested, or said to be composed; whoever passed a word stands beside it. */
const SOURCE = /^(glossary [a-z]+\.[a-z0-9_]+|composed, unreviewed|corrected by |figures$)/

const areasOf = (language: string): string[] =>
  wordFiles(`locales/${language}/`).map((file) => file.slice(`locales/${language}/`.length))

const wordsOf = (language: string, area: string): Words =>
  readJson(`locales/${language}/${area}`) as Words

/** The forms of a plural are one key: languages have different numbers of them. */
const stemOf = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '')
const stemsOf = (words: Words): string[] => [...new Set(Object.keys(words).map(stemOf))].sort()

const textOf = (word: unknown): string =>
  typeof word === 'object' && word !== null && 'text' in word ? String(word.text) : String(word)

const blanksOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name = '']) => name))].sort()

/** A form of a plural may leave the number out ("one person"): it may not ask for more than the reference gives. */
const blanksByStem = (words: Words): Map<string, Set<string>> => {
  const byStem = new Map<string, Set<string>>()
  for (const [key, word] of Object.entries(words)) {
    if (word === '') continue
    const blanks = byStem.get(stemOf(key)) ?? new Set()
    for (const blank of blanksOf(textOf(word))) blanks.add(blank)
    byStem.set(stemOf(key), blanks)
  }
  return byStem
}

const pairs = (languages: readonly string[]): [string, string][] =>
  languages.flatMap((language) =>
    areasOf(language).map((area): [string, string] => [language, area]),
  )

test('the complete languages have every area of the reference', () => {
  expect(areasOf(REFERENCE).length).toBeGreaterThan(5)
  for (const language of COMPLETE) expect(areasOf(language)).toEqual(areasOf(REFERENCE))
})

test('there is no language that this file does not know', () => {
  const found = new Set(wordFiles().map((file) => file.split('/')[1]))
  expect([...found].sort()).toEqual([REFERENCE, ...COMPLETE, ...GROWING].sort())
})

describe.each(pairs(COMPLETE))('%s/%s', (language, area) => {
  test('has the keys of the reference, no less and no more', () => {
    expect(stemsOf(wordsOf(language, area))).toEqual(stemsOf(wordsOf(REFERENCE, area)))
  })
})

describe.each(pairs(GROWING))('%s/%s', (language, area) => {
  test('has no key that the reference lacks, and says of each word what it rests on', () => {
    const known = new Set(stemsOf(wordsOf(REFERENCE, area)))
    for (const [key, word] of Object.entries(wordsOf(language, area))) {
      expect(known).toContain(stemOf(key))
      const entry = MongolianEntry.parse(word)
      expect({ key, source: entry.source }).toEqual({ key, source: expect.stringMatching(SOURCE) })
      const passed = entry.by !== undefined && /^\d{4}-\d\d-\d\d$/.test(entry.on ?? '')
      expect({ key, passed }).toEqual({ key, passed: entry.review === 'reviewed' })
    }
  })

  test('is stored in standard letters, joined by U+180E, and ends like the Chinese', () => {
    const faults = Object.entries(mongolianOf(area.replace('.json', ''))).flatMap(
      ([key, { text }]) => {
        const chinese = referenceOf(`${area.replace('.json', '')}.${key}`) ?? ''
        const stop = text.endsWith('᠃') && !chinese.endsWith('。') ? ['a label ends with ᠃'] : []
        // What stands between the parts of a list ends with a space.
        const said = key === 'list-comma' ? text.slice(0, -1) : text
        return [...faultsOfMongolian(said), ...stop].map((fault) => `${key} ${fault}`)
      },
    )
    expect(faults).toEqual([])
  })
})

describe.each(pairs([...COMPLETE, ...GROWING]))('%s/%s', (language, area) => {
  test('fills in the same blanks as the reference', () => {
    const reference = blanksByStem(wordsOf(REFERENCE, area))
    for (const [stem, blanks] of blanksByStem(wordsOf(language, area)))
      expect({ stem, blanks }).toEqual({ stem, blanks: reference.get(stem) })
  })
})

describe.each(pairs([REFERENCE, ...COMPLETE]))('%s/%s', (language, area) => {
  test('leaves no text empty', () => {
    for (const [key, word] of Object.entries(wordsOf(language, area)))
      expect({ key, word }).toEqual({ key, word: expect.stringMatching(/\S/) })
  })
})
