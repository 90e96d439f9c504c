// What the server remembers of itself: epochs, counters, the nonce secret. An epoch is one life of this memory; whoever
// restores an older one begins the next, by hand or when a device proves it (RCPT-5).
import type { Kysely, Transaction } from 'kysely'
import { bytesToBase64Url, bytesToHex } from '../../base/bytes.ts'
import type { Database } from '../store/database.ts'
import type { InboxDeps } from './ports.ts'

type Db = Kysely<Database> | Transaction<Database>
type MemoryDeps = Pick<InboxDeps, 'db' | 'clock' | 'random'>

const makeEpochId = (deps: MemoryDeps): string => bytesToHex(deps.random.bytes(8))

/** Safe to call by several nodes at once: whoever comes second finds everything there. */
export const prepareMemory = async (deps: MemoryDeps): Promise<void> => {
  const { db, clock } = deps
  await db
    .insertInto('inbox_counter')
    .values([
      { name: 'receipt', value: 0 },
      { name: 'safe', value: 0 },
    ])
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .insertInto('inbox_epoch')
    .values({
      ordinal: 1,
      id: makeEpochId(deps),
      first: 1,
      opened_ms: clock.now(),
      reason: 'first',
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .insertInto('inbox_secret')
    .values({ name: 'nonce', value: bytesToBase64Url(deps.random.bytes(32)) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export const currentEpoch = (db: Db) =>
  db
    .selectFrom('inbox_epoch')
    .selectAll()
    .orderBy('ordinal', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()

export const counter = async (db: Db, name: 'receipt' | 'safe'): Promise<number> => {
  const row = await db
    .selectFrom('inbox_counter')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return row.value
}

/**
 * To be the first statement of a transaction that reads before it writes: SQLite can't turn a reader into a writer when
 * another process wrote in between. `receipt` also holds receipts back until the transaction ends.
 */
export const beginWriting = async (tx: Transaction<Database>, name: 'receipt' | 'safe') => {
  await tx
    .updateTable('inbox_counter')
    .set((eb) => ({ value: eb.ref('value') }))
    .where('name', '=', name)
    .execute()
}

/** Takes the next receipt number. First statement of its transaction: it is the lock that orders commits (RCPT-2). */
export const takeNumber = async (tx: Transaction<Database>): Promise<number> => {
  const row = await tx
    .updateTable('inbox_counter')
    .set((eb) => ({ value: eb('value', '+', 1) }))
    .where('name', '=', 'receipt')
    .returning('value')
    .executeTakeFirstOrThrow()
  return row.value
}

/** Opens the next epoch unless `known` is no longer the current one: of two proofs one suffices. */
export const openEpoch = (deps: MemoryDeps, known: string): Promise<void> =>
  deps.db.transaction().execute(async (tx) => {
    await beginWriting(tx, 'receipt')
    const current = await currentEpoch(tx)
    if (current.id !== known) return
    const latest = await counter(tx, 'receipt')
    await tx
      .insertInto('inbox_epoch')
      .values({
        ordinal: current.ordinal + 1,
        id: makeEpochId(deps),
        first: latest + 1,
        opened_ms: deps.clock.now(),
        reason: 'restored',
      })
      .execute()
  })

/** A backup that holds every event up to `number` is safely stored; never goes back. */
export const recordBackup = async (db: Db, number: number): Promise<void> => {
  await db
    .updateTable('inbox_counter')
    .set({ value: number })
    .where('name', '=', 'safe')
    .where('value', '<', number)
    .execute()
}
