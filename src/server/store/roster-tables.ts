// Rosters, their versions and lines, each line with where it came from and who moved its roster to which state.
import type { Generated } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { CorrectionReason, PaymentState, RosterKind } from '../../domain/roster/schema.ts'
import { columnTypes, type DialectKind } from './columns.ts'

/** A file as received, kept encrypted under its hash in `sources/`. */
export interface SourceFileTable {
  hash: string
  name: string
  bytes: number
  at_ms: number
  who: string
}

export interface RosterTable {
  id: Generated<number>
  site: string
  programme: string
  year: number
  batch: string
  kind: RosterKind
  /** Day of the first publication; null before. */
  published: string | null
  notice_from: string | null
  notice_to: string | null
  /** Set when taken down for good. */
  withdrawn: string | null
  withdrawn_reason: CorrectionReason | 'expired' | 'void' | null
}

/** `staged` rows are invisible; one short transaction makes all versions of a file `ready` at once. */
export type VersionState = 'staged' | 'ready'

export interface RosterVersionTable {
  id: Generated<number>
  roster_id: number
  version: number
  state: VersionState
  /** Hash over the lines' content: the same content again is "already here". */
  content_hash: string
  title: string
  unit: string
  rate: number | null
  quantity: number | null
  amount_fen: number
  persons: number
  source: string
  reason: CorrectionReason | null
  reason_text: string
  at_ms: number
  who: string
}

/** One payee's line. Inserted a thousand at a time, never updated: a correction is a new version. */
export interface LineTable {
  version_id: number
  seq: number
  payee_id: number
  ordinal: number
  quantity: number | null
  rate: number | null
  amount_fen: number | null
  state: PaymentState
  sheet: string
  row: number
  /** Where the ID and account of this line lie: identity_block.id and position within. */
  block_id: number | null
  block_at: number | null
}

export interface StateLogTable {
  id: Generated<number>
  at_ms: number
  who: string
  roster_id: number
  version: number
  what: string
}

export interface RosterTables {
  source_file: SourceFileTable
  roster: RosterTable
  roster_version: RosterVersionTable
  line: LineTable
  state_log: StateLogTable
}

export const rosterMigration = (kind: DialectKind): Migration => ({
  up: async (db) => {
    const { int, serial, strict } = columnTypes(kind)
    await db.schema
      .createTable('source_file')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('bytes', int, (c) => c.notNull())
      .addColumn('at_ms', int, (c) => c.notNull())
      .addColumn('who', 'text', (c) => c.notNull())
      .$call(strict)
      .execute()
    await db.schema
      .createTable('roster')
      .addColumn('id', serial, (c) => c.primaryKey())
      .addColumn('site', 'text', (c) => c.notNull())
      .addColumn('programme', 'text', (c) => c.notNull())
      .addColumn('year', int, (c) => c.notNull())
      .addColumn('batch', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('published', 'text')
      .addColumn('notice_from', 'text')
      .addColumn('notice_to', 'text')
      .addColumn('withdrawn', 'text')
      .addColumn('withdrawn_reason', 'text')
      .addUniqueConstraint('roster_identity', ['site', 'programme', 'year', 'batch', 'kind'])
      .$call(strict)
      .execute()
    await db.schema
      .createTable('roster_version')
      .addColumn('id', serial, (c) => c.primaryKey())
      .addColumn('roster_id', int, (c) => c.notNull().references('roster.id'))
      .addColumn('version', int, (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('content_hash', 'text', (c) => c.notNull())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('unit', 'text', (c) => c.notNull())
      .addColumn('rate', int)
      .addColumn('quantity', int)
      .addColumn('amount_fen', int, (c) => c.notNull())
      .addColumn('persons', int, (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('reason', 'text')
      .addColumn('reason_text', 'text', (c) => c.notNull())
      .addColumn('at_ms', int, (c) => c.notNull())
      .addColumn('who', 'text', (c) => c.notNull())
      .$call(strict)
      .execute()
    await db.schema
      .createIndex('roster_version_roster')
      .on('roster_version')
      .columns(['roster_id', 'version'])
      .execute()
    await db.schema
      .createTable('line')
      .addColumn('version_id', int, (c) => c.notNull().references('roster_version.id'))
      .addColumn('seq', int, (c) => c.notNull())
      .addColumn('payee_id', int, (c) => c.notNull().references('payee.id'))
      .addColumn('ordinal', int, (c) => c.notNull())
      .addColumn('quantity', int)
      .addColumn('rate', int)
      .addColumn('amount_fen', int)
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('sheet', 'text', (c) => c.notNull())
      .addColumn('row', int, (c) => c.notNull())
      .addColumn('block_id', int)
      .addColumn('block_at', int)
      .addPrimaryKeyConstraint('line_key', ['version_id', 'seq'])
      .$call(strict)
      .execute()
    await db.schema
      .createTable('state_log')
      .addColumn('id', serial, (c) => c.primaryKey())
      .addColumn('at_ms', int, (c) => c.notNull())
      .addColumn('who', 'text', (c) => c.notNull())
      .addColumn('roster_id', int, (c) => c.notNull())
      .addColumn('version', int, (c) => c.notNull())
      .addColumn('what', 'text', (c) => c.notNull())
      .$call(strict)
      .execute()
  },
})
