// Cryptography that takes the same path each time: keys from a seed, signatures by RFC 6979, and for the length of one life a
// seeded source where age draws its keys and nonces. All of it real: the server verifies and opens with its own code.
import { p256 } from '@noble/curves/nist.js'
import type { Bytes } from '../../../src/base/bytes.ts'
import { bytesToHex } from '../../../src/base/bytes.ts'
import type { Random } from '../../../src/base/random.ts'
import { sha256 } from '../../../src/server/crypto/node-ports.ts'
import type { TestKey } from '../field-pen.ts'

export const makeSeededKey = (random: Random): TestKey => {
  const { secretKey, publicKey } = p256.keygen(random.bytes(48))
  const point = new Uint8Array(p256.Point.fromBytes(publicKey).toBytes(false))
  return {
    publicKey: point,
    device: bytesToHex(sha256(point)),
    sign: (message) => Promise.resolve(p256.sign(message, secretKey) as Bytes),
  }
}

/** Lives are simulated one after the other: the system's source belongs to one of them at a time. */
export const withSeededSystem = async <T>(random: Random, work: () => Promise<T>): Promise<T> => {
  const getRandomValues = (array: Uint8Array): Uint8Array => {
    array.set(random.bytes(array.length))
    return array
  }
  const source = globalThis.crypto
  const before = Object.getOwnPropertyDescriptor(source, 'getRandomValues')
  Object.defineProperty(source, 'getRandomValues', { value: getRandomValues, configurable: true })
  try {
    return await work()
  } finally {
    if (before) Object.defineProperty(source, 'getRandomValues', before)
    else Reflect.deleteProperty(source, 'getRandomValues')
  }
}
