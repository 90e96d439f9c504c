// The real inbox on SQLite in memory, with real keys; snapshots stand for backups.
import { Kysely } from 'kysely'
import type { Bytes } from '../../../src/base/bytes.ts'
import { createSeededRandom } from '../../../src/base/random.ts'
import { ERRORS, type ErrorCode, isErrorCode } from '../../../src/protocol/errors.ts'
import { FeedRequest } from '../../../src/protocol/feed.ts'
import { sha256 } from '../../../src/server/crypto/node-ports.ts'
import { errorBody } from '../../../src/server/http/errors.ts'
import { type Inbox, createInbox } from '../../../src/server/inbox/inbox.ts'
import type { Database } from '../../../src/server/store/database.ts'
import { sqliteDialect } from '../../../src/server/store/dialect-sqlite.ts'
import { type Media, createMedia } from '../../../src/server/media/media.ts'
import { inboxMigration } from '../../../src/server/store/inbox-tables.ts'
import { mediaMigration } from '../../../src/server/store/media-tables.ts'
import type { OfficeView } from '../../../src/sync/outbox/ports.ts'
import type { HttpRequest } from '../../../src/sync/ports.ts'
import { MEDIA_PATH, parseMediumId } from '../../../src/protocol/media.ts'
import { type Answered, makeReply } from '../field-world.ts'
import { type MediaFolder, createMemoryMediaFiles } from '../memory-media-files.ts'
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

export interface Snapshot {
  readonly tables: Readonly<Record<string, readonly object[]>>
  readonly media: MediaFolder
}

/** As a proxy that lost the rest passes an answer of tus on: its status and its headers. */
const fromTus = (response: Response): Answered =>
  makeReply(response.status, '', Object.fromEntries(response.headers))

const toTus = (request: HttpRequest, body: Bytes): Request => {
  const headers = new Headers({ ...request.headers })
  // A creation brings no bytes (src/server/http/media.ts).
  if (request.method !== 'PATCH') headers.delete('content-type')
  else headers.set('content-length', String(body.length))
  return new Request(`http://localhost${request.path}`, {
    method: request.method,
    headers,
    ...(request.method === 'PATCH' ? { body } : {}),
  })
}

export const createServer = async (time: Time, crypto: SimulationCrypto, seed: number) => {
  const { recipient, keys, openStream } = await crypto.office()
  const files = createMemoryMediaFiles(time.now)
  const db = new Kysely<Database>({ dialect: sqliteDialect(':memory:') })
  for (const { up } of [inboxMigration('sqlite'), mediaMigration('sqlite')])
    await up(db as Kysely<unknown>)
  const faults: Error[] = []
  /** Ids of events, hashes of media that were seen stored, also if a restore took them away again. */
  const everStored = new Set<string>()
  const shared = {
    db,
    clock: { now: time.now, monotonic: time.now },
    sha256,
    verifyP256: crypto.verifyP256,
    keys,
    report: (error: Error) => void faults.push(error),
  }
  const start = async (): Promise<{ readonly inbox: Inbox; readonly media: Media }> => {
    const inbox = await createInbox({ ...shared, random: createSeededRandom(seed * 31 + 7) })
    const media = createMedia({
      ...shared,
      openStream,
      files,
      freeBytes: async () => 2 ** 40,
      reserveBytes: 0,
      sorted: inbox.upkeep.sorted,
    })
    await media.upkeep.mend()
    return { inbox, media }
  }
  let running = await start()
  const refuse = (code: ErrorCode, nonce?: string) =>
    makeReply(
      ERRORS[code].status,
      JSON.stringify({ ...errorBody(code), ...(nonce ? { nonce } : {}) }),
    )
  const handleMedia = async (request: HttpRequest, body: Bytes): Promise<Answered> => {
    const { media } = running
    if (request.method === 'GET') {
      const name = parseMediumId(request.path.split('/').at(-2) ?? '')
      const receipt = name ? await media.field.receipt(name) : null
      if (!receipt) return refuse('not-found')
      return receipt.ok ? makeReply(200, JSON.stringify(receipt.value)) : refuse(receipt.error)
    }
    const response = await media.field.uploads(toTus(request, body))
    await media.upkeep.judged()
    for (const sha of files.snapshot().placed.keys()) everStored.add(sha)
    if (response.status < 400) return fromTus(response)
    const text = await response.text()
    return refuse(isErrorCode(text) ? text : response.status < 500 ? 'bad-request' : 'internal')
  }
  const handle = async (request: HttpRequest, body: Bytes): Promise<Answered> => {
    const { inbox } = running
    if (request.path.startsWith(MEDIA_PATH)) return handleMedia(request, body)
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
  const snapshot = async (): Promise<Snapshot> => ({
    tables: Object.fromEntries(
      await Promise.all(
        TABLES.map(
          async (table) => [table, await db.selectFrom(table).selectAll().execute()] as const,
        ),
      ),
    ),
    media: files.snapshot(),
  })
  return {
    db,
    faults,
    everStored,
    handle,
    inbox: () => running.inbox,
    media: () => running.media,
    files,
    openStream,
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
        const rows = taken.tables[table] ?? []
        if (rows.length > 0) await db.insertInto(table).values(rows).execute()
      }
      files.restore(taken.media)
      running = await start()
    },
    close: () => db.destroy(),
  }
}
export type Server = Awaited<ReturnType<typeof createServer>>
