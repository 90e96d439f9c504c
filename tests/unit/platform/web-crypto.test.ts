// The browser's cryptography, with WebCrypto and without it, against Node's own.
import { webcrypto } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { utf8ToBytes } from '../../../src/base/bytes.ts'
import { createWebCrypto } from '../../../src/platform/web-crypto.ts'
import {
  decryptAesGcm,
  encryptAesGcm,
  sha256,
  verifyP256,
} from '../../../src/server/crypto/node-ports.ts'
import { makeSigner } from '../../support/published-office.ts'

const ways = [
  ['with WebCrypto', createWebCrypto(webcrypto.subtle as unknown as SubtleCrypto)],
  ['in an insecure context', createWebCrypto(undefined)],
] as const

describe.each(ways)('%s', (_, { verify, decrypt }) => {
  test('hashes as Node does', () => {
    for (const text of ['', 'a', '指尖公开'.repeat(500)]) {
      expect(verify.sha256(utf8ToBytes(text))).toEqual(sha256(utf8ToBytes(text)))
    }
  })

  test('takes every signature that Node takes, and no other', async () => {
    const signer = makeSigner()
    for (let i = 0; i < 12; i++) {
      const message = utf8ToBytes(`message ${i}`)
      const signature = await signer.sign(message)
      expect(await verifyP256(signer.publicKey, message, signature)).toBe(true)
      expect(await verify.verifyP256(signer.publicKey, message, signature)).toBe(true)
      signature[i * 5] = signature[i * 5]! ^ 1
      expect(await verify.verifyP256(signer.publicKey, message, signature)).toBe(false)
    }
    const other = makeSigner()
    const message = utf8ToBytes('x')
    expect(await verify.verifyP256(other.publicKey, message, await signer.sign(message))).toBe(
      false,
    )
  })

  test('answers false to what is no key or no signature', async () => {
    const { publicKey } = makeSigner()
    const empty = new Uint8Array(0)
    expect(await verify.verifyP256(publicKey, empty, empty)).toBe(false)
    expect(await verify.verifyP256(empty, empty, new Uint8Array(64))).toBe(false)
    expect(await verify.verifyP256(new Uint8Array(65), empty, new Uint8Array(64))).toBe(false)
  })

  test('opens what Node sealed, and nothing that was touched', async () => {
    const input = {
      key: new Uint8Array(32).fill(1),
      nonce: new Uint8Array(12).fill(2),
      additional: utf8ToBytes('152223105201'),
    }
    const sealed = await encryptAesGcm(input, utf8ToBytes('村内可见'))
    expect(await decrypt(input, sealed)).toEqual(await decryptAesGcm(input, sealed))
    expect(await decrypt({ ...input, additional: utf8ToBytes('other') }, sealed)).toBeNull()
    expect(await decrypt({ ...input, key: new Uint8Array(31) }, sealed)).toBeNull()
    sealed[3] = sealed[3]! ^ 1
    expect(await decrypt(input, sealed)).toBeNull()
    expect(await decrypt(input, new Uint8Array(3))).toBeNull()
  })
})
