// The server's keys as files under DATA_DIR/keys, mode 0600: root, publish, receipt, seal, registry. A demo makes them by
// itself and marks itself as a demo; production takes the root elsewhere (`iltod keys export-root`) and gives the registry
// key through ILTOD_REGISTRY_KEY. Only the publisher process reads the publish key.
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import * as z from 'zod/mini'
import { base64UrlToBytes, type Bytes, bytesToBase64Url } from '../../base/bytes.ts'

/** A P-256 key pair; `privatePem` is absent once the key lives elsewhere. */
export const SigningKey = z.object({
  id: z.string(),
  /** Uncompressed point, base64url. */
  publicKey: z.string(),
  privatePem: z.optional(z.string()),
  /** Checkpoint numbers for which it is valid. */
  from: z.int(),
  to: z.nullable(z.int()),
})
export type SigningKey = z.infer<typeof SigningKey>

export const SealKey = z.object({
  id: z.string(),
  recipient: z.string(),
  identity: z.string(),
  from: z.int(),
  to: z.nullable(z.int()),
})
export type SealKey = z.infer<typeof SealKey>

const KeyFile = z.object({
  v: z.literal(1),
  /** True when the keys were made by the demo's start: production refuses them. */
  demo: z.boolean(),
  trustVersion: z.int(),
  /** Notes of true restarts, oldest first (PACK-24). */
  restarts: z.array(
    z.object({ number: z.int(), hash: z.string(), day: z.string(), reason: z.string() }),
  ),
  root: SigningKey,
  publish: z.array(SigningKey),
  receipt: z.array(SigningKey),
  seal: z.array(SealKey),
})
export type KeyFile = z.infer<typeof KeyFile>

const folder = (dataDir: string) => path.join(dataDir, 'keys')
export const trustPath = (dataDir: string) => path.join(folder(dataDir), 'trust.json')
const keyPath = (dataDir: string) => path.join(folder(dataDir), 'keys.json')
const registryPath = (dataDir: string) => path.join(folder(dataDir), 'registry.key')

const makeKeyId = (): string => randomBytes(6).toString('hex')

/** The uncompressed point of a P-256 public key, 65 bytes, as WebCrypto's `raw` import takes it. */
const rawPoint = (privatePem: string): string => {
  const jwk = createPublicKey(createPrivateKey(privatePem)).export({ format: 'jwk' })
  const x = base64UrlToBytes(jwk.x ?? '')
  const y = base64UrlToBytes(jwk.y ?? '')
  if (!x || !y) throw new Error('not a P-256 key')
  return bytesToBase64Url(Uint8Array.of(4, ...x, ...y))
}

export const makeSigningKey = (from: number): SigningKey => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const privatePem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { id: makeKeyId(), publicKey: rawPoint(privatePem), privatePem, from, to: null }
}

export const makeSealKey = async (from: number): Promise<SealKey> => {
  const identity = await generateX25519Identity()
  return {
    id: makeKeyId(),
    recipient: await identityToRecipient(identity),
    identity,
    from,
    to: null,
  }
}

/** Written aside and renamed, so that a kill leaves the old keys or the new ones. */
export const writeKeys = (dataDir: string, keys: KeyFile): void => {
  mkdirSync(folder(dataDir), { recursive: true, mode: 0o700 })
  const file = keyPath(dataDir)
  writeFileSync(`${file}.new`, JSON.stringify(keys, null, 1), { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}

export const hasKeys = (dataDir: string): boolean => existsSync(keyPath(dataDir))

/** Another text when the file was written again; '' when there is none. */
export const keyFileStamp = (dataDir: string): string => {
  const stat = statSync(keyPath(dataDir), { bigint: true, throwIfNoEntry: false })
  return stat ? `${stat.ino} ${stat.mtimeNs} ${stat.size}` : ''
}

/** Throws when there are none or they can't be read: nothing can be published or received without. */
export const loadKeys = (dataDir: string): KeyFile =>
  KeyFile.parse(JSON.parse(readFileSync(keyPath(dataDir), 'utf8')))

/** Makes all keys. Throws rather than overwrite existing ones. */
export const initKeys = async (dataDir: string, demo: boolean): Promise<KeyFile> => {
  if (hasKeys(dataDir)) throw new Error('keys exist already')
  const keys: KeyFile = {
    v: 1,
    demo,
    trustVersion: 1,
    restarts: [],
    root: makeSigningKey(0),
    publish: [makeSigningKey(0)],
    receipt: [makeSigningKey(0)],
    seal: [await makeSealKey(0)],
  }
  writeKeys(dataDir, keys)
  return keys
}

/** The newest key of a list; lists are never empty. */
export const currentKey = <K extends { readonly to: number | null }>(keys: readonly K[]): K => {
  const current = keys.findLast((key) => key.to === null) ?? keys.at(-1)
  if (!current) throw new Error('no key of this role')
  return current
}

/** Also while the generated one still lies there: such a folder began as a demo, and its people may be invented. */
export const isRegistryKeyGenerated = (
  dataDir: string,
  fromEnvironment: string | undefined,
): boolean => !fromEnvironment || existsSync(registryPath(dataDir))

/**
 * 32 bytes that encrypt and hash identity data. From ILTOD_REGISTRY_KEY (base64url) where set; otherwise generated once and
 * kept beside the other keys, which marks the instance as a demo.
 */
export const loadRegistryKey = (dataDir: string, fromEnvironment: string | undefined): Bytes => {
  if (fromEnvironment) {
    const key = base64UrlToBytes(fromEnvironment)
    if (key?.length !== 32) throw new Error('ILTOD_REGISTRY_KEY must be 32 bytes in base64url')
    return key
  }
  const file = registryPath(dataDir)
  if (!existsSync(file)) {
    mkdirSync(folder(dataDir), { recursive: true, mode: 0o700 })
    writeFileSync(file, bytesToBase64Url(randomBytes(32)), { mode: 0o600, flush: true })
  }
  const key = base64UrlToBytes(readFileSync(file, 'utf8').trim())
  if (key?.length !== 32) throw new Error('the registry key file is damaged')
  return key
}
