// The five invented sample files, read from their bytes: what each must give, and the faulty one's faults and nothing else.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readWorkbook } from '../../../src/server/intake/read/read-workbook.ts'
import { findingsOf, understand } from '../../support/make-workbook.ts'

const folder = new URL('../../fixtures/rosters/', import.meta.url)
const truth = JSON.parse(readFileSync(new URL('truth.json', folder), 'utf8'))

const understandFile = async (name: string) => {
  const read = await readWorkbook(readFileSync(new URL(encodeURIComponent(name), folder)), name)
  if (!read.ok) throw new Error(read.error.kind)
  const understanding = understand(read.value, name)
  expect(understanding.rowsExplained).toBe(understanding.rowsRead)
  return understanding
}

const fen = (yuan: number) => Math.round(yuan * 100)
const sum = (values: readonly (number | null)[]) =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0)

test('one village with groups, subtotals and a footer (.xls)', async () => {
  const name = '耕地地力保护补贴-巴达尔胡镇-2025.xls'
  const u = await understandFile(name)
  const expected = truth[name]
  expect(u.rosters).toHaveLength(1)
  expect(u.rosters[0]).toMatchObject({
    place: expected.site,
    programmeText: expected.programme,
    year: expected.year,
    quantity: expected.quantity * 1000,
    amountFen: fen(expected.amount),
    printedTotalFen: fen(expected.amount),
  })
  expect(u.rosters[0]!.lines).toHaveLength(expected.rows)
  for (const person of expected.sample) {
    expect(u.rosters[0]!.lines).toContainEqual(
      expect.objectContaining({
        name: person.name,
        group: '第一村民小组',
        idNumber: expect.stringMatching(new RegExp(`${person.id4}$`)),
        quantity: Math.round(person.quantity * 1000),
        rate: Math.round(person.rate * 10_000),
        amountFen: fen(person.amount),
      }),
    )
  }
  expect(new Set(findingsOf(u).map((f) => f.split('@')[0]))).toEqual(new Set(['remark']))
})

test('two programmes side by side under a header of two rows (.xlsx)', async () => {
  const name = '草原生态补奖-图牧吉镇-2025.xlsx'
  const u = await understandFile(name)
  const expected = truth[name]
  const amounts = Object.fromEntries(u.rosters.map((r) => [r.programmeText, r.amountFen]))
  expect(amounts).toEqual(
    Object.fromEntries(Object.entries(expected.programmes).map(([k, v]) => [k, fen(v as number)])),
  )
  expect(u.rosters.map((r) => r.place)).toEqual([expected.site, expected.site])
  expect(new Set(u.rosters.flatMap((r) => r.lines.map((line) => line.row))).size).toBe(
    expected.households,
  )
  expect(u.rosters.map((r) => r.printedTotalFen)).toEqual(u.rosters.map((r) => r.amountFen))
  expect(findingsOf(u)).toEqual([])
})

test('three villages and two programmes in columns (GB18030 .csv)', async () => {
  const name = '玉米大豆生产者补贴-2025-gb18030.csv'
  const u = await understandFile(name)
  const expected = truth[name]
  expect(sum(u.rosters.map((r) => r.lines.length))).toBe(expected.rows)
  expect(sum(u.rosters.map((r) => r.amountFen))).toBe(fen(expected.amount))
  for (const [village, rows] of Object.entries(expected.byPlace)) {
    const own = u.rosters.filter((r) => r.place?.endsWith(village))
    expect(own).toHaveLength(2)
    expect(sum(own.map((r) => r.lines.length))).toBe(rows)
  }
  expect(u.rosters.every((r) => r.year === expected.year && r.kind === 'result')).toBe(true)
  const codes = findingsOf(u).map((f) => f.split('@')[0])
  expect(codes.filter((code) => code === 'payment-failed')).toHaveLength(3)
  expect(codes.filter((code) => code === 'remark')).toHaveLength(15)
  expect(codes).toHaveLength(18)
})

test('one sheet per village, persons × months × rate (.xlsx)', async () => {
  const name = '农村低保-二季度-2025.xlsx'
  const u = await understandFile(name)
  const expected = truth[name]
  expect(u.rosters).toHaveLength(expected.sheets)
  expect(sum(u.rosters.map((r) => r.lines.length))).toBe(expected.rows)
  expect(sum(u.rosters.map((r) => r.amountFen))).toBe(fen(expected.amount))
  expect(u.rosters.map((r) => [r.place, r.batch, r.unit])).toEqual([
    ['胡尔勒镇满都拉图嘎查', '二季度', '人月'],
    ['胡尔勒镇浩斯台嘎查', '二季度', '人月'],
  ])
  expect(findingsOf(u)).toEqual([])
})

test('the faulty sample has exactly its faults (row N of the truth is sheet row N + 2)', async () => {
  const name = '耕地地力保护补贴-有差错-2025.xls'
  const u = await understandFile(name)
  expect(u.rosters[0]!.lines).toHaveLength(truth[name].rows)
  expect(findingsOf(u)).toEqual([
    'amount-mismatch@4',
    'id-check-digit@6',
    'id-length@8',
    'duplicate-row@12',
    'shared-account@15',
    'amount-missing@18',
    'negative@20',
    'id-as-number@22',
    'total-mismatch@43',
  ])
})
