// Units of a sheet, wherever they stand. Areas become 亩, weights 公斤, money yuan; the factor stays a ratio, so that
// nothing is lost unseen (DOMAIN §2.4: 万元 for 元 and 公顷 for 亩 change magnitude).
import { SAME, type Ratio } from './cell-number.ts'

export interface QuantityUnit {
  readonly name: string
  readonly ratio: Ratio
}

export type LabelUnit =
  | { readonly kind: 'money'; readonly ratio: Ratio }
  | { readonly kind: 'quantity'; readonly unit: QuantityUnit }
  | { readonly kind: 'rate'; readonly ratio: Ratio; readonly per: QuantityUnit | null }

/** What a note says: 单位：元、亩 gives both, in any order. */
export interface UnitNote {
  readonly money: Ratio | null
  readonly quantities: readonly QuantityUnit[]
}

export const NO_UNITS: UnitNote = { money: null, quantities: [] }

const times = (by: number): Ratio => ({ by, over: 1 })
const MONEY: Readonly<Record<string, Ratio>> = {
  元: SAME,
  块: SAME,
  人民币元: SAME,
  人民币: SAME,
  百元: times(100),
  千元: times(1000),
  万元: times(10_000),
  亿元: times(100_000_000),
}

const unit = (name: string, ratio: Ratio = SAME): QuantityUnit => ({ name, ratio })
const QUANTITY: Readonly<Record<string, QuantityUnit>> = {
  亩: unit('亩'),
  万亩: unit('亩', times(10_000)),
  公顷: unit('亩', times(15)),
  ha: unit('亩', times(15)),
  hm2: unit('亩', times(15)),
  公斤: unit('公斤'),
  千克: unit('公斤'),
  kg: unit('公斤'),
  斤: unit('公斤', { by: 1, over: 2 }),
  市斤: unit('公斤', { by: 1, over: 2 }),
  吨: unit('公斤', times(1000)),
  t: unit('公斤', times(1000)),
  头: unit('头'),
  '头(只)': unit('头'),
  '头、只': unit('头'),
  头只: unit('头'),
  匹: unit('头'),
  峰: unit('头'),
  只: unit('只'),
  羽: unit('只'),
  口: unit('口'),
  台: unit('台'),
  套: unit('台'),
  '台(套)': unit('台'),
  台套: unit('台'),
  户: unit('户'),
  人: unit('人'),
  名: unit('人'),
  人次: unit('次'),
  次: unit('次'),
  月: unit('人月'),
  个月: unit('人月'),
  人月: unit('人月'),
  '人/月': unit('人月'),
  '人·月': unit('人月'),
  '月/人': unit('人月'),
  人年: unit('人年'),
  '人/年': unit('人年'),
  平方米: unit('平方米'),
  m2: unit('平方米'),
  立方米: unit('立方米'),
  间: unit('间'),
  株: unit('株'),
}

export const moneyRatio = (word: string): Ratio | null => MONEY[word] ?? null

export const quantityUnit = (word: string): QuantityUnit | null =>
  QUANTITY[word] ?? QUANTITY[word.toLowerCase()] ?? null

/** One unit as it stands in a label's brackets or behind a number: 元/亩, 万元, 头(只). Null when it is something else. */
export const readUnit = (raw: string): LabelUnit | null => {
  const text = raw.replace(/^(?:计量)?单位[::]?/, '').replace(/^[/每]/, '')
  const money = moneyRatio(text)
  if (money) return { kind: 'money', ratio: money }
  const quantity = quantityUnit(text)
  if (quantity) return { kind: 'quantity', unit: quantity }
  return readRateUnit(text)
}

/** 元/亩 · 元/亩/年 · 元/人·月 · 元每亩; years are the policy's rhythm, not part of the measure. */
const readRateUnit = (text: string): LabelUnit | null => {
  const match = /^(人民币元|[万千百]?元)[/每·](.+)$/.exec(text)
  if (!match) return null
  const ratio = moneyRatio(match[1]!)!
  const per = match[2]!.replace(/[/·.]?(?:每)?年$/, '').replace(/[()]/g, '')
  if (per === '') return { kind: 'rate', ratio, per: null }
  const known = quantityUnit(per) ?? quantityUnit(per.replace(/[/·.]/, ''))
  if (known) return { kind: 'rate', ratio, per: known }
  return /^[\p{Script=Han}/·.]{1,4}$/u.test(per) ? { kind: 'rate', ratio, per: null } : null
}

const NOTE =
  /单位(?![(（盖])(?:均?[为是]|[::])?((?:(?!(?:计量|金额|货币|面积|数量)?单位)[^;；。])*)/g

/** `单位：元、亩` anywhere in a cell; brackets around it don't matter. Null when the cell holds no note of units. */
export const readUnitNote = (text: string): UnitNote | null => {
  let money: Ratio | null = null
  const quantities: QuantityUnit[] = []
  for (const match of text.matchAll(NOTE)) {
    for (const word of splitUnits(match[1]!)) {
      const read = readUnit(word)
      if (read?.kind === 'money') money ??= read.ratio
      if (read?.kind === 'quantity') quantities.push(read.unit)
      if (read?.kind === 'rate') {
        money ??= read.ratio
        if (read.per) quantities.push(read.per)
      }
    }
  }
  if (money !== null || quantities.length > 0) return { money, quantities }
  return /单位/.test(text) ? null : bareUnits(text)
}

/** A cell, or a bracket, that holds nothing but units: 元、亩. */
export const bareUnits = (text: string): UnitNote | null => {
  const words = text.length > 10 ? [] : text.replace(/^\((.*)\)$/, '$1').split(/[,、]/)
  const units = words.map(readUnit)
  if (units.length === 0 || !units.every((unit) => unit !== null)) return null
  const money = units.find((unit) => unit.kind === 'money')?.ratio ?? null
  const quantities = units.flatMap((unit) => (unit.kind === 'quantity' ? [unit.unit] : []))
  return { money, quantities }
}

const splitUnits = (text: string): string[] =>
  text
    .replace(/头\(只\)/g, '头只')
    .replace(/台\(套\)/g, '台套')
    .split(/[,、;\s()[\]【】]|(?<=元|亩)和/)
    .flatMap((part) => (readUnit(part) ? [part] : part.split('/')))
    .filter((part) => part !== '')

export const mergeNotes = (first: UnitNote, second: UnitNote): UnitNote => ({
  money: first.money ?? second.money,
  quantities: first.quantities.length > 0 ? first.quantities : second.quantities,
})
