// The media lane's side of attachments on Dexie, and what feed pages say of them (OUT-25, OUT-27, OUT-28). Each method is one
// transaction.
import { DAY_MS } from '../../base/clock.ts'
import { type MediaReceipt, type MediumProof, proveMedium } from '../../protocol/media.ts'
import type { ReceiptKey } from '../../protocol/receipts.ts'
import type { MediaRows, StoredMedium, WaitingMedia } from '../../sync/media/ports.ts'
import type { MediaChange } from '../../sync/outbox/ports.ts'
import { KEEP_DAYS } from '../../sync/outbox/read-page.ts'
import type { MediumRow, OutboxDatabase } from './database.ts'
import { createDeviceSigner } from './device.ts'
import { readWaiting } from './waiting.ts'

export interface MediaRowsDeps {
  readonly db: OutboxDatabase
  readonly subtle: SubtleCrypto
}

const piecesOf = (db: OutboxDatabase, key: string) =>
  db.pieces.where('[key+index]').between([key, 0], [key, Infinity], true, true)

export const hasPieces = async (db: OutboxDatabase, key: string): Promise<boolean> =>
  (await piecesOf(db, key).count()) > 0

const byHash = (db: OutboxDatabase, sha256: string) => db.media.where('sha256').equals(sha256)

/** A text that failed waits for its time; one that was not tried yet goes first. */
const textWaits = async (db: OutboxDatabase): Promise<boolean> => {
  const attempts = await db.attempts.bulkGet(await readWaiting(db))
  return attempts.some((attempt) => !attempt?.failure)
}

const isReceived = async (db: OutboxDatabase, event: string): Promise<boolean> => {
  const item = await db.items.get({ id: event })
  return item?.again === false && (await db.receipts.get(event)) !== undefined
}

/** Of an item, neither arrived nor refused, or to be offered again; oldest first. */
export const readOpenMedia = async (db: OutboxDatabase): Promise<MediumRow[]> => {
  const rows = await db.media.where('event').notEqual('').sortBy('addedMs')
  return rows.filter((row) => !row.refusal && (!row.receipt || row.again))
}

const readWaitingMedia = async (db: OutboxDatabase): Promise<WaitingMedia> => {
  const media: string[] = []
  for (const row of await readOpenMedia(db))
    if (await isReceived(db, row.event)) media.push(row.sha256)
  return { media, text: await textWaits(db) }
}

export const readMedium = async (
  { db, subtle }: MediaRowsDeps,
  sha256: string,
): Promise<StoredMedium | null> => {
  const [row, device] = [await byHash(db, sha256).first(), await db.device.get('self')]
  if (!row || row.event === '') return null
  const name = { event: row.event, sha256 }
  const prove = async (): Promise<MediumProof> => {
    if (row.proof) return row.proof
    if (!device) throw new Error('nobody here wrote it')
    const sign = createDeviceSigner(subtle, device.privateKey)
    return proveMedium(name, row.bytes, { publicKey: new Uint8Array(device.publicKey), sign })
  }
  return {
    name,
    bytes: row.bytes,
    proof: prove,
    piece: async (index) => {
      const piece = await db.pieces.get([row.key, index])
      return piece ? new Uint8Array(piece.bytes) : null
    },
  }
}

const settle = async (db: OutboxDatabase, receipt: MediaReceipt): Promise<void> => {
  const row = await byHash(db, receipt.sha256).first()
  if (!row) return
  const arrived = { receipt, sentBytes: row.bytes, attempt: null, refusal: null, again: false }
  await db.media.update(row.key, arrived)
  // Whoever only carried it need not keep it: who wrote it does (OUT-30).
  if (row.proof) await piecesOf(db, row.key).delete()
}

/** The event itself was lost with a server's memory, and what hung on it too. */
export const offerMediaAgain = async (db: OutboxDatabase, event: string): Promise<void> => {
  const rows = await db.media.where('event').equals(event).toArray()
  for (const row of rows) {
    if (row.receipt && (await hasPieces(db, row.key)))
      await db.media.update(row.key, { again: true, sentBytes: 0 })
  }
}

/** By the server's own words and times alone: no clock of this phone deletes anything. */
const needNotStay = (row: MediumRow, change: MediaChange): boolean => {
  if (!row.receipt || row.again || change.lacking.includes(row.sha256)) return false
  const inBackup = row.receipt.epoch === change.epoch && row.receipt.number <= change.safe
  return inBackup || change.serverMs - row.receipt.receivedMs > KEEP_DAYS * DAY_MS
}

/** Pieces stay as long as the parcel of their event does: both may be asked for again together. */
export const changeMedia = async (db: OutboxDatabase, change: MediaChange): Promise<void> => {
  for (const sha256 of change.lacking) {
    const row = await byHash(db, sha256).first()
    if (row?.receipt && (await hasPieces(db, row.key)))
      await db.media.update(row.key, { again: true, sentBytes: 0 })
  }
  for (const row of await db.media.where('event').notEqual('').toArray()) {
    const parcelStays = (await db.parcels.where('id').equals(row.event).count()) > 0
    if (!parcelStays && needNotStay(row, change)) await piecesOf(db, row.key).delete()
  }
}

export const createMediaRows = (deps: MediaRowsDeps): MediaRows => {
  const { db } = deps
  return {
    waiting: () => db.transaction('r', db.tables, async () => readWaitingMedia(db)),
    medium: (sha256) => readMedium(deps, sha256),
    receiptKeys: async (): Promise<readonly ReceiptKey[]> =>
      (await db.office.get('self'))?.receiptKeys ?? [],
    begin: async (sha256, startedMs, leaseMs) => {
      await byHash(db, sha256).modify({ attempt: { startedMs, leaseMs, failure: null } })
    },
    sent: async (sha256, bytes) => {
      await byHash(db, sha256).modify({ sentBytes: bytes })
    },
    note: (sha256, failure) =>
      db.transaction('rw', db.media, async () => {
        const row = await byHash(db, sha256).first()
        if (!row) return
        await db.media.update(row.key, {
          attempt: { startedMs: 0, leaseMs: 0, ...row.attempt, failure },
        })
      }),
    refuse: async (sha256, code, atMs) => {
      await byHash(db, sha256).modify({ refusal: { code, atMs } })
    },
    settle: (receipt) =>
      db.transaction('rw', [db.media, db.pieces], async () => settle(db, receipt)),
  }
}
