// The pure floors' cryptography in a browser: noble's SHA-256 (synchronous, everywhere) and WebCrypto for P-256 and AES-GCM.
// An insecure context has no WebCrypto: signatures are then checked by noble's curve, loaded only there.
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import type { Sha256, StartSha256, VerifyP256 } from '../base/crypto.ts'
import type { DecryptAesGcm, VerifyPorts } from '../pack/ports.ts'

export const sha256: Sha256 = (bytes) => nobleSha256(bytes)

export const startSha256: StartSha256 = () => {
  const hash = nobleSha256.create()
  return {
    add: (bytes) => {
      hash.update(bytes)
    },
    end: () => new Uint8Array(hash.digest()),
  }
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** Apart from the rest, for the service worker: it can't load code by hand, and needs none. */
export const verifyWith =
  (subtle: SubtleCrypto): VerifyP256 =>
  async (publicKey, message, signature) => {
    try {
      const key = await subtle.importKey('raw', publicKey, ALGORITHM, false, ['verify'])
      return await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, message)
    } catch {
      return false
    }
  }

const verifyByHand: VerifyP256 = async (publicKey, message, signature) => {
  try {
    const { p256 } = await import('@noble/curves/nist.js')
    // WebCrypto takes any s; so does whoever signed with it.
    return p256.verify(signature, message, publicKey, { lowS: false })
  } catch {
    return false
  }
}

const decryptWith =
  (subtle: SubtleCrypto): DecryptAesGcm =>
  async ({ key, nonce, additional }, sealed) => {
    try {
      const imported = await subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt'])
      const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: additional }
      return new Uint8Array(await subtle.decrypt(algorithm, imported, sealed))
    } catch {
      return null
    }
  }

const decryptByHand: DecryptAesGcm = async ({ key, nonce, additional }, sealed) => {
  try {
    const { gcm } = await import('@noble/ciphers/aes.js')
    return gcm(key, nonce, additional).decrypt(sealed)
  } catch {
    return null
  }
}

/** `subtle` is undefined in an insecure context. */
export const createWebCrypto = (
  subtle: SubtleCrypto | undefined,
): { readonly verify: VerifyPorts; readonly decrypt: DecryptAesGcm } => ({
  verify: { sha256, verifyP256: subtle ? verifyWith(subtle) : verifyByHand },
  decrypt: subtle ? decryptWith(subtle) : decryptByHand,
})
