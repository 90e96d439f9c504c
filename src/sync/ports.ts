// What both planes of the engine ask of their host, in words that name no browser. Realised in src/platform, doubled in
// tests/support. Nothing here throws for what a network or a device can cause.
import type { Result } from '../base/result.ts'
import type { Bytes } from '../base/bytes.ts'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { DecryptAesGcm, VerifyPorts } from '../pack/ports.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'HEAD'
  /** Path on our own server, from `/`. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Bytes
  /** No byte within this time ends the request as `offline`; the time starts anew with every piece that arrives. */
  readonly idleMs?: number
  /** A longer answer is broken off as `too-long`. */
  readonly limitBytes: number
  readonly signal?: AbortSignal
  /** Called with the count of bytes received so far. */
  readonly onBytes?: (received: number) => void
}

export interface HttpReply {
  readonly status: number
  /** Lower-case names. */
  readonly header: (name: string) => string | null
  readonly bytes: Bytes
  /** The answer came from another origin than ours: some network stands between. */
  readonly foreign: boolean
}

export type HttpFailure =
  | { readonly kind: 'offline' } // no route, no answer in time, aborted
  | { readonly kind: 'cut' } // broke off, or shorter than `content-length`
  | { readonly kind: 'too-long' }

export interface Http {
  readonly send: (request: HttpRequest) => Promise<Result<HttpReply, HttpFailure>>
}

export interface Timers {
  /** Calls back once after `delayMs`; the answer takes it back. */
  readonly after: (delayMs: number, callback: () => void) => () => void
}

/** One engine per device: whoever holds the lock leads (Web Locks); without locks everybody leads alone. */
export interface Locks {
  /**
   * Waits for the lock, runs `lead`, holds the lock until its promise settles or `signal` aborts.
   * Resolves when it is over; never rejects because of the lock itself.
   */
  readonly lead: (name: string, lead: () => Promise<void>, signal: AbortSignal) => Promise<void>
}

/** Messages between the tabs of one device. Own messages do not come back. */
export interface Channel {
  readonly post: (message: unknown) => void
  readonly listen: (listener: (message: unknown) => void) => () => void
  readonly close: () => void
}

export interface Connectivity {
  /** What the device believes; `true` proves nothing. */
  readonly online: () => boolean
  /** `online`: a network came; `visible`: the app came to the front. */
  readonly listen: (listener: (wake: 'online' | 'visible') => void) => () => void
}

/** Whether this device keeps what is stored. */
export interface Persistence {
  /** Asks the browser not to evict; false when it declines or can't say. */
  readonly ask: () => Promise<boolean>
}

/** What a browser gives to both planes; made in src/platform, put together in main.ts. */
export interface HostPorts {
  readonly clock: Clock
  readonly random: Random
  readonly timers: Timers
  readonly http: Http
  readonly locks: Locks
  readonly connectivity: Connectivity
  readonly persistence: Persistence
  readonly openChannel: (name: string) => Channel
  readonly verify: VerifyPorts
  readonly decrypt: DecryptAesGcm
  /** False where the browser withholds WebCrypto, locks and workers: nothing may be stored then. */
  readonly secure: boolean
}
