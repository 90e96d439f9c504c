// The one place where rows of the registry become what may be published (MASK-1, MASK-4). What goes in has names; what comes
// out is by class: named lines under payee numbers, masked lists, sums.
import type {
  LedgerCoreInput,
  LedgerLineInput,
  LedgerPayee,
  LedgerRoster,
  MaskedList,
} from '../../pack/model.ts'
import { maskName } from '../../domain/payee/rules.ts'
import type { Stage } from './schedule.ts'
import { type LineRow, newestOf, type RosterRow, type SiteRows, struckOf } from './site-rows.ts'

export interface StagedRoster {
  readonly row: RosterRow
  readonly head: LedgerRoster
  readonly stage: Stage
}

const DIGITS = /[0-9０-９](?:[\s\u3000-]*[0-9０-９]){4,}/g

/** Free text of a source file may hide a number; five digits or more never get out. */
export const withoutNumbers = (text: string): string => text.replace(DIGITS, '…')

const toPayee = (
  payee: {
    number: number
    name: string
    group_name: string
    last_four: string
    see: number | null
  },
  /** As printed. */
  groups: readonly string[],
): LedgerPayee => ({
  number: payee.number,
  name: withoutNumbers(payee.name),
  group: groups.indexOf(payee.group_name),
  lastFour: payee.last_four,
  ...(payee.see === null ? {} : { see: payee.see }),
})

const wasOf = (line: LineRow, before: ReadonlyMap<string, LineRow>) => {
  const old = before.get(`${line.payeeId}/${line.ordinal}`)
  if (!old || (old.quantity === line.quantity && old.amountFen === line.amountFen)) return {}
  return { was: { quantity: old.quantity, amountFen: old.amountFen } }
}

const namedLines = (rows: SiteRows, staged: StagedRoster, roster: number): LedgerLineInput[] => {
  const struck = struckOf(staged.row)
  const before = new Map(
    (struck ? (rows.lines.get(struck.id) ?? []) : []).map((l) => [`${l.payeeId}/${l.ordinal}`, l]),
  )
  return (rows.lines.get(newestOf(staged.row).id) ?? []).map((line) => {
    const number = rows.payees.get(line.payeeId)?.number
    if (number === undefined || number === null)
      throw new Error('a named line without payee number')
    return {
      payee: number,
      roster,
      ordinal: line.ordinal,
      quantity: line.quantity,
      rate: line.rate,
      amountFen: line.amountFen,
      state: line.state,
      ...wasOf(line, before),
    }
  })
}

/** The pack puts the rows in an order of their own content, so the file's order never shows. */
const maskedList = (rows: SiteRows, staged: StagedRoster, roster: number): MaskedList => ({
  roster,
  rows: (rows.lines.get(newestOf(staged.row).id) ?? []).map((line) => ({
    name: maskName(withoutNumbers(rows.payees.get(line.payeeId)?.name ?? '')),
    amountFen: line.amountFen ?? 0,
  })),
})

/** Payees that have a line in `lines`, and merged numbers that point to one of them. */
const visiblePayees = (rows: SiteRows, lines: readonly LedgerLineInput[]) => {
  const seen = new Set(lines.map((line) => line.payee))
  const numbered = [...rows.payees.values()].filter(
    (payee): payee is typeof payee & { number: number } => payee.number !== null,
  )
  return numbered
    .filter((p) => seen.has(p.number) || (p.see !== null && seen.has(p.see)))
    .sort((a, b) => a.number - b.number)
}

/** The core that shows `staged` rosters (all of one audience) and nobody else. Counted rosters have no part in it. */
export const maskCore = (rows: SiteRows, staged: readonly StagedRoster[]): LedgerCoreInput => {
  const shown = staged.filter(({ stage }) => stage.class !== 'counts')
  const lines = shown.flatMap((one, i) =>
    one.stage.class === 'named' ? namedLines(rows, one, i) : [],
  )
  const masked = shown.flatMap((one, i) =>
    one.stage.class === 'masked' ? [maskedList(rows, one, i)] : [],
  )
  const payees = visiblePayees(rows, lines)
  const occurring = new Set(payees.map((payee) => payee.group_name))
  const shownGroups = rows.groups.filter((group) => occurring.has(group.name))
  const printed = shownGroups.map((group) => group.name)
  return {
    groups: shownGroups.map((group) => withoutNumbers(group.shown ?? group.name)),
    groupNumbers: shownGroups.map((group) => group.number),
    payees: payees.map((payee) => toPayee(payee, printed)),
    rosters: shown.map((one) => one.head),
    lines,
    masked,
  }
}
