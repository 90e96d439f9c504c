// Social assistance of 2025: low income by quarter with one sheet per gacha, the old-age allowance, the two subsidies for
// the disabled. Standards are invented.
import { multiplyToFen } from '../../base/decimal.ts'
import { createDice } from './dice.ts'
import type { DemoVillages } from './demo-villages.ts'
import { serial } from './farm-lines.ts'
import { inventName } from './names.ts'
import { accountAt, makeIdNumber } from './people.ts'
import type { Column, DemoFile, DemoSheet } from './sheets.ts'
import { addHead, addLine, addRows, addSum, perUnit, startSheet, total, yuan } from './sheets.ts'
import type { Person, VillageHistory } from './villages.ts'

const LOW_INCOME_MONTHLY = 5_800_000
const OLD_AGE_MONTHLY = 1_000_000
const DISABLED_MONTHLY: Readonly<Record<string, number>> = {
  困难残疾人生活补贴: 1_050_000,
  重度残疾人护理补贴: 1_150_000,
}

export const makeWelfareRosters = (villages: DemoVillages): DemoFile[] => [
  ...['一', '二'].map((quarter): DemoFile => ({
    path: `农村牧区低保-2025-${quarter}季度.xlsx`,
    format: 'xlsx',
    sheets: [villages.hurle, villages.mangha].map((village) =>
      makeLowIncomeSheet(village, quarter),
    ),
  })),
  { path: '高龄津贴-音德尔镇-2025-上半年.xls', format: 'xls', sheets: [makeOldAgeSheet()] },
  {
    path: '残疾人两项补贴-巴达尔胡镇-2025-二季度.xlsx',
    format: 'xlsx',
    sheets: [makeDisabledSheet(villages.badarhu)],
  },
]

interface Assisted {
  readonly village: string
  readonly person: Person
  readonly programme: string
  /** Persons counted. */
  readonly persons: number
  readonly months: number
  readonly monthly: number
}

const fenOf = ({ persons, months, monthly }: Assisted): number =>
  multiplyToFen(persons * months * 1000, monthly)

const column = {
  name: (head: string): Column<Assisted> => ({ head, cell: ({ person }) => person.name }),
  id: (head: string): Column<Assisted> => ({ head, cell: ({ person }) => person.idNumber }),
  account: (head: string): Column<Assisted> => ({ head, cell: ({ person }) => person.account }),
  village: (head: string): Column<Assisted> => ({ head, cell: ({ village }) => village }),
  persons: (head: string): Column<Assisted> => ({ head, cell: ({ persons }) => persons }),
  monthly: (head: string): Column<Assisted> => ({ head, cell: (row) => perUnit(row.monthly) }),
  months: (head: string): Column<Assisted> => ({ head, cell: ({ months }) => months }),
  amount: (head: string): Column<Assisted> => ({
    head,
    cell: (row) => yuan(fenOf(row)),
    sum: (rows) => yuan(total(rows, fenOf)),
  }),
}

const makeLowIncomeSheet = ({ village, people }: VillageHistory, quarter: string): DemoSheet => {
  const columns: Column<Assisted>[] = [
    serial(),
    column.name('姓名'),
    column.id('公民身份号码'),
    column.persons('保障人口'),
    column.monthly('月标准(元)'),
    column.months('月数'),
    column.amount('实发金额'),
    { head: '开户行', cell: () => '农村信用社' },
    column.account('银行账号'),
  ]
  const rows = people
    // one household of the first quarter has left by the second, another has come
    .filter((_, i) => i !== (quarter === '一' ? 3 : 8))
    .map((person): Assisted => ({
      village: village.name,
      person,
      programme: '低保',
      persons: 1 + (Number(person.account.slice(-3)) % 3),
      months: 3,
      monthly: LOW_INCOME_MONTHLY,
    }))
  const title = `2025年第${quarter}季度农村牧区最低生活保障金花名册（${village.name}）`
  const sheet = startSheet(village.name, title, columns.length)
  addHead(sheet, columns)
  addRows(sheet, columns, rows)
  addSum(sheet, columns, rows, '合计')
  return sheet
}

const OLD_AGE_VILLAGES = ['团结村', '东方红村', '保卫村']
const OLDEST_BIRTHDAYS = 4_560 // 1932 to mid 1944: eighty all through 2025

const makeOldAgeSheet = (): DemoSheet => {
  const dice = createDice(80)
  const columns: Column<Assisted>[] = [
    serial(),
    column.village('嘎查村'),
    column.name('姓 名'),
    column.id('身份证号'),
    column.monthly('月标准'),
    column.months('月数'),
    column.amount('发放金额'),
    column.account('社会保障卡银行账号'),
    { head: '备注', cell: (_, i) => (i === 17 ? '补发' : null) },
  ]
  const rows = Array.from({ length: 33 }, (_, i): Assisted => ({
    village: OLD_AGE_VILLAGES[Math.floor(i / 11)] ?? '',
    person: {
      name: inventName(dice, 0.2),
      idNumber: makeIdNumber(dice.between(0, OLDEST_BIRTHDAYS), dice.between(1, 999)),
      account: accountAt(20_000 + i, 2_018),
      group: '',
    },
    programme: '高龄津贴',
    persons: 1,
    months: i % 9 === 4 ? 5 : 6,
    monthly: OLD_AGE_MONTHLY,
  }))
  const sheet = startSheet('高龄津贴', '音德尔镇2025年上半年高龄津贴发放花名册', columns.length)
  addLine(sheet, columns.length, { 0: '编制单位：音德尔镇人民政府', 6: '单位：元' })
  addHead(sheet, columns)
  addRows(sheet, columns, rows)
  addSum(sheet, columns, rows, '合计')
  return sheet
}

const makeDisabledSheet = ({ village, holdingsIn }: VillageHistory): DemoSheet => {
  const columns: Column<Assisted>[] = [
    serial(),
    column.village('嘎查村'),
    column.name('残疾人姓名'),
    column.id('证件号码'),
    { head: '补贴项目', cell: ({ programme }) => programme },
    column.monthly('补贴标准(元/月)'),
    column.months('月数'),
    column.amount('补贴金额(元)'),
    column.account('一卡通账号'),
  ]
  const rows = holdingsIn(2025)
    .filter((_, i) => i % 5 === 2)
    .flatMap(({ person }, i): Assisted[] =>
      Object.entries(DISABLED_MONTHLY)
        .filter((_, at) => (i % 3) - 1 !== at) // some get the one, some the other, some both
        .map(([programme, monthly]) => ({
          village: village.name,
          person,
          programme,
          persons: 1,
          months: 3,
          monthly,
        })),
    )
  const title = `${village.town}2025年第二季度残疾人两项补贴发放明细表`
  const sheet = startSheet('明细', title, columns.length)
  addHead(sheet, columns)
  addRows(sheet, columns, rows)
  addSum(sheet, columns, rows, '合计')
  return sheet
}
