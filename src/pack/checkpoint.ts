// One publication, signed (PACK-20). What is hashed and signed is text, transmitted as it is: nobody has to rebuild it.
import {
  bytesToBase64Url,
  bytesToHex,
  concatBytes,
  utf8ToBytes,
  type Bytes,
} from '../base/bytes.ts'
import { err, ok, type Result } from '../base/result.ts'
import type { Checkpoint, Refusal } from './model.ts'
import type { Sha256, SignP256 } from '../base/crypto.ts'
import {
  bytesFromWire,
  hashFromWire,
  hashToWire,
  isJson,
  judgeFirstLine,
  UNREADABLE,
} from './wire.ts'

/** ECDSA P-256 with SHA-256, r‖s. */
export const SUITE_P256 = 1
export const SIGNATURE_BYTES = 64
/** `previous` of the first checkpoint. */
export const NO_CHECKPOINT = '0'.repeat(64)

/** What one publication says; `hash` and `checkedMs` come with hashing and signing. */
export type CheckpointContent = Omit<Checkpoint, 'hash' | 'checkedMs'>

export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint
  /** The text as signed. Reserved lines of later versions stay in it. */
  readonly body: string
  /** Id in the trust list of the key that signed. */
  readonly key: string
  readonly signature: Bytes
}

const COUNT = '0|[1-9]\\d{0,14}'
const HASH = '[A-Za-z0-9_-]{43}'
const BODY = new RegExp(
  `^iltod-checkpoint/1\\n(${COUNT})\\n(${HASH})\\n(${HASH})\\n(${COUNT})\\n(${COUNT})\\n[^\\n]*\\n[^\\n]*\\n$`,
)

/** Eight lines, the last two reserved. */
export const encodeCheckpointBody = (content: CheckpointContent): string =>
  [
    'iltod-checkpoint/1',
    content.number,
    hashToWire(content.previous),
    hashToWire(content.root),
    content.trustVersion,
    content.changedMs,
    '\n\n',
  ].join('\n')

export const hashCheckpointBody = (body: string, sha256: Sha256): string =>
  bytesToHex(sha256(utf8ToBytes(body)))

/** Suite ‖ body ‖ line of checkedMs. */
export const checkpointMessage = (body: string, checkedMs: number): Bytes =>
  concatBytes(Uint8Array.of(SUITE_P256), utf8ToBytes(`${body}${checkedMs}\n`))

/** Also the daily signature: the same content, a later `checkedMs`. */
export const signCheckpoint = async (
  content: CheckpointContent,
  checkedMs: number,
  signer: { readonly key: string; readonly sign: SignP256 },
  sha256: Sha256,
): Promise<SignedCheckpoint> => {
  const body = encodeCheckpointBody(content)
  const signature = await signer.sign(checkpointMessage(body, checkedMs))
  const checkpoint = { ...content, checkedMs, hash: hashCheckpointBody(body, sha256) }
  return { checkpoint, body, key: signer.key, signature }
}

/** The member `checkpoint` of site files and of the list of all sites, in this order of members. */
export const checkpointToWire = (signed: SignedCheckpoint): object => ({
  body: signed.body,
  checkedMs: signed.checkpoint.checkedMs,
  suite: SUITE_P256,
  key: signed.key,
  signature: bytesToBase64Url(signed.signature),
})

export const checkpointFromWire = (
  wire: unknown,
  sha256: Sha256,
): Result<SignedCheckpoint, Refusal> => {
  if (!isJson(wire)) return UNREADABLE
  const { body, checkedMs, suite, key } = wire
  const signature = bytesFromWire(wire['signature'], SIGNATURE_BYTES)
  if (typeof body !== 'string' || typeof key !== 'string' || !signature) return UNREADABLE
  if (!Number.isSafeInteger(checkedMs) || suite !== SUITE_P256) return UNREADABLE
  const content = decodeCheckpointBody(body)
  if (!content.ok) return content
  const hash = hashCheckpointBody(body, sha256)
  const checkpoint = { ...content.value, checkedMs: checkedMs as number, hash }
  return ok({ checkpoint, body, key, signature })
}

const decodeCheckpointBody = (body: string): Result<CheckpointContent, Refusal> => {
  const refusal = judgeFirstLine(body, 'iltod-checkpoint', 1)
  if (refusal) return err(refusal)
  const match = BODY.exec(body)
  const previous = hashFromWire(match?.[2])
  const root = hashFromWire(match?.[3])
  if (!match || previous === null || root === null) return UNREADABLE
  const [number, trustVersion, changedMs] = [Number(match[1]), Number(match[4]), Number(match[5])]
  return ok({ number, previous, root, trustVersion, changedMs })
}
