// Walks the rows below a header and says of each what it is. Nothing is skipped: a row that fits nothing is rejected by name.
import type { Boundary, PayeeRow, RejectReason, RowRole, SumRow } from './body-model.ts'
import { cleanName, compactText } from '../cells/cell-text.ts'
import type { Context, ContextTools } from './context.ts'
import type { GridView } from '../cells/grid-view.ts'
import type { IdReading } from '../cells/identity.ts'
import type { Layout } from '../columns/layout-model.ts'
import { createPayeeMaker, joinFigures, type Section } from './payee-row.ts'
import { createRowCells } from './row-cells.ts'
import { hasAmountWords, hasFigures, readMoney } from './row-figures.ts'
import {
  findTotal,
  isFooterRow,
  isMakerRow,
  labelColumns,
  textsOf,
  type FoundTotal,
} from './row-kind.ts'
import { openSection, type SectionKind } from './row-section.ts'
import { isListTitle, isTitle } from '../words/title-words.ts'

export interface BodyReader {
  /** Reads one row into its role; payees and sums are collected. Rows must come in order. */
  readonly read: (row: number) => RowRole
  /** A page ends, a header is repeated: what follows may be summed on its own. */
  readonly turnPage: () => void
  readonly payees: readonly PayeeRow[]
  readonly sums: readonly SumRow[]
  readonly boundaries: readonly Boundary[]
}

type PlainRole = Exclude<RowRole['role'], 'rejected'>
/** One object per role: there are as many roles as rows. */
const ROLES: Readonly<Record<PlainRole, RowRole>> = {
  payee: { role: 'payee' },
  title: { role: 'title' },
  unit: { role: 'unit' },
  header: { role: 'header' },
  section: { role: 'section' },
  subtotal: { role: 'subtotal' },
  total: { role: 'total' },
  footer: { role: 'footer' },
  blank: { role: 'blank' },
}
const role = (name: PlainRole): RowRole => ROLES[name]
const reject = (reason: RejectReason): RowRole => ({ role: 'rejected', reason })

export const createBodyReader = (
  grid: GridView,
  layout: Layout,
  context: Context,
  tools: ContextTools,
): BodyReader => {
  const payees: PayeeRow[] = []
  const sums: SumRow[] = []
  const boundaries: Boundary[] = []
  const section: Section = { group: null, place: null, placeRow: null, programme: null }
  const cells = createRowCells(grid, layout)
  const makePayee = createPayeeMaker(grid, layout, context, tools, cells, section)
  const labels = labelColumns(layout)
  const { blocks } = layout
  const nameColumn = layout.columns.name
  /** Of the first block's amounts: by it a row without any words is known as a sum. */
  const running = { fen: 0, fenAtBoundary: 0 }
  const mark = (kind: Boundary['kind']) => {
    boundaries.push({ at: payees.length, kind })
    running.fenAtBoundary = running.fen
  }

  const push = (payee: PayeeRow): void => {
    payees.push(payee)
    running.fen += payee.figures[0]?.amount?.value ?? 0
  }

  const addPayee = (row: number, name: string, id: IdReading, same: PayeeRow | null): RowRole => {
    const payee = makePayee(row, name, id, same)
    const previous = payees.at(-1)
    if (previous && payee.figures.some((figures) => figures?.joinsAbove)) {
      const figures = joinFigures(previous.figures, payee.figures)
      payees[payees.length - 1] = { ...previous, figures }
    } else push(payee)
    return role('payee')
  }

  /** Rejected, but its money is in the printed sums. */
  const addNobody = (row: number, id: IdReading): RowRole => {
    push({ ...makePayee(row, '', id, null), nobody: true })
    return reject('no-name')
  }

  const addSum = (row: number, found: FoundTotal): RowRole => {
    const measures = [...blocks.map((block) => block.amount), layout.grand]
    const printed = measures.map((m) => (m ? readMoney(grid, row, m).value : null))
    sums.push({ row, at: payees.length, after: boundaries.length, ...found, printed })
    mark('sum')
    const { kind, scope } = found.word
    return role((kind === 'total' && scope === '') || kind === 'grand' ? 'total' : 'subtotal')
  }

  const enter = (words: string, row: number, lone: boolean): SectionKind | null => {
    const opened = openSection(words, row, lone, section, context, tools)
    if (opened) mark('section')
    return opened
  }

  /** An unlabelled row that repeats the sum of the payees above it. */
  const sumsUp = (row: number): boolean => {
    const measure = blocks[0]?.amount
    const printed = measure ? readMoney(grid, row, measure).value?.value : undefined
    const since = payees.length - (boundaries.at(-1)?.at ?? 0)
    return (
      (since >= 2 && running.fen - running.fenAtBoundary === printed) ||
      (payees.length >= 2 && running.fen === printed)
    )
  }

  /** Figures, and nobody's name: a sum, a further plot of the person above, or nobody's. */
  const readNameless = (row: number, id: IdReading): RowRole => {
    const anonymous = id.printed === '' && cells.account(row) === null
    const numbered = /\d/.test(cells.text(row, 'serial'))
    if (nameColumn === undefined) return reject('summary')
    if (!anonymous || numbered) return addNobody(row, id)
    const total = findTotal(grid, row, layout.remarkColumns)
    if (total) return addSum(row, total)
    const words = labels.map((column) => compactText(grid.cell(row, column)))
    const label = words.filter((text) => text !== '').join('')
    if (label !== '' && enter(label, row, false)) {
      return addSum(row, { word: { kind: 'sub', scope: label }, label })
    }
    if (label === '' && sumsUp(row)) {
      return addSum(row, { word: { kind: 'sub', scope: '' }, label: '（无字样）' })
    }
    const previous = payees.at(-1)
    return previous ? addPayee(row, previous.name, previous.id, previous) : addNobody(row, id)
  }

  const readWords = (row: number): RowRole => {
    const texts = textsOf(grid, row)
    if (isFooterRow(texts)) return role('footer')
    if (isMakerRow(texts)) return role('unit')
    const [words = ''] = texts
    if (texts.length === 1 && isListTitle(words)) return role('title')
    if (texts.length === 1 && enter(words, row, isLone(grid, row, nameColumn)))
      return role('section')
    if (texts.length === 1 && isTitle(words)) return role('title')
    return reject('not-understood')
  }

  const read = (row: number): RowRole => {
    if (grid.isEmpty(row)) return role('blank')
    const id = cells.id(row)
    const total = id.number === null ? findTotal(grid, row, labels) : null
    if (total) return addSum(row, total)
    const name = nameColumn === undefined ? '' : cleanName(grid.cellDown(row, nameColumn))
    const figured = hasFigures(grid, row, blocks)
    if (!isPersonName(name)) {
      if (figured) return readNameless(row, id)
      return id.number === null ? readWords(row) : reject('no-figures')
    }
    if (figured) return addPayee(row, name, id, null)
    if (id.printed !== '' && hasAmountWords(grid, row, blocks)) return addPayee(row, name, id, null)
    if (id.printed === '') {
      const words = readWords(row)
      if (words.role !== 'rejected') return words
    }
    return reject('no-figures')
  }

  return { read, turnPage: () => mark('page'), payees, sums, boundaries }
}

const isPersonName = (name: string): boolean => /\p{L}/u.test(name) && name.length <= 60

/** Merged across, or alone in the first column: what no payee is, unless names stand there. */
const isLone = (grid: GridView, row: number, nameColumn: number | undefined): boolean => {
  const column = grid.filled(row)[0] ?? 0
  const merge = grid.mergeAt(row, column)
  if (merge !== null && merge.right - merge.left >= 2) return true
  return column === 0 && nameColumn !== 0
}
