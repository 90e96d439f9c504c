// The real inbox on SQLite in memory, with real keys; snapshots stand for backups.
import { Kysely } from 'kysely'
import type { Bytes } from '../../../src/base/bytes.ts'
import { createSeededRandom } from '../../../src/base/random.ts'
import { ERRORS, type ErrorCode } from '../../../src/protocol/errors.ts'
import { FeedRequest } from '../../../src/protocol/feed.ts'
import { sha256 } from '../../../src/server/crypto/node-ports.ts'
import { errorBody } from '../../../src/server/http/errors.ts'
import { type Inbox, createInbox } from '../../../src/server/inbox/inbox.ts'
import type { Database } from '../../../src/server/store/database.ts'
import { sqliteDialect } from '../../../src/server/store/dialect-sqlite.ts'
import { inboxMigration } from '../../../src/server/store/inbox-tables.ts'
import { mediaMigration } from '../../../src/server/store/media-tables.ts'
import type { OfficeView } from '../../../src/sync/outbox/ports.ts'
import type { HttpRequest } from '../../../src/sync/ports.ts'
import { type Answered, makeReply } from '../field-world.ts'
import type { SimulationCrypto } from './crypto.ts'
import type { Time } from './time.ts'

const TABLES = [
  'inbox_event',
  'inbox_device',
  'inbox_fork',
  'inbox_feed',
  'inbox_epoch',
  'inbox_counter',
  'inbox_secret',
  'inbox_medium',
] as const
const parseJson = (bytes: Bytes): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString())
  } catch {
    return null
  }
}

export type Snapshot = Readonly<Record<string, readonly object[]>>

export const createServer = async (time: Time, crypto: SimulationCrypto, seed: number) => {
  const { recipient, keys } = await crypto.office()
  const db = new Kysely<Database>({ dialect: sqliteDialect(':memory:') })
  for (const { up } of [inboxMigration('sqlite'), mediaMigration('sqlite')])
    await up(db as Kysely<unknown>)
  const faults: Error[] = []
  /** Ids whose rows were seen in the database, also if a restore took them away again. */
  const everStored = new Set<string>()
  const start = (): Promise<Inbox> =>
    createInbox({
      db,
      clock: { now: time.now, monotonic: time.now },
      random: createSeededRandom(seed * 31 + 7),
      sha256,
      verifyP256: crypto.verifyP256,
      keys,
      report: (error) => faults.push(error),
    })
  let inbox = await start()
  const handle = async (request: HttpRequest, body: Bytes): Promise<Answered> => {
    const refuse = (code: ErrorCode, nonce?: string) =>
      makeReply(
        ERRORS[code].status,
        JSON.stringify({ ...errorBody(code), ...(nonce ? { nonce } : {}) }),
      )
    if (request.method === 'PUT') {
      const digest = request.headers?.['content-digest']
      const received = await inbox.field.receive({
        id: request.path.split('/').pop() ?? '',
        digest,
        bytes: body,
      })
      await inbox.upkeep.sorted()
      for (const { id } of await db.selectFrom('inbox_event').select('id').execute())
        everStored.add(id)
      return received.ok ? makeReply(200, JSON.stringify(received.value)) : refuse(received.error)
    }
    const query = FeedRequest.safeParse(parseJson(body))
    if (!query.success) return refuse('bad-request')
    const page = await inbox.field.feed(query.data)
    if (page.ok) return makeReply(200, JSON.stringify(page.value))
    return refuse(page.error.code, 'nonce' in page.error ? page.error.nonce : undefined)
  }
  const snapshot = async (): Promise<Snapshot> =>
    Object.fromEntries(
      await Promise.all(
        TABLES.map(
          async (table) => [table, await db.selectFrom(table).selectAll().execute()] as const,
        ),
      ),
    )
  return {
    db,
    faults,
    everStored,
    handle,
    inbox: () => inbox,
    office: {
      recipient,
      receiptKeys: keys.receiptKeys,
      checkpointMs: time.now(),
      heardMs: null,
    } satisfies OfficeView,
    snapshot,
    restore: async (taken: Snapshot) => {
      for (const table of TABLES) {
        await db.deleteFrom(table).execute()
        const rows = taken[table] ?? []
        if (rows.length > 0) await db.insertInto(table).values(rows).execute()
      }
      inbox = await start()
    },
    close: () => db.destroy(),
  }
}
export type Server = Awaited<ReturnType<typeof createServer>>
