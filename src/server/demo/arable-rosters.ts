// Five years of 耕地地力保护补贴 of the same villages, in the form that each year's office happened to use, and the crops'
// subsidies of 2025.
import { createDice } from './dice.ts'
import type { DemoVillages } from './demo-villages.ts'
import { column, makeLine, makeLines, serial } from './farm-lines.ts'
import type { FarmLine } from './farm-lines.ts'
import type { Column, DemoFile, DemoSheet } from './sheets.ts'
import { addHead, addLine, addRows, addSection, addSum, mergeDown, startSheet } from './sheets.ts'
import type { VillageHistory } from './villages.ts'

const ARABLE = '耕地地力保护补贴'

export const makeArableRosters = ({ badarhu, tuanjie, shuitian }: DemoVillages): DemoFile[] => {
  const villages = [badarhu, tuanjie, shuitian]
  return [
    {
      path: '耕地地力保护补贴-三个村-2021.xls',
      format: 'xls',
      sheets: villages.map((village) => makeSectioned(village, 2021)),
    },
    {
      path: '耕地地力保护补贴-全旗-2022.xlsx',
      format: 'xlsx',
      sheets: [makeBannerList(villages, 2022)],
    },
    {
      path: '耕地地力保护补贴-2023-gb18030.csv',
      format: 'csv-gb18030',
      sheets: [makeExport(villages.flatMap((village) => makeLines(village, ARABLE, 2023)))],
    },
    {
      path: '耕地地力保护补贴-三个村-2024.ods',
      format: 'ods',
      sheets: villages.map((village) => makeTotalFirst(village, 2024)),
    },
    {
      path: '耕地地力保护补贴-三个村-2025.xlsx',
      format: 'xlsx',
      sheets: villages.map((village) => makeSectioned(village, 2025)),
    },
    {
      path: '玉米大豆生产者补贴-2025.csv',
      format: 'csv-utf8',
      sheets: [makeExport(villages.flatMap(makeCropLines))],
    },
    {
      path: '稻谷生产者补贴-水田村-2025.xlsx',
      format: 'xlsx',
      sheets: [makeRiceNotice(shuitian)],
    },
  ]
}

const makeSectioned = (history: VillageHistory, year: number): DemoSheet => {
  const { village } = history
  const columns: Column<FarmLine>[] = [
    serial(),
    column.name('农 户 姓 名'),
    column.id('身份证号码'),
    column.account('一卡通账号'),
    column.quantity('补贴面积'),
    column.rate('补贴标准'),
    column.amount('补贴金额'),
    column.remark('备注', 37, '换卡'),
  ]
  const width = columns.length
  const title = `${year}年${village.town}${village.name}${ARABLE}发放清册`
  const sheet = startSheet(village.name, title, width)
  addLine(sheet, width, {
    0: `编制单位：${village.town}财政所`,
    3: `${year}年6月10日`,
    6: '单位：元、亩',
  })
  addHead(sheet, columns)
  const lines = makeLines(history, ARABLE, year)
  let first = 0
  for (const group of village.groups) {
    const members = lines.filter(({ person }) => person.group === group)
    addSection(sheet, group, width)
    addRows(sheet, columns, members, first)
    addSum(sheet, columns, members, '小计', 1)
    first += members.length
  }
  addSum(sheet, columns, lines, '合计')
  addLine(sheet, width, { 0: '制表人：', 2: '复核人：', 4: '负责人：' })
  return sheet
}

const makeBannerList = (villages: readonly VillageHistory[], year: number): DemoSheet => {
  const columns: Column<FarmLine>[] = [
    serial(),
    column.town('苏木乡镇'),
    column.village('嘎查村'),
    column.group('村民小组'),
    column.name('姓名'),
    column.id('证件号码'),
    column.quantity('补贴面积(亩)'),
    column.rate('补贴标准(元/亩)'),
    column.amount('补贴金额(元)'),
    column.account('银行卡号'),
  ]
  const sheet = startSheet('花名册', `扎赉特旗${year}年${ARABLE}发放花名册`, columns.length)
  addHead(sheet, columns)
  const lines: FarmLine[] = []
  for (const village of villages) {
    const own = makeLines(village, ARABLE, year)
    const top = sheet.rows.length
    addRows(sheet, columns, own, lines.length)
    for (const left of [1, 2, 3]) mergeDown(sheet, left, top, sheet.rows.length - 1)
    addSum(sheet, columns, own, '小计', 2)
    lines.push(...own)
  }
  addSum(sheet, columns, lines, '合计', 1)
  return sheet
}

const makeTotalFirst = (history: VillageHistory, year: number): DemoSheet => {
  const { village } = history
  const columns: Column<FarmLine>[] = [
    serial(),
    column.group('组别'),
    column.name('户主姓名'),
    column.id('身份证号'),
    column.quantity('确权面积(亩)'),
    column.rate('补贴标准(元/亩)'),
    column.amount('应发金额(元)'),
    column.account('一卡通账号'),
  ]
  const title = `${village.town}${village.name}${year}年${ARABLE}资金发放明细表`
  const sheet = startSheet(village.name, title, columns.length)
  const lines = makeLines(history, ARABLE, year)
  addHead(sheet, columns)
  addSum(sheet, columns, lines, '合计')
  addRows(sheet, columns, lines)
  return sheet
}

/** An export of the paying system: a head and lines, no title and no sums. Long numbers carry a tab so that they stay text. */
const makeExport = (lines: readonly FarmLine[]): DemoSheet => {
  const columns: Column<FarmLine>[] = [
    column.town('乡镇'),
    column.village('嘎查村'),
    column.group('组别'),
    column.name('姓名'),
    { head: '证件号码', cell: ({ person }) => `${person.idNumber}\t` },
    column.programme('补贴项目'),
    column.quantity('申报补贴面积(亩)'),
    column.rate('补助标准(元/亩)'),
    column.amount('应发金额(元)'),
    { head: '发放账号', cell: ({ person }) => `${person.account}\t` },
    { head: '发放状态', cell: (_, i) => (i % 61 === 40 ? '失败' : '成功') },
    { head: '备注', cell: (_, i) => (i % 61 === 40 ? '账户信息有误' : null) },
  ]
  const sheet: DemoSheet = { name: 'Sheet1', rows: [], merges: [] }
  addHead(sheet, columns)
  addRows(sheet, columns, lines)
  return sheet
}

const makeCropLines = ({ village, holdingsIn }: VillageHistory): FarmLine[] => {
  const dice = createDice(2025 + village.households)
  return holdingsIn(2025).flatMap(({ person, quantity }) => {
    const maize = Math.floor((quantity * dice.between(20, 100)) / 1000) * 10
    const soy = dice.chance(0.55) ? quantity - maize : 0
    const line = (programme: string, area: number) =>
      area > 0 ? [makeLine(village, person, programme, 2025, area)] : []
    return [...line('玉米生产者补贴', maize), ...line('大豆生产者补贴', soy)]
  })
}

/** A notice, not a result: objections are possible until it ends. */
const makeRiceNotice = (history: VillageHistory): DemoSheet => {
  const { village } = history
  const columns: Column<FarmLine>[] = [
    serial(),
    column.group('屯'),
    column.name('姓名'),
    column.id('身份证号'),
    column.quantity('水稻种植面积'),
    column.rate('标准'),
    column.amount('金额'),
    column.account('账号'),
  ]
  const title = `${village.town}${village.name}2025年稻谷生产者补贴公示表（单位：亩、元）`
  const sheet = startSheet('公示表', title, columns.length)
  const lines = makeLines(history, '稻谷生产者补贴', 2025, ({ quantity }) => quantity - 500).filter(
    ({ quantity }, i) => quantity > 0 && i % 3 !== 1,
  )
  addHead(sheet, columns)
  addRows(sheet, columns, lines)
  addSum(sheet, columns, lines, '合计')
  addLine(sheet, columns.length, { 0: '公示时间：2025年9月8日至9月14日' })
  return sheet
}
