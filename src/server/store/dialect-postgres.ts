// Kysely on PostgreSQL or anything that speaks its protocol. 64-bit integers come back as numbers or not at all.
import { type Dialect, PostgresDialect } from 'kysely'
import pg from 'pg'

const INT8 = 20

const toSafeInteger = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error('int8 beyond the safe integers')
  return value
}

/** A server may be set to answer before its log is on disk; a receipt must not. What is stricter than `on` stays. */
const WAIT_FOR_DISK = `select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') = 'off'`

/** `onLost` hears of idle connections that break; without a listener Node would end the process. */
export const postgresDialect = (url: string, onLost: (message: string) => void): Dialect => {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === INT8
        ? toSafeInteger
        : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
  }
  const pool = new pg.Pool({
    connectionString: url,
    max: 8,
    types: types,
    // A connection that can't promise it is not used.
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits for it; its types don't say so
    onConnect: async (client) => {
      await client.query(WAIT_FOR_DISK)
    },
  })
  pool.on('error', (error) => {
    onLost(error.message)
  })
  return new PostgresDialect({ pool })
}
