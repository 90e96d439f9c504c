// Lists cut into pages, whatever their rows are like.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fillPages, type Filling, type PageRows } from '../../src/app/sheets/fill-pages.ts'
import { runs } from '../support/runs.ts'

const ROOM = 1_000
const filling: fc.Arbitrary<Filling> = fc.record({
  rows: fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 200 }),
  room: fc.constant(ROOM),
  first: fc.integer({ min: 0, max: 500 }),
  other: fc.integer({ min: 0, max: 150 }),
  end: fc.integer({ min: 0, max: 600 }),
})

const taken = ({ rows, first, other, end }: Filling, pages: readonly PageRows[]): number[] =>
  pages.map(({ from, to }, page) => {
    const own = rows.slice(from, to).reduce((sum, row) => sum + row, page === 0 ? first : other)
    return page === pages.length - 1 ? own + end : own
  })

describe('[PAPER-3] whatever the rows are like', () => {
  test('each stands on one page, once, in order', () => {
    fc.assert(
      fc.property(filling, (given) => {
        const all = fillPages(given).flatMap(({ from, to }) =>
          given.rows.slice(from, to).map((_, at) => from + at),
        )
        expect(all).toEqual(given.rows.map((_, at) => at))
      }),
      { numRuns: runs(300) },
    )
  })

  test('no page holds more than it has room for, and none but the last is empty', () => {
    fc.assert(
      fc.property(filling, (given) => {
        const pages = fillPages(given)
        for (const size of taken(given, pages).slice(0, -1)) expect(size).toBeLessThanOrEqual(ROOM)
        expect(pages.slice(0, -1).every(({ from, to }) => to > from)).toBe(true)
        // The last one's end may be longer than any page: then it stands there alone.
        const alone = pages.length > 1 ? given.other : given.first
        if (alone + given.end <= ROOM) expect(taken(given, pages).at(-1)).toBeLessThanOrEqual(ROOM)
      }),
      { numRuns: runs(300) },
    )
  })

  test('what ends a list does not stand alone where two rows can go along', () => {
    fc.assert(
      fc.property(filling, (given) => {
        const pages = fillPages(given)
        const last = pages.at(-1)!
        const before = pages.at(-2)
        if (!before || last.to > last.from || before.to - before.from < 2) return
        const along = given.rows.slice(-2).reduce((sum, row) => sum + row, 0)
        expect(given.other + along + given.end).toBeGreaterThan(ROOM)
      }),
      { numRuns: runs(300) },
    )
  })
})

test('an empty list is one page', () => {
  const empty = { rows: [], room: 100, first: 30, other: 10, end: 20 }
  expect(fillPages(empty)).toEqual([{ from: 0, to: 0 }])
})

test('a row longer than a page has one to itself', () => {
  const long = { rows: [40, 500, 40], room: 100, first: 30, other: 10, end: 10 }
  expect(fillPages(long)).toEqual([
    { from: 0, to: 1 },
    { from: 1, to: 2 },
    { from: 2, to: 3 },
  ])
})
