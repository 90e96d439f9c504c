// One question to the feed: signed, sent, judged; once more with the server's nonce when ours is too old (FEED-1 … FEED-3).
import { bytesToBase64Url, bytesToHex, utf8ToBytes } from '../../base/bytes.ts'
import type { Sha256, VerifyP256 } from '../../base/crypto.ts'
import type { Random } from '../../base/random.ts'
import {
  FEED_FORMAT,
  type FeedQuery,
  FeedReply,
  type FeedRequest,
  feedMessage,
  heldName,
  isSendable,
  judgeFeedReply,
  toNonce,
} from '../../protocol/feed.ts'
import { MAX_FEED_HOLDS, MAX_FEED_REPLY_BYTES } from '../../protocol/limits.ts'
import type { Receipt, ReceiptKey } from '../../protocol/receipts.ts'
import type { Http } from '../ports.ts'
import type { FeedPosition } from './ports.ts'
import type { FeedOutcome } from './state.ts'
import { type WireReply, judgeWireReply } from './wire-reply.ts'

export interface AskFeedDeps {
  readonly http: Http
  readonly sha256: Sha256
  readonly verifyP256: VerifyP256
  readonly random: Random
}

export interface FeedQuestion {
  readonly position: FeedPosition
  readonly proof: Receipt | null
  readonly keys: readonly ReceiptKey[]
}

const FEED_IDLE_MS = 30_000

/** For a cursor that can't be said: the server begins anew. */
const NO_CURSOR = { after: 0, last: '' }

/** More than one request can name are taken in turns, from a place that chance chooses. */
const chooseHeld = (kept: readonly Receipt[], random: Random): readonly Receipt[] => {
  if (kept.length <= MAX_FEED_HOLDS) return kept
  const [high = 0, low = 0] = random.bytes(2)
  const start = ((high << 8) | low) % kept.length
  return [...kept.slice(start), ...kept.slice(0, start)].slice(0, MAX_FEED_HOLDS)
}

const signQuery = async (position: FeedPosition, query: FeedQuery, proof: Receipt | null) => {
  const request: FeedRequest = {
    ...query,
    format: FEED_FORMAT,
    signature: bytesToBase64Url(await position.sign(feedMessage(query))),
    ...(proof ? { proof } : {}),
  }
  return utf8ToBytes(JSON.stringify(request))
}

const send = async (
  deps: AskFeedDeps,
  { position, proof }: FeedQuestion,
  held: readonly Receipt[],
  nonce: string,
): Promise<{ readonly reply: WireReply; readonly draw: string }> => {
  const draw = bytesToBase64Url(deps.random.bytes(16))
  const { after, last } = isSendable(position) ? position : NO_CURSOR
  const query: FeedQuery = {
    publicKey: bytesToBase64Url(position.publicKey),
    nonce: toNonce(nonce),
    draw,
    after,
    last,
    replica: position.replica,
    holds: held.map(heldName),
  }
  const reply = await deps.http.send({
    method: 'POST',
    path: '/api/feed',
    headers: { 'content-type': 'application/json' },
    body: await signQuery(position, query, proof),
    idleMs: FEED_IDLE_MS,
    limitBytes: MAX_FEED_REPLY_BYTES,
  })
  return { reply: judgeWireReply(reply), draw }
}

const later = (code: string, askedMs: number | null = null): FeedOutcome => ({
  kind: 'later',
  code,
  askedMs,
})

export const askFeed = async (deps: AskFeedDeps, question: FeedQuestion): Promise<FeedOutcome> => {
  const { position, keys } = question
  const asked = chooseHeld(position.kept, deps.random)
  let { reply, draw } = await send(deps, question, asked, position.nonce)
  if (reply.kind === 'error' && reply.error.code === 'nonce-needed' && reply.error.nonce) {
    ;({ reply, draw } = await send(deps, question, asked, reply.error.nonce))
  }
  if (reply.kind === 'fault') return later(reply.code, reply.askedMs)
  if (reply.kind === 'error') return later(reply.error.code, reply.askedMs)
  const signed = FeedReply.safeParse(reply.value)
  if (!signed.success) return later('not-our-receipt')
  const device = bytesToHex(deps.sha256(position.publicKey))
  const verdict = await judgeFeedReply(signed.data, { device, draw }, keys, deps.verifyP256)
  return verdict.kind === 'page' ? { kind: 'page', page: verdict.page, asked } : later(verdict.kind)
}
