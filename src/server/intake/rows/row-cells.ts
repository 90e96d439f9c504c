// The cells of payee rows by role, with what a blank inherits from the row above.
import type { Scaled } from './body-model.ts'
import { compactText, printedText } from '../cells/cell-text.ts'
import type { CellValue } from '../grid.ts'
import type { GridView } from '../cells/grid-view.ts'
import type { Role } from '../header-aliases.ts'
import { readAccount, readId, type IdReading } from '../cells/identity.ts'
import type { Layout } from '../columns/layout-model.ts'

/** Columns in which a blank means "same as above", the outer before the inner: a new village forgets the old group. */
const PLACES: readonly Role[] = ['town', 'village', 'place', 'village-group', 'group']
const INHERITED: readonly Role[] = [...PLACES, 'programme', 'year', 'batch']

export interface RowCells {
  /** Text of the row itself, or of the merge that reaches down to it; '' where there is no such column. */
  readonly text: (row: number, role: Role) => string
  readonly id: (row: number) => IdReading
  readonly account: (row: number) => string | null
  /** Takes the row's own values over; call for payees only, in order. */
  readonly advance: (row: number) => void
  /** What `advance` has last seen. */
  readonly kept: (role: Role) => string
  /** The programme that `advance` has last seen, as printed. */
  readonly printedProgramme: () => string
  /** The rate of the rows above, per block; a new programme forgets it. */
  readonly rates: (Scaled | null)[]
}

export const createRowCells = (grid: GridView, layout: Layout): RowCells => {
  const kept = new Map<Role, string>()
  /** The raw cells behind them: a column repeats the same one for long stretches. */
  const latest = new Map<Role, CellValue>()
  const rates: (Scaled | null)[] = []
  let programme = ''
  const inherited = INHERITED.filter((role) => layout.columns[role] !== undefined)
  const { id: idColumn, account: accountColumn } = layout.columns

  const text = (row: number, role: Role): string => {
    const column = layout.columns[role]
    return column === undefined ? '' : compactText(grid.cellDown(row, column))
  }

  const advance = (row: number): void => {
    for (const role of inherited) {
      const raw = grid.cellDown(row, layout.columns[role]!)
      if (raw === null || raw === latest.get(role)) continue
      latest.set(role, raw)
      const value = compactText(raw)
      if (value === kept.get(role)) continue
      kept.set(role, value)
      if (role === 'programme') {
        rates.length = 0
        programme = printedText(raw)
      }
      const depth = PLACES.indexOf(role)
      if (depth < 0) continue
      for (const inner of PLACES.slice(depth + 1)) {
        kept.delete(inner)
        latest.delete(inner)
      }
    }
  }

  return {
    text,
    id: (row) => readId(idColumn === undefined ? null : grid.cellDown(row, idColumn)),
    account: (row) =>
      accountColumn === undefined ? null : readAccount(grid.cellDown(row, accountColumn)),
    advance,
    kept: (role) => kept.get(role) ?? '',
    printedProgramme: () => programme,
    rates,
  }
}
