// What the pull lane knows, as plain data: enough to decide what to read next, nothing of bytes, keys or screens.
import type { PackRef } from '../../pack/model.ts'
import type { PullFailure } from './failure.ts'

/** Targets that everybody reads, beside the wished-for sites. */
export const CATALOGUE = 'catalogue'
export const POLICIES = 'policies'

export type PackPart = 'ledger' | 'posts' | 'short'

/** One errand to the server: fetched, judged and stored by the runner as a whole. */
export type Job =
  | { readonly kind: 'trust' }
  | { readonly kind: 'head'; readonly target: string }
  | { readonly kind: 'heads' }
  | {
      readonly kind: 'pack'
      readonly target: string
      readonly part: PackPart
      readonly ref: PackRef
    }

/** A verified head, and the checkpoint (by content hash) under which it was last verified. */
export interface HeadView {
  readonly checkpoint: string
  readonly ledger: PackRef
  readonly posts: PackRef | null
  /** What to begin with where nothing of the target can be opened (PACK-28, PACK-29). */
  readonly short?: PackRef
}

export interface Newest {
  readonly hash: string
  readonly trustVersion: number
}

/** What lasts from the first errand until nothing more can be done now. */
export interface Round {
  /** The catalogue's head was read in this round: `newest` is as new as the server's. */
  readonly probed: boolean
  readonly trustRead: boolean
  /** A refusal that a newer trust list might explain. */
  readonly trustAsked: boolean
  /** Checkpoint under which sites.json was read in this round. */
  readonly listRead: string | null
  /** Sites said to be gone: only sites.json can prove it (PULL-8). */
  readonly listAsked: boolean
  readonly headReads: ReadonlyMap<string, number>
  /** Job keys that failed in this round; not tried again before the next. */
  readonly blocked: ReadonlySet<string>
  /** No further errands: the network is gone or not ours. */
  readonly stopped: boolean
  readonly failure: PullFailure | null
  readonly packsRead: number
  readonly bytesDone: number
}

export interface PullState {
  readonly trustVersion: number | null
  readonly newest: Newest | null
  readonly heads: ReadonlyMap<string, HeadView>
  /** Hashes of the packs that lie here and were verified. */
  readonly packs: ReadonlySet<string>
  /** Sites in the order of wish, the one last opened first; and `POLICIES`, `CATALOGUE` where somebody asked for them. */
  readonly wanted: readonly string[]
  /** Wanted, but not in the list of the newest checkpoint. */
  readonly absent: ReadonlySet<string>
  readonly running: readonly Job[]
  readonly round: Round | null
  /** Rounds that failed one after the other. */
  readonly failures: number
  readonly lastFailure: PullFailure | null
  readonly lastEndMs: number | null
  readonly nextTryMs: number | null
}

export const initialPullState: PullState = {
  trustVersion: null,
  newest: null,
  heads: new Map(),
  packs: new Set(),
  wanted: [],
  absent: new Set(),
  running: [],
  round: null,
  failures: 0,
  lastFailure: null,
  lastEndMs: null,
  nextTryMs: null,
}

export const freshRound: Round = {
  probed: false,
  trustRead: false,
  trustAsked: false,
  listRead: null,
  listAsked: false,
  headReads: new Map(),
  blocked: new Set(),
  stopped: false,
  failure: null,
  packsRead: 0,
  bytesDone: 0,
}

/** What the runner learnt from an errand that went well: the store's present state, as far as it changed. */
export interface Gain {
  readonly trustVersion?: number
  readonly newest?: Newest
  readonly heads?: ReadonlyMap<string, HeadView>
  readonly packs?: ReadonlySet<string>
}

export type WakeCause = 'start' | 'online' | 'visible' | 'timer' | 'button' | 'wish'

/** `roll`: a random number in [0, 1) for the jitter. */
export interface Stamp {
  readonly atMs: number
  readonly roll: number
}

export type PullEvent = Stamp &
  (
    | { readonly kind: 'woken'; readonly cause: WakeCause }
    | { readonly kind: 'wishes'; readonly wanted: readonly string[] }
    /** Changed without an errand: another tab wrote, a stored pack was found damaged, a site was let go. */
    | { readonly kind: 'store-changed'; readonly gain: Gain }
    | { readonly kind: 'done'; readonly job: Job; readonly gain: Gain }
    | { readonly kind: 'failed'; readonly job: Job; readonly failure: PullFailure }
  )

export type PullEffect =
  | { readonly kind: 'run'; readonly job: Job }
  /** A newer verified checkpoint no longer lists the site: what is held of it goes now (PULL-8). */
  | { readonly kind: 'remove'; readonly site: string }
  | { readonly kind: 'sleep'; readonly untilMs: number }
  | { readonly kind: 'round-ended' }

export const jobKey = (job: Job): string => {
  switch (job.kind) {
    case 'trust':
    case 'heads':
      return job.kind
    case 'head':
      return `head ${job.target}`
    case 'pack':
      return `pack ${job.ref.hash}`
  }
}
