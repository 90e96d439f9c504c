// Cryptography that takes the same path each time. Real: keys from a seed, signatures by RFC 6979, age over a seeded source; the
// server verifies and opens with its own code. Swift: the same ports over hashes and AES, a hundred times cheaper, so that
// thousands of lives can be lived where the troubles are of time and order, not of mathematics.
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import {
  type Bytes,
  bytesToBase64Url,
  bytesToHex,
  concatBytes,
  utf8ToBytes,
} from '../../../src/base/bytes.ts'
import type { VerifyP256 } from '../../../src/base/crypto.ts'
import { createSeededRandom, type Random } from '../../../src/base/random.ts'
import { ageSeal, ageSealStream } from '../../../src/platform/age-seal.ts'
import { sha256, verifyP256 } from '../../../src/server/crypto/node-ports.ts'
import { inboxKeys } from '../../../src/server/inbox/keys.ts'
import type { InboxKeys, OfficeKeys, OpenStream } from '../../../src/server/inbox/ports.ts'
import { makeSealKey, makeSigningKey } from '../../../src/server/keys/key-files.ts'
import type { SealStream } from '../../../src/sync/media/ports.ts'
import type { TestKey } from '../field-pen.ts'

export interface OfficeSide {
  readonly recipient: string
  readonly keys: InboxKeys
  readonly openStream: OpenStream
}

export interface SimulationCrypto {
  readonly makeKey: (random: Random) => TestKey
  readonly verifyP256: VerifyP256
  readonly seal: (recipient: string, text: Bytes) => Promise<Bytes>
  readonly sealStream: SealStream
  readonly office: () => Promise<OfficeSide>
  /** Runs one life; nothing random comes from outside it. Lives run one after the other. */
  readonly live: <T>(random: Random, work: () => Promise<T>) => Promise<T>
}

const keyOf = (point: Uint8Array, sign: (message: Bytes) => Bytes): TestKey => ({
  publicKey: new Uint8Array(point),
  device: bytesToHex(sha256(point)),
  sign: (message) => Promise.resolve(sign(message)),
})

const officeSide = (
  signer: TestKey,
  recipient: string,
  { openSealed, openStream }: Pick<OfficeKeys, 'openSealed' | 'openStream'>,
): OfficeSide => ({
  recipient,
  openStream,
  keys: {
    receipt: { id: 'receipt', sign: signer.sign },
    receiptKeys: [{ id: 'receipt', publicKey: bytesToBase64Url(signer.publicKey) }],
    openSealed,
  },
})

const makeRealKey = (random: Random): TestKey => {
  const { secretKey, publicKey } = p256.keygen(random.bytes(48))
  const point = p256.Point.fromBytes(publicKey).toBytes(false)
  return keyOf(point, (message) => p256.sign(message, secretKey))
}

/** The system's source, where age draws its keys and nonces, belongs to one life at a time. */
const withSeededSystem = async <T>(random: Random, work: () => Promise<T>): Promise<T> => {
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

const makeRealOffice = async (): Promise<OfficeSide> => {
  const seal = await withSeededSystem(createSeededRandom(2), () => makeSealKey(0))
  const keys = inboxKeys({ receipt: [makeSigningKey(0)], seal: [seal] })
  return officeSide(makeRealKey(createSeededRandom(1)), seal.recipient, keys)
}
let realOffice: Promise<OfficeSide> | null = null

export const realCrypto: SimulationCrypto = {
  makeKey: makeRealKey,
  verifyP256,
  seal: ageSeal,
  sealStream: ageSealStream,
  office: () => (realOffice ??= makeRealOffice()),
  live: withSeededSystem,
}

/** Keyed by the public half: what signs also verifies, but only for who holds the secret or this map. */
const createSwiftSigning = () => {
  const secrets = new Map<string, Bytes>()
  const signWith = (secret: Bytes, message: Uint8Array): Bytes => {
    const first = sha256(concatBytes(secret, message))
    return concatBytes(first, sha256(concatBytes(first, secret)))
  }
  const verify: VerifyP256 = (publicKey, message, signature) => {
    const secret = secrets.get(bytesToHex(publicKey))
    const right = secret ? Buffer.from(signWith(secret, message)).equals(signature) : false
    return Promise.resolve(right)
  }
  return {
    verify,
    makeKey: (random: Random): TestKey => {
      const secret = random.bytes(32)
      const point = concatBytes(Uint8Array.of(4), sha256(secret), sha256(sha256(secret)))
      secrets.set(bytesToHex(point), secret)
      return keyOf(point, (message) => signWith(secret, message))
    },
  }
}

const MAGIC = utf8ToBytes('swift-seal/1')
const SEAL_KEY = sha256(utf8ToBytes('the office'))
const TAG_BYTES = 16
const NONCE_BYTES = 12

const swiftSeal = (random: Random, text: Bytes): Bytes => {
  const nonce = random.bytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', SEAL_KEY, nonce)
  return concatBytes(MAGIC, nonce, cipher.update(text), cipher.final(), cipher.getAuthTag())
}

const openSwift: InboxKeys['openSealed'] = (sealed) => {
  const at = MAGIC.length + NONCE_BYTES
  try {
    const opener = createDecipheriv('aes-256-gcm', SEAL_KEY, sealed.subarray(MAGIC.length, at))
    opener.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    const body = opener.update(sealed.subarray(at, sealed.length - TAG_BYTES))
    return Promise.resolve({
      kind: 'opened',
      text: new Uint8Array(Buffer.concat([body, opener.final()])),
    })
  } catch {
    return Promise.resolve({ kind: 'damaged' })
  }
}

const readAll = async (stream: ReadableStream<Uint8Array>): Promise<Bytes> => {
  const parts: Uint8Array[] = []
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return concatBytes(...parts)
    parts.push(value)
  }
}

const streamOf = (bytes: Bytes): ReadableStream<Bytes> =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes)
      controller.close()
    },
  })

const openSwiftStream: OpenStream = async (sealed) => {
  const opened = await openSwift(await readAll(sealed))
  return opened.kind === 'opened' ? { kind: 'opened', content: streamOf(opened.text) } : opened
}

/** For one life: its seals draw from that life's own source. */
export const createSwiftCrypto = (): SimulationCrypto => {
  const signing = createSwiftSigning()
  let source: Random = createSeededRandom(0)
  const office = officeSide(signing.makeKey(createSeededRandom(1)), 'age1swift', {
    openSealed: openSwift,
    openStream: openSwiftStream,
  })
  return {
    makeKey: signing.makeKey,
    verifyP256: signing.verify,
    seal: (_recipient, text) => Promise.resolve(swiftSeal(source, text)),
    sealStream: async (_recipient, content) => streamOf(swiftSeal(source, await readAll(content))),
    office: () => Promise.resolve(office),
    live: (random, work) => {
      source = random
      return work()
    },
  }
}
