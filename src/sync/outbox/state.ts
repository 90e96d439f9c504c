// What the text lane and the feed know, as plain data: enough to decide what to do next, nothing of bytes, keys or screens.
import type { FeedPage } from '../../protocol/feed.ts'
import type { Receipt } from '../../protocol/receipts.ts'
import type { FeedNeed } from './ports.ts'

export interface LaneItem {
  readonly id: string
  readonly attempts: number
  readonly notBeforeMs: number
  /** Only a newer version of the app may try it again. */
  readonly held: boolean
}

export interface OutboxState {
  /** Oldest first; an item leaves only when its receipt, or its refusal, is stored (OUT-4). */
  readonly items: readonly LaneItem[]
  /** Under way: from its request until what came of it is stored. */
  readonly sending: string | null
  readonly lane: {
    readonly failures: number
    readonly notBeforeMs: number
    readonly lastMs: number | null
  }
  readonly feed: {
    readonly need: FeedNeed
    readonly asking: boolean
    /** Woken while asking: what is under way may be too old an answer, so it is asked once more. */
    readonly again: boolean
    readonly failures: number
    /** Pages in a row without a rest. */
    readonly pages: number
    readonly notBeforeMs: number
    readonly lastMs: number | null
    /** A receipt that the server lacks, to be shown to it once. */
    readonly proof: Receipt | null
  }
}

export const freshState: OutboxState = {
  items: [],
  sending: null,
  lane: { failures: 0, notBeforeMs: 0, lastMs: null },
  feed: {
    need: 'none',
    asking: false,
    again: false,
    failures: 0,
    pages: 0,
    notBeforeMs: 0,
    lastMs: null,
    proof: null,
  },
}

/** Monotonic time and a throw of the dice in [0, 1), so that the step itself has neither. */
export interface Stamp {
  readonly atMs: number
  readonly roll: number
}

/** `way`: every other request would meet it too. `item`: it may lie in this one. */
export type PutVerdict =
  | { readonly kind: 'receipt'; readonly receipt: Receipt; readonly nonce: string }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'upgrade'; readonly code: string }
  | {
      readonly kind: 'later'
      readonly code: string
      readonly scope: 'way' | 'item'
      readonly askedMs: number | null
    }

export type FeedOutcome =
  | { readonly kind: 'page'; readonly page: FeedPage; readonly asked: readonly Receipt[] }
  | { readonly kind: 'later'; readonly code: string; readonly askedMs: number | null }

export type WakeCause = 'timer' | 'online' | 'visible' | 'button'

export type OutboxEvent = Stamp &
  (
    | { readonly kind: 'rows'; readonly waiting: readonly string[]; readonly feed: FeedNeed }
    | { readonly kind: 'woken'; readonly cause: WakeCause }
    | { readonly kind: 'replied'; readonly id: string; readonly verdict: PutVerdict }
    | { readonly kind: 'stored'; readonly id: string }
    | { readonly kind: 'store-failed'; readonly id: string }
    | { readonly kind: 'feed-replied'; readonly outcome: FeedOutcome }
    | { readonly kind: 'feed-stored'; readonly more: boolean; readonly lacking: Receipt | null }
    | { readonly kind: 'feed-store-failed' }
  )

type WithoutStamp<E> = E extends Stamp ? Omit<E, keyof Stamp> : never

/** Each event as whoever has no clock tells it. */
export type Happening = WithoutStamp<OutboxEvent>

export type OutboxEffect =
  | { readonly kind: 'put'; readonly id: string }
  | {
      readonly kind: 'settle'
      readonly id: string
      readonly receipt: Receipt
      readonly nonce: string
    }
  | { readonly kind: 'refuse'; readonly id: string; readonly code: string }
  | {
      readonly kind: 'note'
      readonly id: string
      readonly code: string
      readonly delayMs: number
      readonly upgrade: boolean
    }
  | { readonly kind: 'ask-feed'; readonly proof: Receipt | null }
  | { readonly kind: 'store-feed'; readonly page: FeedPage; readonly asked: readonly Receipt[] }
  /** Wake at this monotonic time; null: nothing is due by time. Replaces the one before. */
  | { readonly kind: 'sleep'; readonly untilMs: number | null }
