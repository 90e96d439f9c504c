// Figures and days read the same on every phone, whatever language the device itself has.
import { describe, expect, test } from 'vitest'
import {
  formatBatch,
  formatBytes,
  formatClock,
  formatDay,
  formatFen,
  formatQuantity,
  formatRate,
  formatUnit,
} from '../../../src/app/format.ts'
import { makeWords } from '../../support/words.ts'

const { t } = await makeWords()
const { t: english } = await makeWords({ mode: 'en' })

test('money has two places and groups of three, also below zero', () => {
  expect(formatFen(133_047)).toBe('1,330.47')
  expect(formatFen(5)).toBe('0.05')
  expect(formatFen(-1_234_567_890)).toBe('-12,345,678.90')
})

test('areas and rates keep the decimals they have and no more', () => {
  expect(formatQuantity(12_345)).toBe('12.345')
  expect(formatQuantity(1_234_500)).toBe('1,234.5')
  expect(formatQuantity(30_000)).toBe('30')
  expect(formatRate(119_235)).toBe('11.9235')
})

describe('days', () => {
  test('are written as people write them', () => {
    expect(formatDay('2025-06-05', t)).toBe('2025年6月5日')
    expect(formatDay('2025-06-05', english)).toBe('5 Jun 2025')
  })
  test('what is no day stands as it is', () => {
    expect(formatDay('长期', t)).toBe('长期')
  })
})

test('the time of day is that of the banner', () => {
  expect(formatClock(Date.UTC(2025, 5, 4, 16, 5))).toBe('00:05')
})

test('a unit that this version does not know is shown as published', () => {
  expect(formatUnit('亩', english)).toBe('mu')
  expect(formatUnit('捆', english)).toBe('捆')
})

test('the only batch needs no words', () => {
  expect(formatBatch('1', t)).toBe('')
  expect(formatBatch('2', t)).toBe('第 2 批')
  for (const batch of ['一季度', '二季度', '三季度', '四季度', '上半年', '下半年', '春季'])
    expect(formatBatch(batch, t)).toBe(batch)
  expect(formatBatch('下半年', english)).toBe('second half')
})

test('sizes are rounded for people', () => {
  expect([0, 1, 999, 23_600, 1_240_000, 63_900_000_000].map(formatBytes)).toEqual([
    '0 kB',
    '1 kB',
    '1 kB',
    '24 kB',
    '1.2 MB',
    '63 GB',
  ])
})
