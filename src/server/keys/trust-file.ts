// The trust list: made from the keys, signed by the root, kept beside them. The publisher copies it and never sees the root.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { base64UrlToBytes, type Bytes } from '../../base/bytes.ts'
import { hashRootKey, signTrust } from '../../pack/trust.ts'
import type { TrustKey } from '../../pack/model.ts'
import { createSigner, sha256 } from '../crypto/node-ports.ts'
import {
  currentKey,
  type KeyFile,
  makeSealKey,
  makeSigningKey,
  type SigningKey,
  trustPath,
  writeKeys,
} from './key-files.ts'

const pointOf = (key: SigningKey): Bytes => {
  const point = base64UrlToBytes(key.publicKey)
  if (point?.length !== 65) throw new Error('a public key in the key file is damaged')
  return point
}

const trustKeys = (keys: KeyFile): TrustKey[] => [
  ...keys.publish.map((k): TrustKey => ({
    id: k.id,
    role: 'publish',
    kind: 'p256',
    key: k.publicKey,
    from: k.from,
    to: k.to,
  })),
  ...keys.receipt.map((k): TrustKey => ({
    id: k.id,
    role: 'receipt',
    kind: 'p256',
    key: k.publicKey,
    from: k.from,
    to: k.to,
  })),
  ...keys.seal.map((k): TrustKey => ({
    id: k.id,
    role: 'seal',
    kind: 'age',
    key: k.recipient,
    from: k.from,
    to: k.to,
  })),
]

/** Throws when the root's private key was exported: then the list is signed where the root lies. */
export const writeTrust = async (dataDir: string, keys: KeyFile): Promise<void> => {
  if (!keys.root.privatePem) throw new Error('the root key is not on this machine')
  const text = await signTrust(
    { version: keys.trustVersion, keys: trustKeys(keys), restarts: keys.restarts },
    { publicKey: pointOf(keys.root), sign: createSigner(keys.root.privatePem) },
  )
  const file = trustPath(dataDir)
  writeFileSync(`${file}.new`, text, { flush: true })
  renameSync(`${file}.new`, file)
}

/** Null before keys were made. */
export const readTrust = (dataDir: string): Bytes | null => {
  const file = trustPath(dataDir)
  return existsSync(file) ? new Uint8Array(readFileSync(file)) : null
}

/** SHA-256 of the root's public key, hex; its first 8 digits stand on boards and slips. */
export const rootHashOf = (keys: KeyFile): string => hashRootKey(pointOf(keys.root), sha256)

/** New publish, receipt and seal keys, valid from the checkpoint after `lastNumber`; the old ones end there. */
export const rotateKeys = async (
  dataDir: string,
  keys: KeyFile,
  lastNumber: number,
): Promise<KeyFile> => {
  const end = <K extends { readonly to: number | null }>(list: readonly K[]): K[] =>
    list.map((key) => (key.to === null ? { ...key, to: lastNumber } : key))
  const next: KeyFile = {
    ...keys,
    trustVersion: keys.trustVersion + 1,
    publish: [...end(keys.publish), makeSigningKey(lastNumber + 1)],
    receipt: [...end(keys.receipt), makeSigningKey(lastNumber + 1)],
    seal: [...end(keys.seal), await makeSealKey(lastNumber + 1)],
  }
  writeKeys(dataDir, next)
  await writeTrust(dataDir, next)
  return next
}

/** A root-signed note that number and hash are a true restart. */
export const noteRestart = async (
  dataDir: string,
  keys: KeyFile,
  note: KeyFile['restarts'][number],
): Promise<KeyFile> => {
  const next = { ...keys, trustVersion: keys.trustVersion + 1, restarts: [...keys.restarts, note] }
  writeKeys(dataDir, next)
  await writeTrust(dataDir, next)
  return next
}

/** The publish key's signer for the checkpoint `number`. */
export const publishSigner = (keys: KeyFile, number: number) => {
  const key =
    keys.publish.find((k) => k.from <= number && (k.to === null || number <= k.to)) ??
    currentKey(keys.publish)
  if (!key.privatePem) throw new Error('the publish key is not on this machine')
  return { key: key.id, sign: createSigner(key.privatePem) }
}
