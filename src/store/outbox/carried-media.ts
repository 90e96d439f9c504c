// Attachments that leave this phone with a file, and those of others that come with one, on Dexie (OUT-30).
import { bytesToHex } from '../../base/bytes.ts'
import type { Clock } from '../../base/clock.ts'
import type { StartSha256 } from '../../base/crypto.ts'
import type { Random } from '../../base/random.ts'
import type { MediumName } from '../../protocol/media.ts'
import { PIECE_BYTES, type StoredMedium } from '../../sync/media/ports.ts'
import type { CarriedMedia, CarriedMedium, TakenMedium } from '../../sync/outbox/carry-file.ts'
import { tellFailure } from '../tell-failure.ts'
import type { MediumRow, OutboxDatabase } from './database.ts'
import { type MediaRowsDeps, hasPieces, readMedium, readOpenMedia } from './dexie-media.ts'
import { newMediumRow, removeMedium } from './media-shelf.ts'

export interface CarriedMediaDeps extends MediaRowsDeps {
  readonly clock: Clock
  readonly random: Random
  readonly startSha256: StartSha256
}

const leaving = async (deps: MediaRowsDeps): Promise<StoredMedium[]> => {
  const media: StoredMedium[] = []
  for (const { key, sha256 } of await readOpenMedia(deps.db)) {
    const medium = (await hasPieces(deps.db, key)) ? await readMedium(deps, sha256) : null
    if (medium) media.push(medium)
  }
  return media
}

const rowOf = (deps: CarriedMediaDeps, { proof }: CarriedMedium): MediumRow => ({
  ...newMediumRow(deps, { type: '', label: { kind: 'carried', durationMs: null } }),
  proof,
})

/** Stored piece by piece; false where the bytes are not what their name says, or can't be read. */
const storeWhole = async (
  { db, startSha256 }: CarriedMediaDeps,
  key: string,
  { name, bytes, content }: CarriedMedium,
): Promise<boolean> => {
  const hash = startSha256()
  for (let index = 0; index * PIECE_BYTES < bytes; index++) {
    const start = index * PIECE_BYTES
    const piece = await content.read(start, start + PIECE_BYTES).catch(() => null)
    if (!piece) return false
    hash.add(piece)
    await db.pieces.add({ key, index, bytes: piece.slice().buffer })
  }
  return bytesToHex(hash.end()) === name.sha256
}

/** Its question lies here as it lies in the file. */
const hasParcel = async (db: OutboxDatabase, { name, parcel }: CarriedMedium): Promise<boolean> =>
  (await db.items.get({ id: name.event }))?.hash === parcel

const isKnown = async (db: OutboxDatabase, { event, sha256 }: MediumName): Promise<boolean> =>
  (await db.media.where('sha256').equals(sha256).toArray()).some((row) => row.event === event)

/** False where another tab took the same in meanwhile. */
const finish = ({ db }: CarriedMediaDeps, key: string, medium: CarriedMedium): Promise<boolean> =>
  db.transaction('rw', db.media, async () => {
    if (await isKnown(db, medium.name)) return false
    await db.media.update(key, { ...medium.name, bytes: medium.bytes })
    return true
  })

const takeIn = async (deps: CarriedMediaDeps, medium: CarriedMedium): Promise<TakenMedium> => {
  const { db } = deps
  if (!(await hasParcel(db, medium))) return 'left'
  if (await isKnown(db, medium.name)) return 'known'
  const row = rowOf(deps, medium)
  let taken: TakenMedium = 'left'
  try {
    await db.media.add(row)
    if (await storeWhole(deps, row.key, medium))
      taken = (await finish(deps, row.key, medium)) ? 'added' : 'known'
    return taken
  } finally {
    if (taken !== 'added') await removeMedium(db, row.key).catch(() => undefined)
  }
}

export const createCarriedMedia = (deps: CarriedMediaDeps): CarriedMedia => ({
  leaving: () => leaving(deps),
  takeIn: (medium) => tellFailure(() => takeIn(deps, medium)),
})
