// Reads the published folder the way a phone would, for the plain pages and prints: from the masked packs, never the store.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Bytes } from '../../base/bytes.ts'
import { decodeCatalogue } from '../../pack/catalogue.ts'
import { CATALOGUE_HEAD, POLICIES_HEAD } from '../../pack/head.ts'
import { decodeLedger } from '../../pack/ledger-decode.ts'
import type { Catalogue, Checkpoint, Ledger, Policies, Posts } from '../../pack/model.ts'
import { decodePolicies } from '../../pack/policies.ts'
import { decodePosts } from '../../pack/posts.ts'
import { decodeSiteFile } from '../../pack/site-file.ts'
import { sha256 } from '../crypto/node-ports.ts'

export interface PublishedReader {
  readonly catalogue: () => Catalogue | null
  readonly policies: () => Policies | null
  readonly checkpoint: () => Checkpoint | null
  readonly ledger: (site: string) => Ledger | null
  readonly posts: (site: string) => Posts | null
}

const KEPT = 24

/** Decoded packs by hash; the oldest goes. Packs never change, so an entry is right for ever. */
const createCache = () => {
  const entries = new Map<string, unknown>()
  return <T>(key: string, make: () => T): T => {
    if (entries.has(key)) return entries.get(key) as T
    const value = make()
    entries.set(key, value)
    const oldest = entries.keys().next().value
    if (entries.size > KEPT && oldest !== undefined) entries.delete(oldest)
    return value
  }
}

const readBytes = (file: string): Bytes | null => {
  try {
    return new Uint8Array(readFileSync(file))
  } catch {
    return null
  }
}

/** `root`: DATA_DIR/published. Everything is null before the first publication. */
export const createPublishedReader = (root: string): PublishedReader => {
  const cache = createCache()
  const siteFile = (site: string) => {
    const bytes = readBytes(path.join(root, 'current', 'sites', site))
    const file = bytes ? decodeSiteFile(bytes, sha256) : null
    return file?.ok ? file.value : null
  }
  type Decode<T> = (bytes: Bytes) => { ok: true; value: T } | { ok: false; error: unknown }
  const open = <T>(hash: string | undefined, decode: Decode<T>): T | null => {
    if (hash === undefined) return null
    return cache(hash, () => {
      const bytes = readBytes(path.join(root, 'packs', hash))
      const decoded = bytes ? decode(bytes) : null
      return decoded?.ok ? decoded.value : null
    })
  }
  return {
    catalogue: () => open(siteFile(CATALOGUE_HEAD)?.head.ledger.hash, decodeCatalogue),
    policies: () => open(siteFile(POLICIES_HEAD)?.head.ledger.hash, decodePolicies),
    checkpoint: () => siteFile(CATALOGUE_HEAD)?.signed.checkpoint ?? null,
    ledger: (site) => open(siteFile(site)?.head.ledger.hash, decodeLedger),
    posts: (site) => open(siteFile(site)?.head.posts?.hash, decodePosts),
  }
}
