// What the app sees of the published plane: one object, plain functions, all of them usable without network. Made by
// `openPublished` (open-published.ts). Whatever is handed out was verified in this session and is free of what `until`
// hides today (PULL-7); expected failures are values.
import type { Result } from '../../base/result.ts'
import type { Hit, SearchOptions } from '../../pack/directory.ts'
import type {
  Catalogue,
  Ledger,
  LedgerCore,
  Policies,
  Posts,
  Refusal,
  Restart,
  Trust,
} from '../../pack/model.ts'
import type { PullFailure, RefusalNote } from '../../sync/pull/failure.ts'

export type { PullFailure, RefusalNote }
export type { Hit as PayeeHit } from '../../pack/directory.ts'

/** Why something can't be shown now. `refused` carries the reason of the published format. */
export type ReadError =
  | { readonly kind: 'not-held' } // never fetched, or still on its way
  | { readonly kind: 'refused'; readonly refusal: Refusal } // held, but damaged or not signed by the office
  | { readonly kind: 'removed' } // the office no longer publishes this place
  | { readonly kind: 'no-connection' } // a content file that is not on this device, and no network
  | { readonly kind: 'no-key' } // the village part: no key held, or another village's
  | { readonly kind: 'storage' } // the device's storage failed or is full

/** Why a follow or a key was not taken. */
export type FollowError =
  | { readonly kind: 'other-root' } // the board names another office than the one this phone trusts
  | { readonly kind: 'bad-key' } // the text behind `#k=` is no key
  | { readonly kind: 'storage' }

export interface PublishedStatus {
  /** `online-only`: nothing is stored on this device; `reason` says why (PULL-16). */
  readonly mode: 'stored' | 'online-only'
  readonly reason: 'insecure-context' | 'no-storage' | null
  /** Newest verified checkpoint; null before the first one. */
  readonly data: {
    readonly number: number
    readonly changedMs: number
    readonly checkedMs: number
  } | null
  /** The later of the device's day and the checkpoint's, Asia/Shanghai (PACK-10). */
  readonly today: string
  /** First 8 hex digits of the pinned root; null before the first start went through. */
  readonly root: string | null
  readonly syncing: boolean
  /** What is being fetched: site id, `catalogue`, `policies`, `trust`, `heads`; null when nothing is. */
  readonly fetching: string | null
  readonly bytesDone: number
  readonly bytesTotal: number
  /** Sites that can be opened, and sites that are wished for (followed, or below a followed place). */
  readonly held: readonly string[]
  readonly wanted: readonly string[]
  /** Only the short catalogue is here: places are not found by other names yet, nor anybody by how a name is read (PACK-28). */
  readonly short: boolean
  /** Held, but only their newest years yet: earlier ones are on their way, and nobody counts as not found (PACK-29). */
  readonly begun: readonly string[]
  /** Held in an earlier state only, because the newest one is damaged here or not yet complete. */
  readonly behind: readonly string[]
  /** Followed sites that the office does not publish, or no longer. */
  readonly removed: readonly string[]
  readonly lastFailure: PullFailure | null
  readonly nextTryMs: number | null
  /** Newest unresolved refusal, for the screen; the log keeps the last 50. */
  readonly lastRefusal: RefusalNote | null
  /** The office began anew under a note of its root key, if it ever did on this device (PACK-24). */
  readonly restart: Restart | null
  /** Another tab runs a newer version of this app: nothing more is read here until this one is reloaded. */
  readonly superseded: boolean
  /** False until every stored byte was verified again after this start (PACK-26). */
  readonly rechecked: boolean
}

export interface Follow {
  /** Place id; the banner's own id means the whole banner when `below` is set. */
  readonly place: string
  /** Also every site below it. */
  readonly below: boolean
  readonly openedMs: number
}

export interface PinnedPayee {
  readonly site: string
  readonly number: number
}

export const MAX_PINS = 6

export interface Published {
  readonly status: () => PublishedStatus
  /** Called after every change of status or data, from any tab. Returns the way out. */
  readonly subscribe: (listener: () => void) => () => void

  /** Keys that the office signs and seals with; null before the first start went through. */
  readonly trust: () => Trust | null
  readonly catalogue: () => Promise<Result<Catalogue, ReadError>>
  /** Somebody looks for what only the whole catalogue can find: it comes now, where only the short one is here. */
  readonly askCatalogue: () => void
  readonly policies: () => Promise<Result<Policies, ReadError>>
  readonly ledger: (site: string) => Promise<Result<Ledger, ReadError>>
  readonly posts: (site: string) => Promise<Result<Posts, ReadError>>
  /** What only the village may read, opened with the key from `#k=` (PACK-12). */
  readonly villageCore: (site: string) => Promise<Result<LedgerCore, ReadError>>
  /** The key as it stands behind `#k=`, for the codes of the village's own sheets and nothing else (PULL-13). */
  readonly villageKey: (site: string) => string | null
  /** A content-addressed file: from this device, else fetched; kept when `keep`. */
  readonly content: (hash: string, keep?: boolean) => Promise<Result<ArrayBuffer, ReadError>>

  /** Over all held sites, or one. Best first, at most `limit` (50). */
  readonly search: (
    query: string,
    options?: Omit<SearchOptions, 'today'>,
  ) => Promise<readonly Hit[]>

  readonly follows: () => readonly Follow[]
  /** `expectedRoot`: first 8 hex digits from a board's code; `villageKey`: what stands behind `#k=`. */
  readonly follow: (
    place: string,
    options?: {
      readonly below?: boolean
      readonly expectedRoot?: string
      readonly villageKey?: string
    },
  ) => Promise<Result<void, FollowError>>
  /** Takes the place and what was held only for it off this device. */
  readonly unfollow: (place: string) => Promise<void>
  readonly markOpened: (site: string) => Promise<void>

  readonly pins: () => readonly PinnedPayee[]
  /** False when six are pinned already. */
  readonly pin: (payee: PinnedPayee) => Promise<boolean>
  readonly unpin: (payee: PinnedPayee) => Promise<void>

  /** Starts a round now (button); resolves when it ended, well or not. */
  readonly syncNow: () => Promise<void>
  /** Resolves once the search box answers from memory: what else has to be loaded may be loaded from here on. */
  readonly warmed: Promise<void>
  /** Resolves once every stored byte was verified again after this start. */
  readonly rechecked: Promise<void>
  readonly refusals: () => Promise<readonly RefusalNote[]>
  readonly close: () => void
}
