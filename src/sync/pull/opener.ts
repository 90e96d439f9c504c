// Opened packs for deciding about a switch: what just came in is opened already, the rest is read from the vault.
import type { Bytes } from '../../base/bytes.ts'
import type { Ledger, Posts } from '../../pack/model.ts'
import { openLedger, openPosts } from './contents.ts'
import type { Opened } from './contents.ts'

export interface PackOpener {
  /** Null when it is not here, damaged, or of another site. */
  readonly ledger: (hash: string, site: string) => Promise<Ledger | null>
  readonly posts: (hash: string, site: string) => Promise<Posts | null>
}

export const createPackOpener = (
  readPack: (hash: string) => Promise<Bytes | null>,
  arrived: ReadonlyMap<string, Opened>,
): PackOpener => ({
  ledger: async (hash, site) => {
    const known = arrived.get(hash)
    if (known && 'payees' in known) return known
    const bytes = await readPack(hash)
    const opened = bytes && openLedger(bytes, site)
    return opened?.ok ? opened.value : null
  },
  posts: async (hash, site) => {
    const known = arrived.get(hash)
    if (known && 'posts' in known) return known
    const bytes = await readPack(hash)
    const opened = bytes && openPosts(bytes, site)
    return opened?.ok ? opened.value : null
  },
})
