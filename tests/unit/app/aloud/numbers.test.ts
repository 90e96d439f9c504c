// Figures said aloud: as people say them, and never two figures alike.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  sayDigits,
  sayFen,
  sayQuantity,
  sayRate,
  sayWhole,
} from '../../../../src/app/aloud/numbers.ts'
import { runs } from '../../../support/runs.ts'

test.each<[number, string]>([
  [0, '零'],
  [2, '二'],
  [10, '十'],
  [12, '十二'],
  [20, '二十'],
  [101, '一百零一'],
  [110, '一百一十'],
  [112, '一百一十二'],
  [200, '两百'],
  [222, '两百二十二'],
  [1_001, '一千零一'],
  [1_010, '一千零一十'],
  [2_345, '两千三百四十五'],
  [10_000, '一万'],
  [10_005, '一万零五'],
  [12_000, '一万二千'],
  [100_500, '十万零五百'],
  [20_000, '两万'],
  [10_000_000, '一千万'],
  [100_000_001, '一亿零一'],
])('%i is said %s', (value, said) => {
  expect(sayWhole(value)).toBe(said)
})

test.each<[number, string]>([
  [0, '零元'],
  [5, '五分'],
  [50, '五角'],
  [100, '一元'],
  [105, '一元零五分'],
  [133_047, '一千三百三十元四角七分'],
  [133_040, '一千三百三十元四角'],
  [133_007, '一千三百三十元零七分'],
  [-1_250, '负十二元五角'],
])('%i fen are said %s', (fen, said) => {
  expect(sayFen(fen)).toBe(said)
})

test('areas and rates keep their decimals, digit by digit', () => {
  expect(sayQuantity(32_505)).toBe('三十二点五零五')
  expect(sayQuantity(12_000)).toBe('十二')
  expect(sayRate(119_235)).toBe('十一点九二三五元')
})

test('years and last fours are said digit by digit', () => {
  expect(sayDigits('2025')).toBe('二零二五')
  expect(sayDigits('123X')).toBe('一二三X')
})

test('two amounts are never said alike, and every amount can be said', () => {
  const amount = fc.nat({ max: 10_000_000_000 })
  fc.assert(
    fc.property(amount, amount, (a, b) => {
      expect(sayFen(a)).toMatch(
        /^[零一二三四五六七八九十百千万亿两]+[元角分][零一二三四五六七八九角分]*$/,
      )
      expect(sayFen(a) === sayFen(b)).toBe(a === b)
    }),
    { numRuns: runs(2_000) },
  )
})
