// Identifiers that devices make themselves.
import { bytesToHex } from './bytes.ts'
import type { Clock } from './clock.ts'
import type { Random } from './random.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export const isUuidV7 = (text: string): boolean => UUID.test(text)

/** 16 bytes as the 36 characters of a UUID. */
export const bytesToUuid = (bytes: Uint8Array): string =>
  bytesToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

/** UUIDv7 (RFC 9562 §5.7): 48 bits of time, 74 random bits. Unique without asking anybody; sorts roughly by time. */
export const createUuidV7 = (clock: Clock, random: Random): string => {
  const bytes = random.bytes(16)
  const ms = Math.max(0, clock.now())
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(ms / 2 ** (8 * (5 - i))) & 0xff
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytesToUuid(bytes)
}
