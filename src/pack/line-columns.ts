// The columns of a ledger's lines: each an array with one text a table. Absent columns are all empty (PACK-2, PACK-8).
import * as z from 'zod/mini'
import {
  CELL_STREAMS,
  ROUNDINGS,
  walkCells,
  type CellCoder,
  type CellRoster,
  type CellStream,
} from './cells.ts'
import {
  bitsToText,
  flagsToText,
  integersToText,
  readBits,
  readFlags,
  readIntegers,
} from './column.ts'
import type { LedgerCoreInput } from './model.ts'
import { cellRostersOf, firstQuantities, type Table } from './tables.ts'
import { PAYMENT_STATES } from './vocabulary.ts'

const FLAGS: ReadonlySet<string> = new Set(['toggles', 'noQuantity', 'noRate', 'noAmount'])

const integers = z.array(z.int())
const texts = z.array(z.string())
const value = z.nullable(z.int())

export const LineColumns = z.object({
  /** Table whose first quantities this one takes as its own; -1 for none. */
  like: z.optional(integers),
  /** Further rows of payees with several lines in a roster: payee and ordinal in turn. */
  extra: z.optional(z.array(integers)),
  /** By roster: position in ROUNDINGS. */
  rounding: z.optional(integers),
  /** By roster: position of the usual state. */
  usual: integers,
  first: texts,
  toggles: z.optional(texts),
  noQuantity: z.optional(texts),
  quantity: z.optional(texts),
  quantityChange: z.optional(texts),
  noRate: z.optional(texts),
  rate: z.optional(texts),
  noAmount: z.optional(texts),
  amountOff: z.optional(texts),
  amount: z.optional(texts),
  amountChange: z.optional(texts),
  state: z.optional(texts),
  was: z.optional(z.array(z.array(z.tuple([z.int(), value, value])))),
})
export type LineColumns = z.infer<typeof LineColumns>

// Writing

interface WritingCoder extends CellCoder {
  readonly present: boolean[]
  /** In the order of CELL_STREAMS. */
  readonly streams: readonly number[][]
}

const createWritingCoder = (): WritingCoder => {
  const present: boolean[] = []
  const streams = CELL_STREAMS.map((): number[] => [])
  const first = (isPresent: boolean): boolean => {
    present.push(isPresent)
    return isPresent
  }
  const difference = (stream: CellStream, amount: number): number => {
    streams[stream]!.push(amount)
    return amount
  }
  return { present, streams, first, difference }
}

const streamToText = (name: string, values: readonly number[]): string =>
  FLAGS.has(name) ? flagsToText(values.map((flag) => flag === 1)) : integersToText(values)

/** The earlier table most of whose payees have the same first quantity here; -1 where fewer than half do. */
const findLike = (
  firsts: readonly (readonly (number | null)[])[],
  table: number,
  payees: number,
): number => {
  const own = firsts[table]!
  let best = -1
  let most = 0
  for (let other = 0; other < table; other++) {
    let common = 0
    let equal = 0
    for (let row = 0; row < payees; row++) {
      const quantity = firsts[other]![row] ?? null
      if (quantity === null || (own[row] ?? null) === null) continue
      common++
      if (quantity === own[row]) equal++
    }
    if (2 * equal > common && equal > most) [best, most] = [other, equal]
  }
  return best
}

const likeQuantityOf =
  (firsts: readonly (readonly (number | null)[])[], like: number, payees: number) =>
  (row: number): number | null =>
    row < payees ? (firsts[like]?.[row] ?? null) : null

/** Undefined, and so not written, where it says nothing. */
const unlessAll = <T>(column: T[], isEmpty: (entry: T) => boolean): T[] | undefined =>
  column.every(isEmpty) ? undefined : column

interface WrittenTable {
  readonly like: number
  readonly rosters: readonly CellRoster[]
  readonly coder: WritingCoder
}

const writeTable = (
  tables: readonly Table[],
  index: number,
  core: LedgerCoreInput,
  firsts: readonly (readonly (number | null)[])[],
): WrittenTable => {
  const table = tables[index]!
  const payees = core.payees.length
  const rosters = cellRostersOf(table, core.rosters)
  const like = findLike(firsts, index, payees)
  const coder = createWritingCoder()
  const likeQuantity = likeQuantityOf(firsts, like, payees)
  const rows = payees + table.extras.length
  walkCells({ rosters, rows, likeQuantity }, table.cells, coder)
  return { like, rosters, coder }
}

/** `core` in canonical order, `tables` those of `tablesOf`. */
export const encodeLineColumns = (core: LedgerCoreInput, tables: readonly Table[]): object => {
  const payees = core.payees.length
  const firsts = tables.map(({ cells, extras }) => firstQuantities(cells, payees + extras.length))
  const written = tables.map((_, i) => writeTable(tables, i, core, firsts))
  const rosters = written.flatMap((table) => table.rosters)
  const columns: Record<string, string[] | undefined> = {}
  CELL_STREAMS.forEach((name, stream) => {
    const column = written.map(({ coder }) => streamToText(name, coder.streams[stream]!))
    columns[name] = unlessAll(column, (text) => text === '')
  })
  return {
    like: unlessAll(
      written.map((table) => table.like),
      (like) => like < 0,
    ),
    extra: unlessAll(
      tables.map((table) => table.extras.flat()),
      (extras) => extras.length === 0,
    ),
    rounding: unlessAll(
      rosters.map((roster) => roster.rounding),
      (rounding) => rounding === 0,
    ),
    usual: rosters.map((roster) => PAYMENT_STATES.indexOf(roster.state)),
    first: written.map(({ coder }) => bitsToText(coder.present)),
    ...columns,
    was: unlessAll(
      tables.map((table) => [...table.was]),
      (was) => was.length === 0,
    ),
  }
}

// Reading

interface ReadingCoder extends CellCoder {
  readonly isSound: () => boolean
}

const createReadingCoder = (columns: LineColumns, table: number, rows: number): ReadingCoder => {
  const present = readBits(columns.first[table]!, rows)
  const readers = CELL_STREAMS.map((name) => {
    const text = columns[name]?.[table] ?? ''
    return FLAGS.has(name) ? readFlags(text) : readIntegers(text)
  })
  return {
    first: () => present.next() === 1,
    difference: (stream) => readers[stream]!.next(),
    isSound: () => present.isSound && readers.every((reader) => reader.isSound),
  }
}

/** Rows × rosters of one table: more than any ledger has, and few enough to allocate. */
const MAX_CELLS = 2 ** 24

const toExtras = (flat: readonly number[], payees: number): Table['extras'] | null => {
  if (flat.length % 2 !== 0) return null
  const extras = Array.from(
    { length: flat.length / 2 },
    (_, i) => [flat[2 * i]!, flat[2 * i + 1]!] as const,
  )
  return extras.every(([payee]) => payee >= 0 && payee < payees) ? extras : null
}

/** Sums of integers: beyond the safe ones they are too large, never broken. */
const areSafe = (values: readonly (number | null)[]): boolean => {
  for (const value of values) {
    if (value !== null && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) return false
  }
  return true
}

const isSoundTable = ({ cells, was }: Table): boolean =>
  areSafe(cells.quantity) &&
  areSafe(cells.rate) &&
  areSafe(cells.amountFen) &&
  was.every(([line]) => line >= 0 && line < cells.state.length)

export interface LineFrame {
  readonly payees: number
  /** By roster. */
  readonly rates: readonly (number | null)[]
  /** Positions of the rosters of each table. */
  readonly runs: readonly (readonly number[])[]
}

const cellRosterFrom = (
  columns: LineColumns,
  rate: number | null,
  at: number,
): CellRoster | null => {
  const rounding = columns.rounding?.[at] ?? 0
  const state = PAYMENT_STATES[columns.usual[at] ?? -1]
  return ROUNDINGS[rounding] && state ? { rate, rounding, state } : null
}

const readTable = (
  columns: LineColumns,
  index: number,
  frame: LineFrame,
  firsts: readonly (readonly (number | null)[])[],
): Table | null => {
  const run = frame.runs[index]!
  const extras = toExtras(columns.extra?.[index] ?? [], frame.payees)
  const rosters = run.map((at) => cellRosterFrom(columns, frame.rates[at]!, at))
  const rows = frame.payees + (extras?.length ?? 0)
  if (!extras || !rosters.every((roster) => roster !== null)) return null
  if (rows * run.length > MAX_CELLS) return null
  const coder = createReadingCoder(columns, index, rows)
  const likeQuantity = likeQuantityOf(firsts, columns.like?.[index] ?? -1, frame.payees)
  const cells = walkCells({ rosters, rows, likeQuantity }, null, coder)
  const table: Table = { rosters: run, extras, cells, was: columns.was?.[index] ?? [] }
  return coder.isSound() && isSoundTable(table) ? table : null
}

/** Null when a column is not what its ledger says it should be. */
export const decodeLineColumns = (columns: LineColumns, frame: LineFrame): Table[] | null => {
  const tables: Table[] = []
  const firsts: (number | null)[][] = []
  if (columns.first.length !== frame.runs.length) return null
  for (let i = 0; i < frame.runs.length; i++) {
    const table = readTable(columns, i, frame, firsts)
    if (!table) return null
    tables.push(table)
    const isLiked = columns.like?.includes(i) === true
    firsts.push(isLiked ? firstQuantities(table.cells, frame.payees + table.extras.length) : [])
  }
  return tables
}
