// Keyed hashes and encrypted blocks for identity data: the only door through which ID, card and phone pass (DESIGN §6).
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto'
import type { Bytes } from '../../base/bytes.ts'

/** What is kept of one row and never published. */
export interface Identity {
  readonly idNumber: string | null
  readonly account: string | null
}

export interface IdentityBox {
  /** Equality of people without their numbers: HMAC-SHA-256, hex. */
  readonly personKey: (idNumber: string) => string
  readonly sealBlock: (rows: readonly Identity[]) => { nonce: Buffer; data: Buffer }
  readonly openBlock: (block: { nonce: Uint8Array; data: Uint8Array }) => readonly Identity[]
  /** For whole files and single secrets: nonce ‖ ciphertext ‖ tag. */
  readonly seal: (plain: Uint8Array) => Buffer
  readonly open: (sealed: Uint8Array) => Buffer
}

const derive = (key: Bytes, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), `iltod ${use}`, 32))

const NONCE = 12
const TAG = 16

/** Rows per encrypted block: few enough that one look decrypts little, many enough that an import is not slowed. */
export const BLOCK_ROWS = 256

export const createIdentityBox = (registryKey: Bytes): IdentityBox => {
  // As a key object: Node would make one of the bytes for every hash, which takes five times as long as the hash.
  const hashKey = createSecretKey(derive(registryKey, 'person-key'))
  const blockKey = derive(registryKey, 'identity-block')
  const encrypt = (nonce: Buffer, plain: Uint8Array): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', blockKey, nonce)
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }
  const decrypt = (nonce: Uint8Array, data: Uint8Array): Buffer => {
    const decipher = createDecipheriv('aes-256-gcm', blockKey, nonce)
    decipher.setAuthTag(data.subarray(data.length - TAG))
    return Buffer.concat([decipher.update(data.subarray(0, data.length - TAG)), decipher.final()])
  }
  return {
    personKey: (idNumber) => createHmac('sha256', hashKey).update(idNumber).digest('hex'),
    sealBlock: (rows) => {
      const nonce = randomBytes(NONCE)
      return { nonce, data: encrypt(nonce, Buffer.from(JSON.stringify(rows))) }
    },
    openBlock: (block) =>
      JSON.parse(decrypt(block.nonce, block.data).toString('utf8')) as readonly Identity[],
    seal: (plain) => {
      const nonce = randomBytes(NONCE)
      return Buffer.concat([nonce, encrypt(nonce, plain)])
    },
    open: (sealed) => decrypt(sealed.subarray(0, NONCE), sealed.subarray(NONCE)),
  }
}
