// Takes a roster down for good: the next publication leaves only its id, version, day and reason (PACK-11).
import type { Kysely } from 'kysely'
import { type Clock, shanghaiDay } from '../../base/clock.ts'
import type { CorrectionReason } from '../../domain/roster/schema.ts'
import type { Database } from '../store/database.ts'

export interface WithdrawDeps {
  readonly db: Kysely<Database>
  readonly clock: Clock
}

/** False when there is no such roster, or it was withdrawn before. */
export const withdrawRoster = async (
  { db, clock }: WithdrawDeps,
  rosterId: number,
  reason: CorrectionReason | 'void',
  who: string,
): Promise<boolean> => {
  const atMs = clock.now()
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .updateTable('roster')
      .set({ withdrawn: shanghaiDay(atMs), withdrawn_reason: reason })
      .where('id', '=', rosterId)
      .where('withdrawn', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!row) return false
    await tx
      .insertInto('state_log')
      .values({ at_ms: atMs, who, roster_id: rosterId, version: 0, what: `withdrawn: ${reason}` })
      .execute()
    return true
  })
}
