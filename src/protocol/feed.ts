// POST /api/feed: what the server has for one device. The device signs the server's nonce, the server signs its whole answer,
// so that neither a carrier nor a portal can put words into it (FEED-2, FEED-3).
import * as z from 'zod/mini'
import type { Bytes } from '../base/bytes.ts'
import type { VerifyP256 } from '../base/crypto.ts'
import { Receipt, type ReceiptKey } from './receipts.ts'
import { signedLines, verifyText } from './signed-text.ts'
import { MAX_FEED_ENTRIES, MAX_FEED_HOLDS, MAX_FEED_MEDIA } from './limits.ts'

export const FEED_FORMAT = 'iltod-feed/1'

const Base64Url = z.string().check(z.regex(/^[A-Za-z0-9_-]*$/), z.maxLength(200))

/** `<receipt number>.<event id>` of an event whose sealed bytes this device still keeps. */
const Held = z.string().check(z.regex(/^\d{1,15}\.[0-9a-f-]{36}$/))
export const heldName = (receipt: Pick<Receipt, 'id' | 'number'>): string =>
  `${receipt.number}.${receipt.id}`

/**
 * The nonce to sign, or '' for what no server of ours can have given: a nonce beside a receipt is not signed, and one that was
 * bent on the way must not close the feed for ever.
 */
export const toNonce = (received: string): string =>
  Base64Url.safeParse(received).success ? received : ''

const After = z.int().check(z.nonnegative())
const Last = z.string().check(z.regex(/^[0-9a-f-]{0,36}$/))
export interface FeedCursor {
  readonly after: number
  readonly last: string
}
const SendableCursor = z.object({ after: After, last: Last })

/** A newer server's entries may be named in a way that this request can't say (FEED-4). */
export const isSendable = (cursor: FeedCursor): boolean => SendableCursor.safeParse(cursor).success

/** The signed part of the question. */
export const FeedQuery = z.object({
  /** The device's public key: 65 bytes, base64url. Sent whole, so that a restored server can answer too. */
  publicKey: Base64Url,
  /** '' when the device has none; the answer is then `nonce-needed` with one. */
  nonce: Base64Url,
  /** 16 bytes drawn anew for each request: what repeats them can't be an answer from before (FEED-3). */
  draw: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)),
  /** Number and id of the newest entry this device holds; 0 and '' for none. A server that knows them not begins anew. */
  after: After,
  last: Last,
  replica: z.string().check(z.regex(/^[0-9a-f]{1,32}$/)),
  /** What the device believes the server has and has not yet in a backup: the answer names what is lacking (RCPT-5). */
  holds: z.array(Held).check(z.maxLength(MAX_FEED_HOLDS)),
})
export type FeedQuery = z.infer<typeof FeedQuery>

export const FeedRequest = z.extend(FeedQuery, {
  format: z.literal(FEED_FORMAT),
  signature: Base64Url,
  /** A receipt by this server that it lacks: proof that it was restored (RCPT-5). */
  proof: z.optional(Receipt),
})
export type FeedRequest = z.infer<typeof FeedRequest>

export const feedMessage = (query: FeedQuery): Bytes =>
  signedLines(
    FEED_FORMAT,
    query.publicKey,
    query.nonce,
    query.draw,
    query.after,
    query.last,
    query.replica,
    query.holds.join(','),
  )

export const AnswerEntry = z.object({
  n: z.int(),
  kind: z.literal('answer'),
  /** A device that gets an id twice keeps one. */
  id: z.string(),
  event: z.string(),
  text: z.string(),
  answeredMs: z.int(),
  from: z.nullable(z.string()),
})
export type AnswerEntry = z.infer<typeof AnswerEntry>

/** Entries of kinds this version does not know are kept as received (FEED-6). */
export const FeedEntry = z.looseObject({ n: z.int(), kind: z.string(), id: z.string() })
export type FeedEntry = z.infer<typeof FeedEntry>

export const FeedPage = z.object({
  /** Repeats of the request, so that an answer to another device, or to an earlier question, is not taken for this one. */
  device: z.string(),
  draw: z.string(),
  /** To be signed next time; lives one day. */
  nonce: z.string(),
  serverMs: z.int(),
  epoch: z.string(),
  /** Every event with a receipt number up to this lies in a backup. */
  safe: z.int(),
  /** Positions in `holds` that this server has not, or not under that number: to be offered again. */
  lacks: z.array(z.int()).check(z.maxLength(MAX_FEED_HOLDS)),
  /** Highest `seq` seen of the asking replica; null when none. */
  seq: z.nullable(z.int()),
  entries: z.array(FeedEntry).check(z.maxLength(MAX_FEED_ENTRIES)),
  more: z.boolean(),
  /** Sealed hashes of attachments of this device's events that this server has not (MEDIA-6). Servers before media name none. */
  media: z.optional(
    z.array(z.string().check(z.regex(/^[0-9a-f]{64}$/))).check(z.maxLength(MAX_FEED_MEDIA)),
  ),
})
export type FeedPage = z.infer<typeof FeedPage>

/** `payload` is the page as JSON text: signed as it is, parsed only after the signature held. */
export const FeedReply = z.object({
  format: z.literal(FEED_FORMAT),
  payload: z.string(),
  key: z.string().check(z.maxLength(40)),
  signature: Base64Url,
})
export type FeedReply = z.infer<typeof FeedReply>

/** JSON text has no raw line feed, so the payload is one line. */
export const feedReplyMessage = (payload: string): Bytes =>
  signedLines('iltod-feed-reply/1', payload)

export type FeedVerdict =
  | { readonly kind: 'page'; readonly page: FeedPage }
  | { readonly kind: 'unknown-receipt-key' }
  | { readonly kind: 'not-our-receipt' }

const parsePage = (payload: string): FeedPage | null => {
  try {
    const page = FeedPage.safeParse(JSON.parse(payload))
    return page.success ? page.data : null
  } catch {
    return null
  }
}

export const judgeFeedReply = async (
  reply: FeedReply,
  asked: { readonly device: string; readonly draw: string },
  keys: readonly ReceiptKey[],
  verify: VerifyP256,
): Promise<FeedVerdict> => {
  const key = keys.find((candidate) => candidate.id === reply.key)
  if (!key) return { kind: 'unknown-receipt-key' }
  const message = feedReplyMessage(reply.payload)
  if (!(await verifyText(verify, key.publicKey, message, reply.signature)))
    return { kind: 'not-our-receipt' }
  const page = parsePage(reply.payload)
  return page?.device === asked.device && page.draw === asked.draw
    ? { kind: 'page', page }
    : { kind: 'not-our-receipt' }
}
