// The inbox: events as they arrived (sealed), their receipts, what goes back to each device, and the epochs of this server.
// Bodies lie here only as received, under the office's seal; answers are what an office says and lie open.
import type { Migration } from 'kysely/migration'
import { columnTypes, type DialectKind } from './columns.ts'

/** What became of an event once its receipt was given (EVT-12). `arrived`: not looked at yet. */
export type EventState = 'arrived' | 'open' | 'letter' | 'unknown-kind' | 'unreadable'

export interface InboxEventTable {
  id: string
  /** SHA-256 of the public key that delivered it first, hex: the id belongs to this key (EVT-9). */
  device: string
  /** SHA-256 of the request bytes, hex. */
  hash: string
  /** The request bytes; null once erased, when row and receipt remain. */
  parcel: Uint8Array | null
  claim: string
  slip: string
  epoch: string
  number: number
  received_ms: number
  receipt_key: string
  receipt_signature: string
  state: EventState
  /** Told by the seal's inside; null until sorted, and for ever in letters. */
  kind: string | null
  site: string | null
  programme: string | null
  replica: string | null
  seq: number | null
  /** `slow` above a place's rate for devices nobody knows; the receipt is given all the same (EVT-11). */
  tray: 'desk' | 'slow'
  answered_ms: number | null
  erased_ms: number | null
}

export interface InboxDeviceTable {
  device: string
  public_key: string
  first_ms: number
  /** Entries in its feed; counts without gaps, because it is raised in the transaction that adds one (FEED-4). */
  feed_count: number
}

/** The same id came with other bytes: refused, but kept in mind so that the desk can show it (EVT-8). */
export interface InboxForkTable {
  id: string
  hash: string
  device: string
  seen_ms: number
}

export interface InboxFeedTable {
  device: string
  n: number
  id: string
  kind: string
  event_id: string
  /** JSON of the entry as the device gets it. */
  entry: string
  at_ms: number
}

export interface InboxEpochTable {
  ordinal: number
  id: string
  /** First receipt number of this epoch. */
  first: number
  opened_ms: number
  reason: 'first' | 'restored'
}

/** `receipt`: last number given. `safe`: last number known to lie in a backup. */
export interface InboxCounterTable {
  name: 'receipt' | 'safe'
  value: number
}

export interface InboxSecretTable {
  name: string
  value: string
}

export interface InboxTables {
  inbox_event: InboxEventTable
  inbox_device: InboxDeviceTable
  inbox_fork: InboxForkTable
  inbox_feed: InboxFeedTable
  inbox_epoch: InboxEpochTable
  inbox_counter: InboxCounterTable
  inbox_secret: InboxSecretTable
}

export const inboxMigration = (kind: DialectKind): Migration => ({
  up: async (db) => {
    const { int, blob, strict } = columnTypes(kind)
    await db.schema
      .createTable('inbox_event')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('device', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('parcel', blob)
      .addColumn('claim', 'text', (c) => c.notNull())
      .addColumn('slip', 'text', (c) => c.notNull())
      .addColumn('epoch', 'text', (c) => c.notNull())
      .addColumn('number', int, (c) => c.notNull())
      .addColumn('received_ms', int, (c) => c.notNull())
      .addColumn('receipt_key', 'text', (c) => c.notNull())
      .addColumn('receipt_signature', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('kind', 'text')
      .addColumn('site', 'text')
      .addColumn('programme', 'text')
      .addColumn('replica', 'text')
      .addColumn('seq', int)
      .addColumn('tray', 'text', (c) => c.notNull())
      .addColumn('answered_ms', int)
      .addColumn('erased_ms', int)
      .addUniqueConstraint('inbox_event_number', ['epoch', 'number'])
      .$call(strict)
      .execute()
    for (const column of ['claim', 'device', 'state', 'received_ms']) {
      await db.schema
        .createIndex(`inbox_event_${column}`)
        .on('inbox_event')
        .column(column)
        .execute()
    }
    await db.schema
      .createTable('inbox_device')
      .addColumn('device', 'text', (c) => c.primaryKey())
      .addColumn('public_key', 'text', (c) => c.notNull())
      .addColumn('first_ms', int, (c) => c.notNull())
      .addColumn('feed_count', int, (c) => c.notNull())
      .$call(strict)
      .execute()
    await db.schema
      .createTable('inbox_fork')
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('device', 'text', (c) => c.notNull())
      .addColumn('seen_ms', int, (c) => c.notNull())
      .addPrimaryKeyConstraint('inbox_fork_key', ['id', 'hash'])
      .$call(strict)
      .execute()
    await db.schema
      .createTable('inbox_feed')
      .addColumn('device', 'text', (c) => c.notNull())
      .addColumn('n', int, (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('event_id', 'text', (c) => c.notNull())
      .addColumn('entry', 'text', (c) => c.notNull())
      .addColumn('at_ms', int, (c) => c.notNull())
      .addPrimaryKeyConstraint('inbox_feed_key', ['device', 'n'])
      .$call(strict)
      .execute()
    await db.schema.createIndex('inbox_feed_event').on('inbox_feed').column('event_id').execute()
    await db.schema
      .createTable('inbox_epoch')
      .addColumn('ordinal', int, (c) => c.primaryKey())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('first', int, (c) => c.notNull())
      .addColumn('opened_ms', int, (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .$call(strict)
      .execute()
    await db.schema
      .createTable('inbox_counter')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('value', int, (c) => c.notNull())
      .$call(strict)
      .execute()
    await db.schema
      .createTable('inbox_secret')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .$call(strict)
      .execute()
  },
})
