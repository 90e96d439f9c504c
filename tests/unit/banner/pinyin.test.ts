// Readings of the characters that occur, and of no others.
import { expect, test } from 'vitest'
import { loadBanner } from '../../../src/server/banner/banner.ts'
import { readingsFor } from '../../../src/server/banner/pinyin.ts'

const syllablesOf = (character: string) => Object.keys(readingsFor([character]))

test('only characters that occur are given, under every reading they have', () => {
  expect(readingsFor(['单晓', '晓重'])).toEqual({
    chan: '单',
    chong: '重',
    dan: '单',
    shan: '单',
    xiao: '晓',
    zhong: '重',
  })
})

test('order and repetition of the texts change nothing', () => {
  const given = ['图布新', '曾𠮷', '图们']
  expect(JSON.stringify(readingsFor(given))).toBe(JSON.stringify(readingsFor(given.toReversed())))
})

test.each([
  ['单', 'shan'],
  ['曾', 'zeng'],
  ['区', 'ou'],
  ['仇', 'qiu'],
  ['查', 'zha'],
  ['盖', 'ge'],
  ['朴', 'piao'],
  ['解', 'xie'],
  ['任', 'ren'],
  ['尉', 'yu'],
  ['乐', 'yue'],
  ['翟', 'zhai'],
  ['覃', 'qin'],
  ['那', 'na'],
])('the surname %s is found as %s', (surname, syllable) => {
  expect(syllablesOf(surname)).toContain(syllable)
})

test.each([
  ['𠮷', ['ji']],
  ['䶮', ['yan']],
  ['㛃', ['jie']],
  ['𬀩', ['wei']],
])('the rare character %s has its reading', (character, syllables) => {
  expect(syllablesOf(character)).toEqual(syllables)
})

test('ü is written v, as it is typed', () => {
  expect(readingsFor('吕女')).toEqual({ lv: '吕', nv: '女', ru: '女' })
})

test('letters, digits and signs have no reading', () => {
  expect(readingsFor(['A·1 ○ '])).toEqual({})
})

test('every character of every name of a place has a reading', () => {
  const names = loadBanner().places.map((place) => place.name)
  const read = new Set(Object.values(readingsFor(names)).join(''))
  expect([...new Set(names.join(''))].filter((character) => !read.has(character))).toEqual([])
})
