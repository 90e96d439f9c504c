// What was published when, who may publish now, and which devices were enrolled.
import type { Migration } from 'kysely/migration'
import { columnTypes, type DialectKind } from './columns.ts'

export interface PublicationTable {
  number: number
  hash: string
  root: string
  previous: string
  changed_ms: number
}

/** Newest pack of each site and part; unchanged JSON keeps its old gzip bytes (PACK-1). */
export interface PackTable {
  site: string
  part: 'ledger' | 'posts' | 'short'
  json_hash: string
  pack_hash: string
  bytes: number
  ledger_root: string
  /** The ledger's seed while it lasts (PACK-11). */
  seed: string
  /**
   * What the pack shows, a line for each roster: id, class, audience, version of the last correction that leaves no trace.
   * When one of them goes, a new seed is drawn.
   */
  shown: string
}

/** A message of a site in one of its four channels, as people wrote it. */
export interface PostTable {
  id: string
  site: string
  channel: '党务' | '政务' | '村务' | '财务'
  title: string
  day: string
  until: string | null
  text: string
}

/** Packs no longer named by any head: kept for readers on their way, or gone for good (answered with 410). */
export interface OldPackTable {
  pack_hash: string
  since_ms: number
  withdrawn: number
}

/** Sums of counted rosters as published, so that a later version can't differ by few people (MASK-3). */
export interface CountsTable {
  place: string
  /** programme/year/batch/kind */
  roster: string
  persons: number
  amount_fen: number
  pooled: number
  /** Sites whose people are inside, comma-separated, sorted. */
  members: string
  /** Numbers of persons ever shown, comma-separated. */
  history: string
}

/** One holder at a time; the fence grows with each holder, so that a sleeper can't publish after its successor. */
export interface LockTable {
  name: string
  fence: number
  holder: string
  until_ms: number
}

export interface EnrolmentTable {
  code_hash: string
  scope: string
  made_ms: number
  used_ms: number | null
}

export interface PublicationTables {
  publication: PublicationTable
  pack: PackTable
  post: PostTable
  old_pack: OldPackTable
  counts: CountsTable
  publish_lock: LockTable
  enrolment: EnrolmentTable
}

export const publicationMigration = (kind: DialectKind): Migration => ({
  up: async (db) => {
    const { int, strict } = columnTypes(kind)
    await db.schema
      .createTable('publication')
      .addColumn('number', int, (c) => c.primaryKey())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('root', 'text', (c) => c.notNull())
      .addColumn('previous', 'text', (c) => c.notNull())
      .addColumn('changed_ms', int, (c) => c.notNull())
      .$call(strict)
      .execute()
    await db.schema
      .createTable('pack')
      .addColumn('site', 'text', (c) => c.notNull())
      .addColumn('part', 'text', (c) => c.notNull())
      .addColumn('json_hash', 'text', (c) => c.notNull())
      .addColumn('pack_hash', 'text', (c) => c.notNull())
      .addColumn('bytes', int, (c) => c.notNull())
      .addColumn('ledger_root', 'text', (c) => c.notNull())
      .addColumn('seed', 'text', (c) => c.notNull())
      .addColumn('shown', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('pack_key', ['site', 'part'])
      .$call(strict)
      .execute()
    await db.schema
      .createTable('post')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('site', 'text', (c) => c.notNull())
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('day', 'text', (c) => c.notNull())
      .addColumn('until', 'text')
      .addColumn('text', 'text', (c) => c.notNull())
      .$call(strict)
      .execute()
    await db.schema
      .createTable('old_pack')
      .addColumn('pack_hash', 'text', (c) => c.primaryKey())
      .addColumn('since_ms', int, (c) => c.notNull())
      .addColumn('withdrawn', int, (c) => c.notNull())
      .$call(strict)
      .execute()
    await db.schema
      .createTable('counts')
      .addColumn('place', 'text', (c) => c.notNull())
      .addColumn('roster', 'text', (c) => c.notNull())
      .addColumn('persons', int, (c) => c.notNull())
      .addColumn('amount_fen', int, (c) => c.notNull())
      .addColumn('pooled', int, (c) => c.notNull())
      .addColumn('members', 'text', (c) => c.notNull())
      .addColumn('history', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('counts_key', ['place', 'roster', 'members'])
      .$call(strict)
      .execute()
    await db.schema
      .createTable('publish_lock')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('fence', int, (c) => c.notNull())
      .addColumn('holder', 'text', (c) => c.notNull())
      .addColumn('until_ms', int, (c) => c.notNull())
      .$call(strict)
      .execute()
    await db.schema
      .createTable('enrolment')
      .addColumn('code_hash', 'text', (c) => c.primaryKey())
      .addColumn('scope', 'text', (c) => c.notNull())
      .addColumn('made_ms', int, (c) => c.notNull())
      .addColumn('used_ms', int)
      .$call(strict)
      .execute()
  },
})
