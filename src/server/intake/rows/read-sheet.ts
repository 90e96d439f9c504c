// One sheet → tables and a role for every row. A sheet may hold several tables one under the other, and one table may be
// cut into printed pages that repeat title and header.
import type { RejectReason, RowRole, Table } from './body-model.ts'
import { readFigure } from '../cells/cell-number.ts'
import { compactText } from '../cells/cell-text.ts'
import { readContext, roleAbove, type Context, type ContextTools } from './context.ts'
import type { Sheet } from '../grid.ts'
import { viewGrid, type GridView } from '../cells/grid-view.ts'
import { mergeNotes, NO_UNITS, readUnitNote, type UnitNote } from '../cells/units.ts'
import { findHeaders, type Column, type Header } from '../columns/header.ts'
import { readUnitColumn } from '../columns/unit-column.ts'
import { findRepeatedList } from '../columns/repeated-list.ts'
import type { LabelMatcher } from '../header-aliases.ts'
import { chooseLayout } from '../columns/layout.ts'
import type { Layout } from '../columns/layout-model.ts'
import { readMeasures } from '../columns/measures.ts'
import { createBodyReader, type BodyReader } from './read-body.ts'
import { createListsReader, viewLists } from './read-lists.ts'
import { isFooterRow, textsOf } from './row-kind.ts'
import { isTotalText, readGroup } from '../words/row-words.ts'
import { isTitle } from '../words/title-words.ts'

export interface SheetTools extends ContextTools {
  readonly matchLabel: LabelMatcher
  readonly fileName: string
}

export interface SheetReading {
  readonly grid: GridView
  /** One per row from the first to the last that holds anything. */
  readonly roles: readonly RowRole[]
  readonly tables: readonly Table[]
  /** Rows that look like a table though no header was found. */
  readonly headless: boolean
}

export const readSheet = (sheet: Sheet, tools: SheetTools): SheetReading => {
  const grid = viewGrid(sheet)
  if (grid.first < 0) return { grid, roles: [], tables: [], headless: false }
  const headers = findHeaders(grid, tools.matchLabel)
  if (headers.length === 0) return readHeadless(grid)
  const roles: RowRole[] = []
  const put = (row: number, role: RowRole) => {
    roles[row - grid.first] = role
  }
  const tables: OpenTable[] = []
  let context: Context | null = null
  for (const { above, header, body } of cutSheet(grid, headers)) {
    for (const row of above) put(row, aboveRole(grid, row))
    for (let row = header.top; row <= header.bottom; row++) put(row, HEADER)
    context = nextContext(grid, above, context, tools)
    const table = continueOrOpen(grid, header, body, context, tables, tools)
    for (let row = body.from; row < body.to; row++) put(row, rejectAs(table, table.body.read(row)))
  }
  closeSheet(roles)
  return { grid, roles, tables: tables.map(closeTable(sheet.name)), headless: false }
}

const HEADER: RowRole = { role: 'header' }

/** Rows `from` ≤ row < `to`. */
interface Span {
  readonly from: number
  readonly to: number
}

/** What stands above each header, and the rows below it up to what belongs to the next. */
const cutSheet = (grid: GridView, headers: readonly Header[]) =>
  headers.map((header, i) => {
    const previous = headers[i - 1]
    const next = headers[i + 1]
    const start = previous ? gapStart(grid, previous, header) : grid.first
    const to = next ? gapStart(grid, header, next) : grid.last + 1
    return { above: rowsFrom(start, header.top), header, body: { from: header.bottom + 1, to } }
  })

/** A place or a word below the last payee opens nothing any more: the committee signs there. */
const closeSheet = (roles: RowRole[]): void => {
  for (let i = roles.length - 1; i >= 0; i--) {
    const { role } = roles[i]!
    if (role === 'payee' || role === 'total' || role === 'subtotal' || role === 'header') return
    if (role === 'section') roles[i] = { role: 'footer' }
  }
}

const rowsFrom = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)

interface OpenTable {
  readonly header: Header
  readonly context: Context
  readonly layout: Layout
  readonly body: BodyReader
}

/** The same words over the same columns under the same title: a new page, not a new table. */
const continueOrOpen = (
  grid: GridView,
  header: Header,
  rows: Span,
  context: Context,
  tables: OpenTable[],
  tools: SheetTools,
): OpenTable => {
  const last = tables.at(-1)
  if (last && last.header.signature === header.signature && last.context === context) {
    last.body.turnPage()
    return last
  }
  const { layout, body } = readTable(grid, header, rows, context, tools)
  const table = { header, context, layout, body }
  tables.push(table)
  return table
}

const readTable = (
  grid: GridView,
  { columns }: Header,
  rows: Span,
  context: Context,
  tools: SheetTools,
): Pick<OpenTable, 'layout' | 'body'> => {
  const lists = findRepeatedList(columns)
  if (lists === null) {
    const layout = layOut(grid, columns, rows, context, tools)
    return { layout, body: createBodyReader(grid, layout, context, tools) }
  }
  const parts = viewLists(grid, lists)
  const layout = layOut(parts[0]!, lists.columns, rows, context, tools)
  return { layout, body: createListsReader(parts, layout, context, tools) }
}

const layOut = (
  grid: GridView,
  columns: readonly Column[],
  rows: Span,
  context: Context,
  tools: SheetTools,
): Layout => {
  const sample = sampleRows(grid, rows)
  const notes = [context.units, readUnitColumn(grid, columns, sample), notesBelow(grid, rows)]
  const words = `${context.title} ${context.programmeText}`
  return chooseLayout({
    grid,
    columns,
    measures: readMeasures(columns, tools.matchLabel, tools.programmes, words),
    note: notes.reduce(mergeNotes),
    sample,
    noteRate: context.rate,
    titleDecides: context.programme !== null,
  })
}

const FOOTER_ROWS = 20

/** 注：面积单位为亩 below the table: a cell by itself that says 单位. */
const notesBelow = (grid: GridView, { from, to }: Span): UnitNote => {
  let note = NO_UNITS
  for (let row = Math.max(from, to - FOOTER_ROWS); row < to; row++) {
    const [text, second] = textsOf(grid, row)
    if (text === undefined || second !== undefined || !text.includes('单位')) continue
    note = mergeNotes(note, readUnitNote(text) ?? NO_UNITS)
  }
  return note
}

const SAMPLE = 300

/** Rows with several cells, a number among them and no 合计. */
const sampleRows = (grid: GridView, { from, to }: Span): number[] => {
  const sample: number[] = []
  for (let row = from; row < to && sample.length < SAMPLE; row++) {
    const filled = grid.filled(row)
    if (filled.length < 2) continue
    const values = filled.map((column) => grid.cell(row, column))
    if (!values.some((value) => typeof readFigure(value) === 'object')) continue
    const head = values.slice(0, 4)
    if (!head.some((value) => typeof value === 'string' && isTotalText(compactText(value))))
      sample.push(row)
  }
  return sample
}

/** Rows between two tables that belong to the second: its title, the line below it, blanks among them. */
const gapStart = (grid: GridView, previous: Header, header: Header): number => {
  let start = header.top
  for (let row = header.top - 1; row > previous.bottom; row--) {
    const texts = textsOf(grid, row)
    if (texts.length === 0) continue
    if (!mayStandAbove(grid, row, texts)) break
    if (texts.some(isTitle) || roleAbove(texts) === 'unit' || /^附[件表]/.test(texts[0]!))
      start = row
  }
  return start
}

const mayStandAbove = (grid: GridView, row: number, texts: readonly string[]): boolean => {
  const numbers = grid
    .filled(row)
    .some((column) => typeof readFigure(grid.cell(row, column)) === 'object')
  if (numbers || texts.some(isTotalText) || texts.length > 5) return false
  if (isFooterRow(texts) && roleAbove(texts) !== 'unit') return false
  return texts.length > 1 || readGroup(texts[0]!) === null
}

/** A title of its own makes a new context; a repeated one, or none, keeps the old. */
const nextContext = (
  grid: GridView,
  above: readonly number[],
  previous: Context | null,
  tools: SheetTools,
): Context => {
  const filled = above.filter((row) => grid.filled(row).length > 0)
  if (previous && filled.length === 0) return previous
  const fresh = readContext(grid, filled, tools.fileName, tools)
  if (!previous) return fresh
  if (fresh.title === '' || titleKey(fresh.title) === titleKey(previous.title)) return previous
  const silent = fresh.programme === null && !/补|奖|贴|助|保障/.test(fresh.title)
  return {
    ...fresh,
    town: fresh.town ?? (fresh.village ? null : previous.town),
    village: fresh.village ?? (fresh.town ? null : previous.village),
    programme: silent ? previous.programme : fresh.programme,
    programmeText: silent ? previous.programmeText : fresh.programmeText,
    year: fresh.year ?? previous.year,
    kind: fresh.kind ?? previous.kind,
    units:
      fresh.units.money === null && fresh.units.quantities.length === 0
        ? previous.units
        : fresh.units,
  }
}

/** A title that only counts its pages is the same title. */
const titleKey = (title: string): string =>
  title.replace(
    /第?[一二三四五六七八九十\d]{1,3}页|共.{1,3}页|\((?:续|接上页|续表)[^()]*\)|续表?$/g,
    '',
  )

const aboveRole = (grid: GridView, row: number): RowRole => {
  const texts = textsOf(grid, row)
  return texts.length === 0 ? { role: 'blank' } : { role: roleAbove(texts) }
}

/** In a table without names every row of figures is a summary's. */
const rejectAs = (table: OpenTable, role: RowRole): RowRole => {
  if (role.role !== 'rejected' || table.layout.columns.name !== undefined) return role
  const reason: RejectReason = role.reason === 'not-understood' ? role.reason : 'summary'
  return { role: 'rejected', reason }
}

const closeTable =
  (sheet: string) =>
  ({ header, context, layout, body }: OpenTable): Table => {
    const told = body.payees.some((payee) => payee.state === 'paid' || payee.state === 'failed')
    return {
      sheet,
      headerRow: header.top,
      context,
      layout,
      kind: told && layout.statusColumns.length > 0 ? 'result' : (context.kind ?? 'result'),
      payees: body.payees,
      sums: body.sums,
      boundaries: body.boundaries,
    }
  }

/** No header anywhere: text is title, footer or note; rows with several cells look like a table without labels. */
const readHeadless = (grid: GridView): SheetReading => {
  let broad = 0
  const roles = rowsFrom(grid.first, grid.last + 1).map((row): RowRole => {
    const texts = textsOf(grid, row)
    if (texts.length === 0) return { role: 'blank' }
    const figured = grid
      .filled(row)
      .some((column) => typeof readFigure(grid.cell(row, column)) === 'object')
    if (texts.length >= 3 && figured) {
      broad++
      return { role: 'rejected', reason: 'no-header' }
    }
    if (isFooterRow(texts)) return { role: 'footer' }
    if (texts.length <= 3) return { role: roleAbove(texts) }
    return { role: 'rejected', reason: 'no-header' }
  })
  return { grid, roles, tables: [], headless: broad >= 1 }
}
