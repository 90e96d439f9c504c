// The years of an account as bars and figures.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { yearBars, yearSums } from '../../../../src/app/picture/year-sums.ts'
import { runs } from '../../../support/runs.ts'

const year = (of: number, paidFen: number, openFen = 0) => ({
  year: of,
  paidFen,
  openFen,
  programmes: [],
})
const sum = (of: number, paidFen: number | null, openFen = 0) => ({ year: of, paidFen, openFen })

test('each year once, newest first; a year between of which nothing is published is told as such', () => {
  expect(yearSums({ years: [year(2025, 133_047, 500), year(2022, 0)] })).toEqual([
    sum(2025, 133_047, 500),
    sum(2024, null),
    sum(2023, null),
    sum(2022, 0),
  ])
  expect(yearSums({ years: [] })).toEqual([])
})

describe('a bar', () => {
  test('is as long as there is room in the year with most, and in proportion in the others', () => {
    const bars = yearBars([sum(2025, 40_000), sum(2024, 10_000), sum(2023, 20_000, 20_000)], 406)
    expect(bars).toEqual([
      { paid: 400, open: 0 },
      { paid: 100, open: 0 },
      { paid: 200, open: 200 },
    ])
  })

  test('of one fen can be seen, of nothing there is none', () => {
    const bars = yearBars([sum(2025, 1_000_000), sum(2024, 1), sum(2023, 0), sum(2022, null)], 300)
    expect(bars.map(({ paid }) => paid > 0)).toEqual([true, true, false, false])
  })

  test('never leaves its place, and more money is never shorter', () => {
    const fen = fc.integer({ min: -1_000, max: 2 ** 40 })
    const sums = fc.array(fc.tuple(fen, fen), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(sums, fc.integer({ min: 100, max: 1_000 }), (pairs, width) => {
        const bars = yearBars(
          pairs.map(([paid, open], at) => sum(2025 - at, paid, open)),
          width,
        )
        for (const [at, { paid, open }] of bars.entries()) {
          expect(Number.isInteger(paid) && Number.isInteger(open)).toBe(true)
          expect(paid + open).toBeLessThanOrEqual(width)
          for (const [other, bar] of bars.entries())
            if (pairs[at]![0] >= pairs[other]![0]) expect(paid).toBeGreaterThanOrEqual(bar.paid)
        }
      }),
      { numRuns: runs(100) },
    )
  })
})
