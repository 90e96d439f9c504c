// The grassland award of 2022 with the banner's own rates of that year, by 独贵龙, both programmes side by side.
import { multiplyToFen } from '../../base/decimal.ts'
import { createDice } from './dice.ts'
import type { DemoVillages } from './demo-villages.ts'
import { serial } from './farm-lines.ts'
import type { Column, DemoFile, DemoSheet } from './sheets.ts'
import {
  addHead,
  addLine,
  addRows,
  addSum,
  mergeDown,
  mu,
  perUnit,
  startSheet,
  total,
  yuan,
} from './sheets.ts'
import type { Person, VillageHistory } from './villages.ts'

/** 扎财农〔2022〕4号: 11.9235 and 3.9745 yuan a mu. */
const BAN_RATE = 119_235
const BALANCE_RATE = 39_745

interface GrassRow {
  readonly person: Person
  readonly banned: number
  readonly balanced: number
}

export const makeGrasslandRosters = ({ bayanulan }: DemoVillages): DemoFile[] => [
  {
    path: '草原生态补奖-巴彦乌兰嘎查-2022.xlsx',
    format: 'xlsx',
    sheets: [makeGrassSheet(bayanulan)],
  },
]

/** Pasture was surveyed to three decimals. */
const makeGrassRows = ({ holdingsIn }: VillageHistory): GrassRow[] => {
  const dice = createDice(2022)
  return holdingsIn(2022).map(({ person, quantity }) => {
    const whole = quantity + dice.between(0, 9)
    const banned = dice.chance(0.4) ? Math.floor(whole * dice.unit() * 0.8) : 0
    return { person, banned, balanced: whole - banned }
  })
}

const block = (over: string, area: (row: GrassRow) => number, rate: number): Column<GrassRow>[] => {
  const fen = (row: GrassRow) => multiplyToFen(area(row), rate)
  const ifAny = (row: GrassRow, value: number) => (area(row) === 0 ? null : value)
  return [
    {
      head: '面积',
      over,
      cell: (row) => ifAny(row, mu(area(row))),
      sum: (rows) => mu(total(rows, area)),
    },
    { head: '标准', over, cell: (row) => ifAny(row, perUnit(rate)) },
    {
      head: '金额',
      over,
      cell: (row) => ifAny(row, yuan(fen(row))),
      sum: (rows) => yuan(total(rows, fen)),
    },
  ]
}

const bothFen = ({ banned, balanced }: GrassRow): number =>
  multiplyToFen(banned, BAN_RATE) + multiplyToFen(balanced, BALANCE_RATE)

const makeGrassSheet = (history: VillageHistory): DemoSheet => {
  const { village } = history
  const columns: Column<GrassRow>[] = [
    serial(),
    { head: '独贵龙', cell: ({ person }) => person.group },
    { head: '户主姓名', cell: ({ person }) => person.name },
    { head: '身份证号', cell: ({ person }) => person.idNumber },
    ...block('禁牧', ({ banned }) => banned, BAN_RATE),
    ...block('草畜平衡', ({ balanced }) => balanced, BALANCE_RATE),
    {
      head: '合计',
      cell: (row) => yuan(bothFen(row)),
      sum: (rows) => yuan(total(rows, bothFen)),
    },
    { head: '一卡通账号', cell: ({ person }) => person.account },
    { head: '签字', cell: () => null },
  ]
  const title = `${village.town}${village.name}2022年草原生态保护补助奖励资金发放清册`
  const sheet = startSheet(village.name, title, columns.length)
  addLine(sheet, columns.length, { 0: `填制单位：${village.town}人民政府`, 8: '单位：亩、元' })
  addHead(sheet, columns)
  const rows = makeGrassRows(history)
  const top = sheet.rows.length
  addRows(sheet, columns, rows)
  mergeDown(sheet, 1, top, sheet.rows.length - 1)
  addSum(sheet, columns, rows, '合计')
  return sheet
}
