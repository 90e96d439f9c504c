// Sums of what stands in the open: to which places they go, and what is in none.
import { describe, expect, test } from 'vitest'
import { sumsByPlace, type SumPlaces } from '../../../src/server/publish/sums.ts'
import { makeRoster } from '../../support/models.ts'

const PARENTS: Readonly<Record<string, string>> = { v1: 't', v2: 't', v3: 'u', t: 'b', u: 'b' }
const places: SumPlaces = {
  parentOf: (place) => PARENTS[place] ?? null,
  departmentOf: (programme) => (programme === 'gengdi-dili' ? 'd-agri' : null),
}

const rosterOf = (site: string, change: Parameters<typeof makeRoster>[0]) => ({
  site,
  head: makeRoster({ persons: 10, amountFen: 1_000, until: null, ...change }),
})

describe('sums', () => {
  test('[PACK-14] a roster counts at each place above it and at its department, never at its own', () => {
    const sums = sumsByPlace([rosterOf('v1', {}), rosterOf('v2', {}), rosterOf('v3', {})], places)
    const told = [...sums].map(([place, [cell]]) => [place, cell!.sites, cell!.persons])
    expect(Object.fromEntries(told.map(([place, ...rest]) => [place, rest]))).toEqual({
      t: [2, 20],
      u: [1, 10],
      b: [3, 30],
      'd-agri': [3, 30],
    })
  })

  test('[PACK-14] a sum ends with the first of its rosters', () => {
    const ends = [rosterOf('v1', { until: '2028-05-01' }), rosterOf('v2', { until: '2027-01-01' })]
    expect(sumsByPlace([...ends, rosterOf('v1', {})], places).get('t')).toMatchObject([
      { until: '2027-01-01' },
    ])
  })

  test('years, batches and kinds are never mixed', () => {
    const rosters = [
      rosterOf('v1', {}),
      rosterOf('v1', { year: 2020 }),
      rosterOf('v1', { batch: '补发' }),
      rosterOf('v1', { kind: 'notice' }),
    ]
    expect(sumsByPlace(rosters, places).get('t')).toHaveLength(4)
  })

  test('[MASK-3] a roster that may not say its sums is in none', () => {
    expect(sumsByPlace([rosterOf('v1', { persons: null, amountFen: null })], places).size).toBe(0)
  })
})
