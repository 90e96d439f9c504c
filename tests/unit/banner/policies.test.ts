// Every word of a policy card has its source, year and place, or is null; only the banner's own rates may recompute.
import { describe, expect, test } from 'vitest'
import { Policy, POLICY_FIELDS, TRAITS } from '../../../src/domain/policy/schema.ts'
import { loadBanner } from '../../../src/server/banner/banner.ts'

const banner = loadBanner()
const { policies, sources } = banner
const sourceIds = new Set(sources.map((source) => source.id))
const cardOf = (id: string) => {
  const policy = policies.find((candidate) => candidate.id === id)
  if (!policy) throw new Error(`no policy ${id}`)
  return policy
}

test('there are at least twenty cards, the pilot of 2018 first', () => {
  expect(policies.length).toBeGreaterThanOrEqual(20)
  expect(policies[0]?.programmes).toEqual(['liangshi-zhibu', 'nongzi-zonghe', 'liangzhong'])
})

test('every policy says for whom it is, in words that the phone can ask', () => {
  for (const { id, concerns } of policies) {
    expect(concerns, id).not.toEqual([])
    for (const trait of concerns ?? ['none']) expect(TRAITS, id).toContain(trait)
  }
})

describe.each(policies)('$title', (policy) => {
  const filled = POLICY_FIELDS.flatMap((name) => policy.fields[name] ?? [])

  test('every filled field has a text, a known source, a place, and a year or null', () => {
    expect(filled.length).toBeGreaterThan(0)
    for (const field of filled) {
      expect(field.text.trim()).not.toBe('')
      expect(sourceIds).toContain(field.source)
      expect(field.place).not.toBe('')
      expect(field.year === null || (field.year >= 2000 && field.year <= 2026)).toBe(true)
    }
  })

  test('every rate has a known source and is own only for this banner', () => {
    for (const rate of policy.rates) {
      expect(sourceIds).toContain(rate.source)
      expect(rate.rate).toBeGreaterThan(0)
      expect(rate.own).toBe(rate.place === banner.settings.bannerName)
    }
  })

  test('every programme exists', () => {
    const known = banner.programmes.map((programme) => programme.id)
    for (const id of policy.programmes) expect(known).toContain(id)
  })
})

test('a filled field without source, place or year is refused', () => {
  const [policy] = policies
  const field = { text: '每亩1元', source: 'S3', place: '扎赉特旗', year: 2022 }
  const cardWith = (standard: object) => ({ ...policy, fields: { ...policy!.fields, standard } })
  expect(Policy.safeParse(cardWith(field)).success).toBe(true)
  for (const key of ['source', 'place', 'year'] as const) {
    const { [key]: _, ...without } = field
    expect(Policy.safeParse(cardWith(without)).success).toBe(false)
  }
})

test('the only own rates are the grassland rates of 2022, to four decimals', () => {
  const own = policies.flatMap((policy) => policy.rates).filter((rate) => rate.own)
  expect(own.map((rate) => [rate.year, rate.rate, rate.label])).toEqual([
    [2022, 119_235, '禁牧补助'],
    [2022, 39_745, '草畜平衡奖励'],
  ])
})

test("the banner's own grassland card speaks of this banner alone", () => {
  const { fields } = cardOf('caoyuan-bujiang-2022')
  const filled = Object.values(fields).flatMap((field) => field ?? [])
  expect(new Set(filled.map((field) => field.place))).toEqual(new Set(['扎赉特旗']))
  expect([fields.contact, fields.funding]).toEqual([null, null])
})

test('what is known only from a copy is quoted, not linked', () => {
  const copies = ['S80', 'S87', 'S92', 'S93', 'S94', 'S96']
  for (const source of sources) {
    expect(source.url === null).toBe(copies.includes(source.id) || source.id === 'S0')
  }
})

test('every source is cited', () => {
  const cited = new Set(
    policies
      .flatMap((policy) => [...Object.values(policy.fields), ...policy.rates])
      .flatMap((citing) => citing?.source ?? []),
  )
  expect([...sourceIds].filter((id) => !cited.has(id))).toEqual([])
})
