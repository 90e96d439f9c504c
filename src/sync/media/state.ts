// What the media lane knows, as plain data: enough to decide what to do next.
import type { MediaReceipt } from '../../protocol/media.ts'
import type { Stamp, WakeCause } from '../outbox/state.ts'

export interface LaneMedium {
  readonly sha256: string
  readonly attempts: number
  readonly notBeforeMs: number
  /** Only a newer version of the app may try it again. */
  readonly held: boolean
}

export interface MediaState {
  /** Oldest first; one leaves only when its receipt, or its refusal, is stored. */
  readonly media: readonly LaneMedium[]
  /** Under way: from its first request until what came of it is stored. */
  readonly carrying: string | null
  readonly textWaits: boolean
  readonly allowed: boolean
  /** The button: what waits now goes whatever the network is. */
  readonly pressed: boolean
  readonly lane: { readonly failures: number; readonly notBeforeMs: number }
}

export const freshMedia: MediaState = {
  media: [],
  carrying: null,
  textWaits: false,
  allowed: false,
  pressed: false,
  lane: { failures: 0, notBeforeMs: 0 },
}

export type MediaVerdict =
  | { readonly kind: 'receipt'; readonly receipt: MediaReceipt }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'upgrade'; readonly code: string }
  | { readonly kind: 'paused' }
  | {
      readonly kind: 'later'
      readonly code: string
      readonly scope: 'way' | 'item'
      readonly askedMs: number | null
    }

export type MediaEvent = Stamp &
  (
    | { readonly kind: 'rows'; readonly media: readonly string[]; readonly text: boolean }
    | { readonly kind: 'network'; readonly allowed: boolean }
    | { readonly kind: 'woken'; readonly cause: WakeCause }
    | { readonly kind: 'replied'; readonly sha256: string; readonly verdict: MediaVerdict }
    | { readonly kind: 'stored'; readonly sha256: string }
    | { readonly kind: 'store-failed'; readonly sha256: string }
  )

type WithoutStamp<E> = E extends Stamp ? Omit<E, keyof Stamp> : never
export type MediaHappening = WithoutStamp<MediaEvent>

export type MediaEffect =
  | { readonly kind: 'carry'; readonly sha256: string }
  /** What is under way ends after its request. */
  | { readonly kind: 'pause' }
  | { readonly kind: 'settle'; readonly receipt: MediaReceipt }
  | { readonly kind: 'refuse'; readonly sha256: string; readonly code: string }
  | {
      readonly kind: 'note'
      readonly sha256: string
      readonly code: string
      readonly delayMs: number
      readonly upgrade: boolean
    }
  /** Wake at this monotonic time; null: nothing is due by time. Replaces the one before. */
  | { readonly kind: 'sleep'; readonly untilMs: number | null }
