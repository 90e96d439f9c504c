// One label of a header: its words, the unit in its brackets, and a rate that some offices print there.
import { compactText } from '../cells/cell-text.ts'
import type { CellValue } from '../grid.ts'
import { readUnit, type LabelUnit } from '../cells/units.ts'

export interface Label {
  /** Words without the unit; '' when the cell is nothing but a unit. */
  readonly text: string
  readonly unit: LabelUnit | null
  /** `禁牧补助(11.9235元/亩)` → the number as printed. */
  readonly fixedRate: string | null
}

const FIXED_RATE = /(\d+(?:\.\d+)?)元\/(?:亩|头|只|口|人|户|月|公顷|年)/

export const readLabel = (value: CellValue): Label => {
  const text = compactText(value)
    .replace(/[[【〔]/g, '(')
    .replace(/[\]】〕]/g, ')')
  const fixedRate = FIXED_RATE.exec(text)?.[1] ?? null
  const whole = readUnit(text.replace(/^\((.*)\)$/, '$1'))
  if (whole) return { text: '', unit: whole, fixedRate }
  return { ...takeUnit(text), fixedRate }
}

/** The unit in brackets, after a slash or a colon, or hung on at the end. */
const takeUnit = (text: string): { text: string; unit: LabelUnit | null } => {
  for (const bracket of text.matchAll(/\(((?:[^()]|\([^()]*\))*)\)/g)) {
    const unit = readUnit(bracket[1]!)
    if (unit) return { text: text.replace(bracket[0], ''), unit }
  }
  const behind = /^(.{2,}?)(?:[/:,、]|单位[::]?)(.{1,6})$/.exec(text)
  const unit = behind ? readUnit(behind[2]!) : null
  if (unit) return { text: behind![1]!, unit }
  const hung = /^(.*(?:金额|资金|面积|标准|合计))(万元|元|公顷|亩)$/.exec(text)
  return hung ? { text: hung[1]!, unit: readUnit(hung[2]!) } : { text, unit: null }
}

const DATA_LIKE =
  /^[\d\s,.\-*/¥%]{4,}$|\d{6,}|^\d{4}[-/.年]\d{1,2}[-/.月]|^[男女是否有无]$|(?:有限公司|合作社|支行|村民委员会)$/

/** A "label" that is really data (DOMAIN §2.3). */
export const isDataLike = (text: string): boolean => DATA_LIKE.test(text)
