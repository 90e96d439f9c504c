// Answers a device's feed request: who asks, what is new for it, what the server lacks of what it holds (FEED-1 … FEED-7, RCPT-5).
import { base64UrlToBytes, bytesToBase64Url, bytesToHex } from '../../base/bytes.ts'
import { type Result, err, ok } from '../../base/result.ts'
import {
  FEED_FORMAT,
  FeedEntry,
  type FeedPage,
  type FeedReply,
  type FeedRequest,
  feedMessage,
  feedReplyMessage,
} from '../../protocol/feed.ts'
import { MAX_FEED_ENTRIES, MAX_FEED_REPLY_BYTES } from '../../protocol/limits.ts'
import { type Receipt, receiptMessage } from '../../protocol/receipts.ts'
import { PUBLIC_KEY_BYTES, verifyText } from '../../protocol/signed-text.ts'
import { missingMedia } from '../media/rows.ts'
import { counter, currentEpoch, openEpoch } from './memory.ts'
import type { Nonces } from './nonce.ts'
import type { InboxDeps } from './ports.ts'

export type FeedError =
  | { readonly code: 'bad-request' | 'signature-wrong' }
  | { readonly code: 'nonce-needed'; readonly nonce: string }

/** Room for signature, names and the escaping of quotes: entries may fill half of what a phone reads. */
const PAGE_BYTES = MAX_FEED_REPLY_BYTES / 2

/** A cursor that this server never gave, or that a restore took away, begins anew (FEED-4). */
const startOf = async (deps: InboxDeps, device: string, request: FeedRequest): Promise<number> => {
  if (request.after === 0) return 0
  const known = await deps.db
    .selectFrom('inbox_feed')
    .select('n')
    .where('device', '=', device)
    .where('n', '=', request.after)
    .where('id', '=', request.last)
    .executeTakeFirst()
  return known ? request.after : 0
}

const entriesAfter = async (deps: InboxDeps, device: string, after: number) => {
  const rows = await deps.db
    .selectFrom('inbox_feed')
    .select('entry')
    .where('device', '=', device)
    .where('n', '>', after)
    .orderBy('n')
    .limit(MAX_FEED_ENTRIES + 1)
    .execute()
  const entries: FeedEntry[] = []
  let room = PAGE_BYTES
  for (const { entry } of rows.slice(0, MAX_FEED_ENTRIES)) {
    room -= Buffer.byteLength(entry)
    if (room < 0 && entries.length > 0) break
    entries.push(FeedEntry.parse(JSON.parse(entry)))
  }
  return { entries, more: entries.length < rows.length }
}

/** Positions of what is not here under that number. */
const findLacking = async (deps: InboxDeps, holds: readonly string[]): Promise<number[]> => {
  if (holds.length === 0) return []
  const ids = holds.map((name) => name.slice(name.indexOf('.') + 1))
  const rows = await deps.db
    .selectFrom('inbox_event')
    .select(['id', 'number'])
    .where('id', 'in', ids)
    .execute()
  const here = new Set(rows.map((row) => `${row.number}.${row.id}`))
  return holds.flatMap((name, position) => (here.has(name) ? [] : [position]))
}

const highestSeq = async (
  deps: InboxDeps,
  device: string,
  replica: string,
): Promise<number | null> => {
  const row = await deps.db
    .selectFrom('inbox_event')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('device', '=', device)
    .where('replica', '=', replica)
    .executeTakeFirst()
  return row?.seq ?? null
}

/** Whether the event lies here under this very receipt; one offered again before its proof came has another. */
const isHere = async (deps: InboxDeps, receipt: Receipt): Promise<boolean> => {
  const row = await deps.db
    .selectFrom('inbox_event')
    .select('receipt_signature')
    .where('id', '=', receipt.id)
    .executeTakeFirst()
  return row?.receipt_signature === receipt.signature
}

/** Our signature on a receipt that we do not know of can only mean that we were restored (RCPT-5). */
const heedProof = async (deps: InboxDeps, proof: Receipt): Promise<void> => {
  const key = deps.keys.receiptKeys.find((candidate) => candidate.id === proof.key)
  if (!key) return
  const message = receiptMessage(proof)
  if (!(await verifyText(deps.verifyP256, key.publicKey, message, proof.signature))) return
  if (!(await isHere(deps, proof))) await openEpoch(deps, proof.epoch)
}

const buildPage = async (
  deps: InboxDeps,
  nonces: Nonces,
  device: string,
  request: FeedRequest,
): Promise<FeedPage> => ({
  device,
  draw: request.draw,
  nonce: nonces.give(device),
  serverMs: deps.clock.now(),
  epoch: (await currentEpoch(deps.db)).id,
  safe: await counter(deps.db, 'safe'),
  lacks: await findLacking(deps, request.holds),
  seq: await highestSeq(deps, device, request.replica),
  media: await missingMedia(deps.db, device),
  ...(await entriesAfter(deps, device, await startOf(deps, device, request))),
})

const signPage = async (deps: InboxDeps, page: FeedPage): Promise<FeedReply> => {
  const payload = JSON.stringify(page)
  const { id, sign } = deps.keys.receipt
  const signature = await sign(feedReplyMessage(payload))
  return {
    format: FEED_FORMAT,
    payload,
    key: id,
    signature: bytesToBase64Url(signature),
  }
}

export const answerFeed = async (
  deps: InboxDeps,
  nonces: Nonces,
  request: FeedRequest,
): Promise<Result<FeedReply, FeedError>> => {
  const key = base64UrlToBytes(request.publicKey)
  if (key?.length !== PUBLIC_KEY_BYTES) return err({ code: 'bad-request' })
  const device = bytesToHex(deps.sha256(key))
  if (!nonces.isGood(device, request.nonce))
    return err({ code: 'nonce-needed', nonce: nonces.give(device) })
  const message = feedMessage(request)
  if (!(await verifyText(deps.verifyP256, request.publicKey, message, request.signature)))
    return err({ code: 'signature-wrong' })
  if (request.proof) await heedProof(deps, request.proof)
  return ok(await signPage(deps, await buildPage(deps, nonces, device, request)))
}
