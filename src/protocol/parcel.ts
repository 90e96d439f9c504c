// The exact bytes of PUT /api/events/<id>: made once, when the item is saved, then only carried (EVT-3). Whatever a carrier
// or the server must know stands in the open head; kind and body are inside the seal.
//
//   0  'ILTE'   4  version 1   5  suite 1   6  id (16)   22  public key (65)   87  claim hash (32)   119  slip hash (32)
//   151  sealed length (3, big-endian)   154  sealed   154+n  signature (64) over everything before it
import { type Bytes, concatBytes, equalBytes, hexToBytes } from '../base/bytes.ts'
import type { SignP256, VerifyP256 } from '../base/crypto.ts'
import { bytesToUuid, isUuidV7 } from '../base/ids.ts'
import { type Err, type Result, err, ok } from '../base/result.ts'
import type { ErrorCode } from './errors.ts'
import { MAX_SEALED_BYTES, PARCEL_HEAD_BYTES } from './limits.ts'
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES, SUITE } from './signed-text.ts'

const MAGIC = Uint8Array.of(0x49, 0x4c, 0x54, 0x45)
const VERSION = 1

export interface ParcelHead {
  readonly id: string
  /** 65 bytes; its SHA-256 in hex is the device. */
  readonly publicKey: Bytes
  /** SHA-256 of the claim code (CLAIM-2). */
  readonly claim: Bytes
  /** SHA-256 of the slip's secret (CLAIM-4). */
  readonly slip: Bytes
}

export interface Parcel extends ParcelHead {
  readonly sealed: Bytes
  readonly signature: Bytes
  /** Everything the signature covers. */
  readonly signed: Bytes
}

const idToBytes = (id: string): Bytes => {
  const bytes = hexToBytes(id.replaceAll('-', ''))
  if (!isUuidV7(id) || !bytes) throw new Error('not a UUIDv7')
  return bytes
}

const threeBytes = (n: number): Bytes => Uint8Array.of((n >> 16) & 0xff, (n >> 8) & 0xff, n & 0xff)

/** Throws on a head that is not ours or a seal beyond the limit: both are made by the caller. */
export const encodeParcel = async (
  head: ParcelHead,
  sealed: Bytes,
  sign: SignP256,
): Promise<Bytes> => {
  if (sealed.length > MAX_SEALED_BYTES) throw new Error('sealed beyond the limit')
  const signed = concatBytes(
    MAGIC,
    Uint8Array.of(VERSION, SUITE),
    idToBytes(head.id),
    head.publicKey,
    head.claim,
    head.slip,
    threeBytes(sealed.length),
    sealed,
  )
  return concatBytes(signed, await sign(signed))
}

type ParcelError = 'parcel-unreadable' | 'app-too-new' | 'too-large'
const refuse = (code: ParcelError & ErrorCode): Err<ParcelError> => err(code)

/** Reads the head's fields; the signature is judged by `isParcelSigned`. Never throws on bytes from outside. */
export const decodeParcel = (bytes: Bytes): Result<Parcel, ParcelError> => {
  if (bytes.length < 6 || !equalBytes(bytes.subarray(0, 4), MAGIC))
    return refuse('parcel-unreadable')
  if (bytes[4] !== VERSION || bytes[5] !== SUITE) return refuse('app-too-new')
  if (bytes.length < PARCEL_HEAD_BYTES + SIGNATURE_BYTES) return refuse('parcel-unreadable')
  const length = (bytes[151]! << 16) | (bytes[152]! << 8) | bytes[153]!
  if (length > MAX_SEALED_BYTES) return refuse('too-large')
  const end = PARCEL_HEAD_BYTES + length
  if (bytes.length !== end + SIGNATURE_BYTES) return refuse('parcel-unreadable')
  const id = bytesToUuid(bytes.subarray(6, 22))
  if (!isUuidV7(id)) return refuse('parcel-unreadable')
  return ok({
    id,
    publicKey: bytes.slice(22, 22 + PUBLIC_KEY_BYTES),
    claim: bytes.slice(87, 119),
    slip: bytes.slice(119, 151),
    sealed: bytes.slice(PARCEL_HEAD_BYTES, end),
    signature: bytes.slice(end),
    signed: bytes.slice(0, end),
  })
}

export const isParcelSigned = (parcel: Parcel, verify: VerifyP256): Promise<boolean> =>
  verify(parcel.publicKey, parcel.signed, parcel.signature)
