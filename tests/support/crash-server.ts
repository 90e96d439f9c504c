// The real server as a process that is killed and started again on one data folder, with its own trace, and a device that speaks to it
// over HTTP.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { err, ok } from '../../src/base/result.ts'
import type { FeedRequest } from '../../src/protocol/feed.ts'
import { FeedReply } from '../../src/protocol/feed.ts'
import { type Receipt, ReceiptReply } from '../../src/protocol/receipts.ts'
import { systemClock } from '../../src/server/instance.ts'
import { loadKeys } from '../../src/server/keys/key-files.ts'
import { DATABASE_FILE } from '../../src/server/store/database.ts'
import type { SavedItem } from '../../src/sync/outbox/ports.ts'
import { createPen, digestOf, type Pen } from './field-pen.ts'
import type { FieldServer } from './field-world.ts'

const MAIN = path.resolve(import.meta.dirname, '../../src/cli/main.ts')
const TRACE = path.resolve(import.meta.dirname, 'crash-trace.ts')

/** Settings of the person who tests are not settings of this server. */
const OWN = ['DATABASE_URL', 'NODE_ENV', 'HOST', 'ILTOD_REGISTRY_KEY']

const cleanEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !OWN.includes(name)))

export interface EventRow {
  readonly id: string
  readonly hash: string
  readonly number: number
  readonly receipt_signature: string
}

/** An attachment that has a number. */
export interface MediumRow {
  readonly event_id: string
  readonly sha256: string
  readonly bytes: number
  readonly number: number
  readonly receipt_signature: string
}

/** What the process itself says of one event's row, or, asked by its hash, of an attachment's receipt. */
export type Traced = 'not begun' | 'in commit' | 'committed'

export interface CrashServer {
  readonly address: () => string
  readonly start: () => Promise<void>
  readonly kill: () => Promise<void>
  /** Of the last life. */
  readonly trace: () => readonly string[]
  readonly traced: (id: string) => Traced
  /** Read by a connection of its own. */
  readonly rows: () => ReadonlyMap<string, EventRow>
  readonly media: () => readonly MediumRow[]
  readonly stop: () => Promise<void>
}

export const createCrashServer = (dataDir: string): CrashServer => {
  const traceFile = path.join(dataDir, 'trace.txt')
  // Written by a life that ends in order; the others start in half the time.
  const codeCache = path.join(dataDir, 'code')
  let child: ChildProcess | null = null
  let address = ''
  const end = async (signal: NodeJS.Signals) => {
    const dying = child
    child = null
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
    const gone = once(dying, 'exit')
    dying.kill(signal)
    await gone
  }
  const trace = () =>
    existsSync(traceFile) ? readFileSync(traceFile, 'utf8').trimEnd().split('\n') : []
  const read = (sql: string) => {
    const db = new DatabaseSync(path.join(dataDir, DATABASE_FILE), { readOnly: true })
    try {
      return db.prepare(sql).all()
    } finally {
      db.close()
    }
  }
  return {
    address: () => address,
    trace,
    start: async () => {
      rmSync(traceFile, { force: true })
      child = spawn(process.execPath, ['--import', TRACE, MAIN, 'serve'], {
        env: {
          ...cleanEnv(),
          DATA_DIR: dataDir,
          PORT: '0',
          ILTOD_TRACE: traceFile,
          NODE_COMPILE_CACHE: codeCache,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const lines = createInterface({ input: child.stdout! })
      const first = await Promise.race([once(lines, 'line'), once(child, 'exit')])
      address = String(first[0])
      if (!address.startsWith('http')) throw new Error('the server did not start (is dist/ built?)')
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    traced: (id) => {
      const lines = trace()
      if (lines.includes(`committed ${id}`)) return 'committed'
      return lines.includes(`commit ${id}`) ? 'in commit' : 'not begun'
    },
    rows: () => {
      const rows = read('select id, hash, number, receipt_signature from inbox_event')
      return new Map((rows as unknown as EventRow[]).map((row) => [row.id, row]))
    },
    media: () =>
      read(`select event_id, sha256, bytes, number, receipt_signature from inbox_medium
        where number is not null order by number`) as unknown as MediumRow[],
  }
}

/** Null: no answer came, or none that is a receipt. */
export const putItem = async (
  address: string,
  item: Pick<SavedItem, 'id' | 'parcel'>,
): Promise<Receipt | null> => {
  try {
    const response = await fetch(`${address}/api/events/${item.id}`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/octet-stream',
        'content-digest': digestOf(item.parcel),
      },
      body: Buffer.from(item.parcel),
    })
    const reply = ReceiptReply.safeParse(await response.json())
    return reply.success ? reply.data.receipt : null
  } catch {
    return null
  }
}

/** A pen whose feed goes over HTTP to whatever life the server is in. */
export const createDistantPen = (dataDir: string, address: () => string): Promise<Pen> => {
  const keys = loadKeys(dataDir)
  const office = {
    recipient: keys.seal[0]!.recipient,
    receiptKeys: keys.receipt.map(({ id, publicKey }) => ({ id, publicKey })),
    checkpointMs: null,
    heardMs: null,
  }
  const feed = async (request: FeedRequest) => {
    const response = await fetch(`${address()}/api/feed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    })
    const body = (await response.json()) as { code: 'nonce-needed'; nonce: string }
    return response.ok ? ok(FeedReply.parse(body)) : err({ code: body.code, nonce: body.nonce })
  }
  const test = { clock: { now: systemClock.now, monotonic: systemClock.monotonic } }
  return createPen({ test, office, inbox: { field: { feed } } } as unknown as FieldServer)
}
