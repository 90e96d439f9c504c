// Makes the payee of a row: who, where, which programme, how much, paid or not, and what the remark says.
import type { Programme } from '../../../domain/programme/schema.ts'
import type { BlockFigures, PayeeRow, Scaled } from './body-model.ts'
import { compactText, printedText } from '../cells/cell-text.ts'
import type { Context, ContextTools } from './context.ts'
import type { GridView } from '../cells/grid-view.ts'
import type { IdReading } from '../cells/identity.ts'
import type { Layout } from '../columns/layout-model.ts'
import type { PlaceReading } from '../words/place-finder.ts'
import type { RowCells } from './row-cells.ts'
import { readBlockFigures, readMoney, takesPart } from './row-figures.ts'
import { createRowPlacer } from './row-place.ts'
import { isNothing, readState, splitName, tellsFailure } from '../words/row-state.ts'
import { readBareYear, readBatchCell } from '../words/title-words.ts'

export type NamedProgramme = { readonly programme: Programme | null; readonly text: string }

/** What the sections above a row have said. */
export interface Section {
  group: string | null
  place: PlaceReading | null
  placeRow: number | null
  programme: NamedProgramme | null
}

const PLACE_COLUMNS = ['village', 'village-group', 'place', 'town'] as const

/** `same`: the row continues the person above, who is not named again. */
export type PayeeMaker = (
  row: number,
  printedName: string,
  id: IdReading,
  same: PayeeRow | null,
) => PayeeRow

export const createPayeeMaker = (
  grid: GridView,
  layout: Layout,
  context: Context,
  tools: ContextTools,
  cells: RowCells,
  section: Section,
): PayeeMaker => {
  const placeRow = createRowPlacer(tools.places, context)
  const nameProgramme = createProgrammeMemory(context, tools)
  const readPayment = createStateReader(grid, layout)

  const programmeOf = (row: number): NamedProgramme | null => {
    const named = cells.kept('programme')
    if (named !== '') return nameProgramme(named, cells.printedProgramme())
    const crop = cells.text(row, 'crop')
    const grown = crop === '' ? null : tools.programmes.findByWord(crop, context.title)
    return grown ? { programme: grown, text: crop } : section.programme
  }

  const placeOf = (row: number) =>
    placeRow(
      {
        town: cells.kept('town'),
        village: cells.kept('village'),
        villageGroup: cells.kept('village-group'),
        place: cells.kept('place'),
        address: cells.text(row, 'address'),
      },
      section.place,
    )

  const { otherColumns } = layout
  const othersOf = (row: number): string =>
    otherColumns.length === 0
      ? ''
      : otherColumns.map((column) => compactText(grid.cell(row, column))).join('\t')

  /** A place column speaks for itself where it says anything. */
  const placeRowOf = (row: number): number | null => {
    const written = PLACE_COLUMNS.some((role) => cells.kept(role) !== '')
    return written ? row : section.placeRow
  }

  return (row, printedName, id, same) => {
    cells.advance(row)
    const { name, remark: remarkInName } = splitName(printedName)
    const placed = placeOf(row)
    const remark = readRemark(grid, layout, row, remarkInName)
    const payment = readPayment(row, remark)
    const year = cells.kept('year')
    const batch = cells.kept('batch')
    const group = cells.kept('group') || (placed.group ?? section.group ?? context.group)
    const account = same?.account ?? cells.account(row)
    return {
      nobody: false,
      row,
      noted: tools.repeats.note({ id, name, group }, account),
      name,
      id,
      account,
      householdCode: cells.text(row, 'household-code') || (same?.householdCode ?? null),
      place: placed.place,
      placeRow: placeRowOf(row),
      group,
      programme: programmeOf(row),
      year: year === '' ? null : readBareYear(year),
      batch: batch === '' ? null : readBatchCell(batch, layout.batchLabel),
      state: payment.state,
      stateText: payment.stateText,
      remark,
      quiet: id.trouble === null && remark === null && payment.state !== 'failed',
      figures: readFigures(grid, layout, row, cells.rates),
      grand: layout.grand ? readMoney(grid, row, layout.grand).value : null,
      others: othersOf(row),
    }
  }
}

const createProgrammeMemory = (context: Context, { programmes }: ContextTools) => {
  const known = new Map<string, NamedProgramme>()
  return (words: string, printed: string): NamedProgramme => {
    const cached = known.get(words)
    if (cached) return cached
    const programme = programmes.find(words) ?? programmes.findByWord(words, context.title)
    const named = { programme, text: printed }
    known.set(words, named)
    return named
  }
}

const readFigures = (
  grid: GridView,
  layout: Layout,
  row: number,
  rates: (Scaled | null)[],
): (BlockFigures | null)[] => {
  const { blocks } = layout
  const all = blocks.map((block, i) => {
    const figures = readBlockFigures(grid, row, block, rates[i] ?? null)
    rates[i] = figures.rate ?? rates[i] ?? null
    return figures
  })
  const wide = blocks.length > 1
  const taking = all.map((figures, i) => (takesPart(figures, blocks[i]!, wide) ? figures : null))
  const shared = all.findIndex((f, i) => f.quantity !== null && blocks[i]!.sharedQuantity)
  if (shared >= 0 && !taking.some((figures) => figures !== null)) taking[shared] = all[shared]!
  return taking
}

const readRemark = (grid: GridView, layout: Layout, row: number, inName: string): string | null => {
  if (inName === '' && layout.remarkColumns.every((c) => grid.cell(row, c) === null)) return null
  const written = layout.remarkColumns.map((column) => printedText(grid.cell(row, column)))
  const said = [inName, ...written].filter((part) => !isNothing(part))
  return said.length === 0 ? null : said.join('；')
}

type Payment = Pick<PayeeRow, 'state' | 'stateText'>

const NOT_TOLD: Payment = { state: null, stateText: '' }

/** A status column decides; without one a remark may tell that the bank sent it back. */
const createStateReader = (grid: GridView, layout: Layout) => {
  const { statusColumns } = layout
  const known = new Map<string, Payment>()
  const readTexts = (texts: readonly string[]): Payment => {
    const states = texts.map((text, i) => readState(text, statusColumns[i]!.isReason))
    const state = states.find((s) => s === 'failed') ?? states.find((s) => s !== null) ?? null
    return { state, stateText: texts.filter((text) => !isNothing(text)).join('，') }
  }
  const readColumns = (row: number): Payment => {
    if (statusColumns.length === 0) return NOT_TOLD
    const [only] = statusColumns
    const texts =
      statusColumns.length === 1
        ? [compactText(grid.cell(row, only!.index))]
        : statusColumns.map(({ index }) => compactText(grid.cell(row, index)))
    const key = texts.length === 1 ? texts[0]! : texts.join('\n')
    const payment = known.get(key) ?? readTexts(texts)
    if (known.size < 1000) known.set(key, payment)
    return payment
  }
  return (row: number, remark: string | null): Payment => {
    const payment = readColumns(row)
    const returned = payment.state === null && remark !== null && tellsFailure(remark)
    return returned ? { state: 'failed', stateText: remark } : payment
  }
}

/** One amount merged over several plots: the areas add up, the amount stays one. */
export const joinFigures = (
  above: readonly (BlockFigures | null)[],
  below: readonly (BlockFigures | null)[],
): (BlockFigures | null)[] =>
  above.map((figures, i) => {
    const more = below[i]
    if (!figures?.quantity || !more?.quantity) return figures
    const products = [figures.productFen, more.productFen]
    return {
      ...figures,
      quantity: {
        value: figures.quantity.value + more.quantity.value,
        exact: figures.quantity.exact && more.quantity.exact,
        text: `${figures.quantity.text}+${more.quantity.text}`,
      },
      sound: false,
      productFen: products.some((p) => p === null) ? null : products[0]! + products[1]!,
    }
  })
