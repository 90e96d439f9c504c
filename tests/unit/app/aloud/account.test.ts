// An account as one hears it: the payee's own lines with their reckoning, in words; names as they are spoken.
import { expect, test } from 'vitest'
import { accountView } from '../../../../src/app/account-view.ts'
import { sayAccount } from '../../../../src/app/aloud/account.ts'
import { toSentences } from '../../../../src/app/aloud/page-text.ts'
import { pronounce, pronounceName } from '../../../../src/app/aloud/pronounce.ts'
import { makeLedger, makeRoster } from '../../../support/models.ts'
import { makeWords } from '../../../support/words.ts'

const { t } = await makeWords()
const names = { t, place: '扎赉特旗团结村', programme: () => '耕地地力保护补贴' }
const payee = { number: 1, name: '单玉兰', group: 0, lastFour: '120X' }

const say = (change: Parameters<typeof makeLedger>[0]): string[] =>
  sayAccount(accountView([makeLedger({ payees: [payee], ...change })], 1, '2025-10-10')!, names)

test('whose it is, the year, and how each line is reckoned', () => {
  const rosters = [makeRoster({ rate: 868_000 })]
  const lines = [
    {
      payee: 1,
      roster: 0,
      ordinal: 1,
      quantity: 25_360,
      rate: null,
      amountFen: 220_125,
      state: 'paid' as const,
    },
  ]
  const said = say({ rosters, lines })
  expect(said[0]).toMatch(/^扎赖特旗.*，善玉兰。$/)
  expect(said[1]).toContain('一二零X')
  expect(said[2]).toBe('二零二五年，已发两千二百零一元二角五分。')
  expect(said[3]).toBe(
    '耕地地力保护补贴，二十五点三六亩，每亩八十六点八元，两千二百零一元二角五分，已发放。',
  )
  expect(said.at(-1)).toContain('由您来判断')
})

test('money that came back is said with what to do, and counts as not yet received', () => {
  const lines = [
    {
      payee: 1,
      roster: 0,
      ordinal: 1,
      quantity: null,
      rate: null,
      amountFen: 5_000,
      state: 'failed' as const,
    },
  ]
  const said = say({ lines }).join('')
  expect(said).toContain('还有五十元没有到手。')
  expect(said).toContain('银行退回')
})

test('an account without lines says so', () => {
  expect(say({ lines: [] }).join('')).toContain('目前没有公开的发放记录')
})

test('a surname is spoken as a surname; the same character inside a longer name is not', () => {
  expect(pronounceName('仇德福')).toBe('求德福')
  expect(pronounceName('单巴扎木苏')).toBe('单巴扎木苏')
  expect(pronounceName('包单单')).toBe('包单单')
  expect(pronounce('绰尔河边的扎赉特')).toBe('辍尔河边的扎赖特')
})

test('a text is taken sentence by sentence, and nothing of it is left out', () => {
  expect(toSentences('一、对象。二、标准！\n\n三、时限')).toEqual([
    '一、对象。',
    '二、标准！',
    '三、时限',
  ])
})

test('[PACK-29] where earlier years are still on their way it is said before any sum', () => {
  const account = accountView([makeLedger({ payees: [payee] })], 1, '2025-10-10')!
  const said = sayAccount(account, names, { from: 2024, partial: undefined })
  expect(said[2]).toContain('二零二四')
  expect(said[2]).toContain('不等于没有发放')
  expect(said.filter((one) => !sayAccount(account, names).includes(one))).toEqual([said[2]])
})

test('[PACK-29] of a year that is here in part no sum is said', () => {
  const line = { payee: 1, roster: 0, ordinal: 1, quantity: null, rate: null, amountFen: 5_000 }
  const lines = [{ ...line, state: 'paid' as const }]
  const account = accountView([makeLedger({ payees: [payee], lines })], 1, '2025-10-10')!
  const { year } = account.years[0]!
  const said = sayAccount(account, names, { from: year + 1, partial: year })
  expect(said[2]).toContain('只有一部分')
  expect(sayAccount(account, names).filter((one) => !said.includes(one))).toEqual([
    '二零二五年，已发五十元。',
  ])
})
