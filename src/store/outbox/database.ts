// The outbox's own database, apart from published data: clearing or rebuilding that one never touches what somebody wrote.
// Strict durability: a commit is on disk before anybody says "saved" (OUT-1). Versions are only added, rows never rewritten.
import Dexie, { type DexieOptions, type EntityTable, type Table } from 'dexie'
import type { ItemCopy, MediumLabel } from '../../domain/event/item.ts'
import type { FeedEntry } from '../../protocol/feed.ts'
import type { MediaReceipt, MediumProof } from '../../protocol/media.ts'
import type { Receipt, ReceiptKey } from '../../protocol/receipts.ts'
import type { FailureNote } from '../../sync/outbox/ports.ts'

export const OUTBOX_DATABASE = 'iltod-outbox'

/** One row, `self`. The private key can sign but not leave. */
export interface DeviceRow {
  readonly name: 'self'
  readonly privateKey: CryptoKey
  readonly publicKey: ArrayBuffer
  readonly replica: string
  readonly nextSeq: number
  /** Mark of this database; keys made before there were marks have none. */
  readonly life?: string
}

/** What the queue knows of an item; nothing of what it says. */
export interface ItemRow {
  /** Order of saving. */
  readonly order?: number
  readonly id: string
  readonly savedMs: number
  readonly hash: string
  /** The server lacks what it once gave a receipt for (OUT-10). */
  readonly again: boolean
}

/** The request as it will be sent, byte for byte. ArrayBuffer, because WebKit has lost blobs. */
export interface ParcelRow {
  readonly id: string
  readonly bytes: ArrayBuffer
}

/** The villager's own readable copy. */
export interface CopyRow {
  readonly id: string
  readonly copy: ItemCopy
  readonly slipSecret: string
}

/** Its copy names the attachments that belong to it (OUT-29). */
export interface DraftTableRow {
  readonly id: string
  readonly savedMs: number
  readonly copy: ItemCopy
}

export interface AttemptRow {
  readonly id: string
  readonly startedMs: number
  readonly leaseMs: number
  readonly failure: {
    readonly code: string
    readonly retryMs: number
    readonly upgrade: boolean
  } | null
}

export interface RefusalRow {
  readonly id: string
  readonly code: string
  readonly atMs: number
}

/** As received, kinds of newer servers too (FEED-6). */
export interface EntryRow {
  readonly id: string
  /** Event it belongs to; '' where the entry names none. */
  readonly event: string
  readonly entry: FeedEntry
}

/** One row, `self`. */
export interface FeedRow {
  readonly name: 'self'
  readonly after: number
  readonly last: string
  readonly nonce: string
}

/** One row, `self`: keys by which receipts are judged when no published data is at hand. */
export interface OfficeRow {
  readonly name: 'self'
  readonly receiptKeys: readonly ReceiptKey[]
}

/** One row, `self`: room for a sentence (OUT-20). */
export interface ReserveRow {
  readonly name: 'self'
  readonly bytes: ArrayBuffer
}

/** One attachment, sealed; its bytes are in pieces (OUT-24). */
export interface MediumRow {
  /** Drawn when reading begins: its name is known at the end only. */
  readonly key: string
  readonly addedMs: number
  /** SHA-256 of the sealed bytes, hex; '' until all of it is sealed. */
  readonly sha256: string
  readonly bytes: number
  readonly type: string
  readonly label: MediumLabel
  /** Id of the item that took it over; '' before. */
  readonly event: string
  readonly attempt: {
    readonly startedMs: number
    readonly leaseMs: number
    readonly failure: FailureNote | null
  } | null
  readonly sentBytes: number
  readonly refusal: { readonly code: string; readonly atMs: number } | null
  readonly receipt: MediaReceipt | null
  /** The server lacks what it once gave a receipt for (OUT-27). */
  readonly again: boolean
  /** Of one that was carried here from the phone of who wrote it (OUT-30). */
  readonly proof?: MediumProof
}

export interface PieceRow {
  readonly key: string
  readonly index: number
  readonly bytes: ArrayBuffer
}

/** What can be seen or heard of an attachment as long as it belongs to a draft (OUT-29). */
export interface ViewRow {
  /** Of the medium. */
  readonly key: string
  readonly bytes: ArrayBuffer
}

export class OutboxDatabase extends Dexie {
  declare readonly device: EntityTable<DeviceRow, 'name'>
  declare readonly items: EntityTable<ItemRow, 'order'>
  declare readonly parcels: EntityTable<ParcelRow, 'id'>
  declare readonly copies: EntityTable<CopyRow, 'id'>
  declare readonly drafts: EntityTable<DraftTableRow, 'id'>
  declare readonly attempts: EntityTable<AttemptRow, 'id'>
  declare readonly refusals: EntityTable<RefusalRow, 'id'>
  declare readonly receipts: EntityTable<Receipt, 'id'>
  declare readonly entries: EntityTable<EntryRow, 'id'>
  declare readonly feed: EntityTable<FeedRow, 'name'>
  declare readonly office: EntityTable<OfficeRow, 'name'>
  declare readonly reserve: EntityTable<ReserveRow, 'name'>
  declare readonly media: EntityTable<MediumRow, 'key'>
  declare readonly pieces: Table<PieceRow, [string, number]>
  declare readonly views: EntityTable<ViewRow, 'key'>

  constructor(name: string, options: DexieOptions = {}) {
    super(name, { chromeTransactionDurability: 'strict', ...options })
    this.version(1).stores({
      device: 'name',
      items: '++order, &id',
      parcels: 'id',
      copies: 'id',
      drafts: 'id',
      attempts: 'id',
      refusals: 'id',
      receipts: 'id',
      entries: 'id, event',
      feed: 'name',
      office: 'name',
    })
    this.version(2).stores({ reserve: 'name' })
    this.version(3).stores({ media: 'key, sha256, event', pieces: '[key+index]' })
    this.version(4).stores({ views: 'key' })
  }
}
