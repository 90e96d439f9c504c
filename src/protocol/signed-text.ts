// What device and server sign to each other: 0x01 (suite: ECDSA P-256 with SHA-256) and lines of text, each ended by \n,
// the first naming what is signed, so that a signature for one purpose fits no other (RCPT-1, FEED-2).
import { type Bytes, base64UrlToBytes, concatBytes, utf8ToBytes } from '../base/bytes.ts'
import type { VerifyP256 } from '../base/crypto.ts'

export const SUITE = 1
export const PUBLIC_KEY_BYTES = 65
export const SIGNATURE_BYTES = 64

/** No line may hold a line feed; ids, hashes, numbers and base64url never do. */
export const signedLines = (...lines: readonly (string | number)[]): Bytes =>
  concatBytes(Uint8Array.of(SUITE), utf8ToBytes(lines.map((line) => `${line}\n`).join('')))

/** False for anything that is not a key, not a signature, or not by this key. */
export const verifyText = async (
  verify: VerifyP256,
  publicKey: string,
  message: Bytes,
  signature: string,
): Promise<boolean> => {
  const key = base64UrlToBytes(publicKey)
  const bytes = base64UrlToBytes(signature)
  if (key?.length !== PUBLIC_KEY_BYTES || bytes?.length !== SIGNATURE_BYTES) return false
  return verify(key, message, bytes)
}
