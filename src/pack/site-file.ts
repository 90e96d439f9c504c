// /published/sites/<code>: one site's head, its path and the signed checkpoint; /published/sites.json: all heads (PACK-22).
import { bytesToBase64Url, bytesToHex, concatBytes, type Bytes } from '../base/bytes.ts'
import { assert, ok, type Result } from '../base/result.ts'
import { checkpointFromWire, checkpointToWire, type SignedCheckpoint } from './checkpoint.ts'
import { decodeHead, encodeHead, hashHead } from './head.ts'
import { HASH_BYTES, merklePaths, merkleRoot, type PathStep } from './merkle.ts'
import type { Refusal, SiteHead } from './model.ts'
import type { Sha256 } from '../base/crypto.ts'
import { bytesFromWire, isExactly, openJson, UNREADABLE } from './wire.ts'

export interface SiteFile {
  readonly head: SiteHead
  /** The head as hashed; may carry lines of a later version. */
  readonly headText: string
  readonly path: readonly PathStep[]
  readonly signed: SignedCheckpoint
}

export interface SitesFile {
  readonly heads: readonly SiteHead[]
  readonly headTexts: readonly string[]
  readonly signed: SignedCheckpoint
}

/** Order of the tree and of the list: by id, in code units, the same everywhere. */
export const sortHeads = (heads: readonly SiteHead[]): SiteHead[] =>
  [...heads].sort((a, b) => (a.site < b.site ? -1 : a.site > b.site ? 1 : 0))

/** Root over all heads and each head's path, in the order given (see `sortHeads`). */
export const headTree = (
  heads: readonly SiteHead[],
  sha256: Sha256,
): { readonly root: string; readonly paths: readonly (readonly PathStep[])[] } => {
  const leaves = heads.map((head) => hashHead(encodeHead(head), sha256))
  return { root: bytesToHex(merkleRoot(leaves, sha256)), paths: merklePaths(leaves, sha256) }
}

/** Sides as bits, the leaf's level lowest; then the siblings, 32 bytes each, in one piece. */
const pathToWire = (path: readonly PathStep[]): readonly [number, string] => {
  assert(path.length < 31, 'sides of a path fit a small integer')
  const sides = path.reduce((bits, step, level) => bits | (step.left ? 1 << level : 0), 0)
  return [sides, bytesToBase64Url(concatBytes(...path.map((step) => step.sibling)))]
}

const pathFromWire = (sides: unknown, siblings: unknown): PathStep[] | null => {
  const bytes = bytesFromWire(siblings)
  if (!bytes || bytes.length % HASH_BYTES !== 0 || bytes.length > 30 * HASH_BYTES) return null
  const length = bytes.length / HASH_BYTES
  if (!Number.isSafeInteger(sides)) return null
  const bits = sides as number
  if (bits < 0 || bits >= 2 ** length) return null
  return Array.from({ length }, (_, level) => ({
    left: (bits & (1 << level)) !== 0,
    sibling: bytes.slice(level * HASH_BYTES, (level + 1) * HASH_BYTES),
  }))
}

const siteFileText = (headText: string, path: readonly PathStep[], signed: SignedCheckpoint) => {
  const [sides, siblings] = pathToWire(path)
  return JSON.stringify({
    format: 'iltod-site',
    v: 1,
    head: headText,
    sides,
    path: siblings,
    checkpoint: checkpointToWire(signed),
  })
}

export const encodeSiteFile = (
  head: SiteHead,
  path: readonly PathStep[],
  signed: SignedCheckpoint,
): string => siteFileText(encodeHead(head), path, signed)

/** Shape only; `judgeSiteFile` decides whether it is true. */
export const decodeSiteFile = (bytes: Bytes, sha256: Sha256): Result<SiteFile, Refusal> => {
  const json = openJson(bytes, 'iltod-site', 1)
  if (!json.ok) return json
  const { head: headText, sides, path: siblings, checkpoint } = json.value
  if (typeof headText !== 'string') return UNREADABLE
  const head = decodeHead(headText)
  if (!head.ok) return head
  const signed = checkpointFromWire(checkpoint, sha256)
  if (!signed.ok) return signed
  const path = pathFromWire(sides, siblings)
  if (!path || !isExactly(bytes, siteFileText(headText, path, signed.value))) return UNREADABLE
  return ok({ head: head.value, headText, path, signed: signed.value })
}

const sitesText = (headTexts: readonly string[], signed: SignedCheckpoint): string =>
  JSON.stringify({
    format: 'iltod-sites',
    v: 1,
    heads: headTexts,
    checkpoint: checkpointToWire(signed),
  })

/** `heads` in tree order. */
export const encodeSites = (heads: readonly SiteHead[], signed: SignedCheckpoint): string =>
  sitesText(heads.map(encodeHead), signed)

export const decodeSites = (bytes: Bytes, sha256: Sha256): Result<SitesFile, Refusal> => {
  const json = openJson(bytes, 'iltod-sites', 1)
  if (!json.ok) return json
  const { heads: headTexts, checkpoint } = json.value
  if (!Array.isArray(headTexts)) return UNREADABLE
  const heads: SiteHead[] = []
  for (const text of headTexts as readonly unknown[]) {
    if (typeof text !== 'string') return UNREADABLE
    const head = decodeHead(text)
    if (!head.ok) return head
    heads.push(head.value)
  }
  const signed = checkpointFromWire(checkpoint, sha256)
  if (!signed.ok) return signed
  const texts = headTexts as readonly string[]
  if (!isExactly(bytes, sitesText(texts, signed.value))) return UNREADABLE
  return ok({ heads, headTexts: texts, signed: signed.value })
}
