// An office with everything that goes on paper: a long notice in three groups, a result with a payment that came back, a
// masked list, sums, and a notice for the village alone. Invented people; the numbers in the files must never come out.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import * as XLSX from '@e965/xlsx'
import type { Programme } from '../../src/domain/programme/schema.ts'
import { type Office, openOffice } from './office.ts'
import { makeId, SITE } from './test-instance.ts'

export const PEOPLE = 134
/** Enough for the longest names to break lines, and for every person to be told apart by name alone. */
const LONG = ['阿拉坦德力格尔玛', '乌力吉孟和巴雅尔', '额尔敦其其格·白']
const FAMILY = '包白何陈王李赵吴佟韩'
const GIVEN = '青山长命日根乌云其木格巴图孟和斯琴图雅'

export interface PaperPerson {
  readonly name: string
  readonly group: string
  readonly mu: number
  readonly yuan: string
}

const RATE = 21.46

export const people: readonly PaperPerson[] = Array.from({ length: PEOPLE }, (_, n) => {
  const mu = 10 + n * 1.37
  const pair = GIVEN[n % GIVEN.length]! + GIVEN[(n * 7 + 3) % GIVEN.length]!
  return {
    name: LONG[n] ?? `${FAMILY[n % 10]}${pair}${'一二三四五六七八九十'[Math.floor(n / 20)]}`,
    group: `第${'一二三'[Math.floor((n * 3) / PEOPLE)]}村民小组`,
    mu: Number(mu.toFixed(2)),
    yuan: (Math.round(Number(mu.toFixed(2)) * 100 * RATE) / 100).toFixed(2),
  }
})

const PHONE = '13947820133'
const idOf = (n: number): string => makeId(200 + n)
const cardOf = (n: number): string => `62170055566${String(70_000_000 + 7 * n)}`
export const paperSecrets: readonly string[] = [
  ...people.map((_, n) => idOf(n)),
  ...people.map((_, n) => cardOf(n)),
  PHONE,
]

type Cells = readonly (string | number)[]

const write = (folder: string, title: string, heads: Cells, rows: readonly Cells[]): string => {
  const file = path.join(folder, `${title}.xlsx`)
  const sheet = XLSX.utils.aoa_to_sheet([
    [title],
    [`编制单位：乌都岱嘎查 联系电话${PHONE}`, '', '', '', '单位：亩、元'],
    [...heads],
    ...rows.map((row) => [...row]),
  ])
  const book = XLSX.utils.book_new()
  XLSX.utils.book_append_sheet(book, sheet, '清册')
  writeFileSync(file, XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
  return file
}

const LAND = ['姓名', '身份证号', '组别', '补贴面积', '补贴标准', '补贴金额', '银行账号', '备注']
const PLACE = '巴达尔胡镇乌都岱嘎查'
const NEXT_PLACE = '巴达尔胡镇巴达尔胡嘎查'

const landRows = (count: number, remark: (n: number) => string = () => ''): readonly Cells[] =>
  people
    .slice(0, count)
    .map(({ name, group, mu, yuan }, n) => [
      ...[name, idOf(n), group, mu, RATE, Number(yuan), cardOf(n), remark(n)],
    ])

const PERSON = ['姓名', '身份证号', '月数', '金额', '银行账号']
const personRows = (from: number, count: number): readonly Cells[] =>
  people
    .slice(from, from + count)
    .map(({ name }, n) => [...[name, idOf(from + n), 6, 600 + 100 * (n % 7), cardOf(from + n)]])

/** The soya notice is for the village alone in this office. */
const forVillage = (): Programme => {
  const file = path.resolve(import.meta.dirname, '../../src/server/banner/programmes.json')
  const programmes = JSON.parse(readFileSync(file, 'utf8')) as Programme[]
  const soya = programmes.find(({ id }) => id === 'dadou-shengchan')!
  const notice = { ...soya.disclosure.notice, audience: 'village' as const }
  return { ...soya, disclosure: { ...soya.disclosure, notice } }
}

export interface PaperOffice {
  readonly office: Office
  /** What `iltod board` prints: the place with its key. */
  readonly boardAddress: string
}

export const openPaperOffice = async (): Promise<PaperOffice> => {
  const office = await openOffice()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'iltod-paper-'))
  const must = async (...args: string[]) => {
    const done = await office.iltod(...args)
    if (done.code !== 0) throw new Error(`${args.join(' ')}\n${done.out}${done.err}`)
    return done.out
  }
  mkdirSync(path.join(office.dataDir, 'banner'), { recursive: true })
  const programmes = path.join(office.dataDir, 'banner/programmes.json')
  writeFileSync(programmes, JSON.stringify([forVillage()]))
  await must('keys', 'init')
  const returned = (n: number) => (n === 2 ? '退票' : '')
  const files = [
    write(folder, `2025年${PLACE}玉米生产者补贴公示表`, LAND, landRows(PEOPLE)),
    write(folder, `2025年${PLACE}耕地地力保护补贴发放清册`, LAND, landRows(5, returned)),
    write(folder, `2025年${PLACE}大豆生产者补贴公示表`, LAND, landRows(7)),
    write(folder, `2025年${NEXT_PLACE}耕地地力保护补贴发放清册`, LAND, landRows(3)),
    write(folder, `2025年${PLACE}高龄津贴发放清册`, PERSON, personRows(20, 23)),
    write(folder, `2025年${PLACE}农村牧区最低生活保障发放清册`, PERSON, personRows(60, 9)),
  ]
  await must('import', ...files, '--accept')
  await must('publish')
  rmSync(folder, { recursive: true, force: true })
  const told = await must('board', SITE, '--url', office.url)
  return { office, boardAddress: /http\S+/.exec(told)![0] }
}
