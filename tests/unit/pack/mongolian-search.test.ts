// Finding payees by Mongolian letters: names in the same letters whatever their spelling, and names in characters by their sound.
import { describe, expect, test } from 'vitest'
import { utf8ToBytes } from '../../../src/base/bytes.ts'
import { createPinyinIndex, searchDirectory, segmentOf } from '../../../src/pack/directory.ts'
import { decodeLedger } from '../../../src/pack/ledger-decode.ts'
import { encodeLedger } from '../../../src/pack/ledger-encode.ts'
import { foldMongolian, lettersOf } from '../../../src/pack/mongolian-name.ts'
import { compileConsonants } from '../../../src/pack/name-consonants.ts'
import { readingsFor } from '../../../src/server/banner/pinyin.ts'
import { gzip } from '../../../src/server/crypto/node-ports.ts'
import { MONGOLIAN_NAMES } from '../../fixtures/mongolian-names.ts'
import { makeLedger, VILLAGE } from '../../support/published-office.ts'

const OTHERS = '王伟 张秀英 李建国 包那木拉 白音宝力格 韩七十三 梁双喜 陈玉兰 刘海龙 赵金山'.split(
  ' ',
)
const characters = MONGOLIAN_NAMES.map(([, name]) => name)
const pinyin = createPinyinIndex(readingsFor([...characters, ...OTHERS].join('')))

const segmentOfNames = (names: readonly string[]) => {
  const payees = names.map((name, i) => ({ number: i + 1, name, group: -1, lastFour: '' }))
  const decoded = decodeLedger(
    gzip(utf8ToBytes(encodeLedger(makeLedger(VILLAGE, { groups: [], lines: [], payees })))),
  )
  if (!decoded.ok) throw new Error(decoded.error.kind)
  return segmentOf(VILLAGE, decoded.value)
}

const find = (names: readonly string[], query: string) =>
  searchDirectory([segmentOfNames(names)], query, pinyin, {
    today: '2026-03-02',
    limit: 1_000,
    listen: compileConsonants,
  })

const found = (names: readonly string[], query: string): string[] =>
  find(names, query).map((hit) => `${hit.name} ${hit.match}`)

describe('names in Mongolian letters', () => {
  test('letters that look alike, selectors and separators make no other name; the same letters come first', () => {
    const names = ['ᠲᠡᠮᠦᠷ', 'ᠳᠡᠮᠦᠷ', 'ᠰᠠᠷᠠᠨ᠎ᠠ', 'ᠪᠠᠲᠤ']
    expect(found(names, 'ᠳᠡᠮᠦᠷ')).toEqual(['ᠳᠡᠮᠦᠷ exact', 'ᠲᠡᠮᠦᠷ variant'])
    expect(found(names, 'ᠰᠠᠷᠠᠨᠠ')).toEqual(['ᠰᠠᠷᠠᠨ᠎ᠠ exact'])
    expect(found(names, 'ᠪᠠᠳᠤ')).toEqual(['ᠪᠠᠲᠤ variant'])
    expect(found(names, 'ᠪᠠᠲᠤ 2')).toEqual([])
    expect(found(names, 'ᠪᠠᠲᠤ 4')).toEqual(['ᠪᠠᠲᠤ exact'])
  })

  test('a name is shown as it was published, whatever was typed', () => {
    expect(find(['ᠰᠠᠷᠠᠨ᠎ᠠ'], 'ᠰᠠᠷᠠᠨ ᠠ').map((hit) => hit.name)).toEqual(['ᠰᠠᠷᠠᠨ᠎ᠠ'])
  })

  test('folding leaves other scripts alone, and folds twice to the same', () => {
    expect(foldMongolian('巴图 Batu')).toBe('巴图 Batu')
    for (const [name] of MONGOLIAN_NAMES)
      expect(foldMongolian(foldMongolian(name))).toBe(foldMongolian(name))
    expect(lettersOf('ᠰᠠᠷᠠᠨ\u180eᠠ')).toBe('ᠰᠠᠷᠠᠨᠠ')
  })
})

describe('names in characters, asked for in Mongolian letters', () => {
  test('come after every name in the same letters', () => {
    expect(found(['特木尔', 'ᠳᠡᠮᠦᠷ', 'ᠲᠡᠮᠦᠷ'], 'ᠲᠡᠮᠦᠷ')).toEqual([
      'ᠲᠡᠮᠦᠷ exact',
      'ᠳᠡᠮᠦᠷ variant',
      '特木尔 consonants',
    ])
  })

  test('a clan name before it, and a name cut short, are no hindrance', () => {
    expect(found(['包特木尔', '特木尔巴干'], 'ᠲᠡᠮᠦᠷ')).toEqual([
      '特木尔巴干 consonants',
      '包特木尔 consonants',
    ])
    expect(found(['阿木古楞'], 'ᠠᠮᠤᠭ')).toEqual(['阿木古楞 consonants'])
  })

  test('by one consonant nothing is looked for', () => {
    expect(found(characters, 'ᠪᠠ')).toEqual([])
  })

  test('of sixty known names at least fifty-five are found, and few others with them', () => {
    const missed: string[] = []
    let others = 0
    for (const [name, written] of MONGOLIAN_NAMES) {
      const hits = find([...characters, ...OTHERS], name).map((hit) => hit.name)
      if (!hits.includes(written)) missed.push(`${name} ${written}`)
      others += hits.filter((hit) => hit !== written).length
    }
    const recall = MONGOLIAN_NAMES.length - missed.length
    console.log(
      `${recall} of ${MONGOLIAN_NAMES.length} found, ${(others / MONGOLIAN_NAMES.length).toFixed(1)} others each; missed: ${missed.join(', ')}`,
    )
    expect(MONGOLIAN_NAMES).toHaveLength(60)
    expect(recall).toBeGreaterThanOrEqual(55)
    expect(others / MONGOLIAN_NAMES.length).toBeLessThan(4)
  })
})
