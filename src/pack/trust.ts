// /published/trust.json: keys by role and range, restart notes, signed by the root key whose hash every reader pins
// (PACK-23, PACK-25). The signed text is transmitted as it is; members it may gain later are covered by the signature.
import * as z from 'zod/mini'
import {
  bytesToBase64Url,
  bytesToHex,
  concatBytes,
  utf8ToBytes,
  type Bytes,
} from '../base/bytes.ts'
import { ok, type Result } from '../base/result.ts'
import { SIGNATURE_BYTES, SUITE_P256 } from './checkpoint.ts'
import type { Refusal, Trust, TrustKey } from './model.ts'
import type { Sha256, SignP256 } from '../base/crypto.ts'
import { bytesFromWire, isExactly, openJson, pointFromWire, UNREADABLE } from './wire.ts'

/** What the root key signs; the root's hash follows from its public key. */
export type TrustContent = Omit<Trust, 'rootHash'>

export interface SignedTrust {
  readonly trust: Trust
  readonly body: string
  /** Uncompressed point. */
  readonly rootKey: Bytes
  readonly signature: Bytes
}

const integer = z.int().check(z.nonnegative())
const Key = z.object({
  id: z.string().check(z.minLength(1)),
  role: z.enum(['publish', 'receipt', 'seal', 'commission']),
  kind: z.enum(['p256', 'age']),
  key: z.string(),
  from: integer,
  to: z.nullable(integer),
})
const Body = z.object({
  version: integer,
  keys: z.array(z.unknown()),
  restarts: z.array(
    z.object({
      number: integer,
      hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
      day: z.string(),
      reason: z.string(),
    }),
  ),
})

export const encodeTrustBody = ({ version, keys, restarts }: TrustContent): string =>
  JSON.stringify({
    version,
    keys: keys.map(({ id, role, kind, key, from, to }) => ({ id, role, kind, key, from, to })),
    restarts: restarts.map(({ number, hash, day, reason }) => ({ number, hash, day, reason })),
  })

/** Suite ‖ name of the format ‖ body. */
export const trustMessage = (body: string): Bytes =>
  concatBytes(Uint8Array.of(SUITE_P256), utf8ToBytes(`iltod-trust/1\n${body}`))

const trustText = (body: string, rootKey: Bytes, signature: Bytes): string =>
  JSON.stringify({
    format: 'iltod-trust',
    v: 1,
    root: bytesToBase64Url(rootKey),
    body,
    signature: bytesToBase64Url(signature),
  })

export const signTrust = async (
  content: TrustContent,
  root: { readonly publicKey: Bytes; readonly sign: SignP256 },
): Promise<string> => {
  const body = encodeTrustBody(content)
  return trustText(body, root.publicKey, await root.sign(trustMessage(body)))
}

/** SHA-256 of the root's public key, hex: what phones pin and boards abbreviate. */
export const hashRootKey = (rootKey: Bytes, sha256: Sha256): string => bytesToHex(sha256(rootKey))

/** Shape only; `judgeTrust` decides whether it is true. */
export const decodeTrust = (bytes: Bytes, sha256: Sha256): Result<SignedTrust, Refusal> => {
  const json = openJson(bytes, 'iltod-trust', 1)
  if (!json.ok) return json
  const { body } = json.value
  const rootKey = pointFromWire(json.value['root'])
  const signature = bytesFromWire(json.value['signature'], SIGNATURE_BYTES)
  if (typeof body !== 'string' || !rootKey || !signature) return UNREADABLE
  if (!isExactly(bytes, trustText(body, rootKey, signature))) return UNREADABLE
  const content = decodeTrustBody(body)
  if (!content) return UNREADABLE
  const trust = { ...content, rootHash: hashRootKey(rootKey, sha256) }
  return ok({ trust, body, rootKey, signature })
}

/** Keys of a role or kind that this reader does not know are none of its business. */
const decodeTrustBody = (body: string): TrustContent | null => {
  const parsed = Body.safeParse(parseBody(body))
  if (!parsed.success) return null
  const keys: TrustKey[] = []
  for (const candidate of parsed.data.keys) {
    const key = Key.safeParse(candidate)
    if (key.success) keys.push(key.data)
  }
  return { version: parsed.data.version, keys, restarts: parsed.data.restarts }
}

const parseBody = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return undefined
  }
}
