// One roster set aside to show what intake asks about. Nothing in it stops an import; everything in it needs a person's yes.
import type { DemoVillages } from './demo-villages.ts'
import { column, makeLines, serial } from './farm-lines.ts'
import type { FarmLine } from './farm-lines.ts'
import type { Column, DemoFile } from './sheets.ts'
import { addHead, addRows, addSum, startSheet } from './sheets.ts'

interface AskedLine extends FarmLine {
  readonly remark: string | null
}

export const makeQuestionedRosters = ({ jianshe }: DemoVillages): DemoFile[] => {
  const columns: Column<AskedLine>[] = [
    serial(),
    column.group('组别'),
    column.name('姓名'),
    column.id('身份证号'),
    column.quantity('面积(亩)'),
    column.rate('标准(元/亩)'),
    column.amount('金额(元)'),
    column.account('账号'),
    { head: '备注', cell: ({ remark }) => remark },
  ]
  const lines = plantQuestions(makeLines(jianshe, '耕地地力保护补贴', 2025))
  const title = '巴彦高勒镇建设村2025年耕地地力保护补贴发放明细表'
  const sheet = startSheet('明细表', title, columns.length)
  addHead(sheet, columns)
  addRows(sheet, columns, lines)
  addSum(sheet, columns, lines, '合计')
  return [{ path: '有疑问/耕地地力保护补贴-建设村-2025.xls', format: 'xls', sheets: [sheet] }]
}

/** By place in the list; the spreadsheet's row is two further (title and head), counted from one. */
const plantQuestions = (lines: readonly FarmLine[]): AskedLine[] => {
  const asked = lines.map((line): AskedLine => ({ ...line, remark: null }))
  const change = (at: number, changes: (line: AskedLine) => Partial<AskedLine>) => {
    const line = asked[at]
    if (line) asked[at] = { ...line, ...changes(line) }
  }
  const withId = (line: AskedLine, idNumber: string) => ({ person: { ...line.person, idNumber } })
  change(2, ({ fen }) => ({ fen: fen + 6_838 }))
  change(5, (line) => withId(line, spoilCheck(line.person.idNumber)))
  change(9, (line) => withId(line, toFifteen(line.person.idNumber)))
  change(14, (line) => {
    const account = asked[13]?.person.account ?? ''
    return { person: { ...line.person, account } }
  })
  change(18, () => ({ remark: '已故' }))
  change(22, () => ({ remark: '迁出' }))
  const repeated = asked[25]
  return repeated ? [...asked.slice(0, 26), repeated, ...asked.slice(26)] : asked
}

const spoilCheck = (id: string): string => id.slice(0, 17) + (id.endsWith('1') ? '2' : '1')

const toFifteen = (id: string): string => id.slice(0, 6) + id.slice(8, 17)
