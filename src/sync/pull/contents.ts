// Packs of a target, opened and checked to be what their head's target calls for.
import type { Bytes } from '../../base/bytes.ts'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import { decodeCatalogue } from '../../pack/catalogue.ts'
import { decodeLedger } from '../../pack/ledger-decode.ts'
import type { Catalogue, Ledger, Policies, Posts, Refusal } from '../../pack/model.ts'
import { decodePolicies } from '../../pack/policies.ts'
import { decodePosts } from '../../pack/posts.ts'
import { CATALOGUE, POLICIES } from './state.ts'

const ofSite = <T extends { readonly site: string }>(
  decoded: Result<T, Refusal>,
  site: string,
): Result<T, Refusal> =>
  decoded.ok && decoded.value.site !== site ? err({ kind: 'wrong-site' }) : decoded

export const openLedger = (bytes: Bytes, site: string): Result<Ledger, Refusal> =>
  ofSite(decodeLedger(bytes), site)

export const openPosts = (bytes: Bytes, site: string): Result<Posts, Refusal> =>
  ofSite(decodePosts(bytes), site)

export const isSite = (target: string): boolean => target !== CATALOGUE && target !== POLICIES

/** Refuses before storing what could not be shown afterwards. */
export const checkPack = (
  bytes: Bytes,
  target: string,
  part: 'ledger' | 'posts',
): Result<void, Refusal> => {
  const opened: Result<Catalogue | Policies | Ledger | Posts, Refusal> =
    target === CATALOGUE
      ? decodeCatalogue(bytes)
      : target === POLICIES
        ? decodePolicies(bytes)
        : part === 'ledger'
          ? openLedger(bytes, target)
          : openPosts(bytes, target)
  return opened.ok ? ok(undefined) : opened
}
