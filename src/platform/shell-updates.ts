// The service worker as the page sees it: registered after the first paint, asked to take over only with consent.
import { Workbox } from 'workbox-window'

const CHECK_MS = 3600_000

export const createShellUpdates = (view: Window) => {
  const worker = 'serviceWorker' in view.navigator ? new Workbox('/sw.js') : null
  return {
    listen: (listener: { waiting: () => void; tookOver: () => void }): void => {
      if (!worker) return
      worker.addEventListener('waiting', listener.waiting)
      worker.addEventListener('controlling', (event) => {
        if (event.isUpdate === true || event.isExternal === true) listener.tookOver()
      })
      const register = () => void worker.register().catch(() => undefined)
      if (view.document.readyState === 'complete') register()
      else view.addEventListener('load', register, { once: true })
      view.setInterval(() => void worker.update().catch(() => undefined), CHECK_MS)
    },
    consent: (): void => worker?.messageSkipWaiting(),
    reload: (): void => view.location.reload(),
  }
}
