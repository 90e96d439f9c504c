// All ports of a browser in one object, for the two planes. What a browser lacks, whatever the types say, is looked for here.
import type { HostPorts } from '../sync/ports.ts'
import { createBrowserHttp } from './browser-http.ts'
import { createConnectivity } from './connectivity.ts'
import { createPersistence } from './persistence.ts'
import { systemClock } from './system-clock.ts'
import { systemRandom } from './system-random.ts'
import { systemTimers } from './system-timers.ts'
import { createTabChannel } from './tab-channel.ts'
import { createWebCrypto } from './web-crypto.ts'
import { createWebLocks } from './web-locks.ts'

type Lacking<T> = { readonly [K in keyof T]: T[K] | undefined }

export const createBrowserHost = (view: Window & typeof globalThis): HostPorts => {
  const { locks, storage } = view.navigator as Lacking<Pick<Navigator, 'locks' | 'storage'>>
  const { BroadcastChannel } = view as Lacking<Pick<typeof globalThis, 'BroadcastChannel'>>
  const { subtle } = view.crypto as Lacking<Pick<Crypto, 'subtle'>>
  return {
    clock: systemClock,
    random: systemRandom,
    timers: systemTimers,
    http: createBrowserHttp({
      fetch: (input, init) => view.fetch(input, init),
      origin: view.location.origin,
      timers: systemTimers,
    }),
    locks: createWebLocks(locks),
    connectivity: createConnectivity(view),
    persistence: createPersistence(storage),
    openChannel: (name) => createTabChannel(name, BroadcastChannel),
    ...createWebCrypto(subtle),
    secure: view.isSecureContext && subtle !== undefined,
  }
}
