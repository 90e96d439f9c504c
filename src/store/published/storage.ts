// Where published data lies on this device, verified: IndexedDB in a secure context, else memory and a reason (PULL-16).
import { ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import { createLibrary } from '../../sync/pull/library.ts'
import type { Library, LostPack } from '../../sync/pull/library.ts'
import type { StorageFailure, Vault } from '../../sync/pull/ports.ts'
import { createRefusalLog } from '../../sync/pull/refusal-log.ts'
import type { RefusalLog } from '../../sync/pull/refusal-log.ts'
import type { HostPorts } from '../../sync/ports.ts'
import { createIndexedVault } from './indexed-vault.ts'
import { createMemoryVault } from './memory-vault.ts'
import type { PublishedStatus } from './published.ts'
import { createWishes } from './wishes.ts'
import type { Wishes } from './wishes.ts'

export interface PublishedDeps extends HostPorts {
  /** The vault of a secure context; IndexedDB unless a test gives another. */
  readonly openVault?: (onSuperseded: () => void) => Vault
}

export interface Storage {
  readonly vault: Vault
  readonly library: Library
  readonly log: RefusalLog
  readonly wishes: Wishes
  /** Null when stored. */
  readonly reason: PublishedStatus['reason']
  /** Reads and verifies everything but the packs anew. */
  readonly reload: () => Promise<Result<void, StorageFailure>>
}

/** What the storage asks of, and tells, those who use it. */
export interface StorageHooks {
  readonly wanted: () => ReadonlySet<string>
  readonly lost: (pack: LostPack) => void
  readonly superseded: () => void
}

const assemble = (
  vault: Vault,
  { verify, clock }: HostPorts,
  { wanted, lost }: StorageHooks,
  reason: Storage['reason'],
): Storage => {
  const { sha256 } = verify
  const log = createRefusalLog({ vault, sha256, clock })
  const library = createLibrary({ vault, verify, log, wanted, lost })
  const wishes = createWishes(vault, sha256)
  const reload = async () => {
    const [loaded, damaged] = await Promise.all([library.reload(), wishes.reload()])
    if (!loaded.ok) return loaded
    if (damaged) log.note('records', { kind: 'damaged' }, 'stored')
    return ok(undefined)
  }
  return { vault, library, log, wishes, reason, reload }
}

export const openStorage = async (deps: PublishedDeps, hooks: StorageHooks): Promise<Storage> => {
  if (deps.secure) {
    const vault =
      deps.openVault?.(hooks.superseded) ?? createIndexedVault({ onSuperseded: hooks.superseded })
    const storage = assemble(vault, deps, hooks, null)
    if ((await storage.reload()).ok) return storage
    vault.close()
  }
  const reason = deps.secure ? 'no-storage' : 'insecure-context'
  return assemble(createMemoryVault(), deps, hooks, reason)
}
