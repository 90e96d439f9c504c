// What a claim code's hash alone tells, and not too often (CLAIM-3).
import { type Clock, shanghaiDay } from '../../base/clock.ts'
import { type Result, err, ok } from '../../base/result.ts'
import type { ClaimState } from '../../protocol/claims.ts'
import type { InboxDeps } from './ports.ts'

const BURST = 120
const PER_SECOND = 2

/** A bucket for everybody together: 10^15 codes stay unguessable, and no asker can be told from another. */
export const createLimit = (clock: Clock): (() => boolean) => {
  let tokens = BURST
  let filledAt = clock.monotonic()
  return () => {
    const now = clock.monotonic()
    tokens = Math.min(BURST, tokens + (Math.max(0, now - filledAt) / 1000) * PER_SECOND)
    filledAt = now
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}

export const lookUpClaim = async (
  deps: Pick<InboxDeps, 'db'>,
  mayAsk: () => boolean,
  claim: string,
): Promise<Result<ClaimState, 'too-many'>> => {
  if (!mayAsk()) return err('too-many')
  const row = await deps.db
    .selectFrom('inbox_event')
    .select(['received_ms', 'answered_ms'])
    .where('claim', '=', claim)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst()
  if (!row) return ok({ state: 'unknown', day: null })
  if (row.answered_ms === null) return ok({ state: 'received', day: shanghaiDay(row.received_ms) })
  return ok({ state: 'answered', day: shanghaiDay(row.answered_ms) })
}
