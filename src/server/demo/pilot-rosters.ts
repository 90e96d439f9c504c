// The pilot of 2018, 三项补贴, as three offices kept it: side by side, one under the other with a programme column, and one
// sheet per programme.
import type { DemoVillages } from './demo-villages.ts'
import { column, makeLine, makeLines, serial } from './farm-lines.ts'
import type { FarmLine } from './farm-lines.ts'
import type { Column, DemoFile, DemoSheet } from './sheets.ts'
import {
  addHead,
  addLine,
  addRows,
  addSection,
  addSum,
  mergeDown,
  mu,
  perUnit,
  startSheet,
  total,
  yuan,
} from './sheets.ts'
import type { Holding, Person, Village, VillageHistory } from './villages.ts'

const YEAR = 2018
const PROGRAMMES = ['粮食直补', '农资综合补贴', '良种补贴'] as const

export const makePilotRosters = (villages: DemoVillages): DemoFile[] => [
  {
    path: '三项补贴-巴达尔胡嘎查-2018.xls',
    format: 'xls',
    sheets: [makeSideBySide(villages.badarhu)],
  },
  { path: '三项补贴-团结村-2018.xls', format: 'xls', sheets: [makeLongList(villages.tuanjie)] },
  {
    path: '三项补贴-水田村-2018.xls',
    format: 'xls',
    sheets: PROGRAMMES.map((programme) => makeProgrammeSheet(villages.shuitian, programme)),
  },
]

interface PilotRow {
  readonly person: Person
  readonly lines: readonly FarmLine[]
}

/** Improved seed was sown on part of the land, and on none by every seventh household. */
const seedArea = ({ person, quantity }: Holding): number => {
  const last = Number(person.account.slice(-2))
  return last % 7 === 0 ? 0 : Math.floor((quantity * (60 + (last % 41))) / 1000) * 10
}

const makePilotRow = (village: Village, holding: Holding): PilotRow => {
  const { person, quantity } = holding
  const line = (programme: string, area: number) => makeLine(village, person, programme, YEAR, area)
  const [grain, inputs, seed] = PROGRAMMES
  const sown = seedArea(holding)
  const both = [line(grain, quantity), line(inputs, quantity)]
  return { person, lines: sown === 0 ? both : [...both, line(seed, sown)] }
}

const sideColumns = (): Column<PilotRow>[] => [
  serial(),
  { head: '农 户 姓 名', cell: ({ person }) => person.name },
  { head: '身份证号码', cell: ({ person }) => person.idNumber },
  { head: '一卡通账号', cell: ({ person }) => person.account },
  ...PROGRAMMES.flatMap((programme, at) => programmeBlock(programme, at)),
  {
    head: '补贴合计',
    cell: ({ lines }) => yuan(total(lines, (line) => line.fen)),
    sum: (rows) => yuan(total(rows, ({ lines }) => total(lines, (line) => line.fen))),
  },
  { head: '备注', cell: (_, i) => (i % 23 === 11 ? '换卡' : null) },
]

const programmeBlock = (over: string, at: number): Column<PilotRow>[] => {
  const area = (row: PilotRow) => row.lines[at]?.quantity ?? null
  const fen = (row: PilotRow) => row.lines[at]?.fen ?? null
  const shown = (value: number | null | undefined, show: (value: number) => number) =>
    value === null || value === undefined ? null : show(value)
  return [
    {
      head: '面积',
      over,
      cell: (row) => shown(area(row), mu),
      sum: (rows) => mu(total(rows, area)),
    },
    { head: '标准', over, cell: (row) => shown(row.lines[at]?.rate, perUnit) },
    {
      head: '金额',
      over,
      cell: (row) => shown(fen(row), yuan),
      sum: (rows) => yuan(total(rows, fen)),
    },
  ]
}

const makeSideBySide = ({ village, holdingsIn }: VillageHistory): DemoSheet => {
  const columns = sideColumns()
  const width = columns.length
  const title = `2018年${village.town}${village.name}“三项补贴”发放清册`
  const sheet = startSheet(village.name, title, width)
  addLine(sheet, width, {
    0: `编制单位：${village.town}财政所`,
    4: '2018年4月12日',
    11: '单位：元、亩',
  })
  addHead(sheet, columns)
  const rows = holdingsIn(YEAR).map((holding) => makePilotRow(village, holding))
  let first = 0
  for (const group of village.groups) {
    const members = rows.filter(({ person }) => person.group === group)
    addSection(sheet, group, width)
    addRows(sheet, columns, members, first)
    addSum(sheet, columns, members, '小计', 1)
    first += members.length
  }
  addSum(sheet, columns, rows, '合计')
  addLine(sheet, width, { 0: '制表人：', 3: '复核人：', 6: '负责人：' })
  return sheet
}

const makeLongList = ({ village, holdingsIn }: VillageHistory): DemoSheet => {
  const columns: Column<FarmLine>[] = [
    serial(),
    column.group('组别'),
    column.name('姓名'),
    column.id('身份证号'),
    column.programme('补贴项目'),
    column.quantity('补贴面积(亩)'),
    column.rate('补贴标准(元/亩)'),
    column.amount('补贴金额(元)'),
    column.account('银行账号'),
    column.remark('备注', 41, '换卡'),
  ]
  const lines = holdingsIn(YEAR).flatMap((holding) => makePilotRow(village, holding).lines)
  const title = `${village.town}${village.name}2018年“三项补贴”资金发放明细表`
  const sheet = startSheet('Sheet1', title, columns.length)
  addHead(sheet, columns)
  addRows(sheet, columns, lines)
  addSum(sheet, columns, lines, '合计')
  return sheet
}

const makeProgrammeSheet = (history: VillageHistory, programme: string): DemoSheet => {
  const { village } = history
  const columns: Column<FarmLine>[] = [
    serial('编号'),
    column.group('屯'),
    column.name('户主'),
    column.id('公民身份号码'),
    column.quantity('面积'),
    column.rate('补贴标准'),
    column.amount('补贴金额'),
    column.account('发放账号'),
  ]
  const areaOf = programme === '良种补贴' ? seedArea : undefined
  const lines = makeLines(history, programme, YEAR, areaOf).filter(({ quantity }) => quantity > 0)
  const title = `${village.town}${village.name}2018年${programme}发放花名册（单位：亩、元）`
  const sheet = startSheet(programme, title, columns.length)
  addHead(sheet, columns)
  addSum(sheet, columns, lines, '合计')
  const top = sheet.rows.length
  addRows(sheet, columns, lines)
  mergeDown(sheet, 1, top, sheet.rows.length - 1)
  return sheet
}
