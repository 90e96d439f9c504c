// A stored roster in its newest version as it would be imported again, identities opened. Every call is logged as a look at
// identity data, with who and why (DESIGN §6).
import type { Kysely } from 'kysely'
import type { Clock } from '../../base/clock.ts'
import type { Database } from '../store/database.ts'
import type { Identity, IdentityBox } from './identity-box.ts'
import type { ImportRoster } from './import-types.ts'

export interface StoredRosterDeps {
  readonly db: Kysely<Database>
  readonly clock: Clock
  readonly box: IdentityBox
}

export interface Looker {
  readonly who: string
  readonly reason: string
}

const newestLines = async (db: Kysely<Database>, rosterId: number) => {
  const version = await db
    .selectFrom('roster_version')
    .select(['id', 'unit', 'title'])
    .where('roster_id', '=', rosterId)
    .where('state', '=', 'ready')
    .orderBy('version', 'desc')
    .executeTakeFirst()
  if (!version) return null
  const lines = await db
    .selectFrom('line')
    .innerJoin('payee', 'payee.id', 'line.payee_id')
    .selectAll('line')
    .select(['payee.name', 'payee.group_name as group'])
    .where('version_id', '=', version.id)
    .orderBy('seq')
    .execute()
  return { version, lines }
}

/** Opens each block once, however many of its rows are asked for. */
const createBlockReader = (db: Kysely<Database>, box: IdentityBox) => {
  const opened = new Map<number, readonly Identity[]>()
  return async (block: number | null, at: number | null): Promise<Identity> => {
    if (block === null || at === null) return { idNumber: null, account: null }
    let rows = opened.get(block)
    if (!rows) {
      const row = await db
        .selectFrom('identity_block')
        .select(['nonce', 'data'])
        .where('id', '=', block)
        .executeTakeFirstOrThrow()
      rows = box.openBlock(row)
      opened.set(block, rows)
    }
    return rows[at] ?? { idNumber: null, account: null }
  }
}

/** Null when the roster is unknown or has no version yet. */
export const loadStoredRoster = async (
  deps: StoredRosterDeps,
  rosterId: number,
  looker: Looker,
): Promise<ImportRoster | null> => {
  const { db, clock, box } = deps
  const roster = await db
    .selectFrom('roster')
    .selectAll()
    .where('id', '=', rosterId)
    .executeTakeFirst()
  const stored = roster ? await newestLines(db, rosterId) : null
  if (!roster || !stored) return null
  await db
    .insertInto('identity_look')
    .values({ at_ms: clock.now(), ...looker, what: `roster ${rosterId}` })
    .execute()
  const identityOf = createBlockReader(db, box)
  const lines: ImportRoster['lines'][number][] = []
  for (const line of stored.lines) {
    lines.push({
      sheet: line.sheet,
      row: line.row,
      name: line.name,
      group: line.group,
      ...(await identityOf(line.block_id, line.block_at)),
      quantity: line.quantity,
      rate: line.rate,
      amountFen: line.amount_fen,
      state: line.state,
    })
  }
  const { site, programme, year, batch, kind } = roster
  const { title, unit } = stored.version
  return { site, programme, year, batch, kind, title, unit, lines }
}
