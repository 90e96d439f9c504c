// The service worker as the page sees it: registered after the first screen, asked to take over only with consent.
import type { Workbox } from 'workbox-window'

const CHECK_MS = 3600_000

interface Listener {
  readonly waiting: () => void
  readonly tookOver: () => void
}

const register = async (view: Window, listener: Listener): Promise<Workbox> => {
  const { Workbox } = await import('workbox-window')
  // What the worker's scripts read must not come from a cache that may hold a portal's page (SHELL-2).
  const worker = new Workbox('/sw.js', { updateViaCache: 'none' })
  let controlled = view.navigator.serviceWorker.controller !== null
  worker.addEventListener('waiting', listener.waiting)
  worker.addEventListener('controlling', (event) => {
    // The first worker of all takes over too, maybe one that an earlier page began to install; then nothing is new.
    if (controlled && (event.isUpdate === true || event.isExternal === true)) listener.tookOver()
    controlled = true
  })
  await worker.register()
  view.setInterval(() => void worker.update().catch(() => undefined), CHECK_MS)
  return worker
}

const afterLoad = (view: Window): Promise<void> =>
  new Promise((resolve) => {
    if (view.document.readyState === 'complete') resolve()
    else view.addEventListener('load', () => resolve(), { once: true })
  })

export const createShellUpdates = (view: Window) => {
  let worker: Workbox | null = null
  return {
    /** Without a service worker (insecure context, old browser) nothing is ever offered: the page itself is the newest. */
    listen: (listener: Listener): void => {
      if (!('serviceWorker' in view.navigator)) return
      void afterLoad(view)
        .then(() => register(view, listener))
        .then(
          (registered) => (worker = registered),
          () => null,
        )
    },
    consent: (): void => worker?.messageSkipWaiting(),
    reload: (): void => view.location.reload(),
  }
}
