// The sentences of findings, Chinese first. Numbers of persons appear with their last four at most; sums and areas in full.
import { FEN_DECIMALS, formatDecimal, QUANTITY_DECIMALS } from '../../base/decimal.ts'
import { quoteSafely } from './cells/cell-text.ts'
import type { LayoutTrouble } from './columns/layout-model.ts'

const yuan = (fen: number): string => formatDecimal(fen, FEN_DECIMALS)
const amountOf = (thousandths: number): string =>
  formatDecimal(thousandths, QUANTITY_DECIMALS, true)

interface Calculation {
  readonly quantity: number
  readonly rate: string
  readonly unit: string
  readonly expectedFen: number
  readonly amountFen: number
}

interface Sum {
  readonly printedFen: number
  readonly sumFen: number
}

/** What each sentence needs to know. */
export interface FindingFacts {
  'amount-mismatch': Calculation | { readonly partsFen: number; readonly amountFen: number }
  rounding: Calculation
  'total-mismatch': Sum
  'subtotal-mismatch': Sum & { readonly label: string }
  'id-check-digit': { readonly lastFour: string }
  'id-length': { readonly lastFour: string; readonly length: number }
  'id-as-number': { readonly lastFour: string }
  'duplicate-row': { readonly firstRow: number; readonly firstSheet: string | null }
  'shared-account': {
    readonly lastFour: string
    readonly otherRow: number
    readonly otherSheet: string | null
  }
  'amount-missing': {
    readonly printed: string
    readonly expectedFen: number | null
    readonly wholeColumn: boolean
  }
  negative: { readonly amountFen: number | null; readonly quantity: number | null }
  'place-unknown': { readonly printed: string }
  'place-ambiguous': { readonly printed: string }
  'programme-unknown': { readonly printed: string }
  'header-unsure': { readonly reason: LayoutTrouble | 'no-header' | 'summary' }
  'unit-missing': { readonly assumed: string }
  'payment-failed': { readonly printed: string }
  remark: { readonly printed: string; readonly grave: boolean }
  'hidden-cells':
    | { readonly what: 'sheet' }
    | { readonly what: 'rows'; readonly from: number; readonly to: number }
    | { readonly what: 'columns'; readonly names: string }
  'private-use-text': { readonly count: number }
  'payee-unlinked': { readonly why: 'no-column' | 'no-value' | 'no-name'; readonly rows: number }
  precision: { readonly what: 'quantity' | 'amount' | 'rate'; readonly printed: string }
}

export interface Sentence {
  readonly zh: string
  readonly en: string
}

type Texts = { readonly [C in keyof FindingFacts]: (facts: FindingFacts[C]) => Sentence }

const rowIn = (row: number, sheet: string | null): Sentence =>
  sheet === null
    ? { zh: `第${row}行`, en: `row ${row}` }
    : { zh: `“${quoteSafely(sheet)}”第${row}行`, en: `row ${row} of “${quoteSafely(sheet)}”` }

const quoted = (text: string): string => `“${quoteSafely(text)}”`

const HEADER_REASONS: Readonly<Record<FindingFacts['header-unsure']['reason'], Sentence>> = {
  'no-header': {
    zh: '没有找到表头（要有“姓名”“金额”等栏目名称）。',
    en: 'No header found (labels such as 姓名 and 金额 are needed).',
  },
  'no-name': { zh: '表头里没有姓名栏。', en: 'The header has no column of names.' },
  'no-figures': {
    zh: '表头里没有数量栏，也没有金额栏。',
    en: 'The header has neither a quantity nor an amount column.',
  },
  'no-amount': {
    zh: '看不出哪一栏是金额；请把该栏写成“补贴金额（元）”。',
    en: 'It is not clear which column is the amount; label it 补贴金额（元）.',
  },
  'two-lists': {
    zh: '左右并排了两份名单，请改成上下一份。',
    en: 'Two lists stand side by side; put them under one another.',
  },
  'two-amounts': {
    zh: '有两个以上的金额栏，看不出哪个是发给个人的数。',
    en: 'Several amount columns: it is not clear which one is paid.',
  },
  summary: {
    zh: '这是按单位汇总的表，没有到户到人的行，不能当清册公布；请用分户明细表。',
    en: 'This is a summary by place without persons; use the detailed list.',
  },
}

export const findingTexts: Texts = {
  'amount-mismatch': (f) =>
    'partsFen' in f
      ? {
          zh: `各项金额相加为${yuan(f.partsFen)}元，合计栏写的是${yuan(f.amountFen)}元。`,
          en: `The parts add up to ${yuan(f.partsFen)} yuan, the total column says ${yuan(f.amountFen)}.`,
        }
      : {
          zh: `${amountOf(f.quantity)}${f.unit}×${f.rate}元应为${yuan(f.expectedFen)}元，表上是${yuan(f.amountFen)}元，相差${yuan(f.amountFen - f.expectedFen)}元。`,
          en: `${amountOf(f.quantity)} × ${f.rate} gives ${yuan(f.expectedFen)} yuan, printed ${yuan(f.amountFen)}: off by ${yuan(f.amountFen - f.expectedFen)}.`,
        },
  rounding: (f) => ({
    zh: `${amountOf(f.quantity)}${f.unit}×${f.rate}元为${yuan(f.expectedFen)}元，表上取整为${yuan(f.amountFen)}元。`,
    en: `${amountOf(f.quantity)} × ${f.rate} gives ${yuan(f.expectedFen)} yuan, printed ${yuan(f.amountFen)} (rounding).`,
  }),
  'total-mismatch': (f) => ({
    zh: `合计写的是${yuan(f.printedFen)}元，各行相加为${yuan(f.sumFen)}元，相差${yuan(f.printedFen - f.sumFen)}元。`,
    en: `The total says ${yuan(f.printedFen)} yuan, the rows add up to ${yuan(f.sumFen)}: off by ${yuan(f.printedFen - f.sumFen)}.`,
  }),
  'subtotal-mismatch': (f) => ({
    zh: `“${quoteSafely(f.label)}”写的是${yuan(f.printedFen)}元，所属各行相加为${yuan(f.sumFen)}元，相差${yuan(f.printedFen - f.sumFen)}元。`,
    en: `“${quoteSafely(f.label)}” says ${yuan(f.printedFen)} yuan, its rows add up to ${yuan(f.sumFen)}: off by ${yuan(f.printedFen - f.sumFen)}.`,
  }),
  'id-check-digit': (f) => ({
    zh: `身份证号（尾号${f.lastFour}）的校验位不对，可能有错字。`,
    en: `The ID number ending in ${f.lastFour} fails its check digit.`,
  }),
  'id-length': (f) => ({
    zh: `身份证号（尾号${f.lastFour}）是${f.length}位，应为18位。`,
    en: `The ID number ending in ${f.lastFour} has ${f.length} characters instead of 18.`,
  }),
  'id-as-number': (f) => ({
    zh: `身份证号（尾号${f.lastFour}）存成了数字，后几位已丢失或不可靠；请把该列设为文本后重新填写。`,
    en: `The ID number ending in ${f.lastFour} is stored as a number, its last digits are not reliable.`,
  }),
  'duplicate-row': (f) => {
    const first = rowIn(f.firstRow, f.firstSheet)
    return {
      zh: `与${first.zh}重复：同一人、同样的数量和金额。`,
      en: `Repeats ${first.en}: same person, quantity and amount.`,
    }
  },
  'shared-account': (f) => {
    const other = rowIn(f.otherRow, f.otherSheet)
    return {
      zh: `账号（尾号${f.lastFour}）与${other.zh}的另一人相同。`,
      en: `The account ending in ${f.lastFour} also belongs to another person in ${other.en}.`,
    }
  },
  'amount-missing': (f) => amountMissing(f),
  negative: (f) => ({
    zh: `数量或金额是负数（${negativeWords(f)}），请确认是核减还是错误。`,
    en: `Negative quantity or amount (${negativeWords(f)}): a correction or a slip?`,
  }),
  'place-unknown': (f) =>
    f.printed === ''
      ? {
          zh: '标题、表名和栏目里都没有写明是哪个嘎查村。',
          en: 'Neither title, sheet name nor columns say which village this is.',
        }
      : {
          zh: `${quoted(f.printed)}不在本旗的苏木乡镇、嘎查村名单里。`,
          en: `${quoted(f.printed)} is no town or village of this banner.`,
        },
  'place-ambiguous': (f) => ({
    zh: `叫${quoted(f.printed)}的不止一个，请写明苏木乡镇。`,
    en: `There is more than one ${quoted(f.printed)}: name its town.`,
  }),
  'programme-unknown': (f) =>
    f.printed === ''
      ? { zh: '没有写明是哪个补贴项目。', en: 'The programme is not named.' }
      : {
          zh: `补贴项目${quoted(f.printed)}不在目录里，或同时写了几个项目。`,
          en: `The programme ${quoted(f.printed)} is not in the catalogue, or several are named at once.`,
        },
  'header-unsure': (f) => HEADER_REASONS[f.reason],
  'unit-missing': (f) => ({
    zh: `没有写明单位（元或万元，亩或公顷），暂按${f.assumed}读。`,
    en: `Units are not stated (yuan or 10,000 yuan, mu or hectares); read as ${f.assumed}.`,
  }),
  'payment-failed': (f) => ({
    zh: `未发放成功：${quoted(f.printed)}。`,
    en: `Payment failed: ${quoted(f.printed)}.`,
  }),
  remark: (f) => ({ zh: `备注：${quoted(f.printed)}。`, en: `Remark: ${quoted(f.printed)}.` }),
  'hidden-cells': (f) => hiddenCells(f),
  'private-use-text': (f) => ({
    zh: `有${f.count}个字没有通用编码（旧蒙文编码或造字），到别的设备上会变成方框，请改用标准字。`,
    en: `${f.count} characters have no standard code (old Mongolian encoding or user-made) and would show as boxes.`,
  }),
  'payee-unlinked': (f) => unlinked(f),
  precision: (f) => ({
    zh: `${{ quantity: '数量', amount: '金额', rate: '标准' }[f.what]}${quoted(f.printed)}小数位过多或换算不尽，已四舍五入。`,
    en: `The ${f.what} ${quoted(f.printed)} has too many decimals or does not convert evenly; it was rounded.`,
  }),
}

const amountMissing = (f: FindingFacts['amount-missing']): Sentence => {
  if (f.wholeColumn) {
    return { zh: '整张表没有金额栏。', en: 'The table has no amount column.' }
  }
  const expected = f.expectedFen === null ? null : yuan(f.expectedFen)
  const printed = f.printed === '' ? '' : `（写的是${quoted(f.printed)}）`
  return {
    zh: `有数量没有金额${printed}${expected === null ? '' : `，按标准应为${expected}元`}。`,
    en: `A quantity without a readable amount${expected === null ? '' : `; by the rate it would be ${expected} yuan`}.`,
  }
}

const negativeWords = (f: FindingFacts['negative']): string =>
  [f.quantity === null ? '' : amountOf(f.quantity), f.amountFen === null ? '' : yuan(f.amountFen)]
    .filter((text) => text !== '')
    .join(' / ')

const hiddenCells = (f: FindingFacts['hidden-cells']): Sentence => {
  if (f.what === 'sheet') {
    return { zh: '这是隐藏的工作表，里面有内容。', en: 'This sheet is hidden and holds data.' }
  }
  if (f.what === 'columns') {
    return { zh: `隐藏的列里有内容：${f.names}。`, en: `Hidden columns hold data: ${f.names}.` }
  }
  const rows = f.from === f.to ? String(f.from) : `${f.from}–${f.to}`
  return { zh: `第${rows}行被隐藏，里面有内容。`, en: `Row ${rows} is hidden and holds data.` }
}

const unlinked = (f: FindingFacts['payee-unlinked']): Sentence => {
  if (f.why === 'no-name') {
    return { zh: '没有姓名，不知道是谁的。', en: 'No name: it is not clear whose line this is.' }
  }
  if (f.why === 'no-value') {
    return {
      zh: '没有可用的身份证号，无法与历年记录对上。',
      en: 'No usable ID number: the line cannot be linked to earlier years.',
    }
  }
  return {
    zh: `整张表（${f.rows}行）没有可用的身份证号，只能按姓名和组核对。`,
    en: `None of the ${f.rows} rows has a usable ID number; only name and group can be compared.`,
  }
}
