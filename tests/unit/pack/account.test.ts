// The account of one payee.
import { describe, expect, test } from 'vitest'
import { utf8ToBytes } from '../../../src/base/bytes.ts'
import { accountOf, isHidden, payeeIndexOf } from '../../../src/pack/account.ts'
import { decodeLedger } from '../../../src/pack/ledger-decode.ts'
import { encodeLedger } from '../../../src/pack/ledger-encode.ts'
import type { LedgerInput, LedgerLineInput, LedgerRoster } from '../../../src/pack/model.ts'
import { gzip } from '../../../src/server/crypto/node-ports.ts'
import { makeLedger, makeRosterHead, VILLAGE } from '../../support/published-office.ts'

const TODAY = '2026-03-02'

const open = (change: Partial<LedgerInput>) => {
  const decoded = decodeLedger(gzip(utf8ToBytes(encodeLedger(makeLedger(VILLAGE, change)))))
  if (!decoded.ok) throw new Error(decoded.error.kind)
  return decoded.value
}

const makeRoster = (change: Partial<LedgerRoster>): LedgerRoster => {
  const roster = makeRosterHead(change)
  return { ...roster, id: `${roster.programme}/${roster.year}/${roster.batch}/${roster.kind}` }
}

const makeLine = (roster: number, change: Partial<LedgerLineInput> = {}): LedgerLineInput => ({
  payee: 1,
  roster,
  ordinal: 1,
  quantity: 10_000,
  rate: 674_100,
  amountFen: 67_410,
  state: 'paid',
  ...change,
})

/** One roster with one line of payee 1. */
const accountWith = (roster: Partial<LedgerRoster>, line: Partial<LedgerLineInput>) => {
  const ledger = open({ rosters: [makeRoster(roster)], lines: [makeLine(0, line)] })
  return accountOf(ledger, 0, TODAY).years[0]?.programmes[0]?.lines[0]
}

describe('an account', () => {
  test('reads years from the newest, programmes and lines in order, with sums of what was paid', () => {
    const rosters = [
      makeRoster({ year: 2024 }),
      makeRoster({ year: 2025, kind: 'notice' }),
      makeRoster({ year: 2025 }),
      makeRoster({ year: 2025, programme: 'caoyuan-jinmu', rate: null }),
    ]
    const lines = [
      makeLine(0, { state: 'reissued' }),
      makeLine(1, { state: 'pending' }),
      makeLine(2),
      makeLine(2, { ordinal: 2, quantity: 1000, amountFen: 6741, state: 'failed' }),
      makeLine(3, { quantity: null, rate: null, amountFen: 50_000, state: 'pending' }),
    ]
    const account = accountOf(open({ rosters, lines }), 0, TODAY)
    expect(account.payee.name).toBe('白音')
    expect(account.group).toBe('第一村民小组')
    expect(account.years.map(({ year, paidFen, openFen }) => [year, paidFen, openFen])).toEqual([
      [2025, 67_410, 56_741],
      [2024, 67_410, 0],
    ])
    const [newest] = account.years
    expect(newest?.programmes.map(({ programme, lines: own }) => [programme, own.length])).toEqual([
      ['caoyuan-jinmu', 1],
      ['gengdi-dili', 3],
    ])
  })

  test('recomputes a line where it has a quantity and its roster a rate, and says how they agree', () => {
    expect(accountWith({}, {})?.recomputed).toEqual({ fen: 67_410, judgement: 'clean' })
    expect(accountWith({}, { amountFen: 67_400 })?.recomputed?.judgement).toBe('rounding')
    expect(accountWith({}, { amountFen: 60_000 })?.recomputed?.judgement).toBe('mismatch')
  })

  test('leaves a line as approved where the roster has no rate of its own, whatever the line says', () => {
    expect(accountWith({ rate: null }, { rate: 674_100 })?.recomputed).toBeNull()
    expect(accountWith({}, { quantity: null, rate: null })?.recomputed).toBeNull()
    expect(accountWith({}, { amountFen: null })?.recomputed).toBeNull()
  })

  test('[PACK-10] leaves out what must not be shown from today on, and shows it the day before', () => {
    const ledger = open({ rosters: [makeRoster({ until: TODAY })], lines: [makeLine(0)] })
    expect(accountOf(ledger, 0, TODAY).years).toEqual([])
    expect(accountOf(ledger, 0, '2035-01-01').years).toEqual([])
    expect(accountOf(ledger, 0, '2026-03-01').years).toHaveLength(1)
    expect(isHidden(null, '2035-01-01')).toBe(false)
  })

  test('of a payee without lines is empty', () => {
    expect(accountOf(open({ lines: [] }), 1, TODAY).years).toEqual([])
  })
})

test('a payee is found by number', () => {
  const payees = [3, 57, 400].map((number) => ({ number, name: '包', group: -1, lastFour: '' }))
  const ledger = open({ payees, lines: [] })
  expect([3, 57, 400, 1, 58, 999].map((number) => payeeIndexOf(ledger, number))).toEqual([
    0, 1, 2, -1, -1, -1,
  ])
})
