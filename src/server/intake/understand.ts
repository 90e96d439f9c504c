// A workbook understood: rosters with their lines, findings, and what every row is. Pure: no file, no clock, no database.
import type { Place } from '../../domain/place/schema.ts'
import type { Programme } from '../../domain/programme/schema.ts'
import type { RosterKind } from '../../domain/roster/schema.ts'
import { createBoard } from './checks/board.ts'
import type { RowRole } from './rows/body-model.ts'
import { checkGrandTotals, checkNobodies, createLineChecker } from './checks/check-lines.ts'
import { checkHeaders, checkRosterIdentity, tellSums } from './checks/check-rosters.ts'
import type { Finding } from './findings.ts'
import type { Workbook } from './grid.ts'
import { createLabelMatcher, type HeaderAliases } from './header-aliases.ts'
import { findHidden, findPrivateUse } from './checks/hidden.ts'
import { draftRosters, toPlainLine, type DraftRoster, type Line } from './rows/lines.ts'
import { createRepeats } from './rows/repeats.ts'
import { createPlaceFinder } from './words/place-finder.ts'
import { createProgrammeFinder } from './words/programme-finder.ts'
import { readSheet, type SheetReading } from './rows/read-sheet.ts'
import { indexSums } from './checks/roster-sums.ts'
import { settleAllSums } from './checks/totals.ts'

export interface Understanding {
  readonly rosters: readonly UnderstoodRoster[]
  /** What concerns the file or several rosters at once. */
  readonly findings: readonly Finding[]
  readonly sheets: readonly ExplainedSheet[]
  /** Rows from the first to the last non-empty, all sheets, hidden ones too. */
  readonly rowsRead: number
  readonly rowsExplained: number
}

export interface UnderstoodRoster {
  /** Id of a place; null when unknown or ambiguous. */
  readonly site: string | null
  /** Full name, or as printed; null when no place is named. */
  readonly place: string | null
  readonly programme: string | null
  readonly programmeText: string
  readonly year: number | null
  /** `1` for the only or first one. */
  readonly batch: string
  readonly kind: RosterKind
  readonly title: string
  readonly unit: string | null
  /** How many lines. */
  readonly rows: number
  readonly lines: readonly Line[]
  /** Thousandths; null when no line has a quantity. */
  readonly quantity: number | null
  /** Null when no line has an amount. */
  readonly amountFen: number | null
  /** Sum printed for exactly these lines; null when none is printed. */
  readonly printedTotalFen: number | null
  readonly findings: readonly Finding[]
}

export interface ExplainedSheet {
  readonly name: string
  /** The spreadsheet's own number of the first row that holds anything. */
  readonly firstRow: number
  /** What each row is, from there to the last that holds anything. */
  readonly roles: readonly RowRole[]
}

export interface UnderstandOptions {
  readonly aliases: HeaderAliases
  /** Last source of year, place, programme and batch. */
  readonly fileName?: string
}

/** The lists of `loadBanner`, nothing else of it. */
export interface BannerLists {
  readonly places: readonly Place[]
  readonly programmes: readonly Programme[]
}

export const understandWorkbook = (
  workbook: Workbook,
  banner: BannerLists,
  options: UnderstandOptions,
): Understanding => {
  const tools = {
    places: createPlaceFinder(banner.places),
    programmes: createProgrammeFinder(banner.programmes),
    matchLabel: createLabelMatcher(options.aliases),
    repeats: createRepeats(),
    fileName: options.fileName ?? '',
  }
  const sheets = workbook.sheets.map((sheet) => readSheet(sheet, tools))
  const tables = sheets
    .flatMap((sheet) => sheet.tables)
    .filter(({ layout }) => layout.trouble !== 'no-name' && layout.trouble !== 'no-figures')
  const drafts = draftRosters(tables, tools.repeats)
  const board = createBoard(drafts)
  const checker = createLineChecker(tables)
  for (const draft of drafts) {
    board.tellRoster(draft, checkRosterIdentity(draft, tables))
    board.tellRoster(draft, checker.check(draft))
  }
  const sums = settleAllSums(tables)
  const index = indexSums(tables, drafts, sums)
  tellSums(board, index, tables, sums)
  for (const table of tables) board.tellRow([...checkNobodies(table), ...checkGrandTotals(table)])
  for (const { grid } of sheets) {
    board.tellRow(findPrivateUse(grid))
    board.tellFile(findHidden(grid))
  }
  board.tellFile(checkHeaders(sheets, drafts.length > 0))
  return {
    rosters: drafts.map((draft) => finish(draft, board.ofRoster(draft), index.printedTotal(draft))),
    findings: board.ofFile(),
    sheets: sheets.map(explainSheet),
    rowsRead: sheets.reduce((sum, { grid }) => sum + countRows(grid), 0),
    rowsExplained: sheets.reduce((sum, { roles }) => sum + countExplained(roles), 0),
  }
}

const countRows = ({ first, last }: { readonly first: number; readonly last: number }): number =>
  first < 0 ? 0 : last - first + 1

const explainSheet = ({ grid, roles }: SheetReading): ExplainedSheet => ({
  name: grid.sheet.name,
  firstRow: grid.first + 1,
  roles,
})

/** Holes are not counted: a row that nobody looked at shows as a difference to the rows read. */
const countExplained = (roles: readonly RowRole[]): number => {
  let count = 0
  roles.forEach(() => count++)
  return count
}

const finish = (
  draft: DraftRoster,
  findings: readonly Finding[],
  printedTotalFen: number | null,
): UnderstoodRoster => ({
  site: draft.place.site,
  place: draft.place.name === '' ? null : draft.place.name,
  programme: draft.programme,
  programmeText: draft.programmeText,
  year: draft.year,
  batch: draft.batch,
  kind: draft.kind,
  title: draft.title,
  unit: draft.unit,
  rows: draft.lines.length,
  // Made when asked for: a check of a hundred thousand rows never does.
  get lines() {
    return draft.lines.map(toPlainLine)
  },
  quantity: draft.quantity,
  amountFen: draft.amountFen,
  printedTotalFen,
  findings,
})
