// What a column measures: its own label first, then the heads above it, then its unit. Programmes side by side are known by
// the words that remain when the measuring words are taken off (玉米补贴面积 → 玉米).
import type { Programme } from '../../../domain/programme/schema.ts'
import type { Column } from './header.ts'
import type { LabelMatcher, RoleMatch } from '../header-aliases.ts'
import type { ProgrammeFinder } from '../words/programme-finder.ts'
import { SAME, type Ratio } from '../cells/cell-number.ts'
import type { LabelUnit, QuantityUnit } from '../cells/units.ts'

export type MeasureRole = 'quantity' | 'months' | 'rate' | 'amount' | 'household-size'

export interface Tag {
  /** Null for a head that reads like a programme and is not in the catalogue. */
  readonly programme: Programme | null
  readonly text: string
}

export interface MeasureColumn {
  readonly index: number
  readonly role: MeasureRole
  readonly rank: number
  readonly label: string
  /** Own words and those of the heads above: what they imply (头数 → 头) holds for both. */
  readonly words: string
  readonly unit: LabelUnit | null
  /** 合计, 小计 under a head. */
  readonly isTotal: boolean
  /** The label says "due", not "paid": 应发金额. */
  readonly isDue: boolean
  readonly tag: Tag | null
  /** Words of the heads above: columns with the same heads belong together. */
  readonly family: string
  readonly fixedRate: string | null
}

const MEASURES = new Set<string>(['quantity', 'months', 'rate', 'amount', 'household-size'])
const TOTAL_LEAF = /^(?:合计|小计|总计|共计|计|总额|合计金额|金额合计)$/
const TOTAL_AREA = /^(?:合计|总|小计)面积$|^面积(?:合计|小计|总计)$/

export const readMeasures = (
  columns: readonly Column[],
  matchLabel: LabelMatcher,
  programmes: ProgrammeFinder,
  context: string,
): MeasureColumn[] =>
  columns.flatMap((column) => {
    const texts = column.path.map((label) => label.text).filter((text) => text !== '')
    const unit = [...column.path].reverse().find((label) => label.unit !== null)?.unit ?? null
    const match = measureMatch(column, texts, unit, matchLabel)
    if (!match) return []
    const label = texts.at(-1) ?? ''
    return {
      index: column.index,
      role: match.role as MeasureRole,
      rank: match.rank,
      label,
      words: texts.join(''),
      unit,
      isTotal: TOTAL_LEAF.test(label) || TOTAL_AREA.test(label),
      isDue: /应发|应补|应付|应拨/.test(label),
      tag: readTag(texts, programmes, context),
      family: texts.slice(0, -1).join('/'),
      fixedRate: column.path.find((part) => part.fixedRate !== null)?.fixedRate ?? null,
    }
  })

const measureMatch = (
  column: Column,
  texts: readonly string[],
  unit: LabelUnit | null,
  matchLabel: LabelMatcher,
): RoleMatch | null => {
  const leaf = texts.at(-1) ?? ''
  const own = column.match
  const vague =
    own === null || TOTAL_LEAF.test(leaf) || own.role === 'crop' || own.role === 'programme'
  const head = vague ? headMatch(texts, matchLabel) : null
  const match = head ?? (own && MEASURES.has(own.role) ? own : null)
  if (match) return correctByUnit(match, unit)
  return own === null && unit !== null ? matchOfUnit(unit) : null
}

const headMatch = (texts: readonly string[], matchLabel: LabelMatcher): RoleMatch | null => {
  for (const text of texts.slice(0, -1).reverse()) {
    const match = matchLabel(text)
    if (match && MEASURES.has(match.role)) return match
  }
  return null
}

const UNKNOWN_RANK = 500

const matchOfUnit = (unit: LabelUnit): RoleMatch => ({
  role: unit.kind === 'money' ? 'amount' : unit.kind,
  rank: UNKNOWN_RANK,
})

/** 补贴(元/亩) is a rate, 合计(亩) an area, whatever the word alone would mean. */
const correctByUnit = (match: RoleMatch, unit: LabelUnit | null): RoleMatch => {
  if (unit?.kind === 'rate') return { ...match, role: 'rate' }
  if (unit?.kind === 'quantity' && (match.role === 'amount' || match.role === 'rate')) {
    return { role: 'quantity', rank: UNKNOWN_RANK }
  }
  if (unit?.kind === 'money' && match.role === 'quantity') {
    return { role: 'amount', rank: UNKNOWN_RANK }
  }
  return match
}

const MEASURING =
  /(?:补贴|补助|奖励|补偿|奖补|津贴|发放|应发|实发|应补|实补|核定|核实|申报|实际|享受|种植|播种|本次|本年|总)*(?:面积|亩数|数量|标准|单价|金额|资金|总额|额|款|数)?$/
const GENERIC =
  /^(?:合计|小计|总计|其中|中央|自治区|盟市?|旗县?|旗县级|省级?|市级?|县级?|旗级|盟级|地方|本级|上级|个人|集体|人均|月|年|户|总|每.*|第?[一二三四五六七八九十\d]+.?|[一二三四]季度|\d{1,2}月份?|草场|草原|耕地|确权|承包|计税|水田|旱田|水浇地|家庭|农户|户主|补贴信息|补贴情况|发放情况|种植情况)$/
const SUBSIDY = /(?:补贴|补助|奖励|补偿|津贴|直补|奖补|救助|保障金)$/

/** The programme a column belongs to, from its innermost telling word outwards. */
const readTag = (
  texts: readonly string[],
  programmes: ProgrammeFinder,
  context: string,
): Tag | null => {
  for (const text of [...texts].reverse()) {
    const bare = text.replace(/\([^()]*\)/g, '')
    const core = bare.replace(MEASURING, '')
    if (core.length < 2 || GENERIC.test(core)) continue
    const programme = programmes.findByWord(bare, context) ?? programmes.findByWord(core, context)
    const printed = bare.replace(/(?:金额|资金|面积|标准|数量)$/, '')
    if (programme) return { programme, text: printed }
    if (SUBSIDY.test(printed)) return { programme: null, text: printed }
  }
  return null
}

/** Two columns of one programme have equal tags. */
export const tagKey = (tag: Tag | null): string => tag?.programme?.id ?? tag?.text ?? ''

const IMPLIED: readonly (readonly [RegExp, string])[] = [
  [/人口|人数|人员/, '人'],
  [/头|牛|猪|驴|马/, '头'],
  [/只|羊/, '只'],
  [/口/, '口'],
  [/台|机具/, '台'],
  [/月数|个月/, '人月'],
  [/户数/, '户'],
  [/次数/, '次'],
]

/** Unit that the words themselves say. An area or a weight says none: 亩 and 公顷 are both areas. */
export const impliedUnit = (column: MeasureColumn): QuantityUnit | null => {
  if (column.role === 'months') return { name: '人月', ratio: SAME }
  const words = column.words.replace(/户均/g, '')
  if (/面积|亩|产量|重量|数量/.test(words)) return null
  const word = IMPLIED.find(([pattern]) => pattern.test(words))
  return word ? { name: word[1], ratio: SAME } : null
}

/** Does a unit of a note suit the column? Areas for 面积, anything but an area for 头数. */
export const suits = (column: MeasureColumn, unit: QuantityUnit): boolean => {
  const area = unit.name === '亩' || unit.name === '平方米'
  if (/面积|亩/.test(column.words)) return area
  if (/产量|重量|交售|回收/.test(column.words)) return unit.name === '公斤'
  return /数量|合计/.test(column.words) || !area
}

export const ratioOfMoney = (unit: LabelUnit | null): Ratio | null =>
  unit?.kind === 'money' || unit?.kind === 'rate' ? unit.ratio : null
