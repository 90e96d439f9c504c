// What the app sees of the field plane: write, watch, send now. Everything behind it (sealing, keys, lanes, receipts) is the
// engine's matter. Built by `openOutbox` (open-outbox.ts).
import type { Bytes } from '../../base/bytes.ts'
import type { Result } from '../../base/result.ts'
import type { Item, MediumLabel } from '../../domain/event/item.ts'
import type { BoardPostedBody } from '../../domain/event/schema.ts'
import type { ClaimState } from '../../protocol/claims.ts'
import type { MediaType } from '../../protocol/media.ts'
import type { MediaNetwork } from '../../sync/media/ports.ts'
import type { TakenIn } from '../../sync/outbox/ports.ts'
import type { Lost } from '../../sync/outbox/trace.ts'

/** An attachment that lies here sealed. */
export interface KeptMedium {
  /** SHA-256 of the sealed bytes, hex: its name. */
  readonly sha256: string
  /** Sealed bytes. */
  readonly bytes: number
  readonly type: string
  readonly label: MediumLabel
}

export interface AskInput {
  /** Place id the question is about. */
  readonly site: string
  readonly programme?: string | null
  readonly year?: number | null
  readonly text: string
  /** Draft this was written in; it goes in the same transaction, unless it names attachments that are not given here. */
  readonly draft?: string
  /** Named inside the seal and taken over in the same transaction (OUT-24). */
  readonly attachments?: readonly KeptMedium[]
}

/** A word of the app as this person would have it (EVT-13). */
export interface WordInput {
  readonly key: string
  readonly language: string
  readonly text: string
}

/** The attachments of a draft stay as they are: they come and go at the `AttachmentDesk` (OUT-29). */
export interface DraftInput {
  /** Absent: a new draft. */
  readonly id?: string
  readonly site: string
  readonly programme?: string | null
  readonly year?: number | null
  readonly text: string
}

export interface BoardInput {
  readonly board: BoardPostedBody
  readonly attachments?: readonly KeptMedium[]
}

export interface Saved {
  readonly id: string
  /** 16 digits, to be shown, spoken and printed at once. */
  readonly claimCode: string
}

/** Why something could not be saved. Each kind is an error code: its words are at `error.<kind>`. */
export type SaveError =
  | { readonly kind: 'text-empty' }
  | { readonly kind: 'text-too-long' }
  | { readonly kind: 'no-office-key' } // no verified publication here yet, or it names no inbox key
  | { readonly kind: 'sealing-unavailable' } // the part of the shell that encrypts could not be loaded
  | { readonly kind: 'storage-full' }
  | { readonly kind: 'storage-failed' }
  | { readonly kind: 'storage-unavailable' } // insecure context, or a browser that stores nothing
  | { readonly kind: 'medium-too-large' } // one attachment alone
  | { readonly kind: 'media-too-many' } // with those already held: pieces, or bytes together

export type LookUpError =
  | { readonly kind: 'claim-code-mistyped' } // the check digit says so; nothing was asked
  | { readonly kind: string } // an error code of src/protocol/errors.ts

/** Delivered without having been stored here: only its code is left to ask with. */
export interface SentUnsaved {
  readonly claimCode: string
  /** Of the receipt. */
  readonly number: number
}

/** `kind` is an error code: its words are at `error.<kind>`. */
export type SendUnsaved = (
  question: AskInput,
) => Promise<Result<SentUnsaved, { readonly kind: string }>>

/** What became of the attachments of such a file. */
export interface TakenMedia {
  readonly added: number
  readonly known: number
  /** Damaged, or of a question that was not taken. */
  readonly left: number
  /** This phone has no room for them. */
  readonly noRoom: number
}

/** What became of a file of parcels. */
export interface Imported extends TakenIn {
  /** Not whole, or not signed by the key they name. */
  readonly damaged: number
  readonly media: TakenMedia
}

export type ImportError = { readonly kind: 'not-ours' } | SaveError

export interface AboutMedium {
  readonly type: MediaType
  readonly label: MediumLabel
  /** Of a recording, whose length is known when it has ended: its label says that then. */
  readonly lasted?: Promise<number>
  /** Whose attachment it is from the moment it is whole (OUT-29). Absent: nobody's, until an item is saved with it. */
  readonly draft?: string
}

/** Where attachments are kept before the item that names them is saved. */
export interface AttachmentDesk {
  /**
   * Seals, hashes and stores while reading; nothing is kept when it fails, when `content` errors, nor when the draft is not
   * there (any more).
   */
  readonly keep: (
    content: ReadableStream<Bytes>,
    about: AboutMedium,
    held: readonly KeptMedium[],
  ) => Promise<Result<KeptMedium, SaveError>>
  /** Takes it away, and its name from its draft. Of an item it takes nothing. */
  readonly discard: (sha256: string) => Promise<void>
  /** The readable bytes; null where they were too many to be kept beside a draft. */
  readonly view: (sha256: string) => Promise<Bytes | null>
}

export interface Outbox {
  /** Resolves with `ok` only after the transaction that holds the sealed question has committed (OUT-1). */
  readonly ask: (question: AskInput) => Promise<Result<Saved, SaveError>>
  /** What hangs on a board now, saved and sent like a question (BOARD-1). */
  readonly tellBoard: (posted: BoardInput) => Promise<Result<Saved, SaveError>>
  /** The same for a proposed word. */
  readonly proposeWord: (word: WordInput) => Promise<Result<Saved, SaveError>>
  /** Newest first: drafts, sent, answered. */
  readonly items: () => Promise<readonly Item[]>
  /** Calls `listener` now and after each change in any tab, until the returned function is called. */
  readonly subscribe: (listener: (items: readonly Item[]) => void) => () => void
  readonly saveDraft: (draft: DraftInput) => Promise<Result<{ readonly id: string }, SaveError>>
  /** The button: the leading tab tries at once, whatever its back-off says. */
  readonly sendNow: () => Promise<void>
  /** Removes the own readable copy, answers included, or a draft. What is sealed and unsent still goes. */
  readonly remove: (id: string) => Promise<void>
  /** Way out of quarantine: the readable copy, sealed anew under a new id and code. Null when there is no copy. */
  readonly sendAsNew: (id: string) => Promise<Result<Saved, SaveError> | null>
  /** What a claim code alone tells, also of another phone's question. Needs the network. */
  readonly lookUp: (claimCode: string) => Promise<Result<ClaimState, LookUpError>>
  /** Sends what could not be saved (OUT-21); null where nothing can be sealed. */
  readonly sendUnsaved: SendUnsaved | null
  /** Null where nothing is stored; then nothing of attachments is offered. */
  readonly media: AttachmentDesk | null
  /** The network at hand and whether attachments wait for Wi-Fi (OUT-26); null where there are none. */
  readonly network: MediaNetwork | null
  /**
   * What waits, sealed, as one file to carry elsewhere (OUT-22); with attachments also what waits of questions that have arrived
   * (OUT-30). Null when nothing waits. Rejects when it can't be read.
   */
  readonly exportUnsent: (attachments: boolean) => Promise<Blob | null>
  readonly importUnsent: (file: Blob) => Promise<Result<Imported, ImportError>>
  /** Calls `listener` now and at each change: what the browser cleared and nobody has dismissed yet, or null (OUT-19). */
  readonly watchLost: (listener: (lost: Lost | null) => void) => () => void
  readonly dismissLost: () => void
  readonly close: () => void
}
