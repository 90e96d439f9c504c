// What a person sees of something he wrote: its state and what happens next. Nothing here is stored; both are derived from
// the rows of the outbox each time, so that no state can be wrong for long (OUT-2).
import type { BoardPostedBody, EventKind } from './schema.ts'

export type ItemState = 'draft' | 'waiting' | 'sending' | 'received' | 'answered' | 'quarantined'

/** What happens next, for one sentence under each item. `because` is an error code: its words are at `error.<code>`. */
export type NextStep =
  | { readonly kind: 'finish-writing' }
  | { readonly kind: 'sends-by-itself' } // not tried yet, or no network: goes as soon as there is one
  | { readonly kind: 'tries-again'; readonly atMs: number; readonly because: string }
  | { readonly kind: 'update-app'; readonly because: string }
  | { readonly kind: 'being-sent' }
  | { readonly kind: 'office-answers' }
  | { readonly kind: 'read-answer' }
  | { readonly kind: 'decide'; readonly because: string } // refused for good: send as new, or leave

/** What the person who attached it knows it as. */
export interface MediumLabel {
  /** `carried`: of another phone's question; what it is, only who wrote it and the office know. */
  readonly kind: 'photo' | 'voice' | 'video' | 'carried'
  /** Null for a photo, and where the file does not say. */
  readonly durationMs: number | null
}

export type MediumState = 'waiting' | 'held-for-wifi' | 'sending' | 'received' | 'quarantined'

/** An attachment as the own copy names it. */
export interface CopiedMedium {
  readonly sha256: string
  readonly bytes: number
  readonly type: string
  readonly label: MediumLabel
}

/** One attachment of an item: where it stands, beside the text's own state (OUT-25). */
export interface ItemMedium {
  /** SHA-256 of the sealed bytes, hex: its name. */
  readonly sha256: string
  /** Sealed bytes. */
  readonly bytes: number
  readonly type: string
  readonly label: MediumLabel
  readonly sentBytes: number
  readonly state: MediumState
  /** An error code: its words are at `error.<code>`. */
  readonly because: string | null
}

export interface ItemAnswer {
  readonly id: string
  readonly text: string
  readonly answeredMs: number
  /** The answering office's name; null where it gave none. */
  readonly from: string | null
}

export interface Item {
  readonly id: string
  readonly state: ItemState
  readonly next: NextStep
  /** Null when the readable copy was removed or never existed (letters): only state and times are known then. */
  readonly copy: ItemCopy | null
  /** Milliseconds by the device's clock. */
  readonly savedMs: number
  readonly receipt: { readonly number: number; readonly receivedMs: number } | null
  /** Oldest first. */
  readonly answers: readonly ItemAnswer[]
  /** In the order in which they were attached. */
  readonly media: readonly ItemMedium[]
}

/** A word of the app and the language in which it should be otherwise. */
export interface WordRef {
  readonly key: string
  readonly language: string
}

/** The villager's own readable copy; it stays until he removes it. */
export interface ItemCopy {
  readonly kind: EventKind
  /** '' where it is about no place. */
  readonly site: string
  readonly programme: string | null
  readonly year: number | null
  readonly text: string
  /** 16 digits; show as four groups of four. '' in a draft. */
  readonly claimCode: string
  /** Of a `board-posted` alone, which has no text. */
  readonly board?: BoardPostedBody
  /** Of a `translation` alone. */
  readonly word?: WordRef
  /** Absent in copies of before there were attachments. */
  readonly attachments?: readonly CopiedMedium[]
}

/** The rows of one item, as far as its state depends on them. */
export interface ItemRows {
  readonly draft: boolean
  readonly receipt: { readonly number: number; readonly receivedMs: number } | null
  readonly answers: readonly ItemAnswer[]
  /** Set when the server refused it for good. */
  readonly refusal: { readonly code: string } | null
  readonly attempt: {
    readonly startedMs: number
    /** Until when this attempt may still be under way; a crash leaves it behind, time ends it. */
    readonly leaseMs: number
    readonly failure: {
      readonly code: string
      readonly retryMs: number
      readonly upgrade: boolean
    } | null
  } | null
}

/** Tolerates a clock set back during an attempt: a start in the future is no running attempt. */
const underWay = (attempt: ItemRows['attempt'], nowMs: number): boolean =>
  attempt !== null &&
  attempt.failure === null &&
  attempt.startedMs <= nowMs &&
  nowMs < attempt.leaseMs

export const deriveState = (rows: ItemRows, nowMs: number): ItemState => {
  if (rows.draft) return 'draft'
  if (rows.answers.length > 0) return 'answered'
  if (rows.receipt) return 'received'
  if (rows.refusal) return 'quarantined'
  return underWay(rows.attempt, nowMs) ? 'sending' : 'waiting'
}

export const deriveNext = (rows: ItemRows, nowMs: number): NextStep => {
  const state = deriveState(rows, nowMs)
  if (state === 'draft') return { kind: 'finish-writing' }
  if (state === 'answered') return { kind: 'read-answer' }
  if (state === 'received') return { kind: 'office-answers' }
  if (state === 'sending') return { kind: 'being-sent' }
  if (state === 'quarantined') return { kind: 'decide', because: rows.refusal?.code ?? 'internal' }
  const failure = rows.attempt?.failure
  if (!failure || failure.code === 'no-network') return { kind: 'sends-by-itself' }
  if (failure.upgrade) return { kind: 'update-app', because: failure.code }
  return { kind: 'tries-again', atMs: failure.retryMs, because: failure.code }
}

/** The rows of one attachment, as far as its state depends on them. */
export interface MediumRows {
  readonly received: boolean
  readonly refusal: { readonly code: string } | null
  readonly attempt: ItemRows['attempt']
}

/** `held`: the person wants attachments by Wi-Fi only, and the network is none as far as is known (OUT-26). */
export const deriveMediumState = (rows: MediumRows, held: boolean, nowMs: number): MediumState => {
  if (rows.received) return 'received'
  if (rows.refusal) return 'quarantined'
  if (underWay(rows.attempt, nowMs)) return 'sending'
  return held ? 'held-for-wifi' : 'waiting'
}
