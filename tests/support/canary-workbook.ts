// A real workbook with numbers that must never get out, hidden in every corner: cells, names, comments, a hidden sheet,
// properties, title and footer; and the spellings in which they might slip out.
import { writeFileSync } from 'node:fs'
import * as XLSX from '@e965/xlsx'
import { makeId } from './test-instance.ts'

const PEOPLE = 24
export const PHONE = '13947820099'
export const CANARY_ID = makeId(900)
export const CANARY_CARD = '6217009999000011117'

export const ids = Array.from({ length: PEOPLE }, (_, n) => makeId(n))
export const cards = Array.from(
  { length: PEOPLE },
  (_, n) => `62170012345${String(60_000_000 + 7 * n)}`,
)

export const writeWorkbook = (file: string) => {
  const rows: (string | number)[][] = [
    [`2025年巴达尔胡镇乌都岱嘎查耕地地力保护补贴发放清册 联系电话${PHONE}`],
    ['编制单位：乌都岱嘎查', '', '', '', '', '', '单位：亩、元'],
    ['序号', '姓名', '身份证号', '补贴面积', '补贴标准', '补贴金额', '银行账号', '备注'],
    ...ids.map((id, n) => [
      n + 1,
      `包${'日月星辰'[n % 4]}${'东南西北中上'[n % 6]}${n % 5 === 0 ? PHONE : ''}`,
      id,
      10 + n,
      67.41,
      Number(((10 + n) * 67.41).toFixed(2)),
      cards[n]!,
      n === 3 ? `换卡，电话${PHONE}` : '',
    ]),
    [
      '合计',
      '',
      '',
      ids.reduce((sum, _, n) => sum + 10 + n, 0),
      '',
      Number(ids.reduce((sum, _, n) => sum + Number(((10 + n) * 67.41).toFixed(2)), 0).toFixed(2)),
    ],
    [`制表人：白某 ${PHONE}  身份证${CANARY_ID}`],
  ]
  const sheet = XLSX.utils.aoa_to_sheet(rows)
  for (const cell of ['B4', 'F5']) {
    const target = sheet[cell] as XLSX.CellObject
    target.c = [{ a: CANARY_ID, t: `本人证件 ${CANARY_ID} 卡号 ${CANARY_CARD}` }]
  }
  const book = XLSX.utils.book_new()
  XLSX.utils.book_append_sheet(book, sheet, `清册${PHONE}`)
  XLSX.utils.book_append_sheet(
    book,
    XLSX.utils.aoa_to_sheet([['底册'], [CANARY_ID, CANARY_CARD]]),
    '底册',
  )
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] }
  book.Props = { Title: CANARY_ID, Author: `经办 ${PHONE}`, Comments: CANARY_CARD }
  writeFileSync(file, XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
}

const fullWidth = (text: string) =>
  text.replace(/\d/g, (d) => String.fromCharCode(0xff10 + Number(d)))

/** A number as it might have slipped out: plain, cut, spaced, full width. The last four alone are allowed. */
export const spellings = (number: string): string[] => [
  number,
  number.slice(0, -4),
  number.slice(-10),
  fullWidth(number),
  [...number].join(' '),
  number.replace(/(.{4})(?=.)/g, '$1 '),
  number.replace(/(.{4})(?=.)/g, '$1-'),
]

/** Every number of the registry and every planted one. */
export const secrets: readonly string[] = [...ids, ...cards, CANARY_ID, CANARY_CARD, PHONE]
