// What the field plane asks of its host beside ../ports.ts: a place for rows, a way to seal, the office's public keys.
// The shelf is the person's side of the rows, the replica the engine's; one store gives both (tests/contract/outbox-store).
import type { Bytes } from '../../base/bytes.ts'
import type { SignP256 } from '../../base/crypto.ts'
import type { Result } from '../../base/result.ts'
import type { CopiedMedium, ItemCopy, ItemRows, MediumRows } from '../../domain/event/item.ts'
import type { FeedEntry } from '../../protocol/feed.ts'
import type { Receipt, ReceiptKey } from '../../protocol/receipts.ts'
import type { CarriedParcel } from './carry.ts'

/** Encrypts to one recipient (age). Rejects when its code can't be loaded. */
export type Seal = (recipient: string, plaintext: Bytes) => Promise<Bytes>

/** What the newest verified trust list and checkpoint say to whoever writes to the office. */
export interface OfficeView {
  /** `age1…` of the office's inbox. */
  readonly recipient: string
  readonly receiptKeys: readonly ReceiptKey[]
  /** Time of the newest verified checkpoint. */
  readonly checkpointMs: number | null
  /** `clock.monotonic()` when this session last heard from the server; null when it has not. */
  readonly heardMs: number | null
}

/** `full`: no room left. `broken`: anything else that storage can fail with. */
export interface StorageFailure {
  readonly kind: 'full' | 'broken'
}

/** Who signs on this device; made at the first save, never leaves it. */
export interface DeviceIdentity {
  /** Uncompressed point, 65 bytes. */
  readonly publicKey: Bytes
  readonly sign: SignP256
  readonly replica: string
  /** Number for one event, taken for good: a save that fails leaves a gap. */
  readonly seq: number
}

/** Everything one save writes, at once. */
export interface SavedItem {
  readonly id: string
  readonly savedMs: number
  readonly parcel: Bytes
  /** SHA-256 of the parcel, hex. */
  readonly hash: string
  /** Kept attachments that it names are taken over (OUT-24). */
  readonly copy: ItemCopy
  /** 16 bytes, base64url (CLAIM-4). */
  readonly slipSecret: string
  /** Remembered with it, so that receipts can be judged when no published data is at hand. */
  readonly receiptKeys: readonly ReceiptKey[]
  /** Draft that this was, which goes; attachments that only it names stay with it (OUT-29). */
  readonly draft: string | null
}

/** An attachment of an item with what its state is derived from. */
export interface ShelfMedium extends MediumRows {
  readonly medium: CopiedMedium
  readonly sentBytes: number
}

export interface ShelfItem {
  readonly id: string
  readonly savedMs: number
  readonly copy: ItemCopy | null
  readonly rows: ItemRows
  readonly media: readonly ShelfMedium[]
}

export interface DraftRow {
  readonly id: string
  readonly savedMs: number
  readonly copy: ItemCopy
}

/** What became of carried parcels (OUT-22). */
export interface TakenIn {
  readonly added: number
  /** Here already, the same bytes. */
  readonly known: number
  /** Here already under the same id, with other bytes: left as it was. */
  readonly differing: number
}

/** The person's side. Reads reject when storage fails; writes tell. */
export interface OutboxShelf {
  readonly identity: () => Promise<Result<DeviceIdentity, StorageFailure>>
  /** All of it or nothing; resolves only after the commit (OUT-1). */
  readonly save: (item: SavedItem) => Promise<Result<void, StorageFailure>>
  /** Where the copy names no attachments, those stay that the row names. */
  readonly saveDraft: (draft: DraftRow) => Promise<Result<void, StorageFailure>>
  /** Lays parcels of another phone into the queue, without readable copies. */
  readonly takeIn: (
    parcels: readonly CarriedParcel[],
    savedMs: number,
  ) => Promise<Result<TakenIn, StorageFailure>>
  /** Newest first, drafts among them. */
  readonly list: () => Promise<readonly ShelfItem[]>
  /** Removes readable copy, answers and draft of this id, with the draft's attachments. */
  readonly remove: (id: string) => Promise<void>
  /** Drawn with the device's key; null before the first save. Another one is another database. */
  readonly life: () => Promise<string | null>
  /** After each change by anybody, any tab. Returns the way out. */
  readonly watch: (changed: () => void) => () => void
}

export interface StoredParcel {
  readonly bytes: Bytes
  readonly hash: string
}

export interface FailureNote {
  readonly code: string
  /** Wall clock of this device. */
  readonly retryMs: number
  readonly upgrade: boolean
}

/** Why to ask the feed: `eager` while an answer is awaited, `calm` when there is only upkeep, `none` before any delivery. */
export type FeedNeed = 'none' | 'calm' | 'eager'

export interface FeedPosition {
  readonly publicKey: Bytes
  readonly sign: SignP256
  readonly replica: string
  /** Cursor and nonce; 0, '' and '' before the first page. */
  readonly after: number
  readonly last: string
  readonly nonce: string
  /** Receipts of all events whose parcel is still kept. */
  readonly kept: readonly Receipt[]
}

/** What a page says of attachments (OUT-27). */
export interface MediaChange {
  /** Hashes that the server misses: offered again where their pieces still lie here. */
  readonly lacking: readonly string[]
  /** The page's own numbers: what a receipt of this epoch has at or below `safe` lies in a backup. */
  readonly epoch: string
  readonly safe: number
  readonly serverMs: number
}

/** What a page changes, in one transaction (OUT-9 … OUT-12). */
export interface FeedChange {
  readonly entries: readonly FeedEntry[]
  /** Null: leave the cursor where it is. */
  readonly cursor: { readonly after: number; readonly last: string } | null
  readonly nonce: string
  /** Receipts whose events the server lacks: to be offered again. */
  readonly lacking: readonly Receipt[]
  /** Receipts whose parcels need not be kept any longer. */
  readonly safe: readonly Receipt[]
  /** Replica id to go on with when this device would repeat numbers; null otherwise. */
  readonly replica: { readonly id: string; readonly aboveSeq: number } | null
  readonly media: MediaChange
}

/** The engine's side. Everything may reject: the engine then tries later and believes nothing. */
export interface OutboxReplica {
  /** Neither received nor refused, or to be offered again; oldest first. */
  readonly waiting: () => Promise<readonly string[]>
  readonly feedNeed: () => Promise<FeedNeed>
  /** Null when there is none (any more). */
  readonly parcel: (id: string) => Promise<StoredParcel | null>
  readonly receiptKeys: () => Promise<readonly ReceiptKey[]>
  readonly begin: (id: string, startedMs: number, leaseMs: number) => Promise<void>
  readonly note: (id: string, failure: FailureNote) => Promise<void>
  readonly refuse: (id: string, code: string, atMs: number) => Promise<void>
  /** Receipt in, attempt and refusal out, the next nonce kept; one transaction. */
  readonly settle: (receipt: Receipt, nonce: string) => Promise<void>
  /** Null before the first save. */
  readonly feedPosition: () => Promise<FeedPosition | null>
  readonly storeFeed: (change: FeedChange) => Promise<void>
}
