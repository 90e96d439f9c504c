// Sheets are gathered from what this device holds, and from nothing else.
import { describe, expect, test } from 'vitest'
import { err, ok } from '../../../../src/base/result.ts'
import { gatherJob, type Order, type Shelf } from '../../../../src/app/sheets/gather.ts'
import { readPrint, toPrint } from '../../../../src/app/sheets/print-address.ts'
import type { BoardSheet, SlipSheet } from '../../../../src/app/sheets/sheet.ts'
import { createPlaceTree } from '../../../../src/domain/place/rules.ts'
import type { Ledger, LedgerInput, LedgerLineInput } from '../../../../src/pack/model.ts'
import { makeCatalogue, makeLedger, makeRoster, SITE } from '../../../support/models.ts'

const TOWN = '152223105'
const OTHER = '152223105201'
const TODAY = '2025-10-10'
const KEY = 'K'.repeat(43)
const tree = createPlaceTree(makeCatalogue().places)

const line = (payee: number, roster: number, amountFen: number): LedgerLineInput => ({
  payee,
  roster,
  ordinal: 1,
  quantity: 10_000,
  rate: null,
  amountFen,
  state: 'paid',
})
const payees: LedgerInput['payees'] = [
  { number: 1, name: '包青山', group: 1, lastFour: '0431' },
  { number: 2, name: '白乌云', group: 0, lastFour: '118X' },
  { number: 3, name: '陈长命', group: -1, lastFour: '' },
  { number: 4, name: '何日根', group: 0, lastFour: '', see: 2 },
]
const notice = makeRoster({
  kind: 'notice',
  notice: { from: '2025-10-08', to: '2025-10-14' },
  until: '2025-10-15',
})
const result = makeRoster({ amountFen: 60_000, persons: 3 })
const older = makeRoster({ year: 2024 })
const village = makeLedger({
  payees,
  rosters: [notice, result, older],
  lines: [line(1, 0, 1), line(1, 1, 10_000), line(2, 1, 20_000), line(3, 1, 30_000), line(2, 2, 5)],
})
const sealedRoster = makeRoster({ year: 2022, audience: 'village' })
const sealed = makeLedger({ payees, rosters: [sealedRoster], lines: [line(2, 0, 77)] })

const shelfOf = (ledgers: Readonly<Record<string, Ledger>>, key: string | null = null): Shelf => ({
  ledger: async (site) => {
    const held = ledgers[site]
    return held ? ok(held) : err({ kind: 'not-held' })
  },
  villageCore: async () => (key === null ? err({ kind: 'no-key' }) : ok(sealed)),
  villageKey: () => key,
  policies: async () => err({ kind: 'not-held' }),
})
const order = (change: Partial<Order> = {}): Order => ({
  kind: 'board',
  rosters: 'newest',
  byGroup: false,
  years: 'newest',
  forVillage: false,
  ...change,
})
const gather = (
  subject: Parameters<typeof gatherJob>[1],
  change: Partial<Order> = {},
  key = false,
) =>
  gatherJob(
    { shelf: shelfOf({ [SITE]: village }, key ? KEY : null), tree, today: TODAY },
    subject,
    order(change),
  )
const boards = (sheets: readonly unknown[]) => sheets as readonly BoardSheet[]
const amounts = (sheet: BoardSheet) => sheet.lines.map(({ line: own }) => own.amountFen)

test('[PAPER-2] [PACK-29] nothing is printed of a place of which only the newest years are here; it is named', async () => {
  const begun = { ...village, from: 2025 }
  const deps = { shelf: shelfOf({ [SITE]: begun }, KEY), tree, today: TODAY }
  for (const kind of ['board', 'slips'] as const) {
    const job = await gatherJob(deps, { place: SITE }, order({ kind, forVillage: true }))
    expect(job).toEqual({ sheets: [], missing: [], begun: [SITE], keys: new Map() })
  }
})

describe('[PAPER-2] a board sheet', () => {
  test('has the lines of its roster by group, those without one last, and the published sums', async () => {
    const [sheet] = boards((await gather({ place: SITE }, { rosters: result.id })).sheets)
    expect(amounts(sheet!)).toEqual([20_000, 10_000, 30_000])
    expect(sheet!.totals).toEqual({ persons: 3, quantity: 30_000, amountFen: 60_000 })
  })

  test('of one group has that group’s lines and their own sum', async () => {
    const { sheets } = await gather({ place: SITE, group: 1 }, { rosters: result.id })
    expect(boards(sheets).map(amounts)).toEqual([[20_000]])
    expect(boards(sheets)[0]!.totals).toEqual({ persons: 1, quantity: 10_000, amountFen: 20_000 })
  })

  test('by groups: every line on one sheet', async () => {
    const { sheets } = await gather({ place: SITE }, { rosters: result.id, byGroup: true })
    expect(boards(sheets).map((sheet) => sheet.group?.number)).toEqual([1, 2, -1])
    expect(boards(sheets).flatMap(amounts)).toEqual([20_000, 10_000, 30_000])
  })

  test.each([
    ['notices', [notice.id]],
    ['newest', [notice.id, result.id]],
    [older.id, [older.id]],
    ['none/2025/1/result', []],
  ])('of %s is that of %j', async (rosters, ids) => {
    const { sheets } = await gather({ place: SITE }, { rosters })
    expect(boards(sheets).map((sheet) => sheet.roster.id)).toEqual(ids)
  })

  test('is never of what has come to its end', async () => {
    const late = { shelf: shelfOf({ [SITE]: village }), tree, today: '2025-10-15' }
    const { sheets } = await gatherJob(late, { place: SITE }, order({ rosters: notice.id }))
    expect(sheets).toEqual([])
  })

  test('a masked roster is printed as its list, a counted one as its cells', async () => {
    const cell = { programme: 'dibao', year: 2025, batch: '1', kind: 'result' as const }
    const ledger = makeLedger({
      payees: [],
      rosters: [
        makeRoster({ class: 'masked' }),
        makeRoster({ programme: 'dibao', class: 'counts' }),
      ],
      masked: [{ roster: 0, rows: [{ name: '包*山', amountFen: 5 }] }],
      counts: [{ ...cell, persons: 6, amountFen: 9, pooled: false, until: '2026-01-01' }],
    })
    const deps = { shelf: shelfOf({ [SITE]: ledger }), tree, today: TODAY }
    const [board, sums, ...rest] = (await gatherJob(deps, { place: SITE }, order())).sheets
    expect(board).toMatchObject({ kind: 'board', lines: [], masked: [{ name: '包*山' }] })
    expect(sums).toMatchObject({ kind: 'sums', until: '2026-01-01', counts: [{ persons: 6 }] })
    expect(rest).toEqual([])
  })
})

test('a town’s job holds the sheets of all its places, and names those that are not here', async () => {
  const { sheets, missing } = await gather({ place: TOWN })
  expect(boards(sheets).map(({ site }) => site)).toEqual([SITE, SITE])
  expect(missing).toEqual([TOWN, OTHER])
})

describe('[PAPER-5] what only the village may read', () => {
  test('is on no sheet and in no code unless it was asked for', async () => {
    const { sheets, keys } = await gather({ place: SITE }, { rosters: sealedRoster.id }, true)
    expect(sheets).toEqual([])
    expect(keys.size).toBe(0)
  })
  test('is printed with its key where the device can open it', async () => {
    const change = { rosters: sealedRoster.id, forVillage: true }
    const { sheets, keys } = await gather({ place: SITE }, change, true)
    expect(boards(sheets).map(amounts)).toEqual([[77]])
    expect([...keys]).toEqual([[SITE, KEY]])
    expect((await gather({ place: SITE }, change, false)).keys.size).toBe(0)
  })
})

describe('[PAPER-6] a slip', () => {
  const slips = (sheets: readonly unknown[]) => sheets as readonly SlipSheet[]
  const told = ({ account, lines }: SlipSheet) => [
    account.payee.name,
    lines.map(({ entry }) => entry.line.amountFen),
  ]
  test('has one payee’s lines of the newest year, or of all', async () => {
    const newest = await gather({ place: SITE, payee: 2 }, { kind: 'slips' })
    expect(slips(newest.sheets).map(told)).toEqual([['白乌云', [20_000]]])
    const all = await gather({ place: SITE, payee: 2 }, { kind: 'slips', years: 'all' })
    expect(slips(all.sheets).map(told)).toEqual([['白乌云', [20_000, 5]]])
  })
  test('is made for everybody who has something, group by group, once', async () => {
    const { sheets } = await gather({ place: SITE }, { kind: 'slips' }, true)
    expect(slips(sheets).map(told)).toEqual([
      ['白乌云', [20_000]],
      ['包青山', [1, 10_000]],
      ['陈长命', [30_000]],
    ])
    const group = await gather({ place: SITE, group: 2 }, { kind: 'slips' })
    expect(slips(group.sheets).map(told)).toEqual([['包青山', [1, 10_000]]])
  })
  test('there is none for a number that is not here', async () => {
    expect((await gather({ place: SITE, payee: 99 }, { kind: 'slips' })).sheets).toEqual([])
  })
})

test('what is to be printed stands in the address, and only in the right form', () => {
  const about = { place: SITE, roster: result.id, group: -1, payee: 7, kind: 'slips' as const }
  expect(readPrint(toPrint(about).slice('/print'.length))).toEqual(about)
  expect(readPrint(toPrint({ place: SITE, village: true }).slice(6))).toMatchObject({
    village: true,
  })
  expect(readPrint('?payee=1e3&group=x&kind=all&place=')).toEqual({})
})
