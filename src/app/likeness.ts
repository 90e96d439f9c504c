// Which rows of a list can be mistaken for one another: the same name, or the same in everything that is shown. Pure.
import type { PayeeHit } from '../store/published/published.ts'

/** What a row shows of a payee. */
export type PayeeRow = Pick<PayeeHit, 'site' | 'number' | 'name' | 'group' | 'lastFour'>

export interface MarkedRow extends PayeeRow {
  readonly likeness: 'none' | 'same-name' | 'same-row'
}

const shownOf = (row: PayeeRow): string => [row.site, row.name, row.group, row.lastFour].join('\n')

const countBy = (
  rows: readonly PayeeRow[],
  keyOf: (row: PayeeRow) => string,
): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1)
  return counts
}

export const markLikeness = (rows: readonly PayeeRow[]): readonly MarkedRow[] => {
  const names = countBy(rows, (row) => row.name)
  const shown = countBy(rows, shownOf)
  return rows.map((row) => ({
    ...row,
    likeness:
      (shown.get(shownOf(row)) ?? 0) > 1
        ? 'same-row'
        : (names.get(row.name) ?? 0) > 1
          ? 'same-name'
          : 'none',
  }))
}
