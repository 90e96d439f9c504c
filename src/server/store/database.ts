// Opens the one store, on SQLite by default, on PostgreSQL with a URL; brings its tables up to date.
// Each noun has its tables and its migration in a file of its own; this file only puts them together.
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { DialectKind } from './columns.ts'
import { sqliteDialect } from './dialect-sqlite.ts'
import { postgresDialect } from './dialect-postgres.ts'
import { type InboxTables, inboxMigration } from './inbox-tables.ts'
import { type MediaTables, mediaMigration } from './media-tables.ts'
import { groupNameMigration, type RegistryTables, registryMigration } from './registry-tables.ts'
import { type RosterTables, rosterMigration } from './roster-tables.ts'
import { type PublicationTables, publicationMigration } from './publication-tables.ts'

export interface Database
  extends RegistryTables, RosterTables, PublicationTables, InboxTables, MediaTables {}

export interface Store {
  readonly db: Kysely<Database>
  readonly kind: DialectKind
  readonly close: () => Promise<void>
}

export interface StoreOptions {
  /** Folder of the SQLite file; made when missing. */
  readonly dataDir: string
  /** `postgres://…` instead of SQLite. */
  readonly url?: string | undefined
  readonly onLost?: (message: string) => void
}

export const DATABASE_FILE = 'iltod.sqlite'

const migrations = (kind: DialectKind): Record<string, Migration> => ({
  '001_registry': registryMigration(kind),
  '002_rosters': rosterMigration(kind),
  '003_publications': publicationMigration(kind),
  '004_inbox': inboxMigration(kind),
  '005_group_names': groupNameMigration,
  '006_media': mediaMigration(kind),
})

/** Made before SQLite would make it: what it opens beside (-wal, -shm) gets the mode of the file itself. */
const ownFile = (file: string): string => {
  closeSync(openSync(file, 'a', 0o600))
  for (const one of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(one)) chmodSync(one, 0o600)
  return file
}

/** Where the migrator keeps its tables: named, or it would take those of another schema of the same database for its own. */
const migrationSchema = async (db: Kysely<Database>, kind: DialectKind) => {
  if (kind === 'sqlite') return {}
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(db)
  const name = rows[0]?.name
  return name ? { migrationTableSchema: name } : {}
}

const migrate = async (db: Kysely<Database>, kind: DialectKind) => {
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve(migrations(kind)) },
      ...(await migrationSchema(db, kind)),
    })
    return await migrator.migrateToLatest()
  } catch (error) {
    return { error }
  }
}

/** Opens and migrates. Two processes may open at once: the migrator holds a lock. Throws when the database can't be reached. */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  const kind: DialectKind = options.url ? 'postgres' : 'sqlite'
  if (!options.url) mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  const dialect = options.url
    ? postgresDialect(options.url, options.onLost ?? (() => undefined))
    : sqliteDialect(ownFile(path.join(options.dataDir, DATABASE_FILE)))
  const db = new Kysely<Database>({ dialect })
  const { error } = await migrate(db, kind)
  if (error) {
    await db.destroy()
    throw new Error('the database could not be brought up to date', { cause: error })
  }
  return { db, kind, close: () => db.destroy() }
}
