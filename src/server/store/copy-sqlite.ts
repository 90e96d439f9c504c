// A consistent copy of a SQLite database that is in use: one reading transaction, beside which others go on writing.
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'

const isSound = (file: string): boolean => {
  const copy = new DatabaseSync(file, { readOnly: true })
  try {
    return copy.prepare('pragma quick_check').get()?.['quick_check'] === 'ok'
  } finally {
    copy.close()
  }
}

/** `file` must not be there. Throws when the copy could not be written whole; not yet flushed to disk. */
export const copySqlite = async (db: Kysely<Database>, file: string): Promise<void> => {
  closeSync(openSync(file, 'wx', 0o600))
  await sql`vacuum into ${file}`.execute(db)
  if (!isSound(file)) throw new Error('the copy of the database is damaged')
}
