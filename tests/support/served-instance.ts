// A test instance that really listens, and a phone that reads it over a counted line: the real store on fake-indexeddb.
import { webcrypto } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { IDBFactory } from 'fake-indexeddb'
import { createBrowserHttp } from '../../src/platform/browser-http.ts'
import { systemRandom } from '../../src/platform/system-random.ts'
import { systemTimers } from '../../src/platform/system-timers.ts'
import { createTabChannel } from '../../src/platform/tab-channel.ts'
import { createWebCrypto } from '../../src/platform/web-crypto.ts'
import { createWebLocks } from '../../src/platform/web-locks.ts'
import { appOf } from '../../src/server/main.ts'
import { createIndexedVault } from '../../src/store/published/indexed-vault.ts'
import { openPublished } from '../../src/store/published/open-published.ts'
import type { Published } from '../../src/store/published/published.ts'
import { type CountedLine, openCountedLine } from './counted-line.ts'
import type { TestInstance } from './test-instance.ts'

export interface ServedInstance {
  readonly line: CountedLine
  /** Opens the app on the one phone, and closes it again. */
  readonly visit: <T>(use: (published: Published) => Promise<T>) => Promise<T>
  /** The server goes, the phone stays. */
  readonly stop: () => Promise<void>
  readonly close: () => Promise<void>
}

export const serveInstance = async (t: TestInstance): Promise<ServedInstance> => {
  const app = await appOf(t.instance, t.dataDir)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const line = await openCountedLine((app.server.address() as AddressInfo).port)
  const indexedDB = new IDBFactory()

  const open = () =>
    openPublished({
      clock: t.clock,
      random: systemRandom,
      timers: systemTimers,
      http: createBrowserHttp({ fetch, origin: line.url, timers: systemTimers }),
      locks: createWebLocks(undefined),
      connectivity: { online: () => true, listen: () => () => undefined },
      persistence: { ask: async () => true },
      openChannel: (name) => createTabChannel(name, undefined),
      ...createWebCrypto(webcrypto.subtle as unknown as SubtleCrypto),
      secure: true,
      openVault: (onSuperseded) => createIndexedVault({ onSuperseded, indexedDB }),
    })

  return {
    line,
    visit: async (use) => {
      const published = await open()
      try {
        return await use(published)
      } finally {
        published.close()
      }
    },
    stop: () => app.close(),
    close: async () => {
      await line.close()
      await app.close()
    },
  }
}
