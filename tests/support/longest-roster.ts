// A roster of the longest names, groups and sums that a village may have, all invented: what a layout must bear.
import { writeFileSync } from 'node:fs'
import * as XLSX from '@e965/xlsx'
import { makeId } from './test-instance.ts'

/** Written in characters up to the twelve that registers know, with and without the dot; and in Mongolian letters. */
export const LONGEST_NAMES = [
  '乌云格日勒图其其格',
  '额尔德尼敖其尔·巴特尔',
  '阿拉坦格日勒·乌力吉巴雅尔',
  '孛儿只斤·额尔敦朝鲁图',
  'ᠡᠷᠳᠡᠨᠢᠴᠢᠮᠡᠭ',
  'ᠠᠯᠲᠠᠨᠭᠡᠷᠡᠯ',
  '扎赉特旗巴达尔胡镇盛丰玉米种植农牧民专业合作社联合社',
  '欧阳·斯琴高娃',
]
const GROUPS = ['第一村民小组', '乌兰花艾里第十二村民小组', '独贵龙第三村民小组']
const RATE = 67.41
const AREAS = [18_314.31, 9_999.99, 0.3, 1_234.56, 14_833.1, 105.5, 88_888.88, 12.07]

const rowOf = (name: string, at: number): (string | number)[] => {
  const area = AREAS[at]!
  const amount = Math.round(area * 100 * (RATE * 100)) / 10_000
  return [
    at + 1,
    name,
    makeId(600 + at),
    GROUPS[at % GROUPS.length]!,
    area,
    RATE,
    Number(amount.toFixed(2)),
  ]
}

export const writeLongestRoster = (file: string): void => {
  const rows = LONGEST_NAMES.map(rowOf)
  const sum = (column: number): number =>
    rows.reduce((total, row) => total + Number(row[column]), 0)
  const sheet = XLSX.utils.aoa_to_sheet([
    ['2026年巴达尔胡镇巴达尔胡嘎查耕地地力保护补贴发放清册'],
    ['编制单位：巴达尔胡嘎查', '', '', '', '', '', '单位：元、亩'],
    ['序号', '姓名', '身份证号', '组别', '补贴面积', '补贴标准', '补贴金额'],
    ...rows,
    ['合计', '', '', '', Number(sum(4).toFixed(2)), '', Number(sum(6).toFixed(2))],
  ])
  const book = XLSX.utils.book_new()
  XLSX.utils.book_append_sheet(book, sheet, '清册')
  writeFileSync(file, XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
}
