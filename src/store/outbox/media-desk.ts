// Where attachments are sealed, hashed and stored in pieces while they are read, for a draft that names them when they are whole
// (OUT-24, OUT-29).
import type { Bytes } from '../../base/bytes.ts'
import { bytesToHex, concatBytes } from '../../base/bytes.ts'
import type { Clock } from '../../base/clock.ts'
import type { StartSha256 } from '../../base/crypto.ts'
import type { Random } from '../../base/random.ts'
import { type Result, err, ok } from '../../base/result.ts'
import type { MediumLabel } from '../../domain/event/item.ts'
import { MAX_EVENT_MEDIA, MAX_EVENT_MEDIA_BYTES, MAX_MEDIUM_BYTES } from '../../protocol/limits.ts'
import { PIECE_BYTES, type SealStream } from '../../sync/media/ports.ts'
import type { OfficeView } from '../../sync/outbox/ports.ts'
import { tellFailure } from '../tell-failure.ts'
import type { OutboxDatabase } from './database.ts'
import { nameInDraft, takeFromDrafts } from './draft-media.ts'
import { failureToError } from './failure-to-error.ts'
import { newMediumRow, removeFree, removeMedium } from './media-shelf.ts'
import type { AboutMedium, AttachmentDesk, KeptMedium, SaveError } from './outbox.ts'

export interface MediaDeskDeps {
  readonly db: OutboxDatabase
  readonly clock: Clock
  readonly random: Random
  readonly startSha256: StartSha256
  readonly sealStream: SealStream
  readonly office: () => OfficeView | null
}

/** A photo, minutes of voice, a short film. More would double what a phone has to hold. */
export const MAX_VIEW_BYTES = 2 * 1024 * 1024

class TooLarge extends Error {}

export interface PlainCopy {
  /** The content, to be read in its place. */
  readonly content: ReadableStream<Bytes>
  /** Once it was read: all of it; null where that is more than may be kept. */
  readonly whole: () => Bytes | null
}

export const copyPlain = (content: ReadableStream<Bytes>): PlainCopy => {
  let parts: Bytes[] | null = []
  let length = 0
  const watched = new TransformStream<Bytes, Bytes>({
    transform: (part, passing) => {
      length += part.length
      if (length > MAX_VIEW_BYTES) parts = null
      parts?.push(part.slice())
      passing.enqueue(part)
    },
  })
  return {
    content: content.pipeThrough(watched),
    whole: () => parts && concatBytes(...parts),
  }
}

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

const finalLabel = async ({ label, lasted }: AboutMedium): Promise<MediumLabel> =>
  lasted === undefined ? label : { ...label, durationMs: await lasted }

/** Whole: from here on the draft has it. */
const finish = async (
  { db }: MediaDeskDeps,
  key: string,
  medium: KeptMedium,
  draft: string | undefined,
): Promise<void> =>
  db.transaction('rw', [db.media, db.drafts], async () => {
    const { sha256, bytes, label } = medium
    await db.media.update(key, { sha256, bytes, label })
    if (draft !== undefined) await nameInDraft(db, draft, medium)
  })

/** Best effort: without room for it only its kind, length and size are shown later. */
const keepView = async (
  { db }: MediaDeskDeps,
  key: string,
  plain: Bytes | null | undefined,
): Promise<void> => {
  if (plain) await db.views.put({ key, bytes: plain.buffer }).catch(() => undefined)
}

const keep = async (
  deps: MediaDeskDeps,
  recipient: string,
  content: ReadableStream<Bytes>,
  about: AboutMedium,
  room: number,
): Promise<Result<KeptMedium, SaveError>> => {
  const { db } = deps
  const plain = about.draft === undefined ? null : copyPlain(content)
  const sealed = await deps.sealStream(recipient, plain?.content ?? content).catch(() => null)
  if (!sealed) return err({ kind: 'sealing-unavailable' })
  const row = newMediumRow(deps, about)
  const found = { tooLarge: false }
  const stored = await tellFailure(async () => {
    await db.media.add(row)
    try {
      const made = await storePieces(deps, row.key, sealed, room)
      const medium = { ...made, type: about.type, label: await finalLabel(about) }
      await keepView(deps, row.key, plain?.whole())
      await finish(deps, row.key, medium, about.draft)
      return medium
    } catch (error) {
      found.tooLarge = error instanceof TooLarge
      await removeMedium(db, row.key).catch(() => undefined)
      throw error
    }
  })
  if (stored.ok) return ok(stored.value)
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
    await db.transaction('rw', [db.media, db.pieces, db.views, db.drafts], async () => {
      await takeFromDrafts(db, sha256)
      await removeFree(db, sha256)
    })
  },
  view: async (sha256) => {
    const { db } = deps
    const row = await db.media.where('sha256').equals(sha256).first()
    const view = row && (await db.views.get(row.key))
    return view ? new Uint8Array(view.bytes) : null
  },
})
