// Finds or makes the payee of each line of one site. Linked by keyed hash of the ID; without an ID only by name and group,
// only when unique on both sides and confirmed; otherwise a new payee. Never by name alone (DESIGN §3).
// Pure but for `loadPayees`: the importer writes what is told here, in batches.
import type { Kysely } from 'kysely'
import { lastFour } from '../../domain/payee/rules.ts'
import type { Database } from '../store/database.ts'
import type { PayeeTable } from '../store/registry-tables.ts'
import type { ImportLine } from './import-types.ts'

export interface LinkerOptions {
  readonly site: string
  readonly personKey: (idNumber: string) => string
  /** Lines of this site in the whole import: decides what is unique on the importing side. */
  readonly lines: readonly ImportLine[]
  readonly linkByName: boolean
  /** Gives ids that no other payee has. */
  readonly nextId: () => number
}

export interface PayeeLinker {
  /** The payee of a line. `numbered`: the line's programme is of class `named` and gives out numbers (PACK-6). */
  readonly link: (line: ImportLine, numbered: boolean) => number
  /** Rows to insert since the last call. */
  readonly takeNew: () => PayeeTable[]
  /** Numbers given to payees that were known without one, and newer spellings of names: for the last transaction. */
  readonly changes: () => readonly PayeeChange[]
}

export interface PayeeChange {
  readonly id: number
  readonly number: number | null
  readonly name: string
  readonly group: string
  readonly renamed: boolean
}

export const loadPayees = (db: Kysely<Database>, site: string): Promise<PayeeTable[]> =>
  db.selectFrom('payee').selectAll().where('site', '=', site).orderBy('id').execute()

const nameKey = (name: string, group: string) => `${group}\n${name}`

/**
 * Several programmes side by side give several lines of one row: that is one person. Two names in a row are two lists side
 * by side.
 */
const rowKey = (line: ImportLine) => `${line.sheet}\n${line.row}\n${line.name}`

const countBy = (keys: Iterable<string>): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

export const createPayeeLinker = (
  registered: readonly PayeeTable[],
  options: LinkerOptions,
): PayeeLinker => {
  const alive = registered.filter((payee) => payee.see === null).map((payee) => ({ ...payee }))
  const byKey = new Map(alive.flatMap((p) => (p.person_key === null ? [] : [[p.person_key, p]])))
  const byName = new Map(alive.map((p) => [nameKey(p.name, p.group_name), p]))
  const knownNames = countBy(alive.map((p) => nameKey(p.name, p.group_name)))
  const rowsWithoutId = new Map(
    options.lines.filter((l) => l.idNumber === null).map((l) => [rowKey(l), l]),
  )
  const importedNames = countBy([...rowsWithoutId.values()].map((l) => nameKey(l.name, l.group)))
  const byRow = new Map<string, PayeeTable>()
  let nextNumber = registered.reduce((most, p) => Math.max(most, p.number ?? 0), 0) + 1
  const fresh = new Set<number>()
  const changed = new Map<number, PayeeChange>()
  let waiting: PayeeTable[] = []

  const findByName = (line: ImportLine): PayeeTable | undefined => {
    const sameRow = byRow.get(rowKey(line))
    if (sameRow) return sameRow
    const key = nameKey(line.name, line.group)
    const unique = knownNames.get(key) === 1 && importedNames.get(key) === 1
    return options.linkByName && unique ? byName.get(key) : undefined
  }
  const make = (line: ImportLine, key: string | null): PayeeTable => {
    const payee: PayeeTable = {
      id: options.nextId(),
      site: options.site,
      number: null,
      person_key: key,
      name: line.name,
      group_name: line.group,
      last_four: line.idNumber === null ? '' : lastFour(line.idNumber),
      see: null,
    }
    if (key === null) byRow.set(rowKey(line), payee)
    else byKey.set(key, payee)
    fresh.add(payee.id)
    waiting.push(payee)
    return payee
  }
  /** A payee without group may gain one; a printed blank never erases a known one. */
  const notice = (payee: PayeeTable, line: ImportLine, numbered: boolean) => {
    const group = line.group === '' ? payee.group_name : line.group
    const renamed = payee.name !== line.name || payee.group_name !== group
    const numberNow = numbered && payee.number === null
    if (numberNow) payee.number = nextNumber++
    if (fresh.has(payee.id) || (!renamed && !numberNow)) return
    payee.name = line.name
    payee.group_name = group
    const before = changed.get(payee.id)
    changed.set(payee.id, {
      id: payee.id,
      number: payee.number,
      name: payee.name,
      group,
      renamed: renamed || before?.renamed === true,
    })
  }

  return {
    link: (line, numbered) => {
      const key = line.idNumber === null ? null : options.personKey(line.idNumber)
      const payee = (key === null ? findByName(line) : byKey.get(key)) ?? make(line, key)
      notice(payee, line, numbered)
      return payee.id
    },
    takeNew: () => {
      const rows = waiting
      waiting = []
      for (const row of rows) fresh.delete(row.id)
      return rows
    },
    changes: () => [...changed.values()],
  }
}
