// Attachments on their way to the server: named by the hash of their sealed bytes, carried by tus under an address that both
// sides can work out, received when the server's signed word says so (MEDIA-1 … MEDIA-6).
import * as z from 'zod/mini'
import { type Bytes, bytesToBase64Url } from '../base/bytes.ts'
import type { SignP256, VerifyP256 } from '../base/crypto.ts'
import { isUuidV7 } from '../base/ids.ts'
import type { ReceiptKey, ReceiptVerdict } from './receipts.ts'
import { signedLines, verifyText } from './signed-text.ts'

export const MEDIA_PATH = '/api/media'
export const MEDIA_FORMAT = 'iltod-media/1'
export const MEDIA_RECEIPT_FORMAT = 'iltod-media-receipt/1'

/** What a phone may attach; the server looks at the first bytes again once it can (MEDIA-7). */
export const MEDIA_TYPES = [
  'image/jpeg',
  'image/webp',
  'audio/webm',
  'audio/mp4',
  'audio/ogg',
  'video/webm',
  'video/mp4',
] as const
export type MediaType = (typeof MEDIA_TYPES)[number]
export const isMediaType = (type: string): type is MediaType =>
  MEDIA_TYPES.some((known) => known === type)

/** One attachment of one event. */
export interface MediumName {
  /** Id of the event that names it. */
  readonly event: string
  /** SHA-256 of the sealed bytes, hex. */
  readonly sha256: string
}

/** Last part of the upload's address: `/api/media/<event>.<sha256>`. */
export const mediumId = ({ event, sha256 }: MediumName): string => `${event}.${sha256}`

/** Null for what is no address of a medium. */
export const parseMediumId = (id: string): MediumName | null => {
  const [event = '', sha256 = '', ...rest] = id.split('.')
  const fits = isUuidV7(event) && /^[0-9a-f]{64}$/.test(sha256) && rest.length === 0
  return fits ? { event, sha256 } : null
}

/** What the device signs to begin an upload: only who delivered the event may add to it (MEDIA-3). */
export const mediaMessage = ({ event, sha256 }: MediumName, bytes: number): Bytes =>
  signedLines(MEDIA_FORMAT, event, sha256, bytes)

/** What is shown to begin an upload (MEDIA-3), base64url. It names no carrier: whoever has it may begin. */
export interface MediumProof {
  readonly publicKey: string
  readonly signature: string
}

export const proveMedium = async (
  name: MediumName,
  bytes: number,
  { publicKey, sign }: { readonly publicKey: Bytes; readonly sign: SignP256 },
): Promise<MediumProof> => ({
  publicKey: bytesToBase64Url(publicKey),
  signature: bytesToBase64Url(await sign(mediaMessage(name, bytes))),
})

export const isMediumProven = (
  name: MediumName,
  bytes: number,
  { publicKey, signature }: MediumProof,
  verify: VerifyP256,
): Promise<boolean> => verifyText(verify, publicKey, mediaMessage(name, bytes), signature)

export const MediaReceipt = z.object({
  format: z.literal(MEDIA_RECEIPT_FORMAT),
  event: z.string().check(z.maxLength(36)),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  epoch: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
  /** From the same row of numbers as the receipts of events: what `safe` covers lies in a backup (RCPT-7). */
  number: z.int().check(z.positive()),
  receivedMs: z.int(),
  /** Id of the receipt key in the trust list. */
  key: z.string().check(z.maxLength(40)),
  signature: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,200}$/)),
})
export type MediaReceipt = z.infer<typeof MediaReceipt>

export const mediaReceiptMessage = (
  receipt: Pick<MediaReceipt, 'event' | 'sha256' | 'epoch' | 'number' | 'receivedMs'>,
): Bytes =>
  signedLines(
    MEDIA_RECEIPT_FORMAT,
    receipt.event,
    receipt.sha256,
    receipt.epoch,
    receipt.number,
    receipt.receivedMs,
  )

/** `ours` only for the receipt of this medium by a listed key. */
export const judgeMediaReceipt = async (
  receipt: MediaReceipt,
  expected: MediumName,
  keys: readonly ReceiptKey[],
  verify: VerifyP256,
): Promise<ReceiptVerdict> => {
  if (receipt.event !== expected.event || receipt.sha256 !== expected.sha256)
    return 'not-our-receipt'
  const key = keys.find((candidate) => candidate.id === receipt.key)
  if (!key) return 'unknown-receipt-key'
  const message = mediaReceiptMessage(receipt)
  const good = await verifyText(verify, key.publicKey, message, receipt.signature)
  return good ? 'ours' : 'not-our-receipt'
}
