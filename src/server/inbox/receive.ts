// Takes a parcel in and gives the receipt for it: bounds, digest, signature, one transaction, then the answer
// (EVT-6 … EVT-9, RCPT-1 … RCPT-4). What is inside the seal is no matter here.
import type { Selectable, Transaction } from 'kysely'
import { type Bytes, bytesToBase64Url, bytesToHex } from '../../base/bytes.ts'
import { type Result, err, ok } from '../../base/result.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import { MAX_PARCEL_BYTES } from '../../protocol/limits.ts'
import { type Parcel, decodeParcel, isParcelSigned } from '../../protocol/parcel.ts'
import { RECEIPT_FORMAT, type Receipt, receiptMessage } from '../../protocol/receipts.ts'
import type { Database } from '../store/database.ts'
import type { InboxEventTable } from '../store/inbox-tables.ts'
import { currentEpoch, takeNumber } from './memory.ts'
import type { InboxDeps } from './ports.ts'

export interface Delivery {
  /** Id in the address. */
  readonly id: string
  /** The `content-digest` header. */
  readonly digest: string | undefined
  readonly bytes: Bytes
}

export interface Delivered {
  readonly receipt: Receipt
  readonly erased: boolean
  readonly device: string
}

type EventRow = Selectable<InboxEventTable>

const toDelivered = (row: EventRow): Delivered => ({
  device: row.device,
  erased: row.erased_ms !== null,
  receipt: {
    format: RECEIPT_FORMAT,
    id: row.id,
    hash: row.hash,
    epoch: row.epoch,
    number: row.number,
    receivedMs: row.received_ms,
    key: row.receipt_key,
    signature: row.receipt_signature,
  },
})

const DIGEST = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/

const digestFault = (delivery: Delivery, actual: Bytes): ErrorCode | null => {
  const announced = DIGEST.exec(delivery.digest ?? '')?.[1]
  if (announced === undefined) return 'digest-missing'
  return announced === Buffer.from(actual).toString('base64') ? null : 'digest-mismatch'
}

/** Rolls the transaction back, so that no number is used up. */
class AlreadyThere extends Error {}

const insertEvent = async (
  deps: InboxDeps,
  tx: Transaction<Database>,
  arrival: {
    readonly parcel: Parcel
    readonly bytes: Bytes
    readonly hash: string
    readonly device: string
  },
): Promise<EventRow> => {
  const { parcel, bytes, hash, device } = arrival
  const key = deps.keys.receipt
  const number = await takeNumber(tx)
  const epoch = (await currentEpoch(tx)).id
  const receivedMs = deps.clock.now()
  const message = receiptMessage({ id: parcel.id, hash, epoch, number, receivedMs })
  const row = await tx
    .insertInto('inbox_event')
    .values({
      id: parcel.id,
      device,
      hash,
      parcel: bytes,
      claim: bytesToHex(parcel.claim),
      slip: bytesToHex(parcel.slip),
      epoch,
      number,
      received_ms: receivedMs,
      receipt_key: key.id,
      receipt_signature: bytesToBase64Url(await key.sign(message)),
      state: 'arrived',
      tray: 'desk',
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new AlreadyThere()
  await tx
    .insertInto('inbox_device')
    .values({
      device,
      public_key: bytesToBase64Url(parcel.publicKey),
      first_ms: receivedMs,
      feed_count: 0,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return row
}

const findEvent = (deps: InboxDeps, id: string): Promise<EventRow | undefined> =>
  deps.db.selectFrom('inbox_event').selectAll().where('id', '=', id).executeTakeFirst()

const rememberFork = async (deps: InboxDeps, id: string, hash: string, device: string) => {
  await deps.db
    .insertInto('inbox_fork')
    .values({ id, hash, device, seen_ms: deps.clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What a row that is already there means for this delivery (RCPT-4, EVT-8, EVT-9). */
const answerKnown = async (
  deps: InboxDeps,
  row: EventRow,
  hash: string,
  device: string,
): Promise<Result<Delivered, ErrorCode>> => {
  if (row.device !== device) return err('id-taken')
  if (row.hash === hash) return ok(toDelivered(row))
  await rememberFork(deps, row.id, hash, device)
  return err('event-differs')
}

const judgeParcel = async (
  deps: InboxDeps,
  delivery: Delivery,
): Promise<Result<Parcel, ErrorCode>> => {
  const parcel = decodeParcel(delivery.bytes)
  if (!parcel.ok) return parcel
  if (parcel.value.id !== delivery.id) return err('id-mismatch')
  return (await isParcelSigned(parcel.value, deps.verifyP256)) ? parcel : err('signature-wrong')
}

/** The database's disk is full. */
export const isFull = (error: unknown): boolean => {
  const { errcode, code } = error as { errcode?: unknown; code?: unknown }
  return errcode === 13 || code === '53100' // SQLITE_FULL, PostgreSQL disk_full
}

const store = async (
  deps: InboxDeps,
  parcel: Parcel,
  bytes: Bytes,
  hash: string,
): Promise<Result<Delivered, ErrorCode>> => {
  const device = bytesToHex(deps.sha256(parcel.publicKey))
  try {
    const known = await findEvent(deps, parcel.id)
    if (known) return await answerKnown(deps, known, hash, device)
    const arrival = { parcel, bytes, hash, device }
    return ok(
      toDelivered(await deps.db.transaction().execute((tx) => insertEvent(deps, tx, arrival))),
    )
  } catch (error) {
    if (isFull(error)) return err('server-full')
    if (!(error instanceof AlreadyThere)) throw error
    const winner = await findEvent(deps, parcel.id)
    if (!winner) throw new Error('an event that was there is gone', { cause: error })
    return answerKnown(deps, winner, hash, device)
  }
}

/** Resolves with a receipt only after its row is on disk. */
export const receive = async (
  deps: InboxDeps,
  delivery: Delivery,
): Promise<Result<Delivered, ErrorCode>> => {
  if (delivery.bytes.length > MAX_PARCEL_BYTES) return err('too-large')
  const digest = deps.sha256(delivery.bytes)
  const fault = digestFault(delivery, digest)
  if (fault) return err(fault)
  const parcel = await judgeParcel(deps, delivery)
  if (!parcel.ok) return parcel
  return store(deps, parcel.value, delivery.bytes, bytesToHex(digest))
}
