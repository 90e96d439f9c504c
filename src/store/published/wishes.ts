// What the person of this device wants to have at hand: followed places, pinned payees, keys of villages, and what was
// opened when. Own records, each twice and behind a checksum (PULL-6).
import { ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import type { Sha256 } from '../../base/crypto.ts'
import { openRecords } from '../../sync/pull/load.ts'
import type { StorageFailure, Vault, Write } from '../../sync/pull/ports.ts'
import { sealRecord } from '../../sync/pull/record.ts'
import { villageKeyId } from '../../sync/pull/village-key.ts'
import { MAX_PINS } from './published.ts'
import type { Follow, PinnedPayee } from './published.ts'
import { siteOf } from './site-of.ts'

interface FollowRecord {
  readonly place: string
  readonly below: boolean
}

export interface Wishes {
  /** Reads the records anew; true when some were damaged. */
  readonly reload: () => Promise<boolean>
  readonly follows: () => readonly Follow[]
  readonly openedMs: (site: string) => number
  readonly pins: () => readonly PinnedPayee[]
  readonly keyOf: (site: string) => string | null
  readonly follow: (follow: FollowRecord, key: string | null) => Stored
  readonly unfollow: (place: string) => Stored
  readonly opened: (site: string, atMs: number) => Stored
  readonly pin: (payee: PinnedPayee) => Promise<boolean>
  readonly unpin: (payee: PinnedPayee) => Stored
}
type Stored = Promise<Result<void, StorageFailure>>

const samePayee = (a: PinnedPayee) => (b: PinnedPayee) => a.site === b.site && a.number === b.number

export const createWishes = (vault: Vault, sha256: Sha256): Wishes => {
  let records: readonly FollowRecord[] = []
  let pins: readonly PinnedPayee[] = []
  let openedMs: Readonly<Record<string, number>> = {}
  let keys: ReadonlyMap<string, string> = new Map()

  const record = (table: 'follows' | 'settings', id: string, value: unknown): Write => ({
    table,
    id,
    bytes: value === null ? null : sealRecord(sha256, `${table} ${id}`, value),
    copies: 2,
  })

  const reload = async (): Promise<boolean> => {
    const [follows, settings] = await Promise.all([vault.all('follows'), vault.all('settings')])
    if (!follows.ok || !settings.ok) return false
    const gathered = { damage: [], heal: [] as Write[] }
    const own = openRecords(settings.value, 'settings', sha256, gathered)
    const places = openRecords(follows.value, 'follows', sha256, gathered)
    records = [...places.values()] as FollowRecord[]
    pins = (own.get('pins') as readonly PinnedPayee[] | undefined) ?? []
    openedMs = (own.get('opened') as Record<string, number> | undefined) ?? {}
    keys = new Map([...own].map(([id, value]) => [id, String(value)]))
    if (gathered.heal.length > 0) await vault.commit(gathered.heal)
    return gathered.damage.length > 0
  }

  const write = async (...writes: readonly Write[]): Stored => {
    const stored = await vault.commit(writes)
    if (stored.ok) await reload()
    return stored
  }

  return {
    reload,
    follows: () =>
      records
        .map((follow) => ({ ...follow, openedMs: openedMs[siteOf(follow.place)] ?? 0 }))
        .sort((a, b) => b.openedMs - a.openedMs),
    openedMs: (site) => openedMs[site] ?? 0,
    pins: () => pins,
    keyOf: (site) => keys.get(villageKeyId(site)) ?? null,
    follow: (follow, key) =>
      write(
        record('follows', follow.place, follow),
        ...(key === null ? [] : [record('settings', villageKeyId(siteOf(follow.place)), key)]),
      ),
    unfollow: (place) => write(record('follows', place, null)),
    opened: (site, atMs) => write(record('settings', 'opened', { ...openedMs, [site]: atMs })),
    pin: async (payee) => {
      if (pins.some(samePayee(payee))) return true
      if (pins.length >= MAX_PINS) return false
      return (await write(record('settings', 'pins', [...pins, payee]))).ok
    },
    unpin: async (payee) => {
      const others = pins.filter((pinned) => !samePayee(payee)(pinned))
      return others.length === pins.length
        ? ok(undefined)
        : write(record('settings', 'pins', others))
    },
  }
}
