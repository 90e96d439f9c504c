// Lines as tables, one a programme: rosters beside one another, a row for each payee and for each further line of a payee
// in one roster. Between the plain list of lines (publisher) or lines by payee (reader) and the columns of cells.ts.
import { assert } from '../base/result.ts'
import { multiplyToFen } from '../base/decimal.ts'
import { ROUNDINGS, type CellRoster, type Cells } from './cells.ts'
import type { PaymentState } from './domain-types.ts'
import type { LedgerCoreInput, LedgerLine, LedgerLineInput, LedgerRoster } from './model.ts'
import { PAYMENT_STATES } from './vocabulary.ts'

/** A row beyond a payee's first line: [position of the payee, ordinal]. */
export type ExtraRow = readonly [at: number, ordinal: number]

/** Old value of a corrected line: [position of the line in its table, quantity, amount]. */
export type WasEntry = readonly [line: number, quantity: number | null, amountFen: number | null]

export interface Table {
  /** Positions in the ledger's rosters, consecutive. */
  readonly rosters: readonly number[]
  readonly extras: readonly ExtraRow[]
  readonly cells: Cells
  readonly was: readonly WasEntry[]
}

/** Positions of the rosters of each programme; rosters come sorted by programme. */
export const rosterRuns = (programmes: readonly string[]): number[][] => {
  const runs: number[][] = []
  programmes.forEach((programme, i) => {
    if (i > 0 && programmes[i - 1] === programme) runs[runs.length - 1]!.push(i)
    else runs.push([i])
  })
  return runs
}

const extraKey = (payee: number, ordinal: number): string => `${payee}/${ordinal}`

const collectExtras = (lines: readonly LedgerLineInput[], payeeAt: ReadonlyMap<number, number>) => {
  const extras = new Map<string, ExtraRow>()
  for (const { payee, ordinal } of lines) {
    if (ordinal === 1) continue
    const at = payeeAt.get(payee)!
    extras.set(extraKey(at, ordinal), [at, ordinal])
  }
  return [...extras.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1])
}

/** Lines of one table in the order of the walk, with their cells. */
const toCells = (
  lines: readonly LedgerLineInput[],
  cellOf: (line: LedgerLineInput) => number,
  size: number,
): { readonly cells: Cells; readonly was: WasEntry[] } => {
  const placed = lines.map((line) => ({ line, cell: cellOf(line) }))
  placed.sort((a, b) => a.cell - b.cell)
  const at = new Int32Array(size).fill(-1)
  placed.forEach(({ cell }, i) => {
    assert(at[cell] === -1, 'a payee has one line of each ordinal in a roster')
    at[cell] = i
  })
  const ordered = placed.map(({ line }) => line)
  const was = ordered.flatMap((line, i): WasEntry[] =>
    line.was ? [[i, line.was.quantity, line.was.amountFen]] : [],
  )
  const cells = {
    at,
    quantity: ordered.map((line) => line.quantity),
    rate: ordered.map((line) => line.rate),
    amountFen: ordered.map((line) => line.amountFen),
    state: ordered.map((line) => line.state),
  }
  return { cells, was }
}

/** `core` in canonical order. */
export const tablesOf = (core: LedgerCoreInput): Table[] => {
  const payeeAt = new Map(core.payees.map((payee, i) => [payee.number, i]))
  const runs = rosterRuns(core.rosters.map((roster) => roster.programme))
  const tableAt = runs.flatMap((run, table) => run.map(() => table))
  const linesByTable = runs.map((): LedgerLineInput[] => [])
  for (const line of core.lines) {
    assert(payeeAt.has(line.payee), 'each line has a payee')
    linesByTable[tableAt[line.roster]!]!.push(line)
  }
  return runs.map((rosters, table) => {
    const lines = linesByTable[table]!
    const extras = collectExtras(lines, payeeAt)
    const rows = core.payees.length + extras.length
    const extraAt = new Map(extras.map(([payee, ordinal], i) => [extraKey(payee, ordinal), i]))
    const rowOf = (line: LedgerLineInput): number => {
      const payee = payeeAt.get(line.payee)!
      if (line.ordinal === 1) return payee
      return core.payees.length + extraAt.get(extraKey(payee, line.ordinal))!
    }
    const cellOf = (line: LedgerLineInput) => (line.roster - rosters[0]!) * rows + rowOf(line)
    return { rosters, extras, ...toCells(lines, cellOf, rosters.length * rows) }
  })
}

/** Positions of a roster's lines in the table's arrays. */
const linesOfRoster = ({ rosters, cells }: Table, k: number): number[] => {
  const rows = cells.at.length / rosters.length
  const lines: number[] = []
  for (let cell = k * rows; cell < (k + 1) * rows; cell++) {
    if (cells.at[cell]! >= 0) lines.push(cells.at[cell]!)
  }
  return lines
}

/** The first of those that fit most lines. */
const mostFrequent = <T>(candidates: readonly T[], fits: (candidate: T) => number): T => {
  const counts = candidates.map(fits)
  return candidates[counts.indexOf(Math.max(...counts))]!
}

const usualState = (cells: Cells, lines: readonly number[]): PaymentState =>
  mostFrequent(PAYMENT_STATES, (state) => lines.filter((i) => cells.state[i] === state).length)

const usualRounding = (cells: Cells, lines: readonly number[], rate: number | null): number => {
  const products = lines.flatMap((i) => {
    const used = cells.rate[i] ?? rate
    const quantity = cells.quantity[i] ?? null
    return quantity === null || used === null
      ? []
      : [{ product: multiplyToFen(quantity, used), amountFen: cells.amountFen[i] }]
  })
  return mostFrequent([...ROUNDINGS.keys()], (rounding) => {
    const round = ROUNDINGS[rounding]!
    return products.filter(({ product, amountFen }) => round(product) === amountFen).length
  })
}

/** What the walk predicts lines of a roster with. */
export const cellRostersOf = (table: Table, rosters: readonly LedgerRoster[]): CellRoster[] =>
  table.rosters.map((at, k) => {
    const { rate } = rosters[at]!
    const lines = linesOfRoster(table, k)
    return {
      rate,
      rounding: usualRounding(table.cells, lines, rate),
      state: usualState(table.cells, lines),
    }
  })

/** By row: quantity of the row's first line; null where it has none. */
export const firstQuantities = (cells: Cells, rows: number): (number | null)[] => {
  const firsts = new Array<number | null>(rows).fill(null)
  for (let cell = 0; cell < cells.at.length; cell++) {
    const line = cells.at[cell]!
    if (line >= 0) firsts[cell % rows] ??= cells.quantity[line] ?? null
  }
  return firsts
}

export interface RosterTotals {
  readonly persons: number
  readonly amountFen: number
}

/** Persons and money of each roster as its lines give them. */
export const tableTotals = (table: Table, payees: number): RosterTotals[] =>
  table.rosters.map((_, k) => {
    const { cells, extras } = table
    const rows = payees + extras.length
    const isCounted = new Uint8Array(payees)
    let persons = 0
    let amountFen = 0
    for (let row = 0; row < rows; row++) {
      const line = cells.at[k * rows + row]!
      if (line < 0) continue
      const payee = row < payees ? row : extras[row - payees]![0]
      if (isCounted[payee] === 0) persons++
      isCounted[payee] = 1
      amountFen += cells.amountFen[line] ?? 0
    }
    return { persons, amountFen }
  })

/** Rows of one payee in a table, by ordinal. */
const rowsOfPayee = ({ extras }: Table, payees: number, payee: number): ExtraRow[] => {
  const rows: ExtraRow[] = [[payee, 1]]
  if (extras.length === 0) return rows
  extras.forEach(([of, ordinal], i) => {
    if (of === payee) rows.push([payees + i, ordinal])
  })
  return rows.sort((a, b) => a[1] - b[1])
}

/** Lines of one payee out of all tables, by roster and ordinal. */
export const linesOfPayee = (
  tables: readonly Table[],
  payees: number,
  payee: number,
): LedgerLine[] => {
  const lines: LedgerLine[] = []
  for (const table of tables) {
    const width = payees + table.extras.length
    const rows = rowsOfPayee(table, payees, payee)
    for (let k = 0; k < table.rosters.length; k++) {
      for (const [row, ordinal] of rows) {
        const at = table.cells.at[k * width + row]!
        if (at >= 0) lines.push(toLine(table, at, table.rosters[k]!, ordinal))
      }
    }
  }
  return lines
}

const toLine = ({ cells, was }: Table, at: number, roster: number, ordinal: number): LedgerLine => {
  const line = {
    roster,
    ordinal,
    quantity: cells.quantity[at] ?? null,
    rate: cells.rate[at] ?? null,
    amountFen: cells.amountFen[at] ?? null,
    state: cells.state[at]!,
  }
  const before = was.length === 0 ? undefined : was.find(([position]) => position === at)
  return before ? { ...line, was: { quantity: before[1], amountFen: before[2] } } : line
}
