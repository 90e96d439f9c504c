// Collects the cells of one sheet as a reader meets them, in any order, and counts what they cost.
import type { CellValue, Merge, Sheet } from '../../grid.ts'
import { LIMITS, MAX_COLUMNS, MAX_ROWS } from '../read-limits.ts'
import { damaged, tooLarge } from '../refused.ts'
import { createStringPool, type StringPool } from './string-pool.ts'

/** Shared by all sheets of a workbook: a hundred modest sheets are as large as one immodest. */
export class GridBudget {
  readonly pool: StringPool = createStringPool()
  #slots = 0

  spend(slots: number): void {
    this.#slots += slots
    if (this.#slots > LIMITS.cells) throw tooLarge('cells')
  }
}

/** Rows without cells share this one array, so a lone cell in row 1,048,576 costs a pointer per row. */
const NO_CELLS: CellValue[] = []
/** Dear on purpose: a few hundred thousand merges are no table. */
const SLOTS_OF_A_MERGE = 64

export class SheetBuilder {
  readonly name: string
  hidden = false
  readonly #budget: GridBudget
  readonly #rows: CellValue[][] = []
  readonly #merges: Merge[] = []
  readonly #hiddenRows = new Set<number>()
  readonly #hiddenColumns = new Set<number>()
  #columns = 0

  constructor(name: string, budget: GridBudget) {
    this.name = name
    this.#budget = budget
    budget.spend(1)
  }

  /** Empty text is an empty cell. Text is kept as it stands, blanks and line breaks included. */
  set(row: number, column: number, value: CellValue): void {
    if (value === null || value === '') return
    if (!isIndex(row, MAX_ROWS) || !isIndex(column, MAX_COLUMNS)) throw damaged()
    const cells = this.#cellsOf(row)
    if (cells.length < column) {
      this.#budget.spend(column - cells.length)
      while (cells.length < column) cells.push(null)
    }
    this.#budget.spend(1)
    cells[column] = typeof value === 'string' ? this.#budget.pool.own(value) : value
    if (column >= this.#columns) this.#columns = column + 1
  }

  /** Rows `from + 1 … from + count - 1` become equal to row `from`; they share its cells. */
  repeatRow(from: number, count: number): void {
    const cells = this.#rows[from]
    if (!cells || cells.length === 0 || count < 2) return
    if (from + count > MAX_ROWS) throw damaged()
    this.#budget.spend((count - 1) * (cells.length + 1))
    for (let copy = 1; copy < count; copy++) this.#rows[from + copy] = cells
  }

  merge(merge: Merge): void {
    const backwards = merge.bottom < merge.top || merge.right < merge.left
    if (backwards || !isIndex(merge.top, MAX_ROWS) || !isIndex(merge.left, MAX_COLUMNS)) return
    this.#budget.spend(SLOTS_OF_A_MERGE)
    this.#merges.push(merge)
  }

  hideRows(from: number, count: number): void {
    const end = Math.min(from + count, MAX_ROWS)
    for (let row = Math.max(from, 0); row < end; row++) this.#hiddenRows.add(row)
  }

  hideColumns(from: number, count: number): void {
    const end = Math.min(from + count, MAX_COLUMNS)
    for (let column = Math.max(from, 0); column < end; column++) this.#hiddenColumns.add(column)
  }

  /** Merges and hidden marks outside the cells say nothing and are left out: "all columns to the right" is a common habit. */
  finish(): Sheet {
    const rows = this.#rows
    const columns = this.#columns
    return {
      name: this.name,
      hidden: this.hidden,
      rows,
      merges: this.#merges
        .flatMap((merge) => clipped(merge, rows.length, columns))
        .sort((one, other) => one.top - other.top || one.left - other.left),
      hiddenRows: new Set([...this.#hiddenRows].filter((row) => row < rows.length)),
      hiddenColumns: new Set([...this.#hiddenColumns].filter((column) => column < columns)),
    }
  }

  #cellsOf(row: number): CellValue[] {
    const known = this.#rows[row]
    if (known !== undefined && known !== NO_CELLS) return known
    if (row >= this.#rows.length) {
      this.#budget.spend(row + 1 - this.#rows.length)
      while (this.#rows.length <= row) this.#rows.push(NO_CELLS)
    }
    const cells: CellValue[] = []
    this.#rows[row] = cells
    return cells
  }
}

const isIndex = (value: number, limit: number): boolean =>
  Number.isInteger(value) && value >= 0 && value < limit

const clipped = (merge: Merge, rows: number, columns: number): Merge[] => {
  const bottom = Math.min(merge.bottom, rows - 1)
  const right = Math.min(merge.right, columns - 1)
  const single = bottom === merge.top && right === merge.left
  if (single || bottom < merge.top || right < merge.left) return []
  return [{ top: merge.top, left: merge.left, bottom, right }]
}
