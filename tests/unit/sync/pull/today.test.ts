// Which day it is when device and checkpoint disagree.
import { expect, test } from 'vitest'
import { todayOf } from '../../../../src/sync/pull/today.ts'

const at = (iso: string) => Date.parse(iso)

test('[PULL-7] today is the later of the device’s day and the checkpoint’s, in Shanghai', () => {
  const checked = at('2026-03-02T23:30:00+08:00')
  expect(todayOf(at('2026-03-01T00:00:00+08:00'), checked)).toBe('2026-03-02')
  expect(todayOf(at('2026-03-03T00:00:00+08:00'), checked)).toBe('2026-03-03')
  expect(todayOf(at('2026-03-02T16:00:00Z'), null)).toBe('2026-03-03')
})

test('[PULL-7] a broken clock neither throws nor sorts before the checkpoint', () => {
  const checked = at('2026-03-02T08:00:00+08:00')
  for (const ms of [NaN, -Infinity, -1e18, 0]) expect(todayOf(ms, checked)).toBe('2026-03-02')
  for (const ms of [8.64e15, 1e300]) expect(todayOf(ms, checked) > '2100').toBe(true)
})
