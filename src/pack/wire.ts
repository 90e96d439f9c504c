// How published files are opened and how hashes are spelled in them. A signed file must be exactly what its own encoder
// would write: whatever a signature does not cover (spaces, order, further members) is refused, not ignored.
import {
  base64UrlToBytes,
  bytesToBase64Url,
  bytesToHex,
  bytesToUtf8,
  equalBytes,
  hexToBytes,
  utf8ToBytes,
  type Bytes,
} from '../base/bytes.ts'
import { assert, err, ok, type Result } from '../base/result.ts'
import type { Refusal } from './model.ts'

export const UNREADABLE = err<Refusal>({ kind: 'unreadable' })
export const TOO_NEW = err<Refusal>({ kind: 'too-new' })

/** A member of parsed JSON; everything about it is still to be checked. */
export type Json = Readonly<Record<string, unknown>>

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const parseJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(bytesToUtf8(bytes)) as unknown
  } catch {
    return undefined
  }
}

/** Opens `{"format":…,"v":…}`. `too-new` comes before any look at the rest, which a later version may have changed. */
export const openJson = (
  bytes: Uint8Array,
  format: string,
  version: number,
): Result<Json, Refusal> => {
  const value = parseJson(bytes)
  if (!isJson(value) || value['format'] !== format || !Number.isSafeInteger(value['v'])) {
    return UNREADABLE
  }
  const v = value['v'] as number
  if (v > version) return TOO_NEW
  return v < 1 ? UNREADABLE : ok(value)
}

/** Opens `iltod-x/1` as first line of signed text. */
export const judgeFirstLine = (text: string, format: string, version: number): Refusal | null => {
  const match = /^([a-z-]+)\/([1-9]\d{0,3})\n/.exec(text)
  if (match?.[1] !== format) return { kind: 'unreadable' }
  return Number(match[2]) > version ? { kind: 'too-new' } : null
}

/** True when `bytes` are what `text` says, byte for byte. */
export const isExactly = (bytes: Uint8Array, text: string): boolean =>
  equalBytes(bytes, utf8ToBytes(text))

/** 64 hex digits → 43 letters of base64url. For hashes that we made: a flaw is a bug. */
export const hashToWire = (hex: string): string => {
  const bytes = hexToBytes(hex)
  assert(bytes?.length === 32, 'a hash has 64 hex digits')
  return bytesToBase64Url(bytes)
}

/** Bytes of exactly this length in their one spelling; null otherwise (the last letter has bits to spare). */
export const bytesFromWire = (text: unknown, length?: number): Bytes | null => {
  const bytes = typeof text === 'string' ? base64UrlToBytes(text) : null
  if (!bytes || (length !== undefined && bytes.length !== length)) return null
  return bytesToBase64Url(bytes) === text ? bytes : null
}

/** 43 letters → 64 hex digits; null for anything else. */
export const hashFromWire = (text: unknown): string | null => {
  const bytes = bytesFromWire(text, 32)
  return bytes && bytesToHex(bytes)
}

const POINT_BYTES = 65
const UNCOMPRESSED = 4

/** A P-256 key in its one spelling. The first byte is checked here, because not every verifier looks at it. */
export const pointFromWire = (text: unknown): Bytes | null => {
  const point = bytesFromWire(text, POINT_BYTES)
  return point?.[0] === UNCOMPRESSED ? point : null
}
