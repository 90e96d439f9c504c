// The engine's side of the outbox on Dexie. Each method is one transaction: all of it or, after a crash, none of it.
// What runs inside a transaction is written `async`: only then does Dexie carry it over native promises (else it commits early).
import type { Receipt, ReceiptKey } from '../../protocol/receipts.ts'
import type { FeedChange, FeedNeed, FeedPosition, OutboxReplica } from '../../sync/outbox/ports.ts'
import { changeMedia, offerMediaAgain } from './dexie-media.ts'
import type { FeedRow, OutboxDatabase } from './database.ts'
import { createDeviceSigner } from './device.ts'
import { keysOf, readWaiting } from './waiting.ts'

export interface ReplicaDeps {
  readonly db: OutboxDatabase
  readonly subtle: SubtleCrypto
}

const NO_FEED: FeedRow = { name: 'self', after: 0, last: '', nonce: '' }

const readFeedNeed = async (db: OutboxDatabase): Promise<FeedNeed> => {
  const receipts = await keysOf(db.receipts)
  // Whoever only carries what others wrote has no key to ask with.
  if (receipts.size === 0 || !(await db.device.get('self'))) return 'none'
  // Nobody answers what a board shows (BOARD-4).
  const asked = (await db.copies.toArray()).filter(({ copy }) => copy.kind !== 'board-posted')
  const copies = new Set(asked.map(({ id }) => id))
  const answered = new Set(await db.entries.orderBy('event').uniqueKeys())
  const awaited = [...receipts].some((id) => copies.has(id) && !answered.has(id))
  return awaited ? 'eager' : 'calm'
}

const readPosition = async ({ db, subtle }: ReplicaDeps): Promise<FeedPosition | null> => {
  const device = await db.device.get('self')
  if (!device) return null
  const { after, last, nonce } = (await db.feed.get('self')) ?? NO_FEED
  const parcels = await keysOf(db.parcels)
  const receipts = await db.receipts.toArray()
  return {
    publicKey: new Uint8Array(device.publicKey),
    sign: createDeviceSigner(subtle, device.privateKey),
    replica: device.replica,
    after,
    last,
    nonce,
    kept: receipts.filter((receipt) => parcels.has(receipt.id)),
  }
}

/** A newer receipt may have come while the page was on its way: what it says is about the old one. */
const isStill = async (db: OutboxDatabase, { id, signature }: Receipt): Promise<boolean> =>
  (await db.receipts.get(id))?.signature === signature

const storeEntries = async (db: OutboxDatabase, { entries }: FeedChange): Promise<void> => {
  await db.entries.bulkPut(
    entries.map((entry) => ({
      id: entry.id,
      event: typeof entry['event'] === 'string' ? entry['event'] : '',
      entry,
    })),
  )
}

const offerAgain = async (db: OutboxDatabase, receipt: Receipt): Promise<void> => {
  if (!(await isStill(db, receipt))) return
  await db.items.where('id').equals(receipt.id).modify({ again: true })
  await offerMediaAgain(db, receipt.id)
}

/** An answer to what the server lacks can't be; so what is offered again keeps its bytes in any case. */
const letGo = async (db: OutboxDatabase, receipt: Receipt): Promise<void> => {
  const item = await db.items.where('id').equals(receipt.id).first()
  if (item?.again === false && (await isStill(db, receipt))) await db.parcels.delete(receipt.id)
}

const changeReplica = async (db: OutboxDatabase, replica: FeedChange['replica']): Promise<void> => {
  const device = await db.device.get('self')
  if (!device || !replica || replica.aboveSeq < device.nextSeq) return
  await db.device.put({ ...device, replica: replica.id })
}

const applyChange = async (db: OutboxDatabase, change: FeedChange): Promise<void> => {
  await storeEntries(db, change)
  for (const receipt of change.lacking) await offerAgain(db, receipt)
  for (const receipt of change.safe) await letGo(db, receipt)
  await changeReplica(db, change.replica)
  await changeMedia(db, change.media)
  const feed = (await db.feed.get('self')) ?? NO_FEED
  await db.feed.put({ ...feed, ...change.cursor, nonce: change.nonce })
}

const settle = async (db: OutboxDatabase, receipt: Receipt, nonce: string): Promise<void> => {
  await db.receipts.put(receipt)
  await db.items.where('id').equals(receipt.id).modify({ again: false })
  await db.attempts.delete(receipt.id)
  await db.refusals.delete(receipt.id)
  const feed = (await db.feed.get('self')) ?? NO_FEED
  await db.feed.put({ ...feed, nonce })
}

export const createDexieReplica = (deps: ReplicaDeps): OutboxReplica => {
  const { db } = deps
  return {
    waiting: () => db.transaction('r', db.tables, async () => readWaiting(db)),
    feedNeed: () => db.transaction('r', db.tables, async () => readFeedNeed(db)),
    parcel: (id) =>
      db.transaction('r', [db.items, db.parcels], async () => {
        const [item, parcel] = [await db.items.get({ id }), await db.parcels.get(id)]
        return item && parcel ? { bytes: new Uint8Array(parcel.bytes), hash: item.hash } : null
      }),
    receiptKeys: async (): Promise<readonly ReceiptKey[]> =>
      (await db.office.get('self'))?.receiptKeys ?? [],
    begin: async (id, startedMs, leaseMs) => {
      await db.attempts.put({ id, startedMs, leaseMs, failure: null })
    },
    note: (id, failure) =>
      db.transaction('rw', db.attempts, async () => {
        const attempt = (await db.attempts.get(id)) ?? { id, startedMs: 0, leaseMs: 0 }
        await db.attempts.put({ ...attempt, failure })
      }),
    refuse: async (id, code, atMs) => {
      await db.refusals.put({ id, code, atMs })
    },
    settle: (receipt, nonce) =>
      db.transaction('rw', [db.receipts, db.items, db.attempts, db.refusals, db.feed], async () =>
        settle(db, receipt, nonce),
      ),
    feedPosition: () => readPosition(deps),
    storeFeed: (change) => db.transaction('rw', db.tables, async () => applyChange(db, change)),
  }
}
