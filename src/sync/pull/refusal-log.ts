// What was refused, for the screen and for whoever is asked about it later (PULL-12). Logging is never worth failing for.
import type { Clock } from '../../base/clock.ts'
import type { Refusal } from '../../pack/model.ts'
import type { Sha256 } from '../../base/crypto.ts'
import type { RefusalNote } from './failure.ts'
import { openRecords } from './load.ts'
import type { Vault, Write } from './ports.ts'
import { sealRecord } from './record.ts'

const KEPT = 50

export interface RefusalLog {
  readonly note: (what: string, refusal: Refusal, where: RefusalNote['where']) => void
  /** The same thing was accepted since. */
  readonly resolve: (what: string) => void
  /** Why the stored thing is refused, where it is. */
  readonly stored: (what: string) => Refusal | null
  /** Newest of this session that was not resolved. */
  readonly unresolved: () => RefusalNote | null
  /** Newest first. */
  readonly all: () => Promise<readonly RefusalNote[]>
}

export interface RefusalLogDeps {
  readonly vault: Vault
  readonly sha256: Sha256
  readonly clock: Clock
}

const keyOf = (what: string, where: string): string => `${where} ${what}`

const store = async ({ vault, sha256 }: RefusalLogDeps, id: string, note: RefusalNote) => {
  const ids = await vault.ids('refusals')
  const old = ids.ok ? [...ids.value].sort().slice(0, Math.max(0, ids.value.length - KEPT + 1)) : []
  await vault.commit([
    { table: 'refusals', id, bytes: sealRecord(sha256, `refusals ${id}`, note) },
    ...old.map((gone): Write => ({ table: 'refusals', id: gone, bytes: null })),
  ])
}

export const createRefusalLog = (deps: RefusalLogDeps): RefusalLog => {
  const open = new Map<string, RefusalNote>()
  let counter = 0
  let writing = Promise.resolve()
  return {
    note: (what, refusal, where) => {
      const key = keyOf(what, where)
      const same = open.get(key)?.refusal.kind === refusal.kind
      const note = { atMs: deps.clock.now(), what, refusal, where }
      open.delete(key)
      open.set(key, note)
      if (same) return
      const id = `${String(Math.max(0, note.atMs)).padStart(16, '0')}-${counter++}`
      writing = writing.then(() => store(deps, id, note))
    },
    resolve: (what) => {
      open.delete(keyOf(what, 'received'))
      open.delete(keyOf(what, 'stored'))
    },
    stored: (what) => open.get(keyOf(what, 'stored'))?.refusal ?? null,
    unresolved: () => [...open.values()].pop() ?? null,
    all: async () => {
      await writing
      const entries = await deps.vault.all('refusals')
      if (!entries.ok) return []
      const records = openRecords(entries.value, 'refusals', deps.sha256, { damage: [], heal: [] })
      return [...records]
        .sort(([a], [b]) => (a < b ? 1 : -1))
        .map(([, note]) => note as RefusalNote)
    },
  }
}
