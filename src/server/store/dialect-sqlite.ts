// Kysely on node:sqlite, the database that needs nothing installed. WAL lets readers go on while an import writes;
// synchronous=FULL because a receipt promises that the event is on disk (DESIGN §6).
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { type Dialect, type SqliteDatabase, SqliteDialect } from 'kysely'

const PRAGMAS = [
  'pragma journal_mode=wal',
  'pragma synchronous=full',
  // An import of 100,000 rows touches more pages than the 2 MB and 1,000 pages that SQLite thinks of by itself.
  'pragma cache_size=-16384',
  'pragma wal_autocheckpoint=8000',
  'pragma foreign_keys=on',
  'pragma busy_timeout=10000',
  'pragma secure_delete=on', // withdrawn identity data must not linger in free pages
  'pragma temp_store=memory', // else what a statement may have to undo lies in /var/tmp, names of payees included
].join(';')

const bindable = (value: unknown): SQLInputValue =>
  (typeof value === 'boolean' ? Number(value) : value) as SQLInputValue

const STATEMENTS_KEPT = 32

/** The statements asked for last, ready to run again: preparing one of thousands of values takes as long as running it. */
const createPreparer = (database: DatabaseSync): ((sql: string) => StatementSync) => {
  const kept = new Map<string, StatementSync>()
  return (sql) => {
    const statement = kept.get(sql) ?? database.prepare(sql)
    kept.delete(sql)
    kept.set(sql, statement)
    const [oldest] = kept.keys()
    if (kept.size > STATEMENTS_KEPT && oldest !== undefined) kept.delete(oldest)
    return statement
  }
}

const open = (path: string): SqliteDatabase => {
  const database = new DatabaseSync(path)
  database.exec(PRAGMAS)
  const prepare = createPreparer(database)
  return {
    close: () => {
      database.close()
    },
    prepare: (sql) => {
      const statement = prepare(sql)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters.map(bindable)),
        run: (parameters) => statement.run(...parameters.map(bindable)),
        // Of its own: two loops over one statement would disturb each other.
        iterate: (parameters) =>
          database.prepare(sql).iterate(...parameters.map(bindable)) as IterableIterator<unknown>,
      }
    },
  }
}

/** `path` may be `:memory:` for tests. Throws when the file can't be opened. */
export const sqliteDialect = (path: string): Dialect =>
  new SqliteDialect({ database: () => Promise.resolve(open(path)) })
