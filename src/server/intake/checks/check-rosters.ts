// Findings about whole rosters and sheets: who they belong to, which programme, whether the header could be read, sums.
import type { Table } from '../rows/body-model.ts'
import type { Board } from './board.ts'
import { makeFinding, type Finding } from '../findings.ts'
import type { Layout } from '../columns/layout-model.ts'
import type { DraftRoster } from '../rows/lines.ts'
import type { SheetReading } from '../rows/read-sheet.ts'
import type { RosterSums } from './roster-sums.ts'
import type { SettledSum } from './totals.ts'

const placeColumn = ({ columns }: Layout): number | undefined =>
  columns.village ?? columns['village-group'] ?? columns.place ?? columns.town

/** Place and programme of a roster, at the row that should have said them. */
export const checkRosterIdentity = (draft: DraftRoster, tables: readonly Table[]): Finding[] => {
  const line = draft.lines[0]!
  const { sheet, context, headerRow } = tables[line.table]!
  const above = context.titleRow ?? headerRow
  const { verdict, name } = draft.place
  const placeAt = { sheet, row: line.source.placeRow ?? above }
  const findings: Finding[] = []
  if (verdict === 'ambiguous')
    findings.push(makeFinding('place-ambiguous', placeAt, { printed: name }))
  if (verdict === 'unknown' || verdict === 'none') {
    findings.push(makeFinding('place-unknown', placeAt, { printed: name }))
  }
  if (draft.programme === null) {
    const row = line.source.programme === null ? above : line.source.row
    findings.push(
      makeFinding('programme-unknown', { sheet, row }, { printed: draft.programmeText }),
    )
  }
  return findings
}

/** Tables that can't be rosters. Beside real rosters a summary by place is only a summary, and says nothing. */
export const checkHeaders = (sheets: readonly SheetReading[], hasRosters: boolean): Finding[] =>
  sheets.flatMap(({ grid, tables, headless }) => {
    const sheet = grid.sheet.name
    // A hidden sheet is told as hidden; nobody can correct its header before looking at it.
    if (grid.sheet.hidden) return []
    if (headless)
      return [makeFinding('header-unsure', { sheet, row: grid.first }, { reason: 'no-header' })]
    return tables.flatMap(({ layout, headerRow }) => {
      const { trouble } = layout
      if (trouble === null || (trouble === 'no-name' && hasRosters)) return []
      const isSummary = trouble === 'no-name' && placeColumn(layout) !== undefined
      const reason = isSummary ? ('summary' as const) : trouble
      return [makeFinding('header-unsure', { sheet, row: headerRow }, { reason })]
    })
  })

export const tellSums = (
  board: Board,
  index: RosterSums,
  tables: readonly Table[],
  sums: readonly (readonly SettledSum[])[],
): void => {
  for (const [t, settled] of sums.entries()) {
    const told = new Set<number>()
    for (const sum of settled) {
      // The grand total of a wide table only repeats what a part's total has said.
      if (sum.agrees || (sum.block === null && told.has(sum.row))) continue
      told.add(sum.row)
      const at = { sheet: tables[t]!.sheet, row: sum.row }
      const finding = makeFinding(sum.isTotal ? 'total-mismatch' : 'subtotal-mismatch', at, sum)
      const owner = index.ownerOf(t, sum)
      if (owner) board.tellRoster(owner, [finding])
      else board.tellFile([finding])
    }
  }
}
