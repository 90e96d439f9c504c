// Which columns make the quantity and the rate. Labels propose, the figures decide: the one that fits
// quantity × rate = amount is meant.
import { FEN_DECIMALS } from '../../../base/decimal.ts'
import { multiplyFigures, readFigure, SAME, type Ratio } from '../cells/cell-number.ts'
import type { GridView } from '../cells/grid-view.ts'
import type { LayoutInput, Measure, QuantityPlan, RatePlan } from './layout-model.ts'
import { impliedUnit, ratioOfMoney, suits, type MeasureColumn } from './measures.ts'
import { isSumOf, scaledCell } from './pick-amount.ts'
import type { QuantityUnit } from '../cells/units.ts'

export interface QuantityChoice {
  readonly quantity: QuantityPlan | null
  readonly rate: RatePlan | null
  /** Share of sampled rows that fit; null where there is no rate to fit. */
  readonly fit: number | null
}

/** From this share on the figures prove what a column is. */
export const PROVEN = 0.5
const NEARLY_ALL = 0.8

export const chooseQuantity = (
  input: LayoutInput,
  columns: readonly MeasureColumn[],
  amount: Measure | null,
): QuantityChoice => {
  const models = quantityModels(columns, input)
  const rates = columns.filter((column) => column.role === 'rate').sort((a, b) => a.rank - b.rank)
  const likely = models.find((model) => !model.onlyIfProven)
  const quantity = likely ? toPlan(input, likely.columns) : null
  if (!amount) return { quantity, rate: rates[0] ? toRate(rates[0], quantity) : null, fit: null }
  const proven = bestFit(input, models, rates, amount)
  if (proven) return proven
  const rate = rates[0] ? toRate(rates[0], quantity) : fixedRate(input, columns, quantity, amount)
  return { quantity, rate, fit: rate && quantity ? fitOf(input, quantity, rate, amount) : null }
}

const bestFit = (
  input: LayoutInput,
  models: readonly Model[],
  rates: readonly MeasureColumn[],
  amount: Measure,
): QuantityChoice | null => {
  let best: QuantityChoice | null = null
  for (const model of models) {
    const quantity = toPlan(input, model.columns)
    for (const column of rates) {
      const rate = toRate(column, quantity)
      const fit = fitOf(input, quantity, rate, amount)
      if (fit >= PROVEN && fit > (best?.fit ?? 0)) best = { quantity, rate, fit }
    }
  }
  return best
}

/** A rate of a label or note is used only when it clearly is the rows' rate. */
const fixedRate = (
  input: LayoutInput,
  columns: readonly MeasureColumn[],
  quantity: QuantityPlan | null,
  amount: Measure,
): RatePlan | null => {
  const text = columns.find((column) => column.fixedRate !== null)?.fixedRate ?? input.noteRate
  if (text === null || !quantity) return null
  const plan: RatePlan = { index: null, fixed: text, ratio: SAME }
  return fitOf(input, quantity, plan, amount) >= NEARLY_ALL ? plan : null
}

interface Model {
  readonly columns: readonly MeasureColumn[]
  readonly onlyIfProven: boolean
}

const MOST_MODELS = 12

/** Ways to read the quantity, the likeliest first. Family size counts only where the money proves it. */
const quantityModels = (columns: readonly MeasureColumn[], input: LayoutInput): Model[] => {
  const ofRole = (role: string) =>
    columns
      .filter((column) => column.role === role && hasFigures(input, column.index))
      .sort((a, b) => a.rank - b.rank)
  const counts = totalFirst(input, ofRole('quantity'))
  const months = ofRole('months')
  const sizes = ofRole('household-size')
  const models: Model[] = [
    ...counts.map((column) => ({ columns: [column], onlyIfProven: false })),
    ...counts.flatMap((a) => months.map((b) => ({ columns: [a, b], onlyIfProven: true }))),
    ...months.map((column) => ({ columns: [column], onlyIfProven: counts.length > 0 })),
    ...sizes.flatMap((a) => months.map((b) => ({ columns: [a, b], onlyIfProven: true }))),
    ...sizes.map((column) => ({ columns: [column], onlyIfProven: true })),
  ]
  return models.slice(0, MOST_MODELS)
}

/** 合计 over 水田 and 旱田 is the quantity; a total of nothing that stands beside it is not. */
const totalFirst = (input: LayoutInput, counts: readonly MeasureColumn[]): MeasureColumn[] => {
  const total = counts.find((column) => {
    const parts = counts.filter((other) => !other.isTotal)
    return column.isTotal && parts.length > 1 && isSumOf(input, column, parts)
  })
  return total ? [total, ...counts.filter((column) => column !== total)] : [...counts]
}

const hasFigures = ({ grid, sample }: LayoutInput, index: number): boolean =>
  sample.length === 0 || sample.some((row) => typeof readFigure(grid.cell(row, index)) === 'object')

const toPlan = (input: LayoutInput, columns: readonly MeasureColumn[]): QuantityPlan => {
  const units = columns.map((column) => quantityUnitOf(column, input))
  const factors = columns.map((column, i) => ({
    index: column.index,
    label: column.label,
    ratio: units[i]?.ratio ?? SAME,
  }))
  return { factors, unit: columns.length > 1 ? '人月' : (units[0]?.name ?? null) }
}

/** Own brackets, then the note, then what the word itself says, then the rate's (元/亩). */
const quantityUnitOf = (column: MeasureColumn, input: LayoutInput): QuantityUnit | null => {
  if (column.unit?.kind === 'quantity') return column.unit.unit
  const implied = impliedUnit(column)
  if (implied) return implied
  const noted = input.note.quantities.find((unit) => suits(column, unit))
  if (noted) return noted
  const rate = input.measures.find((m) => m.unit?.kind === 'rate' && m.unit.per !== null)
  const per = rate?.unit?.kind === 'rate' ? rate.unit.per : null
  return per && suits(column, per) ? per : null
}

/** Per the unit of its label, else per the unit in which the quantity is printed. */
const toRate = (column: MeasureColumn, quantity: QuantityPlan | null): RatePlan => {
  const money = ratioOfMoney(column.unit) ?? SAME
  const printed = quantity?.factors[0]?.ratio ?? SAME
  const per = column.unit?.kind === 'rate' && column.unit.per ? column.unit.per.ratio : printed
  const ratio = { by: money.by * per.over, over: money.over * per.by }
  return { index: column.index, fixed: null, ratio }
}

const fitOf = (
  { grid, sample }: LayoutInput,
  quantity: QuantityPlan,
  rate: RatePlan,
  amount: Measure,
): number => {
  let seen = 0
  let fitting = 0
  let rateText = rate.fixed
  for (const row of sample) {
    if (rate.index !== null) {
      const figure = readFigure(grid.cellDown(row, rate.index))
      if (typeof figure === 'object') rateText = figure.text
    }
    const fen = scaledCell(grid, row, amount.index, amount.ratio, FEN_DECIMALS)
    const product = rateText === null ? null : productFen(grid, row, quantity, rate.ratio, rateText)
    if (fen === null || product === null) continue
    seen++
    if (Math.abs(product - fen) <= 100) fitting++
  }
  return seen === 0 ? 0 : fitting / seen
}

const productFen = (
  grid: GridView,
  row: number,
  quantity: QuantityPlan,
  rateRatio: Ratio,
  rate: string,
): number | null => {
  const factors = [{ text: rate, ratio: rateRatio }]
  for (const factor of quantity.factors) {
    const figure = readFigure(grid.cell(row, factor.index))
    if (typeof figure !== 'object') return null
    factors.push({ text: figure.text, ratio: factor.ratio })
  }
  return multiplyFigures(factors, FEN_DECIMALS)?.value ?? null
}
