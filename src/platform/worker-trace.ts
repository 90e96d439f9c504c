// The cookie of what is unsent, as a service worker reaches it: by the browser's cookie store, where it has one (OUT-19).
import type { Clock } from '../base/clock.ts'
import type { DistantTraceJar } from '../sync/outbox/trace.ts'

/** The longest that browsers keep a cookie: 400 days. */
export const LONGEST_S = 400 * 86_400

const UNSENT = 'iltod-unsent'

/** What of a browser's cookie store is used; Firefox and older Safari have none in workers. */
export interface CookieStoreLike {
  readonly get: (name: string) => Promise<{ readonly value?: string } | null>
  readonly set: (cookie: {
    readonly name: string
    readonly value: string
    readonly path: string
    readonly sameSite: 'strict'
    readonly expires: number
  }) => Promise<void>
}

/** The same name, bounds and text as in trace-cookies.ts. */
export const createWorkerTrace = (store: CookieStoreLike, clock: Clock): DistantTraceJar => ({
  read: async () => (await store.get(UNSENT))?.value ?? null,
  write: (value) =>
    store.set({
      name: UNSENT,
      value,
      path: '/',
      sameSite: 'strict',
      expires: clock.now() + LONGEST_S * 1_000,
    }),
})
