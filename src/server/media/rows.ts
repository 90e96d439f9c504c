// The rows of attachments: found, forgotten, named by an opened event, listed for a device's feed.
import type { Kysely, Selectable, Transaction } from 'kysely'
import type { FieldEvent } from '../../domain/event/schema.ts'
import { MAX_EVENT_MEDIA, MAX_FEED_MEDIA, MAX_MEDIUM_BYTES } from '../../protocol/limits.ts'
import type { MediumName } from '../../protocol/media.ts'
import type { Database } from '../store/database.ts'
import type { InboxMediumTable } from '../store/media-tables.ts'

export type MediumRow = Selectable<InboxMediumTable>
type Db = Kysely<Database> | Transaction<Database>

export const nameOf = (row: Pick<MediumRow, 'event_id' | 'sha256'>): MediumName => ({
  event: row.event_id,
  sha256: row.sha256,
})

export const findMedium = (db: Db, name: MediumName): Promise<MediumRow | undefined> =>
  db
    .selectFrom('inbox_medium')
    .selectAll()
    .where('event_id', '=', name.event)
    .where('sha256', '=', name.sha256)
    .executeTakeFirst()

export const changeMedium = (db: Db, name: MediumName) =>
  db
    .updateTable('inbox_medium')
    .where('event_id', '=', name.event)
    .where('sha256', '=', name.sha256)

/** What has not arrived leaves no row; what its event names is waited for all the same. */
export const forgetBegun = async (db: Db, name: MediumName): Promise<void> => {
  await db
    .deleteFrom('inbox_medium')
    .where('event_id', '=', name.event)
    .where('sha256', '=', name.sha256)
    .where('state', '=', 'begun')
    .where('type', 'is', null)
    .execute()
  await changeMedium(db, name)
    .set({ state: 'named', begun_ms: null })
    .where('state', '=', 'begun')
    .execute()
}

const NOT_ARRIVED = {
  state: 'begun',
  judged_ms: null,
  epoch: null,
  number: null,
  received_ms: null,
  receipt_key: null,
  receipt_signature: null,
} as const

/** The bytes were lost with the disk: the feed names it again, and it begins anew. */
export const forgetArrival = async (db: Db, row: MediumRow): Promise<MediumRow> => {
  await changeMedium(db, nameOf(row)).set(NOT_ARRIVED).where('number', '=', row.number).execute()
  return { ...row, ...NOT_ARRIVED }
}

const couldArrive = ({ bytes }: { readonly bytes: number }): boolean =>
  bytes > 0 && bytes <= MAX_MEDIUM_BYTES

/** An opened event names its attachments; those that were begun before learn their type (MEDIA-6, MEDIA-7). */
export const nameMedia = async (
  db: Db,
  event: { readonly id: string; readonly device: string },
  attachments: FieldEvent['attachments'],
): Promise<void> => {
  for (const { sha256, bytes, type } of attachments.filter(couldArrive).slice(0, MAX_EVENT_MEDIA))
    await db
      .insertInto('inbox_medium')
      .values({ event_id: event.id, sha256, device: event.device, bytes, type, state: 'named' })
      .onConflict((conflict) => conflict.columns(['event_id', 'sha256']).doUpdateSet({ type }))
      .execute()
}

/** Newest event first: what an old phone lost for good must not hide what was just said. */
export const missingMedia = async (db: Db, device: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('inbox_medium')
    .select('sha256')
    .where('device', '=', device)
    .where('state', 'in', ['named', 'begun'])
    .orderBy('event_id', 'desc')
    .orderBy('sha256')
    .limit(MAX_FEED_MEDIA)
    .execute()
  return rows.map((row) => row.sha256)
}
