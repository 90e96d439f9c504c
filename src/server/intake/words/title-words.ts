// What the words above a table say: year, batch, kind of list. Titles are free text; what they don't say stays null.
import type { RosterKind } from '../../../domain/roster/schema.ts'

const HAN_DIGITS = '零一二三四五六七八九'
const hanDigit = (c: string): number => {
  if ('〇○零Oo0'.includes(c)) return 0
  if (/\d/.test(c)) return Number(c)
  return HAN_DIGITS.indexOf(c)
}

/** 二〇二五 · 一十二 · 二十 · 12 → number; null when it is none. */
export const readCount = (text: string): number | null => {
  if (/^\d{1,4}$/.test(text)) return Number(text)
  const tens = /^([一二三四五六七八九]?)十([一二三四五六七八九]?)$/.exec(text)
  if (tens) return (tens[1] ? hanDigit(tens[1]) : 1) * 10 + (tens[2] ? hanDigit(tens[2]) : 0)
  return /^[零一二三四五六七八九]$/.test(text) ? hanDigit(text) : null
}

const DOCUMENT_NUMBER = /[〔[(【]\s*(?:19|20)\d{2}\s*[〕\])】]\s*第?\s*\d+\s*号/g
const SPAN = /((?:19|20)\d{2})年?度?[-—–~至到]((?:19|20)?\d{2})年?(?:度|学年|年)/
const WRITTEN = /[二2][〇○零Oo0][〇○零Oo0一二三四五六七八九][〇○零Oo0一二三四五六七八九](?=年)/
const isYear = (year: number) => year >= 1990 && year <= 2100

/** Year of a title: 2025年 · 二〇二五年 · 2024-2025年度 (the later). Numbers of documents don't count. */
export const readYear = (text: string): number | null => {
  const plain = text.replace(DOCUMENT_NUMBER, '')
  const span = SPAN.exec(plain)
  if (span) return span[2]!.length === 2 ? Number(span[1]!.slice(0, 2) + span[2]!) : Number(span[2])
  const numeral =
    /(?<!\d)((?:19|20)\d{2})年度/.exec(plain) ?? /(?<!\d)((?:19|20)\d{2})年/.exec(plain)
  if (numeral) return Number(numeral[1])
  const written = WRITTEN.exec(plain)
  if (!written) return null
  const year = Number([...written[0]].map(hanDigit).join(''))
  return isYear(year) ? year : null
}

/** Year of a cell, a sheet name or a file name, where the bare number is enough: `…-2025.xls`, `20250615`. */
export const readBareYear = (text: string): number | null => {
  const year = readYear(text)
  if (year !== null) return year
  const bare = /(?<!\d)((?:19|20)\d{2})(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?)?(?!\d)/.exec(text)
  return bare && isYear(Number(bare[1])) ? Number(bare[1]) : null
}

const COUNT = '[一二三四五六七八九十\\d]{1,3}'
const BATCH_NUMBER = new RegExp(`第(${COUNT})(批|次|期)`)
const QUARTER = /(?:第)?([一二三四1-4])季度/
const MONTHS = new RegExp(`(?<!\\d)(${COUNT})月?份?[-—–~至到](${COUNT})月份?(?!\\d)`)
const MONTH = new RegExp(`(${COUNT})月(?:份|(?!\\d|[一二三四五六七八九十]+[日号]))`)
/** 2025.3 · 2025/03 · 2025.1-3 · 2025.1-2025.3; a day behind it makes it a date. */
const DOTTED =
  /(?<![\d.])(?:19|20)\d{2}[./](0?[1-9]|1[0-2])(?:月?[-—–~至到](?:(?:19|20)\d{2}[./])?(0?[1-9]|1[0-2]))?(?![\d./])/
const HALF = /上半年|下半年/
const STAGE = /提前批|预拨|清算|(?<!直)补发(?!放)/

/** Which payment of the year: `1` for the only or first one, else 第二批, 二季度, 3月, 1-6月, 上半年 … */
export const readBatch = (text: string): string | null => {
  const number = BATCH_NUMBER.exec(text)
  if (number) return normalBatch(readCount(number[1]!), number[2]!)
  const quarter = QUARTER.exec(text)
  if (quarter) return `${HAN_DIGITS[readCount(quarter[1]!)!]!}季度`
  const undated = text.replace(/\d{1,2}月\d{1,2}[日号]?/g, '')
  const months = MONTHS.exec(undated)
  if (months)
    return `${readCount(months[1]!) ?? months[1]!}-${readCount(months[2]!) ?? months[2]!}月`
  const month = MONTH.exec(undated)
  if (month) {
    const count = readCount(month[1]!)
    if (count !== null && count >= 1 && count <= 12) return `${count}月`
  }
  const dotted = DOTTED.exec(text)
  if (dotted) return [dotted[1], dotted[2]].flatMap((n) => (n ? [Number(n)] : [])).join('-') + '月'
  return HALF.exec(text)?.[0] ?? STAGE.exec(text)?.[0] ?? null
}

const normalBatch = (count: number | null, kind: string): string | null => {
  if (count === null) return null
  if (count === 1) return '1'
  const han = count < 10 ? HAN_DIGITS[count]! : count < 20 ? `十${HAN_DIGITS[count - 10]!}` : count
  return `第${count === 10 ? '十' : han}${kind}`
}

/** A cell of a 批次, 月份 or 季度 column under its label: bare numbers get their word. */
export const readBatchCell = (text: string, label: string): string | null => {
  const worded = readBatch(text)
  if (worded !== null) return worded
  const count = readCount(text)
  if (count === null) return text === '' ? null : text
  if (label.includes('月')) return `${count}月`
  if (label.includes('季')) return `${HAN_DIGITS[count] ?? count}季度`
  return normalBatch(count, '批')
}

/** 公示 is before payment, everything else is a result (DOMAIN §1.7). */
export const readKind = (text: string): RosterKind | null => {
  if (/公示/.test(text)) return 'notice'
  return /发放|兑付|拨付|清册|花名册|明细|公告|公开/.test(text) ? 'result' : null
}

const LIST_WORDS =
  '(?:清册表?|花名册|名册|花名表|明细表?|公示表?|公示名单|一览表|汇总表|统计表|登记表|信息表|情况表|兑付表|拨付表|分配表|发放表|审批表|核定表|申报表|名单|台账|台帐|公告|公开|表)'
const LIST_TAIL = new RegExp(
  `(?:资金)?(?:发放|兑付|拨付|分配|受益|打卡|支付|核定|申报|审核|面积)*(?:情况)?(?:的)?(?:公示|公开|公告)?(?:农户|个人|分户|到户)?(?:发放)?${LIST_WORDS}+$`,
)

const LIST_END = new RegExp(`${LIST_WORDS}(?:\\(.*\\))?$`)

/** The heading of a list for certain: it says so, or says the year. */
export const isListTitle = (text: string): boolean =>
  text.length >= 5 && !/[::]$/.test(text) && (LIST_END.test(text) || readYear(text) !== null)

/** Looks like the heading of a list, not like a row of it. */
export const isTitle = (text: string): boolean =>
  isListTitle(text) || (text.length >= 5 && /补贴|补助|奖励|补偿|津贴|救助|保障金|低保/.test(text))

/** The programme part of a title: without year, place, batch, kind of list and brackets. */
export const programmePart = (title: string, placeWords: readonly string[]): string => {
  let text = title
    .replace(/\((?![^()]*(?:补贴|补助|奖励|补偿|津贴|保护|保障))[^()]*\)/g, '')
    .replace(/附[件表]\s*\d*\s*[::.]?/g, '')
  for (const word of placeWords) text = text.replaceAll(word, '')
  text = text
    .replace(DOCUMENT_NUMBER, '')
    .replace(new RegExp(DOTTED, 'g'), '')
    .replace(new RegExp(SPAN, 'g'), '')
    .replace(/(?:19|20)\d{2}(?:年度?)?/g, '')
    .replace(new RegExp(`${WRITTEN.source}年度?`, 'g'), '')
    .replace(/[二][〇○零][〇○零一二三四五六七八九]{2}年度?/g, '')
    .replace(new RegExp(BATCH_NUMBER, 'g'), '')
    .replace(new RegExp(QUARTER, 'g'), '')
    .replace(new RegExp(MONTHS, 'g'), '')
    .replace(new RegExp(MONTH, 'g'), '')
    .replace(/上半年|下半年|提前批|预拨|清算|(?<!直)补发(?!放)/g, '')
    .replace(/(?:内蒙古自治区|内蒙古|兴安盟|扎赉特旗)/g, '')
    .replace(/^(?:关于|对|旗|年度?|的)+/, '')
  return text
    .replace(/^.{2,14}?(?:局|人民政府|财政所|服务中心)(?=.{4})/, '')
    .replace(/^(?:拟)?(?:享受|领取)/, '')
    .replace(LIST_TAIL, '')
    .replace(/(?:面积|资金|金额|情况)?(?:及|和|与|、)$|(?:农户|农牧户|人员|对象)$/, '')
    .replace(/^[《“"\s·\-_—]+|[》”"\s·\-_—]+$/g, '')
}
