// The programmes and how each is disclosed (DESIGN §3): who is named, who is masked, who is only counted.
import { describe, expect, test } from 'vitest'
import { loadBanner } from '../../../src/server/banner/banner.ts'

const { programmes } = loadBanner()
const programmeOf = (id: string) => {
  const programme = programmes.find((candidate) => candidate.id === id)
  if (!programme) throw new Error(`no programme ${id}`)
  return programme
}

test('there are at least thirty programmes and no text names two of them', () => {
  expect(programmes.length).toBeGreaterThanOrEqual(30)
  const texts = programmes.flatMap((programme) => [programme.name, ...programme.aliases])
  expect(texts.filter((text, i) => texts.indexOf(text) !== i)).toEqual([])
})

test('umbrella words that cover several programmes are an alias of none', () => {
  const umbrellas = [
    '三项补贴',
    '草原生态补奖',
    '草原生态保护补助奖励',
    '残疾人两项补贴',
    '生产者补贴',
  ]
  const aliases = new Set(programmes.flatMap((programme) => [programme.name, ...programme.aliases]))
  expect(umbrellas.filter((text) => aliases.has(text))).toEqual([])
})

test('aliases hold neither spaces nor full-width forms, which intake has folded away', () => {
  for (const alias of programmes.flatMap((programme) => programme.aliases)) {
    expect(alias).toBe(alias.normalize('NFKC').replace(/\s/g, ''))
  }
})

describe('disclosure', () => {
  test('ends in counts that stay for ever', () => {
    for (const { disclosure } of programmes) {
      expect(disclosure.result.at(-1)).toEqual({
        class: 'counts',
        audience: 'public',
        months: null,
      })
      expect(disclosure.result.slice(0, -1).every((stage) => stage.months !== null)).toBe(true)
    }
  })

  test('by default is a named notice of seven days, 24 months public, 36 months village', () => {
    expect(programmeOf('gengdi-dili').disclosure).toEqual({
      notice: { days: 7, count: 'calendar', class: 'named', audience: 'public' },
      result: [
        { class: 'named', audience: 'public', months: 24 },
        { class: 'named', audience: 'village', months: 36 },
        { class: 'counts', audience: 'public', months: null },
      ],
    })
  })

  test.each([
    'nongcun-dibao',
    'chengshi-dibao',
    'tekun-gongyang',
    'canji-shenghuo',
    'canji-huli',
    'guer-shenghuo',
    'shiwu-wuren-fuyang',
    'linshi-jiuzhu',
    'yanglao-fuwu',
  ])('%s is counts from the first day, its notice seven working days', (id) => {
    const { notice, result } = programmeOf(id).disclosure
    expect(notice).toEqual({ days: 7, count: 'working', class: 'counts', audience: 'public' })
    expect(result).toHaveLength(1)
  })

  test('the old-age allowance is masked: a full name beside it would publish an age', () => {
    const { notice, result } = programmeOf('gaoling-jintie').disclosure
    expect([notice.class, result[0]?.class]).toEqual(['masked', 'masked'])
  })

  test('no stage shows more than the one before it', () => {
    const rank = { named: 2, masked: 1, counts: 0 }
    for (const { disclosure } of programmes) {
      const shown = [disclosure.notice, ...disclosure.result].map((stage) => rank[stage.class])
      expect(shown).toEqual(shown.toSorted((a, b) => b - a))
    }
  })
})
