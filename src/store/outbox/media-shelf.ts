// The person's side of attachments on Dexie: sealed, hashed and stored in pieces while they are read; taken over by the item that
// is saved; gone with it (OUT-24).
import type { Bytes } from '../../base/bytes.ts'
import { bytesToHex, concatBytes } from '../../base/bytes.ts'
import type { Clock } from '../../base/clock.ts'
import { DAY_MS } from '../../base/clock.ts'
import type { StartSha256 } from '../../base/crypto.ts'
import type { Random } from '../../base/random.ts'
import { type Result, err, ok } from '../../base/result.ts'
import type { CopiedMedium } from '../../domain/event/item.ts'
import { MAX_EVENT_MEDIA, MAX_EVENT_MEDIA_BYTES, MAX_MEDIUM_BYTES } from '../../protocol/limits.ts'
import { PIECE_BYTES, type SealStream } from '../../sync/media/ports.ts'
import type { OfficeView, ShelfMedium } from '../../sync/outbox/ports.ts'
import type { MediumRow, OutboxDatabase } from './database.ts'
import { failureToError } from './failure-to-error.ts'
import type { AttachmentDesk, KeptMedium, SaveError } from './outbox.ts'
import { tellFailure } from './reserve.ts'

export interface MediaDeskDeps {
  readonly db: OutboxDatabase
  readonly clock: Clock
  readonly random: Random
  readonly startSha256: StartSha256
  readonly sealStream: SealStream
  readonly office: () => OfficeView | null
}

/** A form that was left open so long is not open any more. */
const ORPHAN_MS = DAY_MS
const KEY_BYTES = 16

class TooLarge extends Error {}

export const toShelfMedium = (row: MediumRow): ShelfMedium => ({
  medium: { sha256: row.sha256, bytes: row.bytes, type: row.type, label: row.label },
  sentBytes: row.sentBytes,
  received: row.receipt !== null && !row.again,
  refusal: row.refusal,
  attempt: row.attempt,
})

/** Within the transaction that saves the item: one that is not here any more must not be promised. */
export const takeOver = async (
  db: OutboxDatabase,
  event: string,
  attachments: readonly CopiedMedium[],
): Promise<void> => {
  for (const { sha256, label } of attachments) {
    // How long a recording is was not known when it began.
    const changed = await db.media.where('sha256').equals(sha256).modify({ event, label })
    if (changed !== 1) throw new Error('an attachment is gone')
  }
}

const removeKeys = async (db: OutboxDatabase, keys: readonly string[]): Promise<void> => {
  if (keys.length === 0) return
  await db.media.bulkDelete([...keys])
  for (const key of keys)
    await db.pieces.where('[key+index]').between([key, 0], [key, Infinity], true, true).delete()
}

/** With the item's copy go the attachments that need not be sent any more; what waits still goes (OUT-15). */
export const forgetMedia = async (db: OutboxDatabase, event: string): Promise<void> => {
  const rows = await db.media.where('event').equals(event).toArray()
  const done = rows.filter((row) => row.refusal !== null)
  await removeKeys(
    db,
    done.map((row) => row.key),
  )
}

/** Pieces of which nothing came: a recording that a crash ended, a form that was never saved (OUT-24). */
export const removeOrphans = (db: OutboxDatabase, nowMs: number): Promise<void> =>
  db.transaction('rw', [db.media, db.pieces, db.drafts], async () => {
    const drafts = await db.drafts.toArray()
    const wanted = new Set(
      drafts.flatMap(({ copy }) => (copy.attachments ?? []).map((medium) => medium.sha256)),
    )
    const free = await db.media.where('event').equals('').toArray()
    // A clock set back must not make them immortal, nor one set forward take what was just added: both ends count.
    const isOld = ({ addedMs }: MediumRow): boolean => Math.abs(nowMs - addedMs) > ORPHAN_MS
    const orphans = free.filter((row) => isOld(row) && !wanted.has(row.sha256))
    await removeKeys(
      db,
      orphans.map((row) => row.key),
    )
  })

/** Stores whole pieces as they fill up. Gives length and hash; throws `TooLarge` beyond `room`. */
const storePieces = async (
  deps: MediaDeskDeps,
  key: string,
  sealed: ReadableStream<Bytes>,
  room: number,
): Promise<{ readonly bytes: number; readonly sha256: string }> => {
  const hash = deps.startSha256()
  const reader = sealed.getReader()
  let waiting: Bytes[] = []
  let held = 0
  let index = 0
  let bytes = 0
  const flush = async (least: number): Promise<void> => {
    while (held > 0 && held >= least) {
      const all = concatBytes(...waiting)
      const piece = all.slice(0, PIECE_BYTES)
      await deps.db.pieces.add({ key, index, bytes: piece.buffer })
      waiting = [all.slice(piece.length)]
      held -= piece.length
      index += 1
    }
  }
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      bytes += value.length
      if (bytes > room) throw new TooLarge()
      hash.add(value)
      waiting.push(value)
      held += value.length
      await flush(PIECE_BYTES)
    }
    await flush(1)
  } catch (error) {
    await reader.cancel().catch(() => undefined)
    throw error
  }
  return { bytes, sha256: bytesToHex(hash.end()) }
}

const emptyRow = (deps: MediaDeskDeps, about: Pick<KeptMedium, 'type' | 'label'>): MediumRow => ({
  key: bytesToHex(deps.random.bytes(KEY_BYTES)),
  addedMs: deps.clock.now(),
  sha256: '',
  bytes: 0,
  type: about.type,
  label: about.label,
  event: '',
  attempt: null,
  sentBytes: 0,
  refusal: null,
  receipt: null,
  again: false,
})

const keep = async (
  deps: MediaDeskDeps,
  recipient: string,
  content: ReadableStream<Bytes>,
  about: Pick<KeptMedium, 'type' | 'label'>,
  room: number,
): Promise<Result<KeptMedium, SaveError>> => {
  const { db } = deps
  const sealed = await deps.sealStream(recipient, content).catch(() => null)
  if (!sealed) return err({ kind: 'sealing-unavailable' })
  const row = emptyRow(deps, about)
  const found = { tooLarge: false }
  const stored = await tellFailure(async () => {
    await db.media.add(row)
    try {
      const made = await storePieces(deps, row.key, sealed, room)
      await db.media.update(row.key, made)
      return made
    } catch (error) {
      found.tooLarge = error instanceof TooLarge
      await db
        .transaction('rw', [db.media, db.pieces], async () => removeKeys(db, [row.key]))
        .catch(() => undefined)
      throw error
    }
  })
  if (stored.ok) return ok({ ...stored.value, ...about })
  if (!found.tooLarge) return err(failureToError(stored.error))
  return err({ kind: room < MAX_MEDIUM_BYTES ? 'media-too-many' : 'medium-too-large' })
}

export const createMediaDesk = (deps: MediaDeskDeps): AttachmentDesk => ({
  keep: async (content, about, held) => {
    const office = deps.office()
    if (!office) return err({ kind: 'no-office-key' })
    if (held.length >= MAX_EVENT_MEDIA) return err({ kind: 'media-too-many' })
    const used = held.reduce((sum, medium) => sum + medium.bytes, 0)
    const room = Math.min(MAX_MEDIUM_BYTES, MAX_EVENT_MEDIA_BYTES - used)
    return keep(deps, office.recipient, content, about, room)
  },
  discard: async (sha256) => {
    const { db } = deps
    await db.transaction('rw', [db.media, db.pieces], async () => {
      const rows = await db.media.where('sha256').equals(sha256).toArray()
      const free = rows.filter((row) => row.event === '')
      await removeKeys(
        db,
        free.map((row) => row.key),
      )
    })
  },
})
