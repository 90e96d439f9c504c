// Rows of attachments on Dexie, as the shelf changes them: taken over by the item that is saved, gone with it or with their draft, and
// removed when nothing came of them (OUT-24, OUT-29).
import { bytesToHex } from '../../base/bytes.ts'
import { type Clock, DAY_MS } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { CopiedMedium } from '../../domain/event/item.ts'
import type { ShelfMedium } from '../../sync/outbox/ports.ts'
import type { MediumRow, OutboxDatabase } from './database.ts'
import { mediaOf, namedByDrafts } from './draft-media.ts'

/** A form that was left open so long is not open any more. */
const ORPHAN_MS = DAY_MS

const KEY_BYTES = 16

/** Of nobody, and not whole yet. */
export const newMediumRow = (
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  { type, label }: Pick<MediumRow, 'type' | 'label'>,
): MediumRow => ({
  key: bytesToHex(random.bytes(KEY_BYTES)),
  addedMs: clock.now(),
  sha256: '',
  bytes: 0,
  type,
  label,
  event: '',
  attempt: null,
  sentBytes: 0,
  refusal: null,
  receipt: null,
  again: false,
})

export const toShelfMedium = (row: MediumRow): ShelfMedium => ({
  medium: { sha256: row.sha256, bytes: row.bytes, type: row.type, label: row.label },
  sentBytes: row.sentBytes,
  received: row.receipt !== null && !row.again,
  refusal: row.refusal,
  attempt: row.attempt,
})

/** In the order in which the item names them: one that was added later may have begun to be kept earlier. */
export const inItemsOrder = <Row extends { readonly sha256: string }>(
  rows: readonly Row[],
  attachments: readonly { readonly sha256: string }[] = [],
): Row[] => {
  const place = ({ sha256 }: Row): number => {
    const at = attachments.findIndex((named) => named.sha256 === sha256)
    return at < 0 ? attachments.length : at
  }
  return [...rows].sort((a, b) => place(a) - place(b))
}

/** Within the transaction that saves the item: one that is not here any more must not be promised. */
export const takeOver = async (
  db: OutboxDatabase,
  event: string,
  attachments: readonly CopiedMedium[],
): Promise<void> => {
  for (const { sha256, label } of attachments) {
    const rows = await db.media.where('sha256').equals(sha256).toArray()
    const [row] = rows
    if (rows.length !== 1 || !row) throw new Error('an attachment is gone')
    await db.media.update(row.key, { event, label })
    await db.views.delete(row.key)
  }
}

export const removeKeys = async (db: OutboxDatabase, keys: readonly string[]): Promise<void> => {
  if (keys.length === 0) return
  await db.media.bulkDelete([...keys])
  await db.views.bulkDelete([...keys])
  for (const key of keys)
    await db.pieces.where('[key+index]').between([key, 0], [key, Infinity], true, true).delete()
}

export const removeMedium = (db: OutboxDatabase, key: string): Promise<void> =>
  db.transaction('rw', [db.media, db.pieces, db.views], async () => removeKeys(db, [key]))

/** With the item's copy go the attachments that need not be sent any more; what waits still goes (OUT-15). */
export const forgetMedia = async (db: OutboxDatabase, event: string): Promise<void> => {
  const rows = await db.media.where('event').equals(event).toArray()
  const done = rows.filter((row) => row.refusal !== null)
  await removeKeys(
    db,
    done.map((row) => row.key),
  )
}

/** What no item has taken over. */
export const removeFree = async (db: OutboxDatabase, sha256: string): Promise<void> => {
  const rows = await db.media.where('sha256').equals(sha256).toArray()
  const free = rows.filter((row) => row.event === '')
  await removeKeys(
    db,
    free.map((row) => row.key),
  )
}

/** With a draft go its attachments: it is taken away by who wrote it. */
export const removeDraft = async (db: OutboxDatabase, id: string): Promise<void> => {
  const draft = await db.drafts.get(id)
  if (!draft) return
  await db.drafts.delete(id)
  for (const { sha256 } of mediaOf(draft)) await removeFree(db, sha256)
}

/** Pieces of which nothing came: of a recording that a crash ended, of a save that was given up (OUT-24). */
export const removeOrphans = (db: OutboxDatabase, nowMs: number): Promise<void> =>
  db.transaction('rw', [db.media, db.pieces, db.views, db.drafts], async () => {
    const wanted = await namedByDrafts(db)
    const free = await db.media.where('event').equals('').toArray()
    // A clock set back must not make them immortal, nor one set forward take what was just added: both ends count.
    const isOld = ({ addedMs }: MediumRow): boolean => Math.abs(nowMs - addedMs) > ORPHAN_MS
    const orphans = free.filter((row) => isOld(row) && !wanted.has(row.sha256))
    await removeKeys(
      db,
      orphans.map((row) => row.key),
    )
  })
