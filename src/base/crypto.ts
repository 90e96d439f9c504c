// The three acts of cryptography that the pure floors need, as arguments. Node realises them with node:crypto, the phone with
// noble hashes and WebCrypto; the rules never learn which.
import type { Bytes } from './bytes.ts'

/** Synchronous, because half a million leaves can't each wait for a promise. */
export type Sha256 = (bytes: Uint8Array) => Bytes

/** SHA-256 of what comes bit by bit. */
export type StartSha256 = () => {
  readonly add: (bytes: Uint8Array) => void
  readonly end: () => Bytes
}

/** ECDSA P-256 with SHA-256. Key: uncompressed point, 65 bytes. Signature: r‖s, 64 bytes. False for any flaw, never throws. */
export type VerifyP256 = (publicKey: Bytes, message: Bytes, signature: Bytes) => Promise<boolean>

/** Signs with the one key it was made for; 64 bytes r‖s. */
export type SignP256 = (message: Bytes) => Promise<Bytes>
