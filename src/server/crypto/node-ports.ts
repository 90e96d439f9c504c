// The format's ports on Node: hashing, compression, signatures, authenticated encryption.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  sign,
  verify,
} from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { bytesToBase64Url, type Bytes } from '../../base/bytes.ts'
import type { Sha256, SignP256, VerifyP256 } from '../../base/crypto.ts'
import type { DecryptAesGcm, EncryptAesGcm, Gzip } from '../../pack/ports.ts'

const TAG = 16

const own = (buffer: Uint8Array): Bytes => new Uint8Array(buffer)

export const sha256: Sha256 = (bytes) => own(createHash('sha256').update(bytes).digest())

/**
 * Level 9; Node writes no time and no name into the header, so the same input gives the same bytes. A pack's columns are of
 * different kinds: with less memory a block of gzip is shorter and its code fits them better, which makes packs 4 % smaller.
 */
export const gzip: Gzip = (bytes) => own(gzipSync(bytes, { level: 9, memLevel: 5 }))

/** Throws when the key is not a P-256 private key: a configuration fault, found at start. */
export const createSigner = (privatePem: string): SignP256 => {
  const key = createPrivateKey(privatePem)
  return (message) =>
    Promise.resolve(own(sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' })))
}

export const verifyP256: VerifyP256 = (publicKey, message, signature) => {
  try {
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: bytesToBase64Url(publicKey.subarray(1, 33)),
      y: bytesToBase64Url(publicKey.subarray(33, 65)),
    }
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    return Promise.resolve(verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature))
  } catch {
    return Promise.resolve(false)
  }
}

export const encryptAesGcm: EncryptAesGcm = ({ key, nonce, additional }, plain) => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(additional)
  return Promise.resolve(
    own(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])),
  )
}

export const decryptAesGcm: DecryptAesGcm = ({ key, nonce, additional }, sealed) => {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(additional)
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
    const plain = [decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final()]
    return Promise.resolve(own(Buffer.concat(plain)))
  } catch {
    return Promise.resolve(null)
  }
}
