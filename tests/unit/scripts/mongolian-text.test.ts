// What reviewers' keyboards send: repaired where there is one way, refused with a sentence where not; nothing else is touched.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  faultsOfBlanks,
  faultsOfMongolian,
  repairMongolian,
} from '../../../scripts/i18n/mongolian-text.ts'

const GOOD = 'ᠮᠣᠩᠭᠣᠯ\u180eᠤᠨ ᠰᠠᠷ\u180eᠠ'

describe('repairing', () => {
  test('a narrow no-break space becomes the joint of the standard', () => {
    expect(repairMongolian('ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ')).toEqual({
      text: 'ᠮᠣᠩᠭᠣᠯ\u180eᠤᠨ',
      repairs: [expect.stringContaining('U+202F')],
    })
  })
  test.each(['ᠤᠨ', 'ᠶᠢᠨ', 'ᠳᠤ', 'ᠤ', 'ᠢ'])('a space before %s, which is no word, too', (suffix) => {
    expect(repairMongolian(`ᠰᠠᠷᠠ ${suffix} ᠡᠳᠦᠷ`).text).toBe(`ᠰᠠᠷᠠ\u180e${suffix} ᠡᠳᠦᠷ`)
  })
  test('a word that only begins like a suffix stays a word', () => {
    for (const text of ['ᠰᠠᠷᠠ ᠤᠨᠳᠤᠷ', 'ᠰᠠᠷᠠ ᠨᠢ', 'ᠬᠦᠮᠦᠨ ᠲᠠᠢ', '2025 ᠤᠨ'])
      expect(repairMongolian(text)).toEqual({ text, repairs: [] })
  })
  test('spaces at the ends, selectors and everything else are left as they were sent', () => {
    const piece = fc.constantFrom('ᠡᠳ\u180b', '\u180e', ' ', 'ᠮ', 'a', '字', '{{n}}', '᠃')
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const sent = pieces.join('')
        const { text } = repairMongolian(sent)
        expect(text.replace(/[ \u180e]/g, '')).toBe(sent.replace(/[ \u180e]/g, ''))
        expect(text.length).toBe(sent.length)
      }),
    )
    expect(repairMongolian(' ᠡᠳ\u180b ').text).toBe(' ᠡᠳ\u180b ')
  })
})

describe('refusing', () => {
  test.each([
    ['\ue264\ue2b5', 'old font'],
    ['ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ', 'U+202F'],
    ['ᠰᠠᠷᠠ ᠶᠢᠨ', 'space before a suffix'],
    ['᠒᠐᠒᠕ ᠣᠨ', 'Mongolian digits'],
    ['сар', 'Cyrillic'],
    ['︽ᠨᠣᠮ︾', 'upright form'],
    ['ᠰᠠᠷ\u180e', 'no letter follows'],
    ['\u180eᠠ', 'nothing stands before'],
    ['ᠰᠠᠷ\u180e\u180eᠠ', 'no letter follows'],
    ['ᠰᠠᠷ\u00a0ᠠ', 'invisible'],
    [' ᠰᠠᠷ', 'space'],
    ['ᠰᠠᠷ  ᠣᠨ', 'two spaces'],
  ])('%s is told', (text, words) => {
    expect(faultsOfMongolian(text).join('; ')).toContain(words)
  })
  test('what is stored as it should be has no fault', () => {
    for (const text of [GOOD, '5\u180eᠤ ᠡᠳᠦᠷ', '《ᠨᠣᠮ》\u180eᠤᠨ', 'ᠡᠳ\u180b\u180eᠤᠨ ᠵᠠᠰᠠᠭ'])
      expect({ text, faults: faultsOfMongolian(text) }).toEqual({ text, faults: [] })
  })
  test('blanks are those of the Chinese', () => {
    expect(faultsOfBlanks('{{count}} ᠬᠦᠮᠦᠨ', '{{count}} 人')).toEqual([])
    expect(faultsOfBlanks('ᠬᠦᠮᠦᠨ', '{{count}} 人')).toEqual(['lacks the blank {{count}}'])
    expect(faultsOfBlanks('{{n}}', '人')).toEqual(['has a blank {{n}} that Chinese has not'])
  })
})
