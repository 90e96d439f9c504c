// Puts many rows into one table. The statement for so many rows is built once and then only given other values: building it
// anew takes longer than the database needs to run it.
import { CompiledQuery, type Insertable, type Kysely } from 'kysely'
import type { Database } from '../store/database.ts'

const ROWS_PER_STATEMENT = 250 // SQLite allows 32,766 bound values

export type RowInserter<Row> = (db: Kysely<Database>, rows: readonly Row[]) => Promise<void>

/** `columns`: all that a row has. */
export const createRowInserter = <
  Table extends keyof Database,
  Row extends Insertable<Database[Table]>,
>(
  table: Table,
  columns: readonly (keyof Row & string)[],
): RowInserter<Row> => {
  const statements = new Map<number, string>()
  const statementFor = (db: Kysely<Database>, rows: readonly Row[]): string => {
    const known = statements.get(rows.length)
    if (known !== undefined) return known
    const ordered = rows.map((row) => Object.fromEntries(columns.map((c) => [c, row[c]])))
    const { sql } = db
      .insertInto(table)
      .values(ordered as Insertable<Database[Table]>[])
      .compile()
    statements.set(rows.length, sql)
    return sql
  }
  return async (db, rows) => {
    for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
      const some = rows.slice(from, from + ROWS_PER_STATEMENT)
      const values = some.flatMap((row) => columns.map((column) => row[column]))
      await db.executeQuery(CompiledQuery.raw(statementFor(db, some), values))
    }
  }
}
