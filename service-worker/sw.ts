// The shell's thread: keeps the built app on the device and answers navigations with it when there is no network. It
// touches GET requests for its own files only; published data and questions never pass through here. A new version waits
// until the page, with a person's consent, says so; the files of the old one stay until the new one has taken over.
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

interface Shell {
  readonly __WB_MANIFEST: { url: string; revision: string | null; integrity?: string }[]
  readonly skipWaiting: () => Promise<void>
  readonly clients: { claim: () => Promise<void> }
  addEventListener: (
    type: 'message' | 'activate',
    listener: (event: { data?: unknown; waitUntil: (work: Promise<unknown>) => void }) => void,
  ) => void
}
declare const self: Shell

/** Answered by the server alone: the interface, published files, plain pages. */
const SERVED = [/^\/api\//, /^\/published\//, /^\/s(\/|$)/]

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
