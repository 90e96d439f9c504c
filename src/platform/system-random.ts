// The system's randomness. `getRandomValues` exists in insecure contexts too, unlike the rest of WebCrypto.
import type { Random } from '../base/random.ts'

const LARGEST_REQUEST = 65_536 // getRandomValues throws above

export const systemRandom: Random = {
  bytes: (length) => {
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; at += LARGEST_REQUEST) {
      crypto.getRandomValues(bytes.subarray(at, at + LARGEST_REQUEST))
    }
    return bytes
  },
}
