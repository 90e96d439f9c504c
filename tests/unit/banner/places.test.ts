// The banner's places: complete, keyed by code, and with no spelling that leads to the wrong village.
import { expect, test } from 'vitest'
import {
  createPlaceTree,
  holdsPayees,
  isTownLevel,
  isVillageLevel,
} from '../../../src/domain/place/rules.ts'
import { loadBanner } from '../../../src/server/banner/banner.ts'

const { places } = loadBanner()
const sites = places.filter((place) => place.type !== 'banner')

const placesCalled = (text: string) =>
  places
    .filter((place) => place.name === text || place.aliases.includes(text))
    .map((place) => place.id)

test('the banner has 297 sites: 16 towns and farms, 53 departments, 228 villages', () => {
  expect(sites).toHaveLength(297)
  expect(sites.filter(isTownLevel)).toHaveLength(16)
  expect(sites.filter((place) => place.type === 'department')).toHaveLength(53)
  expect(sites.filter(isVillageLevel)).toHaveLength(228)
  expect(places.filter(holdsPayees)).toHaveLength(244)
})

test('every site hangs in the tree below the banner', () => {
  const tree = createPlaceTree(places)
  expect(new Set(places.map((place) => place.id)).size).toBe(298)
  for (const site of sites) expect(tree.ancestorsOf(site.id).at(-1)?.id).toBe('152223')
})

test("a village's code begins with its town's", () => {
  for (const site of sites.filter(isVillageLevel)) {
    expect(site.id.startsWith(site.parent ?? '?')).toBe(true)
  }
})

test('an alias that two places share belongs to two places of the same name', () => {
  const namesByText = new Map<string, Set<string>>()
  for (const place of places) {
    for (const text of [place.name, ...place.aliases]) {
      namesByText.set(text, (namesByText.get(text) ?? new Set()).add(place.name))
    }
  }
  const shared = [...namesByText].filter(([, names]) => names.size > 1)
  expect(shared).toEqual([])
})

test.each([
  ['努文牧仁乡', '152223205'],
  ['好力保乡', '152223107'],
  ['巴音高勒镇', '152223102'],
  ['阿拉达尔图苏木', '152223203'],
  ['温德根嘎查委员会', '152223201201'],
  ['巴达尔胡嘎查委会', '152223105200'],
  ['伊力特嘎查人民委员会', '152223105207'],
  ['巨力河村村民委会', '152223102212'],
  ['满都拉吐嘎查', '152223103209'],
  ['扎赉特旗农牧业和科学技术局', 'd-agriculture'],
])('%s leads to one place', (text, id) => {
  expect(placesCalled(text)).toEqual([id])
})

test('a variant that is the name of another village is no alias', () => {
  expect(placesCalled('巴音套海嘎查')).toEqual(['152223105213'])
  expect(placesCalled('巴彦套海嘎查')).toEqual(['152223104207'])
  expect(placesCalled('白音套海嘎查')).toEqual([])
})

test('names that repeat stay repeated, for the parent to tell apart', () => {
  expect(placesCalled('兴隆村')).toHaveLength(3)
  expect(placesCalled('三家子村委会')).toHaveLength(2)
})
