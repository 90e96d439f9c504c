// Lines of a picture: nothing lost, no figure broken, no comma at the start of a line.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breakLines } from '../../../../src/app/picture/break-lines.ts'
import { runs } from '../../../support/runs.ts'

/** A character is two wide, a letter or figure one. */
const measure = (text: string): number =>
  [...text].reduce((wide, letter) => wide + (/[\u2e80-\uffef]/.test(letter) ? 2 : 1), 0)

test.each<[string, number, readonly string[]]>([
  ['耕地地力保护补贴', 8, ['耕地地力', '保护补贴']],
  ['到账 1,330.47 元', 9, ['到账', '1,330.47', '元']],
  ['两年，三年', 4, ['两', '年，', '三年']],
  ['见《办法》第二条', 10, ['见《办法》', '第二条']],
  ['见《办法》第二条', 4, ['见', '《办', '法》', '第二', '条']],
  ['first second', 8, ['first', 'second']],
  ['abcdefgh', 3, ['abc', 'def', 'gh']],
  ['甲\n\n乙', 8, ['甲', '', '乙']],
  ['', 8, ['']],
])('%j in %i', (text, width, lines) => {
  // A closing mark may hang over the edge with the character that it belongs to.
  expect(breakLines(text, width, measure)).toEqual(lines)
})

test('put together, the lines are the text without its blanks', () => {
  const bare = (text: string) => text.replace(/\s/g, '')
  const text = fc.string({
    unit: fc.constantFrom(
      '耕',
      '地',
      '，',
      '。',
      '《',
      '》',
      ' ',
      '\n',
      '1',
      '.',
      'a',
      'ᠮ',
      '\u180e',
      '（',
      '…',
    ),
  })
  fc.assert(
    fc.property(text, fc.integer({ min: 4, max: 20 }), (own, width) => {
      const lines = breakLines(own, width, measure)
      expect(bare(lines.join(''))).toBe(bare(own))
      for (const line of lines) expect(line).not.toMatch(/^\s|\s$/)
    }),
    { numRuns: runs(100) },
  )
})
