// Figures of a text: which stand upright in a column, which lie along it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digitRuns } from '../../../src/app/digit-runs.ts'

const SIGNS = ['0', '1', '2', '7', '.', ',', ':', 'X', '年', '月', ' ', 'ᠣᠨ', '\u180E', 'ᠤ', '元']

const shown = (text: string): string =>
  digitRuns(text)
    .map(
      (run) =>
        ({ upright: `[${run.text}]`, lying: `<${run.text}>`, none: run.text })[
          run.digits ?? 'none'
        ],
    )
    .join('')

describe('figures in a column', () => {
  test.each([
    ['2026年12月1日', '[2026]年[12]月[1]日'],
    ['2026 ᠣᠨ\u180Eᠤ 10 ᠰᠠᠷ\u180Eᠠ', '[2026] ᠣᠨ\u180Eᠤ [10] ᠰᠠᠷ\u180Eᠠ'],
    ['5,991,999.40 元', '<5,991,999.40> 元'],
    ['11.9235 元/亩', '<11.9235> 元/亩'],
    ['尾号 711X', '尾号 <711X>'],
    ['尾号 2024', '尾号 <2024>'],
    ['第 123 号', '第 <123> 号'],
    ['58 人', '[58] 人'],
    ['2026.10.05', '<2026.10.05>'],
    ['没有数字', '没有数字'],
  ])('%s', (text, runs) => {
    expect(shown(text)).toBe(runs)
  })
  test('lose nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...SIGNS) }), (text) => {
        expect(
          digitRuns(text)
            .map((run) => run.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})
