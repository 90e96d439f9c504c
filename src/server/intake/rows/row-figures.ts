// The figures of one row, per programme, exactly as printed and in fixed units.
import {
  FEN_DECIMALS,
  multiplyToFen,
  QUANTITY_DECIMALS,
  RATE_DECIMALS,
} from '../../../base/decimal.ts'
import type { BlockFigures, Scaled } from './body-model.ts'
import {
  multiplyFigures,
  isFigureCell,
  readFigure,
  SAME,
  scaleFigure,
  type Figure,
  type Ratio,
} from '../cells/cell-number.ts'
import { compactText } from '../cells/cell-text.ts'
import type { GridView } from '../cells/grid-view.ts'
import type { Block, Measure, QuantityPlan } from '../columns/layout-model.ts'
import { readUnit } from '../cells/units.ts'

/** `carried`: the rate of the row above, which a blank one repeats (DOMAIN §2.4). */
export const readBlockFigures = (
  grid: GridView,
  row: number,
  block: Block,
  carried: Scaled | null,
): BlockFigures => {
  const quantity = block.quantity ? readQuantity(grid, row, block.quantity) : null
  const ratio = block.rate?.ratio ?? SAME
  const rate = block.rate ? readRate(grid, row, block, ratio, carried) : null
  const amount = block.amount ? readMoney(grid, row, block.amount) : NO_MONEY
  const due = block.due ? readMoney(grid, row, block.due).value : null
  const product = quantity && rate ? productFen(quantity, rate, ratio) : null
  return {
    quantity: quantity?.value ?? null,
    rate,
    amount: amount.value,
    due,
    productFen: product,
    amountWords: amount.words,
    joinsAbove: block.amount !== null && isMergedAbove(grid, row, block.amount.index),
    sound: isSound(quantity?.value ?? null, rate, amount.value, due, product),
  }
}

const NO_MONEY = { value: null, words: '' }

const isSound = (
  quantity: Scaled | null,
  rate: Scaled | null,
  amount: Scaled | null,
  due: Scaled | null,
  product: number | null,
): boolean =>
  amount !== null &&
  isWhole(amount) &&
  (quantity === null || isWhole(quantity)) &&
  (rate === null || isWhole(rate)) &&
  (product === null || Math.abs((due ?? amount).value - product) <= 1)

const isWhole = ({ value, exact }: Scaled): boolean => exact && value >= 0

const readRate = (
  grid: GridView,
  row: number,
  block: Block,
  ratio: Ratio,
  carried: Scaled | null,
): Scaled | null => {
  const text = readRateText(grid, row, block)
  if (text === null || text === carried?.text) return carried
  return toScaled(text, RATE_DECIMALS, ratio)
}

export const readRateText = (grid: GridView, row: number, block: Block): string | null => {
  if (!block.rate) return null
  if (block.rate.index === null) return block.rate.fixed
  const figure = readFigure(grid.cellDown(row, block.rate.index))
  return typeof figure === 'object' ? figure.text : null
}

/** Anything in the row's measuring cells that makes it a payee's: a number, or an amount merged from above. */
export const hasFigures = (grid: GridView, row: number, blocks: readonly Block[]): boolean =>
  blocks.some(({ amount, quantity }) => {
    if (amount && isFigure(grid, row, amount.index)) return true
    if (amount && isMergedAbove(grid, row, amount.index)) return true
    return quantity?.factors.some((factor) => isFigure(grid, row, factor.index)) ?? false
  })

/** Something that is no number where the amount should be. */
export const hasAmountWords = (grid: GridView, row: number, blocks: readonly Block[]): boolean =>
  blocks.some(({ amount }) => amount && readFigure(grid.cell(row, amount.index)) === 'unreadable')

const isFigure = (grid: GridView, row: number, column: number): boolean =>
  isFigureCell(grid.cell(row, column))

const isMergedAbove = (grid: GridView, row: number, column: number): boolean => {
  if (grid.cell(row, column) !== null) return false
  const merge = grid.mergeAt(row, column)
  return (
    merge !== null &&
    merge.left === column &&
    merge.top < row &&
    grid.cell(merge.top, column) !== null
  )
}

const makeScaled = (value: number, exact: boolean, text: string): Scaled => ({ value, exact, text })
// V8 lays objects out for the numbers it has met. If the first beyond 31 bits were the total at the end of a table, it would
// lay out every figure above it a second time, which takes as long as reading them.
makeScaled(2 ** 40, true, '')

const toScaled = (text: string, decimals: number, ratio: Ratio): Scaled | null => {
  const scaled = scaleFigure(text, decimals, ratio)
  return scaled && makeScaled(scaled.value, scaled.exact, text)
}

interface QuantityReading {
  readonly value: Scaled
  readonly factors: readonly { readonly text: string; readonly ratio: Ratio }[]
}

const readQuantity = (grid: GridView, row: number, plan: QuantityPlan): QuantityReading | null => {
  const factors: { text: string; ratio: Ratio }[] = []
  for (const measure of plan.factors) {
    const figure = readFigure(grid.cell(row, measure.index))
    if (typeof figure !== 'object') return null
    factors.push({ text: figure.text, ratio: ratioOf(figure, measure, 'quantity') })
  }
  const [first] = factors
  if (factors.length === 1) {
    const value = toScaled(first!.text, QUANTITY_DECIMALS, first!.ratio)
    return value && { value, factors }
  }
  const product = multiplyFigures(factors, QUANTITY_DECIMALS)
  const text = factors.map((factor) => factor.text).join('×')
  return product && { value: makeScaled(product.value, product.exact, text), factors }
}

/** A unit behind the number itself overrules the column's: 0.8公顷 in a column of 亩. */
const ratioOf = (figure: Figure, measure: Measure, kind: 'quantity' | 'money'): Ratio => {
  const unit = figure.unit === '' ? null : readUnit(figure.unit)
  if (kind === 'quantity' && unit?.kind === 'quantity') return unit.unit.ratio
  return kind === 'money' && unit?.kind === 'money' ? unit.ratio : measure.ratio
}

export const readMoney = (
  grid: GridView,
  row: number,
  measure: Measure,
): { readonly value: Scaled | null; readonly words: string } => {
  const cell = grid.cell(row, measure.index)
  const figure = readFigure(cell)
  if (figure === 'blank') return { value: null, words: '' }
  if (figure === 'unreadable') return { value: null, words: compactText(cell) }
  const value = toScaled(figure.text, FEN_DECIMALS, ratioOf(figure, measure, 'money'))
  return { value, words: value ? '' : compactText(cell) }
}

/** In whole numbers where both are exact, else from the printed digits. */
const productFen = (quantity: QuantityReading, rate: Scaled, ratio: Ratio): number | null => {
  if (quantity.value.exact && rate.exact) return multiplyToFen(quantity.value.value, rate.value)
  return (
    multiplyFigures([...quantity.factors, { text: rate.text, ratio }], FEN_DECIMALS)?.value ?? null
  )
}

/** Nothing printed, or zeros in a table of several programmes: the row takes no part. */
export const takesPart = (figures: BlockFigures, block: Block, wide: boolean): boolean => {
  const { quantity, amount, amountWords } = figures
  if (amountWords !== '') return true
  const noAmount = amount === null || (wide && amount.value === 0)
  const noQuantity = quantity === null || block.sharedQuantity || (wide && quantity.value === 0)
  return !(noAmount && noQuantity)
}
