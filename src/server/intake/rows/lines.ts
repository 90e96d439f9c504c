// Rows of tables → lines of rosters. One roster per place × programme × year × batch × kind; a row may give a line in several.
import type { PaymentState, RosterKind } from '../../../domain/roster/schema.ts'
import type { BlockFigures, PayeeRow, RowPlace, Table } from './body-model.ts'
import type { Block } from '../columns/layout-model.ts'
import type { Repeats } from './repeats.ts'

export interface Line {
  readonly sheet: string
  /** The spreadsheet's own row number. */
  readonly row: number
  readonly name: string
  readonly group: string | null
  /** 18 characters, 15 digits upgraded; null when missing, masked, cut or of a wrong length. */
  readonly idNumber: string | null
  /** As printed, without spaces. */
  readonly idPrinted: string | null
  readonly account: string | null
  readonly householdCode: string | null
  readonly quantity: number | null
  readonly rate: number | null
  readonly amountFen: number | null
  readonly state: PaymentState
  readonly remark: string | null
}

/** A line in the making: where it stands, and its payee with all that was read. */
export interface DraftLine {
  readonly sheet: string
  readonly table: number
  /** Number of the payee in its table. */
  readonly payee: number
  readonly block: number
  readonly source: PayeeRow
  readonly figures: BlockFigures
  readonly state: PaymentState
}

export interface DraftRoster {
  readonly key: string
  readonly place: RowPlace
  readonly programme: string | null
  readonly basis: 'rate' | 'approved' | null
  readonly programmeText: string
  readonly year: number | null
  readonly batch: string
  readonly kind: RosterKind
  readonly title: string
  readonly unit: string | null
  readonly lines: DraftLine[]
  /** Those of them that there may be something to tell about. */
  readonly doubtful: DraftLine[]
  /** Null when no line has one. */
  quantity: number | null
  amountFen: number | null
}

/** Each line is looked at once, while it is at hand: to come back to a hundred thousand takes longer than to make them. */
export const draftRosters = (tables: readonly Table[], repeats: Repeats): DraftRoster[] => {
  const rosters = new Map<string, DraftRoster>()
  for (const [t, table] of tables.entries()) {
    const rosterOf = createSorter(rosters, table)
    const { payees } = table
    for (let p = 0; p < payees.length; p++) {
      const payee = payees[p]!
      if (payee.nobody) continue
      const doubtful = !payee.quiet || repeats.has(payee.noted)
      for (let b = 0; b < payee.figures.length; b++) {
        const figures = payee.figures[b] ?? null
        if (figures === null) continue
        const line = toLine(table, t, p, b, payee, figures)
        addLine(rosterOf(payee, b), line, doubtful || !figures.sound)
      }
    }
  }
  return [...rosters.values()]
}

const addLine = (roster: DraftRoster, line: DraftLine, doubtful: boolean): void => {
  const { quantity, amount } = line.figures
  roster.lines.push(line)
  if (doubtful) roster.doubtful.push(line)
  if (quantity !== null) roster.quantity = (roster.quantity ?? 0) + quantity.value
  if (amount !== null) roster.amountFen = (roster.amountFen ?? 0) + amount.value
}

/** The roster of a payee's line in a block. Neighbours mostly share one: it is asked for anew only when they differ. */
const createSorter = (rosters: Map<string, DraftRoster>, table: Table) => {
  const last: { payee: PayeeRow; roster: DraftRoster }[] = []
  return (payee: PayeeRow, block: number): DraftRoster => {
    const near = last[block]
    if (near && sharesRoster(near.payee, payee)) return near.roster
    const roster = findRoster(rosters, table, payee, table.layout.blocks[block]!)
    last[block] = { payee, roster }
    return roster
  }
}

const sharesRoster = (a: PayeeRow, b: PayeeRow): boolean =>
  a.place === b.place && a.programme === b.programme && a.year === b.year && a.batch === b.batch

const findRoster = (
  rosters: Map<string, DraftRoster>,
  table: Table,
  payee: PayeeRow,
  block: Block,
): DraftRoster => {
  const { context, layout } = table
  const named = programmeOf(table, payee, block, layout.blocks.length > 1)
  const year = payee.year ?? context.year
  const batch = payee.batch ?? context.batch
  const where = payee.place.site ?? `?${payee.place.name}`
  const what = named.programme?.id ?? `?${named.text}`
  const key = [where, what, year ?? '?', batch, table.kind].join('/')
  const known = rosters.get(key)
  if (known) return known
  const roster: DraftRoster = {
    key,
    place: payee.place,
    programme: named.programme?.id ?? null,
    basis: named.programme?.basis ?? null,
    programmeText: named.text,
    year,
    batch,
    kind: table.kind,
    title: context.title,
    unit: block.quantity ? (block.quantity.unit ?? named.programme?.unit ?? null) : null,
    lines: [],
    doubtful: [],
    quantity: null,
    amountFen: null,
  }
  rosters.set(key, roster)
  return roster
}

/** Side by side the head decides, else the row's own column or section, else the title, else a head. */
const programmeOf = (table: Table, payee: PayeeRow, block: Block, wide: boolean) => {
  const { context } = table
  if (wide && block.tag) return block.tag
  if (payee.programme) return payee.programme
  if (context.programme === null && block.tag?.programme) return block.tag
  return { programme: context.programme, text: context.programmeText }
}

const toLine = (
  { sheet, kind }: Table,
  table: number,
  payee: number,
  block: number,
  source: PayeeRow,
  figures: BlockFigures,
): DraftLine => ({
  sheet,
  table,
  payee,
  block,
  source,
  figures,
  state: source.state ?? (kind === 'result' ? 'paid' : 'pending'),
})

export const toPlainLine = ({ sheet, source, figures, state }: DraftLine): Line => ({
  sheet,
  row: source.row + 1,
  name: source.name,
  group: source.group,
  idNumber: source.id.number,
  idPrinted: source.id.printed === '' ? null : source.id.printed,
  account: source.account,
  householdCode: source.householdCode,
  quantity: figures.quantity?.value ?? null,
  rate: figures.rate?.value ?? null,
  amountFen: figures.amount?.value ?? null,
  state,
  remark: source.remark,
})
