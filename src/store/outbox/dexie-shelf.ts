// The person's side of the outbox on Dexie: who signs, what is saved, what is shown (OUT-1, OUT-2, OUT-13 … OUT-15).
import Dexie from 'dexie'
import type { Bytes } from '../../base/bytes.ts'
import type { ItemAnswer } from '../../domain/event/item.ts'
import type { Random } from '../../base/random.ts'
import { AnswerEntry } from '../../protocol/feed.ts'
import type { CarriedParcel } from '../../sync/outbox/carry.ts'
import type { OutboxShelf, ShelfItem, TakenIn } from '../../sync/outbox/ports.ts'
import { tellFailure } from '../tell-failure.ts'
import type { DeviceRow, DraftTableRow, EntryRow, ItemRow, OutboxDatabase } from './database.ts'
import { identityOf, makeDevice } from './device.ts'
import { closeDraft, putDraft } from './draft-media.ts'
import { forgetMedia, inItemsOrder, removeDraft, takeOver, toShelfMedium } from './media-shelf.ts'
import { writeWithReserve } from './reserve.ts'

export interface ShelfDeps {
  readonly db: OutboxDatabase
  readonly subtle: SubtleCrypto
  readonly random: Random
}

/** Of keys made before there were marks. */
const OLD_LIFE = '0'

/** Two tabs may make a key at once: the first one stored is the device's. */
const takeNumber = async (deps: ShelfDeps): Promise<DeviceRow> => {
  const { db } = deps
  const made = (await db.device.get('self')) ?? (await makeDevice(deps))
  return db.transaction('rw', db.device, async () => {
    const device = (await db.device.get('self')) ?? made
    await db.device.put({ ...device, nextSeq: device.nextSeq + 1 })
    return device
  })
}

const toAnswers = (entries: readonly EntryRow[]): ItemAnswer[] =>
  entries
    .flatMap(({ entry }) => {
      const answer = AnswerEntry.safeParse(entry)
      return answer.success ? [answer.data] : []
    })
    .sort((a, b) => a.n - b.n)
    .map(({ id, text, answeredMs, from }) => ({ id, text, answeredMs, from }))

const draftItem = ({ id, savedMs, copy }: DraftTableRow): ShelfItem => ({
  id,
  savedMs,
  copy,
  rows: { draft: true, receipt: null, answers: [], refusal: null, attempt: null },
  media: [],
})

const sentItem = async (
  db: OutboxDatabase,
  { id, savedMs, again }: ItemRow,
): Promise<ShelfItem> => {
  const [copy, receipt, refusal, attempt, entries, media] = await Promise.all([
    db.copies.get(id),
    db.receipts.get(id),
    db.refusals.get(id),
    db.attempts.get(id),
    db.entries.where('event').equals(id).toArray(),
    db.media.where('event').equals(id).sortBy('addedMs'),
  ])
  return {
    id,
    savedMs,
    copy: copy?.copy ?? null,
    rows: {
      draft: false,
      receipt:
        receipt && !again ? { number: receipt.number, receivedMs: receipt.receivedMs } : null,
      answers: toAnswers(entries),
      refusal: refusal ?? null,
      attempt: attempt ?? null,
    },
    media: inItemsOrder(media, copy?.copy.attachments).map(toShelfMedium),
  }
}

/** What was removed here and is delivered needs nobody's eye any more; what is unsent does, attachments too. */
const isShown = ({ copy, rows, media }: ShelfItem): boolean =>
  copy !== null || rows.receipt === null || media.some(({ received }) => !received)

const readList = async (db: OutboxDatabase): Promise<readonly ShelfItem[]> => {
  const rows = await db.items.orderBy('order').reverse().toArray()
  const drafts = await db.drafts.toArray()
  const sent = await Promise.all(rows.map((row) => sentItem(db, row)))
  const newestDrafts = drafts.sort((a, b) => b.savedMs - a.savedMs).map(draftItem)
  return [...newestDrafts, ...sent.filter(isShown)]
}

/** Fires for commits in any tab, the service worker's included. */
const watchDatabase = (db: OutboxDatabase, changed: () => void): (() => void) => {
  const prefix = `idb://${db.name}/`
  const onMutated = (parts: object) => {
    if (Object.keys(parts).some((part) => part.startsWith(prefix))) changed()
  }
  Dexie.on('storagemutated', onMutated)
  return () => {
    Dexie.on.storagemutated.unsubscribe(onMutated)
  }
}

/** An id that lies here already stays as it is. */
const takeIn = async (
  db: OutboxDatabase,
  parcels: readonly CarriedParcel[],
  savedMs: number,
): Promise<TakenIn> => {
  const taken = { added: 0, known: 0, differing: 0 }
  for (const { id, hash, parcel } of parcels) {
    const here = await db.items.get({ id })
    if (here) {
      taken[here.hash === hash ? 'known' : 'differing'] += 1
      continue
    }
    await db.items.add({ id, savedMs, hash, again: false })
    await db.parcels.add({ id, bytes: toBuffer(parcel) })
    taken.added += 1
  }
  return taken
}

export const createDexieShelf = (deps: ShelfDeps): OutboxShelf => {
  const { db, subtle } = deps
  return {
    identity: () => writeWithReserve(db, async () => identityOf(subtle, await takeNumber(deps))),
    save: (item) =>
      writeWithReserve(db, () =>
        db.transaction('rw', db.tables, async () => {
          const { id, savedMs, hash, copy, slipSecret, receiptKeys } = item
          await db.items.add({ id, savedMs, hash, again: false })
          await db.parcels.add({ id, bytes: toBuffer(item.parcel) })
          await db.copies.add({ id, copy, slipSecret })
          await db.office.put({ name: 'self', receiptKeys })
          if (item.draft !== null) await closeDraft(db, item.draft, copy.attachments ?? [])
          await takeOver(db, id, copy.attachments ?? [])
        }),
      ),
    saveDraft: (draft) =>
      tellFailure(() => db.transaction('rw', db.drafts, async () => putDraft(db, draft))),
    takeIn: (parcels, savedMs) =>
      tellFailure(() =>
        db.transaction('rw', [db.items, db.parcels], async () => takeIn(db, parcels, savedMs)),
      ),
    list: () => db.transaction('r', db.tables, async () => readList(db)),
    remove: (id) =>
      db.transaction('rw', db.tables, async () => {
        await db.copies.delete(id)
        await removeDraft(db, id)
        await db.entries.where('event').equals(id).delete()
        await forgetMedia(db, id)
      }),
    life: async () => {
      const device = await db.device.get('self')
      return device ? (device.life ?? OLD_LIFE) : null
    },
    watch: (changed) => watchDatabase(db, changed),
  }
}

/** The bytes alone, whatever larger buffer they may be a view of. */
const toBuffer = (bytes: Bytes): ArrayBuffer =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
