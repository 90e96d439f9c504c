// Own small records (pin, follows, keys, notes) as JSON behind a checksum, so that a flipped byte is seen like one in a
// signed file (PULL-6). Each lies twice in the vault; the first whole copy counts.
import { bytesToUtf8, concatBytes, equalBytes, utf8ToBytes } from '../../base/bytes.ts'
import type { Bytes } from '../../base/bytes.ts'
import type { Sha256 } from '../../base/crypto.ts'

const SUM_BYTES = 32

/** Adds the checksum; `context` keeps an entry from being read under another name. */
export const sealBytes = (sha256: Sha256, context: string, plain: Uint8Array): Bytes =>
  concatBytes(sha256(concatBytes(utf8ToBytes(`${context}\n`), plain)), plain)

/** Null when damaged. */
export const openBytes = (sha256: Sha256, context: string, sealed: Uint8Array): Bytes | null => {
  if (sealed.length < SUM_BYTES) return null
  const plain = sealed.slice(SUM_BYTES)
  const sum = sha256(concatBytes(utf8ToBytes(`${context}\n`), plain))
  return equalBytes(sum, sealed.subarray(0, SUM_BYTES)) ? plain : null
}

export const sealRecord = (sha256: Sha256, context: string, value: unknown): Bytes =>
  sealBytes(sha256, context, utf8ToBytes(JSON.stringify(value)))

/** Undefined when damaged. What is whole was written by this app, or by an older one of it. */
export const openRecord = (sha256: Sha256, context: string, sealed: Uint8Array): unknown => {
  const plain = openBytes(sha256, context, sealed)
  if (!plain) return undefined
  try {
    return JSON.parse(bytesToUtf8(plain)) as unknown
  } catch {
    return undefined
  }
}

export interface FirstWhole<T> {
  readonly value: T | undefined
  /** At least one copy was not whole. */
  readonly damaged: boolean
}

export const firstWhole = <T>(
  copies: readonly Bytes[],
  open: (copy: Bytes) => T | undefined,
): FirstWhole<T> => {
  let damaged = false
  for (const copy of copies) {
    const value = open(copy)
    if (value !== undefined) return { value, damaged }
    damaged = true
  }
  return { value: undefined, damaged }
}
