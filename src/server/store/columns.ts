// The few things in which the two dialects' tables differ.
import { type ColumnDataType, type CreateTableBuilder, type RawBuilder, sql } from 'kysely'

export type DialectKind = 'sqlite' | 'postgres'

export interface ColumnTypes {
  /** Integer up to 2^53. */
  readonly int: ColumnDataType
  readonly blob: RawBuilder<unknown>
  /** Primary key that counts by itself. */
  readonly serial: ColumnDataType
  /** SQLite checks column types only in STRICT tables; PostgreSQL always does. */
  readonly strict: <T extends string, C extends string>(
    table: CreateTableBuilder<T, C>,
  ) => CreateTableBuilder<T, C>
}

export const columnTypes = (kind: DialectKind): ColumnTypes =>
  kind === 'postgres'
    ? { int: 'bigint', blob: sql`bytea`, serial: 'bigserial', strict: (table) => table }
    : {
        int: 'integer',
        blob: sql`blob`,
        serial: 'integer',
        strict: (table) => table.modifyEnd(sql`strict`),
      }
