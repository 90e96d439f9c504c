// MASK-3 as a law: whatever is published over all versions, no subtraction of published numbers isolates fewer than five.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Cell,
  countsCells,
  isRetired,
  type SiteSum,
  SMALLEST_CELL,
} from '../../src/server/publish/counts.ts'
import { runs } from '../support/runs.ts'

fc.configureGlobal({ numRuns: runs(100) })

const SITES = Array.from({ length: 12 }, (_, i) => `v${String(i).padStart(2, '0')}`)
const parentOf = (place: string): string | null => {
  if (place === 'banner') return null
  return place.startsWith('t') ? 'banner' : `t${Number(place.slice(1)) % 3}`
}

type People = ReadonlyMap<string, readonly number[]>

const sumsOf = (people: People): SiteSum[] =>
  [...people].flatMap(([site, amounts]) =>
    amounts.length === 0
      ? []
      : [
          {
            site,
            roster: 'p/2025/1/result',
            persons: amounts.length,
            amountFen: amounts.reduce((a, b) => a + b, 0),
          },
        ],
  )

/** A banner in a first version, then villages that come, grow, shrink or go. */
const history = fc.array(
  fc.dictionary(fc.constantFrom(...SITES), fc.integer({ min: 0, max: 9 }), { minKeys: 1 }),
  { minLength: 1, maxLength: 6 },
)

interface PublishedCell extends Cell {
  /** The people whose money is in the sum, each known by an amount of his own. */
  readonly people: ReadonlySet<number>
}

/** Publishes after each step. A cell that was not brought up to date still tells of the people it had. */
const publishAll = (steps: readonly Record<string, number>[]): PublishedCell[][] =>
  runAll(steps).map((cells) => cells.filter((cell) => !isRetired(cell)))

const runAll = (steps: readonly Record<string, number>[]): PublishedCell[][] => {
  const people = new Map<string, number[]>()
  let nextAmount = 1
  let cells: PublishedCell[] = []
  return steps.map((step) => {
    for (const [site, count] of Object.entries(step)) {
      const own = people.get(site) ?? []
      while (own.length < count) own.push(nextAmount++)
      own.length = count
      people.set(site, own)
    }
    const before = cells
    cells = countsCells(sumsOf(people), before, parentOf).map((cell) => {
      const kept = before.find(
        (old) => old.members.join() === cell.members.join() && old.amountFen === cell.amountFen,
      )
      return {
        ...cell,
        people: kept?.people ?? new Set(cell.members.flatMap((site) => people.get(site) ?? [])),
      }
    })
    return cells
  })
}

describe('[MASK-3] sums of counted rosters', () => {
  test('every published cell has at least five persons, and no site lies in two cells', () => {
    fc.assert(
      fc.property(history, (steps) => {
        for (const cells of publishAll(steps)) {
          expect(cells.every((cell) => cell.persons >= SMALLEST_CELL)).toBe(true)
          const members = cells.flatMap((cell) => cell.members)
          expect(new Set(members).size).toBe(members.length)
        }
      }),
    )
  })

  test('a cell that stays changes by no person or by at least five, never by money alone', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const versions = publishAll(steps)
        versions.slice(1).forEach((cells, i) => {
          for (const cell of cells) {
            const before = versions[i]!.find((old) => old.members.join() === cell.members.join())
            if (!before || before.place !== cell.place) continue
            const change = Math.abs(cell.persons - before.persons)
            expect(change === 0 || change >= SMALLEST_CELL).toBe(true)
            if (change === 0) expect(cell.amountFen).toBe(before.amountFen)
          }
        })
      }),
    )
  })

  test('no published sum, of any version, holds all people of another and one to four more', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const all = publishAll(steps).flat()
        for (const a of all) {
          for (const b of all) {
            const more = b.people.size - a.people.size
            if (more <= 0 || more >= SMALLEST_CELL) continue
            expect([...a.people].every((person) => b.people.has(person))).toBe(false)
          }
        }
      }),
    )
  })

  test('a village with three people is shown with its neighbours at the town, alone nowhere', () => {
    const cells = countsCells(
      sumsOf(
        new Map([
          ['v00', [1, 2, 3]],
          ['v03', [4, 5, 6]],
          ['v01', [7, 8]],
        ]),
      ),
      [],
      parentOf,
    )
    expect(cells).toEqual([
      {
        place: 't0',
        roster: 'p/2025/1/result',
        persons: 6,
        amountFen: 21,
        members: ['v00', 'v03'],
        history: [6],
      },
    ])
  })

  test('what is too few for the town is pooled at the banner; what is still too few is not published', () => {
    const few = new Map([
      ['v00', [1, 2]],
      ['v01', [3, 4]],
    ])
    expect(countsCells(sumsOf(few), [], parentOf)).toEqual([])
    const enough = new Map([...few, ['v02', [5, 6]]])
    expect(countsCells(sumsOf(enough), [], parentOf)).toMatchObject([
      { place: 'banner', persons: 6 },
    ])
  })
})
