// One attachment carried and its receipt fetched; what came of it as a verdict for the step (MEDIA-2, MEDIA-5, ERR-3).
import { type Bytes, concatBytes } from '../../base/bytes.ts'
import type { VerifyP256 } from '../../base/crypto.ts'
import { retryOf } from '../../protocol/errors.ts'
import { MAX_RECEIPT_REPLY_BYTES } from '../../protocol/limits.ts'
import {
  MEDIA_PATH,
  MediaReceipt,
  type MediumName,
  judgeMediaReceipt,
  mediumId,
} from '../../protocol/media.ts'
import type { ReceiptKey } from '../../protocol/receipts.ts'
import { judgeWireReply } from '../outbox/wire-reply.ts'
import type { Http } from '../ports.ts'
import { type CarryMedium, PIECE_BYTES, type SealedBytes, type StoredMedium } from './ports.ts'
import type { MediaVerdict } from './state.ts'

export interface CarryDeps {
  readonly http: Http
  readonly verifyP256: VerifyP256
  readonly carry: CarryMedium
}

/** Pieces are gone: nothing can be sent any more, a person decides. */
class PieceGone extends Error {}

/** Faults that may lie in this very medium; all others every medium would meet. */
const OF_THE_ITEM: ReadonlySet<string> = new Set([
  'media-too-early',
  'media-damaged',
  'media-missing',
  'media-offset',
  'internal',
  'too-large-on-the-way',
  'not-our-receipt',
  'unknown-receipt-key',
])

const toVerdict = (code: string, askedMs: number | null): MediaVerdict => {
  switch (retryOf(code)) {
    case 'never':
      return { kind: 'refused', code }
    case 'after-upgrade':
    case 'after-sign-in':
      return { kind: 'upgrade', code }
    case 'later':
      return { kind: 'later', code, scope: OF_THE_ITEM.has(code) ? 'item' : 'way', askedMs }
  }
}

/** Reads across pieces: a request may begin in one and end in the next. */
export const sealedBytesOf = ({ bytes, piece }: StoredMedium): SealedBytes => ({
  length: bytes,
  read: async (start, end) => {
    const parts: Bytes[] = []
    for (let at = start; at < Math.min(end, bytes);) {
      const index = Math.floor(at / PIECE_BYTES)
      const whole = await piece(index)
      if (!whole) throw new PieceGone()
      const part = whole.slice(at - index * PIECE_BYTES, end - index * PIECE_BYTES)
      if (part.length === 0) throw new PieceGone()
      parts.push(part)
      at += part.length
    }
    return concatBytes(...parts)
  },
})

const fetchReceipt = async (
  deps: CarryDeps,
  name: MediumName,
  keys: readonly ReceiptKey[],
): Promise<MediaVerdict> => {
  const reply = judgeWireReply(
    await deps.http.send({
      method: 'GET',
      path: `${MEDIA_PATH}/${mediumId(name)}/receipt`,
      limitBytes: MAX_RECEIPT_REPLY_BYTES,
    }),
  )
  if (reply.kind === 'error') return toVerdict(reply.error.code, reply.askedMs)
  if (reply.kind === 'fault') return toVerdict(reply.code, reply.askedMs)
  const receipt = MediaReceipt.safeParse(reply.value)
  if (!receipt.success) return toVerdict('not-our-receipt', null)
  const verdict = await judgeMediaReceipt(receipt.data, name, keys, deps.verifyP256)
  return verdict === 'ours' ? { kind: 'receipt', receipt: receipt.data } : toVerdict(verdict, null)
}

export interface CarryWatch {
  readonly signal: AbortSignal
  readonly onSent: (bytes: number) => void
}

/** Goes on where the server stands; only a receipt is an end. */
export const carryMedium = async (
  deps: CarryDeps,
  medium: StoredMedium,
  keys: readonly ReceiptKey[],
  watch: CarryWatch,
): Promise<MediaVerdict> => {
  const proof = await medium.proof()
  const lost = { gone: false }
  const content = sealedBytesOf(medium)
  const outcome = await deps.carry({
    ...watch,
    name: medium.name,
    proof,
    content: {
      ...content,
      read: (start, end) =>
        content.read(start, end).catch((error: unknown) => {
          lost.gone = error instanceof PieceGone
          throw error
        }),
    },
  })
  if (lost.gone) return { kind: 'refused', code: 'parcel-damaged' }
  if (outcome.kind === 'paused') return { kind: 'paused' }
  if (outcome.kind === 'failed') return toVerdict(outcome.code, outcome.askedMs)
  return fetchReceipt(deps, medium.name, keys)
}
