// Fifty phones' worth of impatience: one parcel, fifty connections at once, on each database.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { createPen } from '../support/field-pen.ts'
import { type FieldServer, createFieldServer } from '../support/field-world.ts'
import { putItem } from '../support/crash-server.ts'

const databases = [{ name: 'SQLite', postgres: false }].concat(
  process.env['ILTOD_PG'] ? [{ name: 'PostgreSQL', postgres: true }] : [],
)

describe.each(databases)('over HTTP on $name', ({ postgres }) => {
  let server: FieldServer
  let address: string
  beforeAll(async () => {
    server = await createFieldServer(postgres)
    address = await server.app.listen({ port: 0, host: '127.0.0.1' })
  })
  afterAll(async () => {
    expect(server.faults).toEqual([])
    await server.dispose()
  })

  test('[RCPT-4] fifty parallel PUTs of one id are one row and one receipt', async () => {
    const { db } = server.test.instance.store
    const item = await (await createPen(server)).write()
    const receipts = await Promise.all(Array.from({ length: 50 }, () => putItem(address, item)))
    expect(receipts).not.toContain(null)
    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1)
    const rows = await db.selectFrom('inbox_event').select(['id', 'number', 'hash']).execute()
    expect(rows).toEqual([{ id: item.id, number: receipts[0]!.number, hash: item.hash }])
    const { value } = await db
      .selectFrom('inbox_counter')
      .select('value')
      .where('name', '=', 'receipt')
      .executeTakeFirstOrThrow()
    expect(value).toBe(1)
  })

  test('[RCPT-2] the live connection waits for the disk', async () => {
    const { db } = server.test.instance.store
    const ask = async (text: string): Promise<unknown> => {
      const { rows } = await sql.raw<Record<string, unknown>>(text).execute(db)
      return Object.values(rows[0]!)[0]
    }
    if (postgres) {
      expect(await ask('show synchronous_commit')).toBe('on')
      return
    }
    expect([await ask('pragma journal_mode'), await ask('pragma synchronous')]).toEqual(['wal', 2])
  })
})
