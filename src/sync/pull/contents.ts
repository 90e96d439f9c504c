// Packs of a target, opened and checked to be what their head's target calls for.
import type { Bytes } from '../../base/bytes.ts'
import { err } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import { decodeCatalogue } from '../../pack/catalogue.ts'
import { decodeLedger } from '../../pack/ledger-decode.ts'
import type { Catalogue, Ledger, Policies, Posts, Refusal } from '../../pack/model.ts'
import { decodePolicies } from '../../pack/policies.ts'
import { decodePosts } from '../../pack/posts.ts'
import { decodeShortLedger } from '../../pack/short-ledger.ts'
import { UNREADABLE } from '../../pack/wire.ts'
import { CATALOGUE, POLICIES } from './state.ts'
import type { PackPart } from './state.ts'

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

export type Opened = Catalogue | Policies | Ledger | Posts

/** Whatever is stored was opened before: nothing lies here that could not be shown afterwards. */
export const openPack = (bytes: Bytes, target: string, part: PackPart): Result<Opened, Refusal> => {
  if (target === CATALOGUE) return decodeCatalogue(bytes)
  if (target === POLICIES) return decodePolicies(bytes)
  if (part === 'posts') return openPosts(bytes, target)
  if (part === 'short') return ofSite(decodeShortLedger(bytes), target)
  const whole = openLedger(bytes, target)
  return whole.ok && whole.value.from !== undefined ? UNREADABLE : whole
}
