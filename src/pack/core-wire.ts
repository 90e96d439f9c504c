// A ledger core between its shape and its JSON: payees, rosters, lines and masked lists. It exists once in the open and,
// for what only the village may read, once sealed (PACK-12).
import * as z from 'zod/mini'
import { integersToText, readIntegers } from './column.ts'
import { decodeLineColumns, encodeLineColumns, LineColumns } from './line-columns.ts'
import type { LedgerCore, LedgerCoreInput, MaskedList } from './model.ts'
import { decodePayeeColumns, encodePayeeColumns, PayeeColumns } from './payee-columns.ts'
import {
  decodeRosterColumns,
  encodeRosterColumns,
  programmesOf,
  RosterColumns,
} from './roster-columns.ts'
import { linesOfPayee, rosterRuns, tablesOf, tableTotals, type RosterTotals } from './tables.ts'
import { joinTexts, splitTexts, Texts } from './texts.ts'

const MaskedWire = z.object({
  roster: z.int(),
  count: z.int().check(z.nonnegative()),
  name: Texts,
  /** Each amount's difference from the one before: the list is sorted by it. */
  amount: z.string(),
})

/** In the order in which it is written: letters only from `lines` on, so that gzip's last code table fits them alone. */
export const CoreWire = z.object({
  groups: z.array(z.string()),
  /** Where groups do not count from one. */
  groupNumbers: z.optional(z.array(z.int().check(z.positive()))),
  masked: z.optional(z.array(MaskedWire)),
  rosters: RosterColumns,
  lines: LineColumns,
  payees: PayeeColumns,
})
export type CoreWire = z.infer<typeof CoreWire>

const maskedToWire = ({ roster, rows }: MaskedList) => ({
  roster,
  count: rows.length,
  name: joinTexts(rows.map((row) => row.name)),
  amount: integersToText(rows.map((row, i) => row.amountFen - (rows[i - 1]?.amountFen ?? 0))),
})

const maskedFromWire = (wire: z.infer<typeof MaskedWire>, rosters: number): MaskedList | null => {
  const names = splitTexts(wire.name, wire.count)
  const reader = readIntegers(wire.amount)
  let amountFen = 0
  const rows = names?.map((name) => ({ name, amountFen: (amountFen += reader.next()) }))
  const isSound = wire.roster >= 0 && wire.roster < rosters && reader.isSound
  return rows && isSound && Number.isSafeInteger(amountFen) ? { roster: wire.roster, rows } : null
}

/** What the lines of each roster, or its masked list, come to. */
const addMasked = (totals: readonly RosterTotals[], masked: readonly MaskedList[]) =>
  totals.map((own, i) => {
    const lists = masked.filter((list) => list.roster === i)
    return {
      persons: lists.reduce((sum, { rows }) => sum + rows.length, own.persons),
      amountFen: lists.reduce(
        (sum, { rows }) => rows.reduce((all, row) => all + row.amountFen, sum),
        own.amountFen,
      ),
    }
  })

const countsFromOne = (numbers: readonly number[]): boolean =>
  numbers.every((number, i) => number === i + 1)

/** `core` in canonical order. */
export const encodeCoreWire = (core: LedgerCoreInput): CoreWire => {
  const tables = tablesOf(core)
  const totals = tables.flatMap((table) => tableTotals(table, core.payees.length))
  // Parsed: what readers would refuse must fail here, before it is published.
  return CoreWire.parse({
    groups: core.groups,
    groupNumbers: countsFromOne(core.groupNumbers ?? []) ? undefined : core.groupNumbers,
    masked: core.masked.length > 0 ? core.masked.map(maskedToWire) : undefined,
    rosters: encodeRosterColumns(core.rosters, addMasked(totals, core.masked)),
    lines: encodeLineColumns(core, tables),
    payees: encodePayeeColumns(core.payees, core.groups.length),
  })
}

/** Null when the parts do not fit together. */
export const decodeCoreWire = (wire: CoreWire): LedgerCore | null => {
  const payees = decodePayeeColumns(wire.payees, wire.groups.length)
  const programmes = programmesOf(wire.rosters)
  const groupNumbers = wire.groupNumbers ?? wire.groups.map((_, i) => i + 1)
  if (!payees || !programmes || groupNumbers.length !== wire.groups.length) return null
  const tables = decodeLineColumns(wire.lines, {
    payees: payees.length,
    rates: wire.rosters.rate,
    runs: rosterRuns(programmes),
  })
  const masked = (wire.masked ?? []).map((list) => maskedFromWire(list, programmes.length))
  if (!tables || !masked.every((list) => list !== null)) return null
  const totals = tables.flatMap((table) => tableTotals(table, payees.length))
  return {
    groups: wire.groups,
    groupNumbers,
    payees,
    rosters: decodeRosterColumns(wire.rosters, programmes, addMasked(totals, masked)),
    linesOf: (payee) => (payee in payees ? linesOfPayee(tables, payees.length, payee) : []),
    masked,
  }
}
