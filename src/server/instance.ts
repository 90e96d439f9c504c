// Everything that one data folder is: store, banner, keys, identity box. Opened the same way by the server, the command line
// and the tests; whoever opens it closes it.
import { randomBytes, randomUUID } from 'node:crypto'
import path from 'node:path'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import { err, ok, type Result } from '../base/result.ts'
import { type Banner, loadBanner } from './banner/banner.ts'
import {
  hasKeys,
  initKeys,
  isRegistryKeyGenerated,
  type KeyFile,
  loadKeys,
  loadRegistryKey,
} from './keys/key-files.ts'
import { readTrust, writeTrust } from './keys/trust-file.ts'
import type { NoInstance } from './no-instance.ts'
import { createIdentityBox, type IdentityBox } from './registry/identity-box.ts'
import { DEFAULT_RESERVE_BYTES } from './media/room.ts'
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
  /** Make demo keys when there are none: the demo's start does; production never. */
  readonly makeKeys: boolean
  /** Real people's data: nothing that marks a demo is accepted. */
  readonly production?: boolean
  /** Instead of the delivered one and the data folder's own. */
  readonly banner?: Banner
  /** So much of the disk attachments leave free for text. */
  readonly mediaReserveBytes?: number | undefined
}

export interface Instance {
  readonly dataDir: string
  /** Demo keys or a generated registry key; 演示数据 stands on every screen then. There is no other switch. */
  readonly demo: boolean
  readonly publishedRoot: string
  readonly clock: Clock
  readonly random: Random
  readonly store: Store
  readonly banner: Banner
  readonly keys: KeyFile
  readonly box: IdentityBox
  readonly publisher: PublisherDeps
  readonly mediaReserveBytes: number
  readonly close: () => Promise<void>
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }
export const systemRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) }

const ensureKeys = async (options: InstanceOptions): Promise<KeyFile | null> => {
  const { dataDir } = options
  if (!hasKeys(dataDir) && (options.production || !options.makeKeys)) return null
  const keys = hasKeys(dataDir) ? loadKeys(dataDir) : await initKeys(dataDir, true)
  if (!readTrust(dataDir)) await writeTrust(dataDir, keys)
  return keys
}

/** Refusals come before anything is written. Throws when the database or the banner's files can't be read. */
export const openInstance = async (
  options: InstanceOptions,
): Promise<Result<Instance, NoInstance>> => {
  const { dataDir, clock, random } = options
  const keys = await ensureKeys(options)
  if (!keys) return err('no-keys')
  const isGenerated = isRegistryKeyGenerated(dataDir, options.registryKey)
  if (options.production && keys.demo) return err('demo-keys')
  if (options.production && isGenerated) return err('generated-registry-key')
  const demo = keys.demo || isGenerated
  const registryKey = loadRegistryKey(dataDir, options.registryKey)
  const box = createIdentityBox(registryKey)
  const banner = options.banner ?? loadBanner(dataDir)
  const store = await openStore({ dataDir, url: options.databaseUrl })
  const publishedRoot = path.join(dataDir, 'published')
  const villageKeys = openVillageKeys(store.db, box, random)
  return ok({
    dataDir,
    demo,
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
      demo,
      dataDir,
      publishedRoot,
      villageKey: villageKeys.of,
      holder: `${process.pid}-${randomUUID()}`,
    },
    mediaReserveBytes: options.mediaReserveBytes ?? DEFAULT_RESERVE_BYTES,
    close: store.close,
  })
}

const MIB = 1024 ** 2

/** Undefined for what is no number: the default is the safer guess. */
const toReserve = (mib: string | undefined): number | undefined =>
  mib !== undefined && /^\d{1,9}$/.test(mib) ? Number(mib) * MIB : undefined

/** As the environment says: DATABASE_URL, ILTOD_REGISTRY_KEY, NODE_ENV=production, ILTOD_MEDIA_RESERVE_MIB. */
export const openFromEnvironment = (
  dataDir: string,
  makeKeys: boolean,
): Promise<Result<Instance, NoInstance>> =>
  openInstance({
    dataDir,
    databaseUrl: process.env['DATABASE_URL'],
    registryKey: process.env['ILTOD_REGISTRY_KEY'],
    production: process.env['NODE_ENV'] === 'production',
    clock: systemClock,
    random: systemRandom,
    makeKeys,
    mediaReserveBytes: toReserve(process.env['ILTOD_MEDIA_RESERVE_MIB']),
  })
