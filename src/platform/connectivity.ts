// When a try may be worth it: a network came, or the app came to the front.
import type { Connectivity } from '../sync/ports.ts'

export const createConnectivity = (view: Window): Connectivity => ({
  online: () => view.navigator.onLine,
  listen: (listener) => {
    const onOnline = () => listener('online')
    const onVisible = () => {
      if (view.document.visibilityState === 'visible') listener('visible')
    }
    view.addEventListener('online', onOnline)
    view.document.addEventListener('visibilitychange', onVisible)
    return () => {
      view.removeEventListener('online', onOnline)
      view.document.removeEventListener('visibilitychange', onVisible)
    }
  },
})
