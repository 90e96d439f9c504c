// What only the village may read (PACK-12): a core of its own, compressed, then encrypted under the key that the village's
// boards and slips carry. The nonce follows from key and content, so that unchanged content keeps its bytes.
import {
  base64UrlToBytes,
  bytesToBase64Url,
  concatBytes,
  utf8ToBytes,
  type Bytes,
} from '../base/bytes.ts'
import { err, type Result } from '../base/result.ts'
import { createHmac } from './hmac.ts'
import { decodeCore } from './ledger-decode.ts'
import { encodeCore } from './ledger-encode.ts'
import type { LedgerCore, LedgerCoreInput, Refusal, SealedBlock } from './model.ts'
import type { Sha256 } from '../base/crypto.ts'
import type { AesGcmInput, DecryptAesGcm, EncryptAesGcm, Gzip } from './ports.ts'

export const VILLAGE_KEY_BYTES = 32
const NONCE_BYTES = 12

/** `wrong-key`: another village's key, or one that was replaced since the board was printed. */
export type UnsealError = Refusal | { readonly kind: 'wrong-key' }

export interface SealPorts {
  readonly gzip: Gzip
  readonly sha256: Sha256
  readonly encrypt: EncryptAesGcm
}

const aesInput = (site: string, key: Bytes, nonce: Bytes): AesGcmInput => ({
  key,
  nonce,
  additional: utf8ToBytes(site),
})

/** Two contents never share a nonce; the same content shows only that it is the same, which its pack shows anyway. */
const nonceFor = (site: string, key: Bytes, plain: Bytes, sha256: Sha256): Bytes =>
  createHmac(
    key,
    sha256,
  )(concatBytes(utf8ToBytes(`iltod-sealed/1\n${site}\n`), plain)).slice(0, NONCE_BYTES)

export const sealCore = async (
  core: LedgerCoreInput,
  site: string,
  key: Bytes,
  ports: SealPorts,
): Promise<SealedBlock> => {
  const plain = ports.gzip(utf8ToBytes(encodeCore(core)))
  const nonce = nonceFor(site, key, plain, ports.sha256)
  const data = await ports.encrypt(aesInput(site, key, nonce), plain)
  return { nonce: bytesToBase64Url(nonce), data: bytesToBase64Url(data) }
}

export const openSealed = async (
  block: SealedBlock,
  site: string,
  key: Bytes,
  decrypt: DecryptAesGcm,
): Promise<Result<LedgerCore, UnsealError>> => {
  const nonce = base64UrlToBytes(block.nonce)
  const data = base64UrlToBytes(block.data)
  if (nonce?.length !== NONCE_BYTES || !data) return err({ kind: 'unreadable' })
  if (key.length !== VILLAGE_KEY_BYTES) return err({ kind: 'wrong-key' })
  const plain = await decrypt(aesInput(site, key, nonce), data)
  return plain ? decodeCore(plain) : err({ kind: 'wrong-key' })
}
