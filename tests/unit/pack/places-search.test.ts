// Finding a place; the banner's real list, whose names repeat and vary.
import { describe, expect, test } from 'vitest'
import { Place } from '../../../src/domain/place/schema.ts'
import { createPinyinIndex } from '../../../src/pack/directory.ts'
import { searchPlaces } from '../../../src/pack/places-search.ts'
import list from '../../../src/server/banner/places.json' with { type: 'json' }

const places = list.map((place) => Place.parse(place))
const pinyin = createPinyinIndex({
  ba: '巴',
  cun: '村',
  da: '达',
  dong: '东',
  er: '尔',
  feng: '风',
  hu: '胡',
  ji: '吉',
  mu: '木牧',
  nu: '努',
  ren: '仁',
  shui: '水',
  tian: '田',
  tu: '图吐',
  wen: '文',
  zhen: '镇',
})

const find = (query: string, limit?: number): string[] =>
  searchPlaces(places, query, pinyin, limit).map(({ place, parents }) =>
    [...parents.map((parent) => parent.name), place.name].join('/'),
  )

describe('a place', () => {
  test('is found by characters, each with its parent, since names repeat', () => {
    expect(find('东风村').slice(0, 2)).toEqual(['音德尔镇/东风村', '新林镇/东风村'])
    expect(find('水田').slice(0, 2).sort()).toEqual(['好力保镇/水田村', '巴彦扎拉嘎乡/水田村'])
  })

  test('is found by initials and pinyin, towns before their villages', () => {
    expect(find('bdeh')[0]).toBe('巴达尔胡镇')
    expect(find('badaerhu')[0]).toBe('巴达尔胡镇')
    expect(find('tumuji')[0]).toBe('图牧吉镇')
    expect(find('dfc')).toContain('新林镇/东风村')
  })

  test('is found by a variant of its name and by the full name of its body', () => {
    expect(find('吐牧吉')[0]).toBe('图牧吉镇')
    expect(find('努文牧仁')[0]).toBe('努文木仁乡')
    expect(find('巴音高勒')[0]).toBe('巴彦高勒镇')
    const [hit] = searchPlaces(places, '音德尔镇人民政府', pinyin)
    expect(hit).toMatchObject({ place: { name: '音德尔镇' }, alias: '音德尔镇人民政府' })
  })

  test('by name comes before one by alias, an exact name before one that begins so', () => {
    const [first] = searchPlaces(places, '图牧吉镇', pinyin)
    expect(first).toMatchObject({ place: { name: '图牧吉镇' }, alias: null })
  })

  test('that nobody knows is not found; the list ends where asked', () => {
    expect(find('')).toEqual([])
    expect(find('　')).toEqual([])
    expect(find('莫斯科')).toEqual([])
    expect(find('村', 7)).toHaveLength(7)
  })
})
