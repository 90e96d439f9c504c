// Attachments: one row for each, from the moment it is named or begun until long after its bytes were erased. The bytes lie as
// files beside the database, sealed as they came (src/server/media/media-files.ts).
import type { Migration } from 'kysely/migration'
import { columnTypes, type DialectKind } from './columns.ts'

/**
 * `named`: its opened event names it, nothing has come. `begun`: some bytes may have come. `arrived`: whole, durable, with a
 * receipt. `refused`: arrived, but not of the type it claims; stays sealed. `erased`: its time was over, row and receipt remain.
 */
export type MediumState = 'named' | 'begun' | 'arrived' | 'refused' | 'erased'

export interface InboxMediumTable {
  event_id: string
  /** Of the sealed bytes, hex. */
  sha256: string
  device: string
  /** Sealed bytes, as named or as the upload announced them. */
  bytes: number
  /** Told by the opened event; null until then, and for ever where no event names it. */
  type: string | null
  state: MediumState
  begun_ms: number | null
  /** When its first bytes were looked at (MEDIA-7). */
  judged_ms: number | null
  epoch: string | null
  number: number | null
  received_ms: number | null
  receipt_key: string | null
  receipt_signature: string | null
}

export interface MediaTables {
  inbox_medium: InboxMediumTable
}

export const mediaMigration = (kind: DialectKind): Migration => ({
  up: async (db) => {
    const { int, strict } = columnTypes(kind)
    await db.schema
      .createTable('inbox_medium')
      .addColumn('event_id', 'text', (c) => c.notNull())
      .addColumn('sha256', 'text', (c) => c.notNull())
      .addColumn('device', 'text', (c) => c.notNull())
      .addColumn('bytes', int, (c) => c.notNull())
      .addColumn('type', 'text')
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('begun_ms', int)
      .addColumn('judged_ms', int)
      .addColumn('epoch', 'text')
      .addColumn('number', int)
      .addColumn('received_ms', int)
      .addColumn('receipt_key', 'text')
      .addColumn('receipt_signature', 'text')
      .addPrimaryKeyConstraint('inbox_medium_key', ['event_id', 'sha256'])
      .addUniqueConstraint('inbox_medium_number', ['epoch', 'number'])
      .$call(strict)
      .execute()
    for (const columns of [['device', 'state'], ['state'], ['sha256']])
      await db.schema
        .createIndex(`inbox_medium_${columns.join('_')}`)
        .on('inbox_medium')
        .columns(columns)
        .execute()
  },
})
