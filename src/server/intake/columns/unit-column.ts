// A column that says the unit of each quantity: 补贴数量 · 计量单位 · 补贴标准.
import { compactText } from '../cells/cell-text.ts'
import type { GridView } from '../cells/grid-view.ts'
import { NO_UNITS, quantityUnit, type UnitNote } from '../cells/units.ts'
import type { Column } from './header.ts'

/** Only where all rows say the same: else each would need its own. */
export const readUnitColumn = (
  grid: GridView,
  columns: readonly Column[],
  sample: readonly number[],
): UnitNote => {
  const column = columns.find(({ path }) => /^(?:计量|数量|面积)?单位$/.test(path.at(-1)!.text))
  if (!column) return NO_UNITS
  const words = new Set(sample.map((row) => compactText(grid.cellDown(row, column.index))))
  const [word = ''] = words
  const unit = words.size === 1 ? quantityUnit(word) : null
  return unit ? { money: null, quantities: [unit] } : NO_UNITS
}
