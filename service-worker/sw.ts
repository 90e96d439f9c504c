// The shell's thread: keeps the built app on the device and answers navigations with it when there is no network. It
// touches GET requests for its own files only; published data and questions never pass through here. Woken by Background Sync
// it sends what waits, by requests of its own. A new version waits
// until the page, with a person's consent, says so; the files of the old one stay until the new one has taken over.
import {
  addPlugins,
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { systemTimers } from '../src/platform/system-timers.ts'
import { WAKE_TAG } from '../src/store/outbox/wake-tag.ts'
import { createPatience } from './patience.ts'

interface Shell {
  readonly __WB_MANIFEST: { url: string; revision: string | null; integrity?: string }[]
  readonly crypto: Crypto
  readonly skipWaiting: () => Promise<void>
  readonly clients: { claim: () => Promise<void> }
  /** Set by the script of `__OUTBOX_SCRIPT__` (outbox.ts). */
  readonly iltodWake?: () => Promise<number>
  addEventListener: (
    type: 'install' | 'message' | 'activate' | 'sync',
    listener: (event: {
      data?: unknown
      tag?: string
      waitUntil: (work: Promise<unknown>) => void
    }) => void,
  ) => void
}
declare const self: Shell
declare const importScripts: (address: string) => void
/** Address with its hash, filled in by the build. */
declare const __OUTBOX_SCRIPT__: string

/** Answered by the server alone: the interface, published files, plain pages. */
const SERVED = [/^\/api\//, /^\/published\//, /^\/s(\/|$)/]

const isHeldWhole = (request: Request): Promise<boolean> =>
  fetch(new Request(request, { cache: 'only-if-cached', mode: 'same-origin' })).then(
    (reply) => reply.ok,
    () => false,
  )

/**
 * Files with a hash in their name come from the browser's own cache when it holds them whole. What it holds bent, or as a portal's
 * page, would keep every later version out: that is fetched anew past it (SHELL-2).
 */
const pastBentCopies = async (request: Request): Promise<Request> =>
  request.cache !== 'default' || (await isHeldWhole(request))
    ? request
    : new Request(request, { cache: 'reload' })

const patience = createPatience({ timers: systemTimers, subtle: self.crypto.subtle })

const installing = (event?: Event): boolean => event?.type === 'install'

addPlugins([
  {
    requestWillFetch: async ({ request, event }) =>
      installing(event) ? patience.begin(await pastBentCopies(request)) : request,
    fetchDidSucceed: async ({ request, response, event }) => {
      if (!installing(event)) return response
      const whole = await patience.finish(request, response)
      patience.end(request)
      return whole
    },
    fetchDidFail: async ({ request }) => patience.end(request),
  },
])
precacheAndRoute(self.__WB_MANIFEST)
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: SERVED }))

self.addEventListener('activate', (event) => {
  // The first page, loaded from the network, is under the shell's care from the first visit on.
  event.waitUntil(self.clients.claim())
})
cleanupOutdatedCaches()

const isConsent = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING'

self.addEventListener('message', (event) => {
  if (isConsent(event.data)) event.waitUntil(self.skipWaiting())
})

/** Only what was read during the installation can be read later, without a network. */
self.addEventListener('install', (event) => {
  event.waitUntil(
    new Promise<void>((resolve) => {
      importScripts(__OUTBOX_SCRIPT__)
      resolve()
    }),
  )
})

/** Sends what waits. Rejects while something still waits: the browser then wakes us once more, a few times. */
const wake = async (): Promise<void> => {
  if (!self.iltodWake) importScripts(__OUTBOX_SCRIPT__)
  const waiting = (await self.iltodWake?.()) ?? 0
  if (waiting > 0) throw new Error(`${waiting} still wait`)
}

self.addEventListener('sync', (event) => {
  if (event.tag === WAKE_TAG) event.waitUntil(wake())
})
