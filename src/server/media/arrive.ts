// From the last byte to the receipt: hash, flush, move, then row and number in one transaction (MEDIA-4, MEDIA-5). Each step may
// be the last of this process; whoever looks next finishes it.
import { bytesToBase64Url } from '../../base/bytes.ts'
import { type Result, err, ok } from '../../base/result.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import {
  MEDIA_RECEIPT_FORMAT,
  type MediaReceipt,
  type MediumName,
  mediaReceiptMessage,
} from '../../protocol/media.ts'
import { currentEpoch, takeNumber } from '../inbox/memory.ts'
import { isFull } from '../inbox/receive.ts'
import type { MediaDeps } from './ports.ts'
import { isDiskFull } from './refusal.ts'
import {
  type MediumRow,
  changeMedium,
  findMedium,
  forgetArrival,
  forgetBegun,
  nameOf,
} from './rows.ts'

/** Rolls the transaction back, so that no number is used up. */
class NoLongerBegun extends Error {}

/** The bytes are at their place and durable. */
const enterArrival = (deps: MediaDeps, name: MediumName): Promise<MediumRow> =>
  deps.db.transaction().execute(async (tx) => {
    const key = deps.keys.receipt
    const number = await takeNumber(tx)
    const epoch = (await currentEpoch(tx)).id
    const receivedMs = deps.clock.now()
    const message = mediaReceiptMessage({ ...name, epoch, number, receivedMs })
    const row = await changeMedium(tx, name)
      .set({
        state: 'arrived',
        epoch,
        number,
        received_ms: receivedMs,
        receipt_key: key.id,
        receipt_signature: bytesToBase64Url(await key.sign(message)),
      })
      .where('state', '=', 'begun')
      .returningAll()
      .executeTakeFirst()
    if (!row) throw new NoLongerBegun()
    return row
  })

export interface Standing {
  readonly row: MediumRow
  /** Where the next byte goes; all of them when it is here. */
  readonly offset: number
}

type Stands = Result<Standing, 'media-missing' | 'media-damaged' | 'server-full'>

const arrive = async (deps: MediaDeps, name: MediumName): Promise<Stands> => {
  try {
    const row = await enterArrival(deps, name)
    return ok({ row, offset: row.bytes })
  } catch (error) {
    if (isFull(error) || isDiskFull(error)) return err('server-full')
    if (!(error instanceof NoLongerBegun)) throw error
    const row = await findMedium(deps.db, name)
    return row ? ok({ row, offset: row.bytes }) : err('media-missing')
  }
}

const finish = async (deps: MediaDeps, row: MediumRow): Promise<Stands> => {
  const name = nameOf(row)
  if ((await deps.files.hashBegun(name)) !== row.sha256) {
    await deps.files.removeBegun(name)
    await forgetBegun(deps.db, name)
    return err('media-damaged')
  }
  await deps.files.place(name)
  return arrive(deps, name)
}

const standBegun = async (deps: MediaDeps, row: MediumRow): Promise<Stands> => {
  const name = nameOf(row)
  const size = await deps.files.begunSize(name)
  // More than announced hashes to something else, and goes the same way.
  if (size !== null && size >= row.bytes) return finish(deps, row)
  if (size !== null) return ok({ row, offset: size })
  if ((await deps.files.placedSize(row.sha256)) === row.bytes) {
    await deps.files.syncPlaced(row.sha256)
    return arrive(deps, name)
  }
  await deps.files.prepare(name)
  return ok({ row, offset: 0 })
}

/** Where a medium stands, mended by what lies on the disk. To be called in the medium's turn. */
export const stand = async (deps: MediaDeps, name: MediumName): Promise<Stands> => {
  const row = await findMedium(deps.db, name)
  if (!row || row.state === 'named') return err('media-missing')
  if (row.state === 'begun') return standBegun(deps, row)
  const isHere = row.state === 'erased' || (await deps.files.placedSize(row.sha256)) === row.bytes
  if (isHere) return ok({ row, offset: row.bytes })
  return standBegun(deps, await forgetArrival(deps.db, row))
}

const toReceipt = (row: MediumRow): MediaReceipt | null => {
  const { epoch, number, received_ms, receipt_key, receipt_signature } = row
  if (epoch === null || number === null || received_ms === null) return null
  if (receipt_key === null || receipt_signature === null) return null
  return {
    format: MEDIA_RECEIPT_FORMAT,
    event: row.event_id,
    sha256: row.sha256,
    epoch,
    number,
    receivedMs: received_ms,
    key: receipt_key,
    signature: receipt_signature,
  }
}

/** To be called in the medium's turn. */
export const receiptOf = async (
  deps: MediaDeps,
  name: MediumName,
): Promise<Result<MediaReceipt, ErrorCode>> => {
  const stands = await stand(deps, name)
  if (!stands.ok) return stands
  const receipt = toReceipt(stands.value.row)
  return receipt ? ok(receipt) : err('media-missing')
}
