// Unpacking with a bound (PACK-4). The size in a gzip trailer is only a claim: it limits the output, and must come out true.
import { gunzipSync } from 'fflate'
import type { Bytes } from '../base/bytes.ts'
import { ok, type Result } from '../base/result.ts'
import type { Refusal } from './model.ts'
import { UNREADABLE } from './wire.ts'

export const UNPACKED_LIMIT = 64 * 1024 * 1024
/** Deflate can't shrink further than 1032 : 1; a larger claim would only waste memory. */
const DEFLATE_LIMIT = 1032
const TRAILER = 8

const claimedSize = (bytes: Uint8Array): number => {
  const at = bytes.length - 4
  return (
    ((bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)) >>> 0) + bytes[at + 3]! * 2 ** 24
  )
}

export const gunzipBounded = (bytes: Bytes, limit = UNPACKED_LIMIT): Result<Bytes, Refusal> => {
  if (bytes.length < TRAILER + 10 || bytes[0] !== 0x1f || bytes[1] !== 0x8b) return UNREADABLE
  const claimed = claimedSize(bytes)
  if (claimed > limit || claimed > bytes.length * DEFLATE_LIMIT) return UNREADABLE
  try {
    const plain = gunzipSync(bytes, { out: new Uint8Array(claimed) })
    return plain.length === claimed ? ok(plain) : UNREADABLE
  } catch {
    return UNREADABLE
  }
}
