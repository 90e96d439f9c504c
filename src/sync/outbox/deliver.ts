// One PUT of a parcel, and what its answer means for it (EVT-6, RCPT-3, ERR-3).
import { bytesToBase64Url, bytesToHex } from '../../base/bytes.ts'
import type { Sha256, VerifyP256 } from '../../base/crypto.ts'
import { retryOf } from '../../protocol/errors.ts'
import { MAX_RECEIPT_REPLY_BYTES } from '../../protocol/limits.ts'
import { type ReceiptKey, ReceiptReply, judgeReceipt } from '../../protocol/receipts.ts'
import type { Http } from '../ports.ts'
import type { StoredParcel } from './ports.ts'
import type { PutVerdict } from './state.ts'
import { type WireReply, judgeWireReply } from './wire-reply.ts'

export interface DeliverDeps {
  readonly http: Http
  readonly sha256: Sha256
  readonly verifyP256: VerifyP256
}

/** A phone on a bad line may be silent for long; a receipt that comes late is still a receipt. */
export const PUT_IDLE_MS = 60_000

const toBase64 = (bytes: Uint8Array): string => {
  const text = bytesToBase64Url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

/** Faults that may lie in this very parcel; all others every parcel would meet. */
const OF_THE_ITEM: ReadonlySet<string> = new Set([
  'digest-mismatch',
  'app-too-new',
  'internal',
  'too-large-on-the-way',
  'not-our-receipt',
  'unknown-receipt-key',
])

const later = (code: string, askedMs: number | null = null): PutVerdict => ({
  kind: 'later',
  code,
  scope: OF_THE_ITEM.has(code) ? 'item' : 'way',
  askedMs,
})

const judgeError = (reply: Extract<WireReply, { kind: 'error' }>): PutVerdict => {
  const { code } = reply.error
  switch (retryOf(code)) {
    case 'never':
      return { kind: 'refused', code }
    case 'after-upgrade':
    case 'after-sign-in':
      return { kind: 'upgrade', code }
    case 'later':
      return later(code, reply.askedMs)
  }
}

const judgeJson = async (
  deps: DeliverDeps,
  value: unknown,
  expected: { readonly id: string; readonly hash: string },
  keys: readonly ReceiptKey[],
): Promise<PutVerdict> => {
  const reply = ReceiptReply.safeParse(value)
  if (!reply.success) return later('not-our-receipt')
  const { receipt, nonce } = reply.data
  const verdict = await judgeReceipt(receipt, expected, keys, deps.verifyP256)
  return verdict === 'ours' ? { kind: 'receipt', receipt, nonce } : later(verdict)
}

export const deliver = async (
  deps: DeliverDeps,
  id: string,
  parcel: StoredParcel,
  keys: readonly ReceiptKey[],
): Promise<PutVerdict> => {
  const digest = deps.sha256(parcel.bytes)
  // Bytes that changed where they lay would be refused for ever; the person still has the readable copy.
  if (bytesToHex(digest) !== parcel.hash) return { kind: 'refused', code: 'parcel-damaged' }
  const reply = judgeWireReply(
    await deps.http.send({
      method: 'PUT',
      path: `/api/events/${id}`,
      headers: {
        'content-type': 'application/octet-stream',
        'content-digest': `sha-256=:${toBase64(digest)}:`,
      },
      body: parcel.bytes,
      idleMs: PUT_IDLE_MS,
      limitBytes: MAX_RECEIPT_REPLY_BYTES,
    }),
  )
  if (reply.kind === 'json') return judgeJson(deps, reply.value, { id, hash: parcel.hash }, keys)
  return reply.kind === 'error' ? judgeError(reply) : later(reply.code, reply.askedMs)
}
