// The receipt: the server's signed word that exactly these bytes lie on its disk. Nothing else counts as delivered (RCPT-3).
import * as z from 'zod/mini'
import type { Bytes } from '../base/bytes.ts'
import type { VerifyP256 } from '../base/crypto.ts'
import { signedLines, verifyText } from './signed-text.ts'

const Hash = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const Base64Url = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,200}$/))

export const RECEIPT_FORMAT = 'iltod-receipt/1'

export const Receipt = z.object({
  format: z.literal(RECEIPT_FORMAT),
  id: z.string().check(z.maxLength(36)),
  /** SHA-256 of the parcel, hex. */
  hash: Hash,
  /** Epoch of the server's memory; one that finds itself restored opens a new one (RCPT-5). */
  epoch: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
  /** Grows by one with each event, in the order of commits. */
  number: z.int().check(z.positive()),
  receivedMs: z.int(),
  /** Id of the receipt key in the trust list. */
  key: z.string().check(z.maxLength(40)),
  signature: Base64Url,
})
export type Receipt = z.infer<typeof Receipt>

/** Answer to PUT /api/events/<id>. */
export const ReceiptReply = z.object({
  receipt: Receipt,
  /** Retention is over: the bytes are gone, the receipt remains (RCPT-6). */
  erased: z.boolean(),
  /** For the next feed request, so that it needs no round of its own (FEED-1). */
  nonce: z.string().check(z.maxLength(100)),
})
export type ReceiptReply = z.infer<typeof ReceiptReply>

export const receiptMessage = (
  receipt: Pick<Receipt, 'id' | 'hash' | 'epoch' | 'number' | 'receivedMs'>,
): Bytes =>
  signedLines(
    RECEIPT_FORMAT,
    receipt.id,
    receipt.hash,
    receipt.epoch,
    receipt.number,
    receipt.receivedMs,
  )

/** A receipt key as the trust list names it: base64url of the uncompressed point. */
export interface ReceiptKey {
  readonly id: string
  readonly publicKey: string
}

export type ReceiptVerdict = 'ours' | 'unknown-receipt-key' | 'not-our-receipt'

/** `ours` only for the receipt of this id and these bytes by a listed key. */
export const judgeReceipt = async (
  receipt: Receipt,
  expected: { readonly id: string; readonly hash: string },
  keys: readonly ReceiptKey[],
  verify: VerifyP256,
): Promise<ReceiptVerdict> => {
  if (receipt.id !== expected.id || receipt.hash !== expected.hash) return 'not-our-receipt'
  const key = keys.find((candidate) => candidate.id === receipt.key)
  if (!key) return 'unknown-receipt-key'
  const good = await verifyText(verify, key.publicKey, receiptMessage(receipt), receipt.signature)
  return good ? 'ours' : 'not-our-receipt'
}
