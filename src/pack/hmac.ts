// HMAC-SHA-256 (RFC 2104) on the hash port, for salts of leaves and nonces of sealed cores.
import { concatBytes, type Bytes } from '../base/bytes.ts'
import type { Sha256 } from '../base/crypto.ts'

const BLOCK = 64

const padKey = (key: Uint8Array, sha256: Sha256, pad: number): Bytes => {
  const block = new Uint8Array(BLOCK)
  block.set(key.length > BLOCK ? sha256(key) : key)
  for (let i = 0; i < BLOCK; i++) block[i] = block[i]! ^ pad
  return block
}

/** The key is padded once: one ledger asks for thousands of salts under the same seed. */
export const createHmac = (key: Uint8Array, sha256: Sha256): ((message: Uint8Array) => Bytes) => {
  const inner = padKey(key, sha256, 0x36)
  const outer = padKey(key, sha256, 0x5c)
  return (message) => sha256(concatBytes(outer, sha256(concatBytes(inner, message))))
}
