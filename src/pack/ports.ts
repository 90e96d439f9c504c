// What the format needs from its host beside hashes and signatures (base/crypto.ts): compression and one cipher. Node and browsers realise them in their own way
// (node:crypto and zlib; noble hashes, WebCrypto and fflate), the rules here never learn which.
import type { Bytes } from '../base/bytes.ts'
import type { Sha256, VerifyP256 } from '../base/crypto.ts'

/** Must give the same bytes for the same input within one build of the host. */
export type Gzip = (bytes: Uint8Array) => Bytes

export interface AesGcmInput {
  readonly key: Bytes
  /** 12 bytes. */
  readonly nonce: Bytes
  readonly additional: Bytes
}

/** AES-256-GCM, tag of 16 bytes at the end. */
export type EncryptAesGcm = (input: AesGcmInput, plain: Bytes) => Promise<Bytes>

/** Null when key, nonce, additional data or tag do not fit. */
export type DecryptAesGcm = (input: AesGcmInput, sealed: Bytes) => Promise<Bytes | null>

/** What a reader needs to judge signed files. */
export interface VerifyPorts {
  readonly sha256: Sha256
  readonly verifyP256: VerifyP256
}
