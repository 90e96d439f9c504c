// Everything that one data folder is: store, banner, keys, identity box. Opened the same way by the server, the command line
// and the tests; whoever opens it closes it.
import { randomBytes, randomUUID } from 'node:crypto'
import path from 'node:path'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import { type Banner, loadBanner } from './banner/banner.ts'
import { hasKeys, initKeys, type KeyFile, loadKeys, loadRegistryKey } from './keys/key-files.ts'
import { readTrust, writeTrust } from './keys/trust-file.ts'
import { createIdentityBox, type IdentityBox } from './registry/identity-box.ts'
import { openVillageKeys } from './registry/village-keys.ts'
import { openStore, type Store } from './store/database.ts'
import type { PublisherDeps } from './publish/publisher.ts'

export interface InstanceOptions {
  readonly dataDir: string
  /** PostgreSQL instead of the embedded database. */
  readonly databaseUrl?: string | undefined
  /** ILTOD_REGISTRY_KEY; absent = a generated key beside the others, which marks a demo. */
  readonly registryKey?: string | undefined
  readonly clock: Clock
  readonly random: Random
  /** Make keys when there are none: the demo's start does, production does not. */
  readonly makeKeys: boolean
  /** Instead of the delivered one and the data folder's own. */
  readonly banner?: Banner
}

export interface Instance {
  readonly dataDir: string
  readonly publishedRoot: string
  readonly clock: Clock
  readonly random: Random
  readonly store: Store
  readonly banner: Banner
  readonly keys: KeyFile
  readonly box: IdentityBox
  readonly publisher: PublisherDeps
  readonly close: () => Promise<void>
}

export type NoInstance = 'no-keys'

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }
export const systemRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) }

const ensureKeys = async (options: InstanceOptions): Promise<KeyFile | null> => {
  const { dataDir } = options
  if (!hasKeys(dataDir) && !options.makeKeys) return null
  const keys = hasKeys(dataDir) ? loadKeys(dataDir) : await initKeys(dataDir, true)
  if (!readTrust(dataDir)) await writeTrust(dataDir, keys)
  return keys
}

/** Null when there are no keys and none may be made. Throws when the database or the banner's files can't be read. */
export const openInstance = async (options: InstanceOptions): Promise<Instance | null> => {
  const { dataDir, clock, random } = options
  const keys = await ensureKeys(options)
  if (!keys) return null
  const registryKey = loadRegistryKey(dataDir, options.registryKey)
  const box = createIdentityBox(registryKey)
  const banner = options.banner ?? loadBanner(dataDir)
  const store = await openStore({ dataDir, url: options.databaseUrl })
  const publishedRoot = path.join(dataDir, 'published')
  const villageKeys = openVillageKeys(store.db, box, random)
  return {
    dataDir,
    publishedRoot,
    clock,
    random,
    store,
    banner,
    keys,
    box,
    publisher: {
      db: store.db,
      clock,
      random,
      banner,
      dataDir,
      publishedRoot,
      villageKey: villageKeys.of,
      holder: `${process.pid}-${randomUUID()}`,
    },
    close: store.close,
  }
}
