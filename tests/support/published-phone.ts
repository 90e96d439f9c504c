// A phone for the published plane: the real store on fake-indexeddb, a clock and timers moved by hand, and a wire to an
// office that can be cut, slowed, truncated or taken over by a portal.
import { IDBFactory } from 'fake-indexeddb'
import { bytesToBase64Url } from '../../src/base/bytes.ts'
import { createSeededRandom } from '../../src/base/random.ts'
import { err, ok } from '../../src/base/result.ts'
import type { Result } from '../../src/base/result.ts'
import { decryptAesGcm, sha256, verifyP256 } from '../../src/server/crypto/node-ports.ts'
import { createIndexedVault } from '../../src/store/published/indexed-vault.ts'
import { openPublished } from '../../src/store/published/open-published.ts'
import type { PublishedDeps } from '../../src/store/published/open-published.ts'
import type { Published } from '../../src/store/published/published.ts'
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
import type { Office } from './published-office.ts'

type Answer = Result<HttpReply, HttpFailure>

const HEADER_BYTES = 250

export interface OfficeWire extends Http {
  /** Decides about each request; null: all goes well. */
  bend: ((request: HttpRequest, pass: () => Answer) => Answer | Promise<Answer>) | null
  latencyMs: number
  readonly sent: string[]
  /** Bytes of answers, with an allowance for headers. */
  received: number
}

export const makeAnswer = (
  status: number,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Answer =>
  ok({
    status,
    header: (name) => headers[name] ?? null,
    bytes: new Uint8Array(bytes),
    foreign: false,
  })

export const cut: Answer = err({ kind: 'cut' })
export const offline: Answer = err({ kind: 'offline' })
export const portal = makeAnswer(
  200,
  new TextEncoder().encode('\n<!doctype html><title>登录</title>'),
)

const serve = (office: Office, request: HttpRequest): Answer => {
  const bytes = office.files.get(request.path)
  if (!bytes) {
    const wasPack = request.path.startsWith('/published/packs/')
    return makeAnswer(wasPack ? 410 : 404, new Uint8Array(0))
  }
  const etag = `"${bytesToBase64Url(sha256(bytes)).slice(0, 22)}"`
  if (request.headers?.['if-none-match'] === etag) return makeAnswer(304, new Uint8Array(0))
  return makeAnswer(200, bytes, { etag })
}

export const createOfficeWire = (office: Office): OfficeWire => {
  const wire: OfficeWire = {
    bend: null,
    latencyMs: 0,
    sent: [],
    received: 0,
    send: async (request) => {
      wire.sent.push(request.path)
      if (wire.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, wire.latencyMs))
      if (request.signal?.aborted === true) return offline
      const pass = () => serve(office, request)
      const answer = await (wire.bend ? wire.bend(request, pass) : pass())
      if (answer.ok) {
        wire.received += HEADER_BYTES + answer.value.bytes.length
        request.onBytes?.(answer.value.bytes.length)
      }
      return answer
    },
  }
  return wire
}

export interface HandTimers extends Timers {
  /** Fires what is due within this time, in order. */
  readonly elapse: (ms: number) => void
}

export const createHandTimers = (): HandTimers => {
  let now = 0
  let due: { readonly at: number; readonly run: () => void }[] = []
  return {
    after: (delayMs, run) => {
      const timer = { at: now + delayMs, run }
      due.push(timer)
      return () => {
        due = due.filter((other) => other !== timer)
      }
    },
    elapse: (ms) => {
      const end = now + ms
      for (;;) {
        const next = due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        due = due.filter((other) => other !== next)
        now = next.at
        next.run()
      }
      now = end
    },
  }
}

/** One lock for all tabs of a phone, handed on in order. */
export const createHandLocks = (): Locks => {
  let last = Promise.resolve()
  return {
    lead: async (_name, lead, signal) => {
      const before = last
      let free: () => void = () => undefined
      last = new Promise((resolve) => {
        free = resolve
      })
      await before
      if (!signal.aborted) await lead()
      free()
    },
  }
}

export const createHandChannels = (): (() => Channel) => {
  const tabs = new Map<object, Set<(message: unknown) => void>>()
  return () => {
    const own = {}
    tabs.set(own, new Set())
    return {
      post: (message) => {
        const copy = JSON.stringify(message)
        for (const [tab, listeners] of tabs) {
          if (tab === own) continue
          for (const listener of listeners) queueMicrotask(() => listener(JSON.parse(copy)))
        }
      },
      listen: (listener) => {
        tabs.get(own)?.add(listener)
        return () => tabs.get(own)?.delete(listener)
      },
      close: () => tabs.delete(own),
    }
  }
}

export interface HandConnectivity extends Connectivity {
  readonly tell: (wake: 'online' | 'visible') => void
}

const createHandConnectivity = (): HandConnectivity => {
  const listeners = new Set<(wake: 'online' | 'visible') => void>()
  return {
    online: () => true,
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell: (wake) => {
      for (const listener of listeners) listener(wake)
    },
  }
}

export interface Phone {
  readonly wire: OfficeWire
  readonly timers: HandTimers
  readonly connectivity: HandConnectivity
  readonly idb: IDBFactory
  nowMs: number
  /** Opens the app: a start, or another tab while one is open. */
  readonly open: (change?: Partial<PublishedDeps>) => Promise<Published>
}

export const createPhone = (office: Office): Phone => {
  const wire = createOfficeWire(office)
  const timers = createHandTimers()
  const connectivity = createHandConnectivity()
  const idb = new IDBFactory()
  const locks = createHandLocks()
  const openChannel = createHandChannels()
  const phone: Phone = {
    wire,
    timers,
    connectivity,
    idb,
    nowMs: office.nowMs + 3_600_000,
    open: (change = {}) =>
      openPublished({
        clock: { now: () => phone.nowMs, monotonic: () => phone.nowMs },
        random: createSeededRandom(5),
        timers,
        http: wire,
        locks,
        connectivity,
        persistence: { ask: async () => true },
        openChannel,
        verify: { sha256, verifyP256 },
        decrypt: decryptAesGcm,
        secure: true,
        openVault: (onSuperseded) => createIndexedVault({ onSuperseded, indexedDB: idb }),
        ...change,
      }),
  }
  return phone
}

/** Runs a visit to the app and closes it again. */
export const visit = async <T>(
  phone: Phone,
  use: (published: Published) => Promise<T>,
  change: Partial<PublishedDeps> = {},
): Promise<T> => {
  const published = await phone.open(change)
  try {
    return await use(published)
  } finally {
    published.close()
  }
}
