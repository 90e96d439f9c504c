// A lock with a fencing number in the store: one importer, one publisher, over all processes and machines.
import type { Kysely } from 'kysely'
import type { Clock } from '../../base/clock.ts'
import type { Database } from './database.ts'

export interface HeldLock {
  /** Grows with each holder. Whoever finds a greater one has lost the lock. */
  readonly fence: number
  /** Extends the lease; false when somebody else holds the lock by now. */
  readonly renew: () => Promise<boolean>
  readonly release: () => Promise<void>
}

export interface LockDeps {
  readonly db: Kysely<Database>
  readonly clock: Clock
  /** Names this process, for the log and for release. */
  readonly holder: string
}

const LEASE_MS = 60_000

/** Null when another holder's lease has not run out. */
export const takeLock = async (deps: LockDeps, name: string): Promise<HeldLock | null> => {
  const { db, clock, holder } = deps
  const now = clock.now()
  await db
    .insertInto('publish_lock')
    .values({ name, fence: 0, holder: '', until_ms: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const taken = await db
    .updateTable('publish_lock')
    .set((eb) => ({ fence: eb('fence', '+', 1), holder, until_ms: now + LEASE_MS }))
    .where('name', '=', name)
    .where('until_ms', '<=', now)
    .returning('fence')
    .executeTakeFirst()
  if (!taken) return null
  const mine = (untilMs: number) =>
    db
      .updateTable('publish_lock')
      .set({ until_ms: untilMs })
      .where('name', '=', name)
      .where('fence', '=', taken.fence)
      .where('holder', '=', holder)
      .returning('fence')
      .executeTakeFirst()
  return {
    fence: taken.fence,
    renew: async () => (await mine(clock.now() + LEASE_MS)) !== undefined,
    release: async () => {
      await mine(0)
    },
  }
}
