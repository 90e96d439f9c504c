// The worker's part of the field plane: one round of the stored queue with no page open (OUT-16). A script of its own, stored
// at installation and read only when Background Sync wakes the worker: most starts of the worker never need it.
import { createBrowserHttp } from '../src/platform/browser-http.ts'
import { systemClock } from '../src/platform/system-clock.ts'
import { systemRandom } from '../src/platform/system-random.ts'
import { systemTimers } from '../src/platform/system-timers.ts'
import { type CookieStoreLike, createWorkerTrace } from '../src/platform/worker-trace.ts'
import { sha256, verifyWith } from '../src/platform/web-crypto.ts'
import { createWebLocks } from '../src/platform/web-locks.ts'
import { wakeOnce } from '../src/store/outbox/wake-once.ts'

declare const self: {
  readonly location: { readonly origin: string }
  readonly navigator: { readonly locks?: LockManager }
  readonly crypto: Crypto
  readonly fetch: typeof fetch
  readonly cookieStore?: CookieStoreLike
  iltodWake?: () => Promise<number>
}

/** Resolves to the number of items that still wait. */
self.iltodWake = () => {
  const { cookieStore, crypto } = self
  const { subtle } = crypto
  return wakeOnce({
    clock: systemClock,
    random: systemRandom,
    timers: systemTimers,
    http: createBrowserHttp({
      fetch: (input, init) => self.fetch(input, init),
      origin: self.location.origin,
      timers: systemTimers,
    }),
    locks: createWebLocks(self.navigator.locks),
    subtle,
    sha256,
    verifyP256: verifyWith(subtle),
    ...(cookieStore ? { trace: createWorkerTrace(cookieStore, systemClock) } : {}),
  })
}
