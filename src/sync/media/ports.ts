// What the media lane asks of its host: rows of attachments, a way to carry sealed pieces to the server, and whether the network
// at hand may be used for them. The store gives the rows (src/store/outbox/dexie-media.ts), the platform the way (tus-upload.ts).
import type { Bytes } from '../../base/bytes.ts'
import type { MediaReceipt, MediumName, MediumProof } from '../../protocol/media.ts'
import type { ReceiptKey } from '../../protocol/receipts.ts'
import type { FailureNote } from '../outbox/ports.ts'

/** Sealed bytes are stored in pieces of this size, the last one shorter. */
export const PIECE_BYTES = 1024 * 1024

export interface StoredMedium {
  readonly name: MediumName
  /** Sealed, of all pieces together. */
  readonly bytes: number
  /** Null when it is not there (any more). */
  readonly piece: (index: number) => Promise<Bytes | null>
  /** By who wrote the event, on this phone or on the one it was carried from. */
  readonly proof: () => Promise<MediumProof>
}

export interface WaitingMedia {
  /** Hashes of media whose event is received, neither arrived nor refused; oldest first. */
  readonly media: readonly string[]
  /** Something of text may be sent now (OUT-25). */
  readonly text: boolean
}

/** Everything may reject: the lane then tries later and believes nothing. */
export interface MediaRows {
  readonly waiting: () => Promise<WaitingMedia>
  /** Null when there is none (any more). */
  readonly medium: (sha256: string) => Promise<StoredMedium | null>
  readonly receiptKeys: () => Promise<readonly ReceiptKey[]>
  /** Only screens read these two. */
  readonly begin: (sha256: string, startedMs: number, leaseMs: number) => Promise<void>
  readonly sent: (sha256: string, bytes: number) => Promise<void>
  readonly note: (sha256: string, failure: FailureNote) => Promise<void>
  readonly refuse: (sha256: string, code: string, atMs: number) => Promise<void>
  readonly settle: (receipt: MediaReceipt) => Promise<void>
}

/** Sealed bytes by position; rejects when they are no longer there. */
export interface SealedBytes {
  readonly length: number
  readonly read: (start: number, end: number) => Promise<Bytes>
}

export interface UploadTask {
  readonly name: MediumName
  readonly content: SealedBytes
  /** Shown to the server when the upload begins (MEDIA-3). */
  readonly proof: MediumProof
  /** Ends it after the request under way. */
  readonly signal: AbortSignal
  /** The server has so many bytes. */
  readonly onSent: (bytes: number) => void
}

export type UploadOutcome =
  /** Every byte was taken; whether it arrived, only a receipt says. */
  | { readonly kind: 'carried' }
  | { readonly kind: 'paused' }
  /** A code of the registry or a fault of the way. */
  | { readonly kind: 'failed'; readonly code: string; readonly askedMs: number | null }

export type CarryMedium = (task: UploadTask) => Promise<UploadOutcome>

/** Encrypts to one recipient (age) while it is read. Rejects when its code can't be loaded. */
export type SealStream = (
  recipient: string,
  content: ReadableStream<Bytes>,
) => Promise<ReadableStream<Bytes>>

/** What the browser says of the network; many say nothing. A cable counts as Wi-Fi. */
export type NetworkKind = 'mobile' | 'wifi' | 'unknown'

export interface MediaNetwork {
  readonly kind: () => NetworkKind
  /** The person's choice on this device (OUT-26). */
  readonly wifiOnly: () => boolean
  readonly setWifiOnly: (on: boolean) => void
  /** Called when either may have changed. Returns the way out. */
  readonly listen: (changed: () => void) => () => void
}

/** Held only where somebody wants it so and nothing says that this is Wi-Fi (OUT-26). */
export const mayCarry = (network: MediaNetwork): boolean =>
  !network.wifiOnly() || network.kind() === 'wifi'
