// What the inbox needs from its host. Time, randomness, keys and the database come in; nothing here knows HTTP.
import type { Kysely } from 'kysely'
import type { Bytes } from '../../base/bytes.ts'
import type { Clock } from '../../base/clock.ts'
import type { Sha256, SignP256, VerifyP256 } from '../../base/crypto.ts'
import type { Random } from '../../base/random.ts'
import type { ReceiptKey } from '../../protocol/receipts.ts'
import type { Database } from '../store/database.ts'

/** `not-ours`: a whole seal, but for somebody else, which makes it a letter (EVT-12). */
export type OpenedSeal =
  | { readonly kind: 'opened'; readonly text: Bytes }
  | { readonly kind: 'not-ours' }
  | { readonly kind: 'damaged' }

/** The same for what is too large to be held whole. What is damaged further on breaks the stream. */
export type OpenedStream =
  | { readonly kind: 'opened'; readonly content: ReadableStream<Uint8Array> }
  | { readonly kind: 'not-ours' }
  | { readonly kind: 'damaged' }
export type OpenStream = (sealed: ReadableStream<Uint8Array>) => Promise<OpenedStream>

export interface InboxKeys {
  /** Signs new receipts and feed pages. May be another at each look: take it once for one signature. */
  readonly receipt: { readonly id: string; readonly sign: SignP256 }
  /** All receipt keys ever used, newest included: a proof may be signed by an old one. */
  readonly receiptKeys: readonly ReceiptKey[]
  readonly openSealed: (sealed: Bytes) => Promise<OpenedSeal>
}

export interface OfficeKeys extends InboxKeys {
  readonly openStream: OpenStream
}

export interface InboxDeps {
  readonly db: Kysely<Database>
  readonly clock: Clock
  readonly random: Random
  readonly sha256: Sha256
  readonly verifyP256: VerifyP256
  readonly keys: InboxKeys
  /** Hears of our own faults in work that nobody waits for. */
  readonly report: (error: Error) => void
}
