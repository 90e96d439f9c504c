// Opens what is held: finds the generation that can be opened, decodes it, leaves out what `until` hides today, and keeps the
// last few decoded. The same object comes back until its pack or the day changes.
import type { Bytes } from '../../base/bytes.ts'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import { decodeCatalogue } from '../../pack/catalogue.ts'
import type {
  Catalogue,
  Ledger,
  LedgerCore,
  PackRef,
  Policies,
  Posts,
  Refusal,
} from '../../pack/model.ts'
import { decodePolicies } from '../../pack/policies.ts'
import type { DecryptAesGcm } from '../../pack/ports.ts'
import { openSealed } from '../../pack/sealed.ts'
import { openLedger, openPosts } from '../../sync/pull/contents.ts'
import { hideInCore, hideInLedger, hideInPosts } from '../../sync/pull/hide.ts'
import type { Library } from '../../sync/pull/library.ts'
import type { RefusalLog } from '../../sync/pull/refusal-log.ts'
import { openingPack, viewOf } from '../../sync/pull/shelf.ts'
import type { TargetView } from '../../sync/pull/shelf.ts'
import { CATALOGUE, POLICIES } from '../../sync/pull/state.ts'
import { parseVillageKey } from '../../sync/pull/village-key.ts'
import { createLru } from './lru.ts'
import type { ReadError } from './published.ts'

export interface ReadingDeps {
  readonly library: Library
  readonly log: RefusalLog
  readonly decrypt: DecryptAesGcm
  readonly today: () => string
  readonly keyOf: (site: string) => string | null
}

export interface Reading {
  readonly catalogue: () => Promise<Result<Catalogue, ReadError>>
  readonly policies: () => Promise<Result<Policies, ReadError>>
  readonly ledger: (site: string) => Promise<Result<Ledger, ReadError>>
  readonly posts: (site: string) => Promise<Result<Posts, ReadError>>
  readonly villageCore: (site: string) => Promise<Result<LedgerCore, ReadError>>
}

const LEDGERS_KEPT = 8
/** Damage may be found as often as there are copies and generations. */
const TRIES = 4

/** Why nothing of the target can be opened. */
const whyNot = ({ library, log }: ReadingDeps, target: string): ReadError => {
  const shelf = library.shelf()
  const about = log.stored(target) ?? (shelf.trust ? null : log.stored('trust'))
  if (about) return { kind: 'refused', refusal: about }
  return target in shelf.removed ? { kind: 'removed' } : { kind: 'not-held' }
}

/** Which pack of a target is to be opened now. */
type Choice = (view: TargetView) => PackRef | null

/** Bytes of the current generation; when they turn out damaged, of the one that is current then. */
const findPack = async (
  deps: ReadingDeps,
  target: string,
  choose: Choice,
): Promise<Result<{ readonly hash: string; readonly bytes: Bytes }, ReadError>> => {
  for (let tries = 0; tries < TRIES; tries++) {
    const ref = choose(viewOf(deps.library.shelf(), target))
    if (!ref) break
    const bytes = await deps.library.pack(ref.hash, target)
    if (bytes) return ok({ hash: ref.hash, bytes })
  }
  return err(whyNot(deps, target))
}

const orRefused = <T>(decoded: Result<T, Refusal>): Result<T, ReadError> =>
  decoded.ok ? decoded : err({ kind: 'refused', refusal: decoded.error })

const postsOf: Choice = ({ current }) => current?.head.posts ?? null

const same = <T>(value: T): T => value

export const createReading = (deps: ReadingDeps): Reading => {
  const decoded = createLru<unknown>(LEDGERS_KEPT * 3)
  const shown = createLru<unknown>(LEDGERS_KEPT * 3)

  const read = async <T>(
    target: string,
    choose: Choice,
    decode: (bytes: Bytes) => Result<T, Refusal>,
  ): Promise<Result<{ readonly hash: string; readonly value: T }, ReadError>> => {
    const hash = choose(viewOf(deps.library.shelf(), target))?.hash ?? ''
    const known = decoded.get(hash)
    if (known) return ok({ hash, value: known as T })
    const found = await findPack(deps, target, choose)
    if (!found.ok) return found
    const opened = orRefused(decode(found.value.bytes))
    if (!opened.ok) return opened
    decoded.set(found.value.hash, opened.value)
    return ok({ hash: found.value.hash, value: opened.value })
  }

  /** Hides once a day and pack, so that screens can compare by identity. */
  const show = <T>(name: string, value: T, hide: (value: T, today: string) => T): T => {
    const today = deps.today()
    const key = `${today} ${name}`
    const known = shown.get(key)
    if (known !== undefined) return known as T
    const result = hide(value, today)
    shown.set(key, result)
    return result
  }

  const shared = async <T>(
    target: string,
    choose: Choice,
    decode: (bytes: Bytes) => Result<T, Refusal>,
  ) => {
    const found = await read(target, choose, decode)
    return found.ok ? ok(found.value.value) : found
  }

  const readLedger = (site: string) => read(site, openingPack, (bytes) => openLedger(bytes, site))

  const villageCore = async (site: string): Promise<Result<LedgerCore, ReadError>> => {
    const found = await readLedger(site)
    if (!found.ok) return found
    const { sealed } = found.value.value
    if (!sealed) return err({ kind: 'not-held' })
    const key = parseVillageKey(deps.keyOf(site) ?? '')
    if (!key) return err({ kind: 'no-key' })
    const name = `village ${found.value.hash}`
    const known = decoded.get(name) as LedgerCore | undefined
    const opened = known ? ok(known) : await openSealed(sealed, site, key, deps.decrypt)
    if (!opened.ok) {
      const { error } = opened
      return err(
        error.kind === 'wrong-key' ? { kind: 'no-key' } : { kind: 'refused', refusal: error },
      )
    }
    decoded.set(name, opened.value)
    return ok(show(name, opened.value, hideInCore))
  }

  return {
    catalogue: () => shared(CATALOGUE, openingPack, decodeCatalogue),
    policies: () => shared(POLICIES, openingPack, decodePolicies),
    ledger: async (site) => {
      const found = await readLedger(site)
      return found.ok ? ok(show(found.value.hash, found.value.value, hideInLedger)) : found
    },
    posts: async (site) => {
      const { current } = viewOf(deps.library.shelf(), site)
      if (current?.head.posts === null)
        return ok(show(`no posts ${site}`, { site, posts: [] }, same))
      const found = await read(site, postsOf, (bytes) => openPosts(bytes, site))
      return found.ok ? ok(show(found.value.hash, found.value.value, hideInPosts)) : found
    },
    villageCore,
  }
}
