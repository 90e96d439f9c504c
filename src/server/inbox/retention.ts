// Erases what is past its time: bytes and answers go, id, hash and receipt stay, so that a repeat is still told "received"
// (RCPT-6).
import { erasedBefore, RETENTION } from '../../domain/event/retention.ts'
import { READABLE_KINDS } from '../../domain/event/schema.ts'
import type { InboxDeps } from './ports.ts'

const BATCH = 500

const dueIds = async (deps: InboxDeps): Promise<string[]> => {
  const now = deps.clock.now()
  const rows = await deps.db
    .selectFrom('inbox_event')
    .select('id')
    .where('parcel', 'is not', null)
    .where((eb) =>
      eb.or(
        READABLE_KINDS.map((kind) =>
          eb.and([
            eb('kind', '=', kind),
            eb(
              RETENTION[kind].from === 'answer' ? 'answered_ms' : 'received_ms',
              '<',
              erasedBefore(kind, now),
            ),
          ]),
        ),
      ),
    )
    .limit(BATCH)
    .execute()
  return rows.map((row) => row.id)
}

/** Entries keep their place in the feed, so that cursors stay true; a device skips the kind (FEED-6). */
const emptyEntries = async (deps: InboxDeps, ids: readonly string[]): Promise<void> => {
  const rows = await deps.db
    .selectFrom('inbox_feed')
    .select(['device', 'n', 'id', 'event_id'])
    .where('event_id', 'in', [...ids])
    .execute()
  for (const { device, n, id, event_id: event } of rows) {
    await deps.db
      .updateTable('inbox_feed')
      .set({ kind: 'erased', entry: JSON.stringify({ n, kind: 'erased', id, event }) })
      .where('device', '=', device)
      .where('n', '=', n)
      .execute()
  }
}

/** Returns how many events were erased. Safe to repeat: what a kill left half done is due again. */
export const eraseExpired = async (deps: InboxDeps): Promise<number> => {
  let total = 0
  for (;;) {
    const ids = await dueIds(deps)
    if (ids.length === 0) return total
    await emptyEntries(deps, ids)
    await deps.db
      .updateTable('inbox_event')
      .set({ parcel: null, erased_ms: deps.clock.now() })
      .where('id', 'in', ids)
      .execute()
    total += ids.length
  }
}
