// What the pull lane asks of its host beside ../ports.ts: a place for bytes and the means to judge them.
import type { Bytes } from '../../base/bytes.ts'
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { Result } from '../../base/result.ts'
import type { DecryptAesGcm, VerifyPorts } from '../../pack/ports.ts'
import type { Http, Timers } from '../ports.ts'

export const TABLES = [
  'trust',
  'heads',
  'packs',
  'segments',
  'files',
  'follows',
  'settings',
  'refusals',
] as const
export type Table = (typeof TABLES)[number]

/** `full`: no room left. `broken`: anything else that storage can fail with. */
export interface StorageFailure {
  readonly kind: 'full' | 'broken'
}

export interface Write {
  readonly table: Table
  readonly id: string
  /** Null takes the entry away, with all its copies. */
  readonly bytes: Bytes | null
  /** 2 for what can't be fetched or rebuilt, or must not be missed offline. Default 1. */
  readonly copies?: 1 | 2
}

export interface Entry {
  readonly id: string
  readonly bytes: Bytes
}

/** Bytes under names, nothing more: what they mean, and whether they are still whole, is judged above (PULL-6). */
export interface Vault {
  readonly ids: (table: Table) => Promise<Result<readonly string[], StorageFailure>>
  /** All copies of all entries; the copies of one follow each other, first first. */
  readonly all: (table: Table) => Promise<Result<readonly Entry[], StorageFailure>>
  /** The copies of one entry; none when it is not there. */
  readonly read: (table: Table, id: string) => Promise<Result<readonly Bytes[], StorageFailure>>
  /** All or nothing, also when the process dies. */
  readonly commit: (writes: readonly Write[]) => Promise<Result<void, StorageFailure>>
  readonly close: () => void
}

export interface PullPorts {
  readonly clock: Clock
  readonly random: Random
  readonly timers: Timers
  readonly http: Http
  readonly vault: Vault
  readonly verify: VerifyPorts
  readonly decrypt: DecryptAesGcm
}
