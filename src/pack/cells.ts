// The walk over one programme's table, roster by roster and row by row, that writer and reader share (PACK-8): both predict
// each value from what went before, and only what differs is written. One function for both, so they can't disagree.
import { multiplyToFen } from '../base/decimal.ts'
import { PAYMENT_STATES } from './vocabulary.ts'
import type { PaymentState } from './domain-types.ts'

/** Columns of a table, by the names they have in the file. */
export const CELL_STREAMS = [
  'toggles',
  'noQuantity',
  'quantity',
  'quantityChange',
  'noRate',
  'rate',
  'noAmount',
  'amountOff',
  'amount',
  'amountChange',
  'state',
] as const
/** Position in `CELL_STREAMS`: numbers are a third faster than names in a walk of twenty-five thousand cells. */
export type CellStream = number

const TOGGLES = 0
const NO_QUANTITY = 1
const QUANTITY = 2
const QUANTITY_CHANGE = 3
const NO_RATE = 4
const RATE = 5
const NO_AMOUNT = 6
const AMOUNT_OFF = 7
const AMOUNT = 8
const AMOUNT_CHANGE = 9
const STATE = 10

/** Hands one difference over, or brings one back. */
export interface CellCoder {
  /** Whether the row is in the table's first roster. */
  readonly first: (isPresent: boolean) => boolean
  readonly difference: (stream: CellStream, difference: number) => number
}

/** What a roster says about its lines. */
export interface CellRoster {
  readonly rate: number | null
  /** Position in `ROUNDINGS`. */
  readonly rounding: number
  /** The state that most lines have. */
  readonly state: PaymentState
}

export interface TableShape {
  readonly rosters: readonly CellRoster[]
  readonly rows: number
  /** First quantity of the same row in a table that this one resembles; null where there is none. */
  readonly likeQuantity: (row: number) => number | null
}

/** Lines of one programme. Cells lie in the order of the walk: rosters in time, rows in each. */
export interface Cells {
  /** By roster × rows + row: position in the arrays below, -1 where the row has no line. */
  readonly at: Int32Array
  readonly quantity: readonly (number | null)[]
  readonly rate: readonly (number | null)[]
  readonly amountFen: readonly (number | null)[]
  readonly state: readonly PaymentState[]
}

/** How offices round quantity × rate: to the fen, or further to ten fen or to a yuan, half up or down. */
export const ROUNDINGS: readonly ((fen: number) => number)[] = [
  (fen) => fen,
  (fen) => Math.round(fen / 10) * 10,
  (fen) => Math.floor(fen / 10) * 10,
  (fen) => Math.round(fen / 100) * 100,
  (fen) => Math.floor(fen / 100) * 100,
]

/** Quantity × rate as this roster rounds it; null where one of them is missing. */
const productOf = (
  roster: CellRoster,
  quantity: number | null,
  lineRate: number | null,
): number | null => {
  const rate = lineRate ?? roster.rate
  if (quantity === null || rate === null) return null
  return ROUNDINGS[roster.rounding]!(multiplyToFen(quantity, rate))
}

/** A row's last line had no such value. */
const WAS_NULL = 1
/** The row had a line before. */
const SEEN = 2
/** And `value` holds the last one that was not null. */
const VALUED = 4

/** A value that may be missing: whether it is, is as with the same row's line before, or else as with the row above. */
interface Memory {
  /** By row: WAS_NULL, SEEN, VALUED. Plain numbers, because a village asks fifty thousand times before it opens. */
  readonly marks: Uint8Array
  readonly value: Float64Array
  isNullAbove: boolean
}

const createMemory = (rows: number): Memory => ({
  marks: new Uint8Array(rows),
  value: new Float64Array(rows),
  isNullAbove: false,
})

const remember = (memory: Memory, row: number, value: number | null): void => {
  memory.isNullAbove = value === null
  if (value === null) memory.marks[row]! |= SEEN | WAS_NULL
  else {
    memory.marks[row] = SEEN | VALUED
    memory.value[row] = value
  }
}

/** The row's last value; undefined before the first. */
const lastValue = ({ marks, value }: Memory, row: number): number | undefined =>
  marks[row]! & VALUED ? value[row] : undefined

const codeNull = (
  coder: CellCoder,
  stream: CellStream,
  memory: Memory,
  row: number,
  actual: number | null,
): boolean => {
  const mark = memory.marks[row]!
  const predicted = mark & SEEN ? (mark & WAS_NULL) !== 0 : memory.isNullAbove
  return predicted !== (coder.difference(stream, Number(predicted !== (actual === null))) === 1)
}

/** How far around the circle of states from one to another. */
const shiftBetween = (from: PaymentState, to: PaymentState): number =>
  (PAYMENT_STATES.indexOf(to) - PAYMENT_STATES.indexOf(from) + PAYMENT_STATES.length) %
  PAYMENT_STATES.length

const codeState = (coder: CellCoder, usual: PaymentState, actual: PaymentState): PaymentState => {
  const shift = coder.difference(STATE, actual === usual ? 0 : shiftBetween(usual, actual))
  if (shift === 0) return usual
  return PAYMENT_STATES[(PAYMENT_STATES.indexOf(usual) + Math.abs(shift)) % PAYMENT_STATES.length]!
}

/** `private` rather than `#`: the build lowers `#` for old browsers, which made a ledger open three times as slowly there. */
class CellWalk {
  private readonly shape: TableShape
  private readonly source: Cells | null
  private readonly coder: CellCoder
  private readonly ofQuantity
  private readonly ofRate
  private readonly ofAmount
  private readonly quantity: (number | null)[] = []
  private readonly rate: (number | null)[] = []
  private readonly amountFen: (number | null)[] = []
  private readonly state: PaymentState[] = []

  constructor(shape: TableShape, source: Cells | null, coder: CellCoder) {
    this.shape = shape
    this.source = source
    this.coder = coder
    this.ofQuantity = createMemory(shape.rows)
    this.ofRate = createMemory(shape.rows)
    this.ofAmount = createMemory(shape.rows)
  }

  walk(): Cells {
    const { rosters, rows } = this.shape
    const at = new Int32Array(rosters.length * rows).fill(-1)
    let cell = 0
    for (const roster of rosters) {
      for (let row = 0; row < rows; row++, cell++) {
        const from = this.source ? this.source.at[cell]! : -1
        if (!this.isPresent(cell, at, from >= 0)) continue
        at[cell] = this.state.length
        this.line(row, roster, from)
      }
    }
    return {
      at,
      quantity: this.quantity,
      rate: this.rate,
      amountFen: this.amountFen,
      state: this.state,
    }
  }

  private isPresent(cell: number, at: Int32Array, actual: boolean): boolean {
    if (cell < this.shape.rows) return this.coder.first(actual)
    const was = at[cell - this.shape.rows]! >= 0
    return was !== (this.coder.difference(TOGGLES, Number(was !== actual)) === 1)
  }

  private line(row: number, roster: CellRoster, from: number): void {
    const source = this.source
    const quantity = this.codeQuantity(row, source?.quantity[from] ?? null)
    const rate = this.codeRate(row, roster, source?.rate[from] ?? null)
    const product = productOf(roster, quantity, rate)
    const amountFen = this.codeAmount(row, product, source?.amountFen[from] ?? null)
    remember(this.ofQuantity, row, quantity)
    remember(this.ofRate, row, rate)
    remember(this.ofAmount, row, amountFen)
    this.quantity.push(quantity)
    this.rate.push(rate)
    this.amountFen.push(amountFen)
    this.state.push(codeState(this.coder, roster.state, source?.state[from] ?? roster.state))
  }

  private codeQuantity(row: number, actual: number | null): number | null {
    if (codeNull(this.coder, NO_QUANTITY, this.ofQuantity, row, actual)) return null
    const before = lastValue(this.ofQuantity, row)
    const predicted = before ?? this.shape.likeQuantity(row) ?? 0
    const stream = before === undefined ? QUANTITY : QUANTITY_CHANGE
    return predicted + this.coder.difference(stream, (actual ?? 0) - predicted)
  }

  private codeRate(row: number, roster: CellRoster, actual: number | null): number | null {
    if (codeNull(this.coder, NO_RATE, this.ofRate, row, actual)) return null
    const predicted = roster.rate ?? lastValue(this.ofRate, row) ?? 0
    return predicted + this.coder.difference(RATE, (actual ?? 0) - predicted)
  }

  private codeAmount(row: number, product: number | null, actual: number | null): number | null {
    if (codeNull(this.coder, NO_AMOUNT, this.ofAmount, row, actual)) return null
    const before = lastValue(this.ofAmount, row)
    const predicted = product ?? before ?? 0
    const later = before === undefined ? AMOUNT : AMOUNT_CHANGE
    const stream = product === null ? later : AMOUNT_OFF
    return predicted + this.coder.difference(stream, (actual ?? 0) - predicted)
  }
}

/** Writing, `source` holds the lines and the coder takes differences; reading, it is null and the coder brings them. */
export const walkCells = (shape: TableShape, source: Cells | null, coder: CellCoder): Cells =>
  new CellWalk(shape, source, coder).walk()
