// The unsent texts as a file that anybody may carry to another phone (OUT-22): sealed parcels, nothing readable beside them. With
// attachments it is another file (carry-file.ts).
import * as z from 'zod/mini'
import {
  type Bytes,
  base64UrlToBytes,
  bytesToBase64Url,
  bytesToHex,
  bytesToUtf8,
  utf8ToBytes,
} from '../../base/bytes.ts'
import type { Sha256, VerifyP256 } from '../../base/crypto.ts'
import { decodeParcel, isParcelSigned } from '../../protocol/parcel.ts'

const FORMAT = 'iltod-unsent/1'

/** A few hundred of the longest parcels. */
export const MAX_CARRIED_BYTES = 16_000_000

const CarriedFile = z.object({ format: z.literal(FORMAT), parcels: z.array(z.string()) })

export interface CarriedParcel {
  readonly id: string
  readonly parcel: Bytes
  /** Who wrote it. */
  readonly publicKey: Bytes
  /** SHA-256 of the parcel, hex. */
  readonly hash: string
}

export interface CarryDeps {
  readonly sha256: Sha256
  readonly verifyP256: VerifyP256
}

export interface ReadCarried {
  readonly parcels: readonly CarriedParcel[]
  /** Parcels of the file that are not whole, or not signed by the key they name. */
  readonly damaged: number
}

export const encodeCarried = (parcels: readonly Bytes[]): Bytes =>
  utf8ToBytes(JSON.stringify({ format: FORMAT, parcels: parcels.map(bytesToBase64Url) }))

/** Null for what is no whole parcel, signed by the key it names. */
export const readParcel = async (deps: CarryDeps, text: string): Promise<CarriedParcel | null> => {
  const parcel = base64UrlToBytes(text)
  const read = parcel && decodeParcel(parcel)
  if (!parcel || !read?.ok || !(await isParcelSigned(read.value, deps.verifyP256))) return null
  const { id, publicKey } = read.value
  return { id, parcel, publicKey, hash: bytesToHex(deps.sha256(parcel)) }
}

const parse = (file: Bytes): unknown => {
  try {
    return JSON.parse(bytesToUtf8(file))
  } catch {
    return null
  }
}

/** Null for a file that is none of ours. Never throws on bytes from outside. */
export const decodeCarried = async (deps: CarryDeps, file: Bytes): Promise<ReadCarried | null> => {
  const read = CarriedFile.safeParse(file.length > MAX_CARRIED_BYTES ? null : parse(file))
  if (!read.success) return null
  const parcels: CarriedParcel[] = []
  for (const text of read.data.parcels) {
    const parcel = await readParcel(deps, text)
    if (parcel) parcels.push(parcel)
  }
  return { parcels, damaged: read.data.parcels.length - parcels.length }
}
