// The generated banner is as large and as hard as DESIGN §8 demands: one seed is run through whole.
import { beforeAll, describe, expect, test } from 'vitest'
import { multiplyToFen } from '../../../src/base/decimal.ts'
import { judgeId } from '../../../src/domain/payee/rules.ts'
import { loadBanner } from '../../../src/server/banner/banner.ts'
import { generateBanner } from '../../../src/server/demo/generated-banner.ts'
import type { GeneratedPlace, GeneratedRoster } from '../../../src/server/demo/generated-banner.ts'
import { GIVEN_CHARACTERS, MONGOLIAN_NAMES } from '../../../src/server/demo/names.ts'

const YEARS = [2021, 2022, 2023, 2024, 2025]

interface YearStep {
  same: number
  changed: number
  before: number
  came: number
  gone: number
}

const tally = {
  sites: new Set<string>(),
  idNumbers: new Set<string>(),
  accounts: new Set<string>(),
  names: new Set<string>(),
  lastThreeOfSeventeen: new Map<string, number>(),
  payees: 0,
  lines: 0,
  programmes: new Set<string>(),
  decimals: new Set<number>(),
  steps: new Map<number, YearStep>(),
  strayLines: 0,
  oddAmounts: 0,
  brokenIds: 0,
}

const quantitiesOf = (rosters: readonly GeneratedRoster[]): Map<string, number> => {
  const byKey = new Map<string, number>()
  for (const { programme, batch, lines } of rosters) {
    for (const { payee, quantity } of lines) {
      if (quantity !== null) byKey.set(`${programme}/${batch}/${String(payee)}`, quantity)
    }
  }
  return byKey
}

const payeesOf = (rosters: readonly GeneratedRoster[]): Set<number> =>
  new Set(rosters.flatMap(({ lines }) => lines.map(({ payee }) => payee)))

const compareYears = ({ rosters }: GeneratedPlace, year: number): void => {
  const step = tally.steps.get(year) ?? { same: 0, changed: 0, before: 0, came: 0, gone: 0 }
  const [before, after] = [year - 1, year].map((y) => rosters.filter((r) => r.year === y))
  const old = quantitiesOf(before!)
  for (const [key, quantity] of quantitiesOf(after!)) {
    if (!old.has(key)) continue
    if (old.get(key) === quantity) step.same++
    else step.changed++
  }
  const [listed, listedNow] = [payeesOf(before!), payeesOf(after!)]
  step.before += listed.size
  step.came += [...listedNow].filter((payee) => !listed.has(payee)).length
  step.gone += [...listed].filter((payee) => !listedNow.has(payee)).length
  tally.steps.set(year, step)
}

const countRoster = (roster: GeneratedRoster, payees: number): void => {
  tally.lines += roster.lines.length
  tally.programmes.add(roster.programme)
  const seen = new Set(roster.lines.map(({ payee }) => payee))
  if (seen.size !== roster.lines.length || Math.max(...seen) >= payees) tally.strayLines++
  for (const { quantity, amountFen } of roster.lines) {
    if (quantity === null || roster.rate === null) continue
    tally.decimals.add(quantity % 10 === 0 ? 2 : 3)
    const off = Math.abs(multiplyToFen(quantity, roster.rate) - amountFen)
    if (off > 50) tally.oddAmounts++
  }
}

const countPlace = (place: GeneratedPlace): void => {
  tally.sites.add(place.site)
  tally.payees += place.payees.length
  for (const { idNumber, account, name } of place.payees) {
    tally.idNumbers.add(idNumber)
    tally.accounts.add(account)
    tally.names.add(name)
    const sequence = idNumber.slice(14, 17)
    const met = tally.lastThreeOfSeventeen
    met.set(sequence, (met.get(sequence) ?? 0) + 1)
    if (judgeId(idNumber) !== 'valid' || !idNumber.startsWith('152299')) tally.brokenIds++
  }
  for (const roster of place.rosters) countRoster(roster, place.payees.length)
  for (const year of YEARS.slice(1)) compareYears(place, year)
}

describe('seed 1', () => {
  beforeAll(() => {
    for (const place of generateBanner(1)) countPlace(place)
  }, 120_000)

  test('has all 244 places, at least 110,000 payees, 2,000,000 lines and 11 programmes', () => {
    expect(tally.sites.size).toBe(244)
    expect(tally.payees).toBeGreaterThanOrEqual(110_000)
    expect(tally.lines).toBeGreaterThanOrEqual(2_000_000)
    expect(tally.programmes.size).toBeGreaterThanOrEqual(11)
    const known = new Set(loadBanner().programmes.map((programme) => programme.id))
    expect([...tally.programmes].filter((id) => !known.has(id))).toEqual([])
  })

  test('gives everybody an own valid identity number of area 152299 and an own card', () => {
    expect(tally.brokenIds).toBe(0)
    expect(tally.idNumbers.size).toBe(tally.payees)
    expect(tally.accounts.size).toBe(tally.payees)
  })

  test('changes at least 15 % of the quantities and 2 % of the payees each year', () => {
    expect([...tally.steps.keys()]).toEqual(YEARS.slice(1))
    for (const { same, changed, before, came, gone } of tally.steps.values()) {
      expect(changed / (same + changed)).toBeGreaterThanOrEqual(0.15)
      expect(came / before).toBeGreaterThanOrEqual(0.02)
      expect(gone / before).toBeGreaterThanOrEqual(0.02)
    }
  })

  test('spreads the last digits evenly', () => {
    const counts = [...tally.lastThreeOfSeventeen.values()]
    const even = tally.payees / 1000
    expect(counts).toHaveLength(1000)
    expect(Math.max(...counts)).toBeLessThan(even * 1.6)
    expect(Math.min(...counts)).toBeGreaterThan(even * 0.4)
  })

  test('names people from 200 given characters and 40 Mongolian names', () => {
    const used = (name: string) => [...tally.names].some((full) => full.endsWith(name))
    expect(GIVEN_CHARACTERS.filter(used).length).toBeGreaterThanOrEqual(200)
    expect(MONGOLIAN_NAMES.filter(used).length).toBeGreaterThanOrEqual(40)
  })

  test('measures areas to two and to three decimals', () => {
    expect([...tally.decimals].toSorted()).toEqual([2, 3])
  })

  test('lists nobody twice in a roster, and pays what quantity × rate gives to half a yuan', () => {
    expect(tally.strayLines).toBe(0)
    expect(tally.oddAmounts).toBe(0)
  })
})

const firstPlace = (seed: number): GeneratedPlace => {
  const { value } = generateBanner(seed).next()
  if (!value) throw new Error('no place')
  return value
}

test('the same seed gives the same places, another seed others', () => {
  expect(firstPlace(7)).toEqual(firstPlace(7))
  expect(firstPlace(8)).not.toEqual(firstPlace(7))
})

test('any 32-bit seed works, zero too', () => {
  for (const seed of [0, 2 ** 31, 2 ** 32 - 1]) {
    const place = firstPlace(seed)
    expect(place.payees.length).toBeGreaterThan(0)
    expect(place.rosters.length).toBeGreaterThan(10)
  }
})
