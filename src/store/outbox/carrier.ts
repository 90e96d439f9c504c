// The unsent queue as a file, and such a file back into a queue, on this phone or another (OUT-22, OUT-30). A film never lies in memory
// as a whole: the file is made of pieces, and read in pieces.
import { type Result, err, ok } from '../../base/result.ts'
import type { Clock } from '../../base/clock.ts'
import { PIECE_BYTES, type SealedBytes, type StoredMedium } from '../../sync/media/ports.ts'
import {
  type CarriedMedia,
  type CarriedMedium,
  encodeCarriedHead,
  readCarriedFile,
} from '../../sync/outbox/carry-file.ts'
import { type CarryDeps, encodeCarried } from '../../sync/outbox/carry.ts'
import type { OutboxReplica, OutboxShelf, StorageFailure } from '../../sync/outbox/ports.ts'
import { failureToError } from './failure-to-error.ts'
import type { Outbox, TakenMedia } from './outbox.ts'

export interface CarrierDeps extends CarryDeps {
  readonly clock: Clock
}

interface Rows {
  readonly shelf: OutboxShelf
  readonly replica: OutboxReplica
  readonly media: { readonly carried: CarriedMedia } | null
}

interface Leaving {
  readonly medium: StoredMedium
  /** Each handed to the browser as soon as it was read. */
  readonly parts: readonly Blob[]
}

/** Null where a piece went meanwhile. */
const readLeaving = async (medium: StoredMedium): Promise<Leaving | null> => {
  const parts: Blob[] = []
  for (let index = 0; index * PIECE_BYTES < medium.bytes; index++) {
    const piece = await medium.piece(index)
    if (!piece) return null
    parts.push(new Blob([piece]))
  }
  return { medium, parts }
}

const readAllLeaving = async (media: readonly StoredMedium[]): Promise<Leaving[]> => {
  const all: Leaving[] = []
  for (const medium of media) {
    const leaving = await readLeaving(medium)
    if (leaving) all.push(leaving)
  }
  return all
}

const writeFile = async ({ replica, media }: Rows, attachments: boolean): Promise<Blob | null> => {
  const waiting = await replica.waiting()
  const leaving = attachments && media ? await readAllLeaving(await media.carried.leaving()) : []
  const ids = new Set([...waiting, ...leaving.map(({ medium }) => medium.name.event)])
  const stored = await Promise.all([...ids].map((id) => replica.parcel(id)))
  const parcels = stored.flatMap((one) => (one ? [one.bytes] : []))
  if (parcels.length === 0) return null
  if (leaving.length === 0) return new Blob([encodeCarried(parcels)], { type: 'application/json' })
  const lines = await Promise.all(
    leaving.map(async ({ medium: { name, bytes, proof } }) => ({
      name,
      bytes,
      proof: await proof(),
    })),
  )
  const parts = leaving.flatMap((one) => one.parts)
  const type = 'application/octet-stream'
  return new Blob([encodeCarriedHead(parcels, lines), ...parts], { type })
}

const bytesOf = (file: Blob): SealedBytes => ({
  length: file.size,
  read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
})

/** Goes on where one finds no room: the next may be smaller. */
const takeMedia = async (
  { media }: Rows,
  carried: readonly CarriedMedium[],
  damaged: number,
): Promise<Result<TakenMedia, StorageFailure>> => {
  const taken = { added: 0, known: 0, left: damaged, noRoom: 0 }
  for (const medium of carried) {
    const one = media ? await media.carried.takeIn(medium) : ok('left' as const)
    if (one.ok) taken[one.value] += 1
    else if (one.error.kind === 'full') taken.noRoom += 1
    else return one
  }
  return ok(taken)
}

export const createCarrier = (
  deps: CarrierDeps,
  rows: Rows,
): Pick<Outbox, 'exportUnsent' | 'importUnsent'> => ({
  exportUnsent: (attachments) => writeFile(rows, attachments),
  importUnsent: async (file) => {
    const read = await readCarriedFile(deps, bytesOf(file)).catch(() => null)
    if (!read) return err({ kind: 'not-ours' })
    const taken = await rows.shelf.takeIn(read.parcels, deps.clock.now())
    if (!taken.ok) return err(failureToError(taken.error))
    const media = await takeMedia(rows, read.media, read.damaged.media)
    if (!media.ok) return err(failureToError(media.error))
    return ok({ ...taken.value, damaged: read.damaged.parcels, media: media.value })
  },
})
