// A number and a line as the clips that say them in Mongolian, and the words that a reader is asked for.
import { describe, expect, test } from 'vitest'
import { accountView } from '../../../../src/app/account-view.ts'
import { spokenLine } from '../../../../src/app/voice/line.ts'
import {
  LARGEST,
  NUMBER_KEYS,
  spokenFen,
  spokenNumber,
  spokenQuantity,
} from '../../../../src/app/voice/number.ts'
import { speakingLimitMs, wordGroups } from '../../../../src/app/voice/word-groups.ts'
import type { Key } from '../../../../src/app/words-keys.ts'
import { mongolianOf, referenceOf } from '../../../../scripts/i18n/locale-files.ts'
import { makeLedger, makeRoster } from '../../../support/models.ts'
import { readJson } from '../../../support/repository.ts'

const core = readJson('locales/core-mn.json') as Readonly<Record<string, readonly string[]>>
const chinese = (key: Key): string => referenceOf(key) ?? key
const inChinese = (keys: readonly Key[] | null): string | null =>
  keys === null ? null : keys.map((key) => chinese(key).replace(/（.*）/, '')).join(' ')
const inMongolian = (keys: readonly Key[] | null): string =>
  (keys ?? []).map((key) => mongolianOf('voice')[key.slice('voice.'.length)]?.text).join(' ')

describe('a number', () => {
  test.each([
    [0, '零'],
    [7, '七'],
    [10, '十'],
    [21, '二十 一'],
    [100, '一 百'],
    [2025, '二 千 二十 五'],
    [10_000, '一 万'],
    [36_519, '三 万 六 千 五 百 十 九'],
    [10_000_001, '一 千 万 一'],
    [LARGEST, '九 千 九 百 九十 九 万 九 千 九 百 九十 九'],
  ])('%d is said as %s', (value, said) => {
    expect(inChinese(spokenNumber(value))).toBe(said)
  })

  test('stands in the form that comes before what is counted', () => {
    expect(inMongolian(spokenNumber(1_263))).toBe('ᠨᠢᠭᠡᠨ ᠮᠢᠩᠭᠠᠨ ᠬᠣᠶᠠᠷ ᠵᠠᠭᠤᠨ ᠵᠢᠷᠠᠨ ᠭᠤᠷᠪᠠᠨ')
  })

  test.each([-1, 0.5, LARGEST + 1, Number.NaN])('%d is not said', (value) => {
    expect(spokenNumber(value)).toBeNull()
  })

  test.each([
    [25_360, '二十 五 点 三 六'],
    [500, '零 点 五'],
    [12_000, '十 二'],
    [1_005, '一 点 零 零 五'],
  ])('%d thousandths are said as %s', (thousandths, said) => {
    expect(inChinese(spokenQuantity(thousandths))).toBe(said)
  })

  test.each([
    [220_125, '二 千 二 百 一 元 二 角 五 分'],
    [5_000, '五十 元'],
    [5_003, '五十 元 三 分'],
    [30, '三 角'],
    [0, '零 元'],
  ])('%d fen are said as %s', (fen, said) => {
    expect(inChinese(spokenFen(fen))).toBe(said)
  })

  test('what is below nothing is not said at all', () => {
    expect([spokenFen(-1), spokenQuantity(-1)]).toEqual([null, null])
  })
})

describe('a line', () => {
  const payee = { number: 1, name: '单玉兰', group: 0, lastFour: '1203' }
  const said = (
    roster: Parameters<typeof makeRoster>[0],
    line: { quantity?: number | null; amountFen?: number | null; state?: 'paid' | 'failed' } = {},
  ) => {
    const lines = [
      {
        ...{ payee: 1, roster: 0, ordinal: 1, rate: null },
        ...{ quantity: 25_360, amountFen: 220_125, state: 'paid' as const },
        ...line,
      },
    ]
    const ledger = makeLedger({ payees: [payee], rosters: [makeRoster(roster)], lines })
    const entry = accountView([ledger], 1, '2025-10-10')!.years[0]!.programmes[0]!.lines[0]!
    return inChinese(spokenLine(entry))
  }

  test('says year, programme, quantity, amount and state', () => {
    expect(said({})).toBe(
      '二 千 二十 五 年 耕地地力保护补贴 二十 五 点 三 六 亩 二 千 二 百 一 元 二 角 五 分 已发放',
    )
  })
  test('says a batch by its name or its number', () => {
    expect(said({ batch: '二季度' })).toContain('耕地地力保护补贴 二季度 二十')
    expect(said({ batch: '3' })).toContain('耕地地力保护补贴 批 三 二十')
  })
  test('says what is to be done about money that came back', () => {
    expect(said({}, { state: 'failed' })).toMatch(/未到账 银行退回.*财政所。$/)
  })
  test('says a notice as one, and an amount that is not there', () => {
    expect(said({ kind: 'notice' }, { quantity: null, amountFen: null })).toBe(
      '二 千 二十 五 年 耕地地力保护补贴 金额未公布 公示中',
    )
  })
  test('is not said at all where one part has no word', () => {
    expect(said({ unit: '峰' })).toBeNull()
    expect(said({ batch: '春节' })).toBeNull()
  })
})

describe('what a reader is asked for', () => {
  const groups = wordGroups({ core, programmes: ['own-one', 'gengdi-dili'], chinese })
  const all = groups.flatMap(({ keys }) => keys)

  test('begins with what every line needs', () => {
    expect(groups.map(({ name }) => name)).toEqual(['number', 'line', 'programme', 'rest'])
    expect(groups[0]?.keys).toEqual(NUMBER_KEYS)
    expect(groups[2]?.keys.slice(0, 2)).toEqual(['programme.own-one', 'programme.gengdi-dili'])
  })
  test('has each word once, and of the herder screens all that can be said', () => {
    expect(new Set(all).size).toBe(all.length)
    const shown = [...new Set(Object.values(core).flat() as Key[])]
    const left = shown.filter((key) => !all.includes(key) && !/{{/.test(chinese(key)))
    expect(left.sort()).toEqual(['shell.date.months', 'shell.list-comma'])
  })
  test('has nothing with a blank in it', () => {
    expect(all.filter((key) => /{{/.test(chinese(key)))).toEqual([])
    expect(all.length).toBeGreaterThan(200)
  })
  test('gives a sentence more time than a word', () => {
    expect(speakingLimitMs('已发放')).toBe(6_000)
    expect(speakingLimitMs(chinese('account.failed-what'))).toBe(20_000)
  })
})
