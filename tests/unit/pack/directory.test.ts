// Finding payees: by characters, pinyin, initials, digits; what is written before what only sounds so.
import { describe, expect, test } from 'vitest'
import { utf8ToBytes } from '../../../src/base/bytes.ts'
import {
  createPinyinIndex,
  searchDirectory,
  segmentOf,
  type SearchOptions,
} from '../../../src/pack/directory.ts'
import { decodeLedger } from '../../../src/pack/ledger-decode.ts'
import { encodeLedger } from '../../../src/pack/ledger-encode.ts'
import type { LedgerInput, LedgerPayee } from '../../../src/pack/model.ts'
import { gzip } from '../../../src/server/crypto/node-ports.ts'
import {
  makeLedger,
  makeRosterHead,
  NEXT_VILLAGE,
  VILLAGE,
} from '../../support/published-office.ts'

const pinyin = createPinyinIndex({
  ao: '敖傲',
  ba: '巴',
  bai: '白',
  bao: '包宝',
  chang: '长',
  da: '达',
  er: '尔',
  ge: '格',
  gui: '桂',
  hai: '海',
  ji: '吉𠮷',
  jie: '㛃',
  lan: '兰',
  le: '乐',
  lü: '吕',
  ming: '明鸣',
  qi: '其',
  te: '特',
  tu: '图吐',
  wang: '王汪',
  wei: '伟炜𬀩',
  wu: '乌',
  xiao: '小晓',
  yan: '彦䶮',
  yin: '音',
  yue: '乐月',
  yun: '云',
  zhang: '张长',
})

const payeesOf = (names: readonly string[]): LedgerPayee[] =>
  names.map((name, i) => ({
    number: i + 1,
    name,
    group: i % 2,
    lastFour: String(1230 + i),
  }))

const openSegment = (site: string, change: Partial<LedgerInput>) => {
  const ledger = makeLedger(site, {
    groups: ['第一村民小组', '第二村民小组'],
    lines: [],
    ...change,
  })
  const decoded = decodeLedger(gzip(utf8ToBytes(encodeLedger(ledger))))
  if (!decoded.ok) throw new Error(decoded.error.kind)
  return segmentOf(site, decoded.value)
}

/** What is found among these names, as `name match`. */
const find = (names: readonly string[], query: string, options: Partial<SearchOptions> = {}) =>
  searchDirectory([openSegment(VILLAGE, { payees: payeesOf(names) })], query, pinyin, {
    today: '2026-03-02',
    ...options,
  }).map((hit) => `${hit.name} ${hit.match}`)

describe('by characters', () => {
  test('the exact name comes first, then names that begin so, then names that hold it', () => {
    const names = ['小王伟', '王伟明', '王伟', '张三']
    expect(find(names, '王伟')).toEqual(['王伟 exact', '王伟明 prefix', '小王伟 inside'])
  })

  test('one character anywhere is enough', () => {
    expect(find(['乌云其其格', '王其', '张伟'], '其')).toEqual(['乌云其其格 inside', '王其 inside'])
  })

  test('middle dots and spaces, half or full width, are passed over on both sides', () => {
    const names = ['巴·乌云', '王　伟']
    expect(find(names, '巴乌云')).toEqual(['巴·乌云 exact'])
    expect(find(names, '巴•乌 云')).toEqual(['巴·乌云 exact'])
    expect(find(names, '王伟')).toEqual(['王　伟 exact'])
    expect(find(names, '王 伟')).toEqual(['王　伟 exact'])
  })

  test('names of two to eight characters, and rare characters, are found and shown as written', () => {
    const names = ['𠮷日', '䶮㛃', '𬀩', '额尔敦巴图孟和仓']
    for (const name of names) expect(find(names, name)).toEqual([`${name} exact`])
    expect(find(names, '㛃')).toEqual(['䶮㛃 inside'])
    expect(find(names, '巴图孟')).toEqual(['额尔敦巴图孟和仓 inside'])
  })

  test('Mongolian letters are compared as they are', () => {
    expect(find(['ᠪᠠᠲᠤ', 'ᠪᠠᠶᠠᠷ'], 'ᠪᠠᠲ')).toEqual(['ᠪᠠᠲᠤ prefix'])
  })

  test('nothing is found by nothing, by spaces, or by what nobody is called', () => {
    for (const query of ['', ' ', '　·', '龘', '龘龘', '?', '\\', '王伟王伟'.repeat(20)]) {
      expect(find(['王伟'], query)).toEqual([])
    }
  })
})

describe('by sound', () => {
  test('full pinyin, with or without spaces, apostrophes and capitals', () => {
    const names = ['包音巴特尔', '王伟']
    for (const query of ['baoyinbateer', 'bao yin ba te er', "Bao'yin bate'er", 'ｂａｏｙｉｎ']) {
      expect(find(names, query)).toEqual(['包音巴特尔 pinyin'])
    }
  })

  test('syllables may be cut short anywhere, as people write Mongolian names', () => {
    expect(find(['包音巴特尔'], 'baoyinbater')).toEqual(['包音巴特尔 pinyin'])
    expect(find(['王小明'], 'wangxm')).toEqual(['王小明 pinyin'])
    expect(find(['王小明'], 'waxim')).toEqual(['王小明 pinyin'])
    expect(find(['王小明'], 'wangxg')).toEqual([])
  })

  test('initials of any reading', () => {
    expect(find(['王小明', '张长乐'], 'wxm')).toEqual(['王小明 pinyin'])
    for (const query of ['zcl', 'zzl', 'zcy', 'zzy']) {
      expect(find(['张长乐'], query)).toEqual(['张长乐 pinyin'])
    }
  })

  test('the whole name comes before its beginning, and that before the inside', () => {
    const names = ['小王伟', '王伟明', '王伟', '巴图']
    expect(find(names, 'ww')).toEqual(['王伟 pinyin', '王伟明 pinyin', '小王伟 pinyin'])
  })

  test('lü may be typed lv, lü or lu', () => {
    for (const query of ['lvming', 'lüming', 'luming']) {
      expect(find(['吕明'], query)).toEqual(['吕明 pinyin'])
    }
  })

  test('characters and letters together', () => {
    expect(find(['王小明', '汪小明'], '王xm')).toEqual(['王小明 pinyin'])
  })

  test('rare characters beyond the basic plane are read as well', () => {
    expect(find(['𠮷日', '𬀩'], 'ji')).toEqual(['𠮷日 pinyin'])
    expect(find(['𠮷日', '王𬀩'], 'ww')).toEqual(['王𬀩 pinyin'])
  })
})

describe('variants', () => {
  test('of writing and of sound come last', () => {
    expect(find(['巴吐', '巴图'], '巴图')).toEqual(['巴图 exact', '巴吐 variant'])
    expect(find(['敖其尔', '傲其尔'], '傲其')).toEqual(['傲其尔 prefix', '敖其尔 variant'])
    expect(find(['巴彦'], '巴音')).toEqual(['巴彦 variant'])
    expect(find(['巴音'], '巴彦')).toEqual(['巴音 variant'])
    expect(find(['白音'], '巴音')).toEqual(['白音 variant'])
    expect(find(['𠮷格', '吉格'], '吉格')).toEqual(['吉格 exact', '𠮷格 variant'])
    expect(find(['王晓鸣', '王小明'], '王小明')).toEqual(['王小明 exact', '王晓鸣 variant'])
  })

  test('of a single character would be half the village and are not looked for', () => {
    expect(find(['汪伟'], '王')).toEqual([])
  })
})

describe('by digits', () => {
  const names = ['王伟', '张明', '包兰']

  test('last four, whole or from the second digit on', () => {
    expect(find(names, '1231')).toEqual(['张明 digits'])
    expect(find(names, '123')).toEqual(['王伟 digits', '张明 digits', '包兰 digits'])
    expect(find(names, '１２３１')).toEqual(['张明 digits'])
    expect(find(names, '231')).toEqual([])
  })

  test('last four with an X at the end', () => {
    const payees = [{ number: 1, name: '王伟', group: 0, lastFour: '123X' }]
    const segment = openSegment(VILLAGE, { payees })
    for (const query of ['123x', '123X', '王伟123X']) {
      expect(searchDirectory([segment], query, pinyin, { today: '2026-03-02' })).toHaveLength(1)
    }
  })

  test('number of the payee', () => {
    for (const query of ['2', 'no. 2', 'No2', '2号', '#2', '编号2', '第2号']) {
      expect(find(names, query)).toEqual(['张明 digits'])
    }
  })

  test('digits beside a name narrow it down', () => {
    expect(find(['王伟', '王伟', '王伟'], '王伟 1232')).toEqual(['王伟 exact'])
    expect(find(['王伟', '王伟', '王伟'], 'ww 3')).toEqual(['王伟 pinyin'])
    expect(find(['王伟'], '王伟 99')).toEqual([])
  })

  test('who may not show last fours is not found by spaces', () => {
    const payees = [{ number: 1, name: '王伟', group: 0, lastFour: '' }]
    const segment = openSegment(VILLAGE, { payees })
    expect(searchDirectory([segment], '    ', pinyin, { today: '2026-03-02' })).toEqual([])
    const [hit] = searchDirectory([segment], '王伟', pinyin, { today: '2026-03-02' })
    expect(hit?.lastFour).toBe('')
  })
})

describe('rows', () => {
  const today = '2026-03-02'

  test('say which rows read the same: name, group and last four of one site', () => {
    const payee = { name: '白音', group: 0, lastFour: '' }
    const payees = [
      { ...payee, number: 1 },
      { ...payee, number: 2 },
      { ...payee, number: 3, group: 1 },
      { ...payee, number: 4, name: '白云' },
    ]
    const hits = searchDirectory([openSegment(VILLAGE, { payees })], '白', pinyin, { today })
    expect(hits.map(({ number, twin }) => [number, twin])).toEqual([
      [1, true],
      [2, true],
      [3, false],
      [4, false],
    ])
  })

  test('carry site, number, group and last four; can be limited to a site, a group, a count', () => {
    const segments = [VILLAGE, NEXT_VILLAGE].map((site) =>
      openSegment(site, { payees: payeesOf(['王伟', '王明']) }),
    )
    expect(searchDirectory(segments, '王伟', pinyin, { today })[1]).toEqual({
      site: NEXT_VILLAGE,
      number: 1,
      name: '王伟',
      group: '第一村民小组',
      lastFour: '1230',
      twin: false,
      see: null,
      match: 'exact',
    })
    const options = { today, site: VILLAGE }
    expect(searchDirectory(segments, '王', pinyin, options)).toHaveLength(2)
    expect(searchDirectory(segments, '王', pinyin, { today, limit: 3 })).toHaveLength(3)
    const group = { today, group: '第二村民小组' }
    expect(searchDirectory(segments, 'w', pinyin, group).map(({ name }) => name)).toEqual([
      '王明',
      '王明',
    ])
  })

  test('[PACK-6] a merged number is found by itself and points on; its name is not found twice', () => {
    const payees = [
      { number: 1, name: '白音', group: 0, lastFour: '' },
      { number: 2, name: '白音', group: 0, lastFour: '', see: 1 },
    ]
    const segment = openSegment(VILLAGE, { payees })
    expect(searchDirectory([segment], '白音', pinyin, { today })).toMatchObject([
      { number: 1, see: null, twin: false },
    ])
    expect(searchDirectory([segment], 'no. 2', pinyin, { today })).toMatchObject([
      { number: 2, see: 1 },
    ])
  })

  test('[PACK-10] whose every roster has ended are not found any more', () => {
    const rosters = ['2026-03-02', '2026-06-01', null].map((until, i) =>
      makeRosterHead({ id: `gengdi-dili/${2023 + i}/1/result`, year: 2023 + i, until }),
    )
    const line = { ordinal: 1, quantity: null, rate: null, amountFen: 1, state: 'paid' as const }
    const payees = payeesOf(['王一', '王二', '王三', '王四'])
    const lines = [
      { ...line, payee: 1, roster: 0 },
      { ...line, payee: 2, roster: 0 },
      { ...line, payee: 2, roster: 1 },
      { ...line, payee: 3, roster: 0 },
      { ...line, payee: 3, roster: 2 },
    ]
    const segment = openSegment(VILLAGE, { payees, rosters, lines })
    const namesOn = (day: string) =>
      searchDirectory([segment], '王', pinyin, { today: day }).map(({ name }) => name)
    expect(namesOn('2026-03-01')).toEqual(['王一', '王二', '王三', '王四'])
    expect(namesOn('2026-03-02')).toEqual(['王二', '王三', '王四'])
    expect(namesOn('2035-01-01')).toEqual(['王三', '王四'])
  })

  test('a segment is plain data that structured cloning takes', () => {
    const segment = openSegment(VILLAGE, { payees: payeesOf(['王伟', '王明']) })
    const copy = structuredClone(segment)
    expect(copy).toEqual(segment)
    expect(searchDirectory([copy], 'ww', pinyin, { today })).toHaveLength(1)
  })
})
