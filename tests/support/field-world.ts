// The field plane as it is, in one process: a real instance with its inbox behind Fastify's inject, and devices with the real
// outbox on fake-indexeddb. Only the wire is made up, so that a test can cut it, double it or put a portal in between.
import { webcrypto } from 'node:crypto'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Bytes } from '../../src/base/bytes.ts'
import type { Clock } from '../../src/base/clock.ts'
import { type Random, createSeededRandom } from '../../src/base/random.ts'
import { type Result, err, ok } from '../../src/base/result.ts'
import { ageSeal } from '../../src/platform/age-seal.ts'
import { sha256, verifyP256 } from '../../src/server/crypto/node-ports.ts'
import { registerErrors, sendError } from '../../src/server/http/errors.ts'
import { registerEvents } from '../../src/server/http/events.ts'
import { registerMedia } from '../../src/server/http/media.ts'
import type { Inbox } from '../../src/server/inbox/inbox.ts'
import { openInbox } from '../../src/server/inbox/open-inbox.ts'
import type { Media } from '../../src/server/media/media.ts'
import {
  type MediaFiles,
  createMediaFiles,
  mediaRootOf,
} from '../../src/server/media/media-files.ts'
import { openMedia } from '../../src/server/media/open-media.ts'
import type { OfficeView } from '../../src/sync/outbox/ports.ts'
import type {
  Channel,
  Connectivity,
  Http,
  HttpFailure,
  HttpReply,
  HttpRequest,
  Locks,
  Timers,
} from '../../src/sync/ports.ts'
import { openOutbox } from '../../src/store/outbox/open-outbox.ts'
import type { Outbox } from '../../src/store/outbox/outbox.ts'
import type { PageParts, RowsDeps } from '../../src/store/outbox/open-outbox.ts'
import type { OutboxDeps as CreateDeps } from '../../src/store/outbox/create-outbox.ts'

export type OutboxDeps = CreateDeps & RowsDeps & PageParts
import { type TestInstance, createTestInstance } from './test-instance.ts'

export const SITE = '152223105201'

export interface FieldServer {
  readonly test: TestInstance
  readonly inbox: Inbox
  readonly media: Media
  /** What the server believes of its disk; tests fill it. */
  readonly disk: { freeBytes: number }
  readonly app: FastifyInstance
  readonly office: OfficeView
  readonly faults: Error[]
  readonly dispose: () => Promise<void>
}

/** The office as a phone with this instance's trust list would see it. */
export const officeOf = ({ instance }: TestInstance): OfficeView => ({
  recipient: instance.keys.seal[0]!.recipient,
  receiptKeys: instance.keys.receipt.map(({ id, publicKey }) => ({ id, publicKey })),
  checkpointMs: Date.parse('2026-11-23T06:00:00+08:00'),
  heardMs: null,
})

export interface FieldServerOptions {
  /** Sees the data folder before attachments are opened in it. */
  readonly prepare?: (dataDir: string) => void
  readonly changeFiles?: (files: MediaFiles) => MediaFiles
}

export const createFieldServer = async (
  usePostgres = false,
  options: FieldServerOptions = {},
): Promise<FieldServer> => openFieldServer(await createTestInstance(usePostgres), options)

export const openFieldServer = async (
  test: TestInstance,
  { prepare, changeFiles = (files) => files }: FieldServerOptions = {},
): Promise<FieldServer> => {
  prepare?.(test.dataDir)
  const faults: Error[] = []
  const report = (error: Error) => faults.push(error)
  const inbox = await openInbox(test.instance, report)
  const disk = { freeBytes: 2 ** 40 }
  const media = openMedia(test.instance, inbox, report, {
    freeBytes: () => Promise.resolve(disk.freeBytes),
    files: changeFiles(createMediaFiles(mediaRootOf(test.dataDir))),
  })
  const app = Fastify({ logger: false, routerOptions: { maxParamLength: 1000 } })
  registerErrors(app, report)
  app.setNotFoundHandler((_request, reply) => sendError(reply, 'not-found'))
  await registerEvents(app, { field: inbox.field })
  await registerMedia(app, { media: media.field })
  return {
    test,
    inbox,
    media,
    disk,
    app,
    office: officeOf(test),
    faults,
    dispose: async () => {
      await app.close()
      await media.upkeep.judged()
      await test.dispose()
    },
  }
}

export type Answered = Result<HttpReply, HttpFailure>

export const makeReply = (
  status: number,
  body: string | Bytes,
  headers: Readonly<Record<string, string>> = {},
): Answered =>
  ok({
    status,
    header: (name) => headers[name] ?? null,
    bytes: typeof body === 'string' ? new TextEncoder().encode(body) : body,
    foreign: false,
  })

export const offline: Answered = err({ kind: 'offline' })
export const portalPage = makeReply(200, '<html><body>请登录</body></html>')

/** Sends a request to the server and brings its answer back whole. */
export const askServer = async (app: FastifyInstance, request: HttpRequest): Promise<Answered> => {
  const response = await app.inject({
    method: request.method,
    url: request.path,
    headers: { ...request.headers },
    ...(request.body ? { payload: Buffer.from(request.body) } : {}),
  })
  return ok({
    status: response.statusCode,
    header: (name) => {
      const value = response.headers[name]
      return value === undefined ? null : String(value)
    },
    bytes: new Uint8Array(response.rawPayload),
    foreign: false,
  })
}

/** A wire that can be bent: `bend` sees each request and decides what becomes of it. */
export interface TestWire extends Http {
  bend: ((request: HttpRequest, pass: () => Promise<Answered>) => Promise<Answered>) | null
  readonly sent: HttpRequest[]
}

export const createWire = (app: FastifyInstance): TestWire => {
  const wire: TestWire = {
    bend: null,
    sent: [],
    send: (request) => {
      wire.sent.push(request)
      const pass = () => askServer(app, request)
      return wire.bend ? wire.bend(request, pass) : pass()
    },
  }
  return wire
}

/** Timers that run only when told: `elapse` moves the clock and fires what is due, in order. */
export interface TestTimers extends Timers {
  readonly clock: Clock
  readonly setWall: (ms: number) => void
  readonly elapse: (ms: number) => Promise<void>
}

export const settleMicrotasks = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
}

export const createTestTimers = (wall: Clock): TestTimers => {
  let mono = 1_000
  let shift = 0
  const due = new Map<number, { at: number; run: () => void }>()
  let ids = 0
  const start = wall.now()
  const fireDue = async () => {
    for (;;) {
      const next = [...due.entries()]
        .filter(([, timer]) => timer.at <= mono)
        .sort((a, b) => a[1].at - b[1].at)[0]
      if (!next) return
      due.delete(next[0])
      next[1].run()
      await settleMicrotasks()
    }
  }
  return {
    clock: { now: () => start + mono + shift, monotonic: () => mono },
    setWall: (ms) => {
      shift = ms - start - mono
    },
    after: (delayMs, run) => {
      const id = ++ids
      due.set(id, { at: mono + delayMs, run })
      return () => due.delete(id)
    },
    elapse: async (ms) => {
      mono += ms
      await fireDue()
    },
  }
}

/** One lock per name in this process, handed on in order; whoever gives up while waiting is passed over. */
export const createTestLocks = (): Locks => {
  const tails = new Map<string, Promise<void>>()
  return {
    lead: async (name, lead, signal) => {
      const before = tails.get(name) ?? Promise.resolve()
      let release = () => {}
      const mine = new Promise<void>((resolve) => {
        release = resolve
      })
      tails.set(
        name,
        before.then(() => mine),
      )
      const givenUp = new Promise<'given up'>((resolve) => {
        const give = () => {
          resolve('given up')
        }
        if (signal.aborted) give()
        signal.addEventListener('abort', give)
      })
      try {
        if ((await Promise.race([before, givenUp])) !== 'given up') await lead()
      } finally {
        release()
      }
    },
  }
}

export const createTestChannels = () => {
  const tabs = new Set<(message: unknown) => void>()
  return (): Channel => {
    const mine = new Set<(message: unknown) => void>()
    const receive = (message: unknown) => {
      mine.forEach((listener) => {
        listener(message)
      })
    }
    tabs.add(receive)
    return {
      post: (message) => {
        tabs.forEach((tab) => {
          if (tab !== receive) tab(message)
        })
      },
      listen: (listener) => {
        mine.add(listener)
        return () => mine.delete(listener)
      },
      close: () => tabs.delete(receive),
    }
  }
}

export interface TestConnectivity extends Connectivity {
  readonly tell: (wake: 'online' | 'visible') => void
}

export const createTestConnectivity = (): TestConnectivity => {
  const listeners = new Set<(wake: 'online' | 'visible') => void>()
  return {
    online: () => true,
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell: (wake) => {
      listeners.forEach((listener) => {
        listener(wake)
      })
    },
  }
}

export interface TestDevice {
  readonly deps: OutboxDeps & { readonly http: TestWire }
  readonly wire: TestWire
  readonly timers: TestTimers
  readonly connectivity: TestConnectivity
  readonly open: (changes?: Partial<OutboxDeps>) => Promise<Outbox>
}

let devices = 0

/** A phone: its own IndexedDB, clock, wire. `open` may be called again, as a restart or a second tab would. */
export const createTestDevice = (
  server: FieldServer,
  { random = createSeededRandom(++devices) }: { readonly random?: Random } = {},
): TestDevice => {
  const timers = createTestTimers(server.test.clock)
  const wire = createWire(server.app)
  const connectivity = createTestConnectivity()
  const channels = createTestChannels()
  const deps = {
    clock: timers.clock,
    random,
    timers,
    http: wire,
    locks: createTestLocks(),
    channel: channels(),
    connectivity,
    subtle: webcrypto.subtle as unknown as SubtleCrypto,
    sha256,
    verifyP256,
    seal: ageSeal,
    office: () => server.office,
    database: {
      name: `outbox-${++devices}`,
      options: { indexedDB: new IDBFactory(), IDBKeyRange },
    },
  }
  return {
    deps,
    wire,
    timers,
    connectivity,
    open: (changes = {}) => openOutbox({ ...deps, channel: channels(), ...changes }),
  }
}

/** Waits in real time, because real SQLite and real cryptography take some; fails after five seconds. */
export const until = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> => {
  const end = Date.now() + 5_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
