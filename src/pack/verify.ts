// Whether a reader accepts what it was offered (PACK-20…26). Pure: the state a reader holds goes in and, if all is well, the
// next one comes out; on any refusal nothing changes. `Held` is plain data, to be stored as it is.
import { bytesToHex, type Bytes } from '../base/bytes.ts'
import { err, ok, type Result } from '../base/result.ts'
import { checkpointMessage, type SignedCheckpoint } from './checkpoint.ts'
import { hashHead } from './head.ts'
import { merkleRoot, rootFromPath } from './merkle.ts'
import type { Checkpoint, PackRef, Refusal, Restart, SiteHead, Trust } from './model.ts'
import type { Sha256 } from '../base/crypto.ts'
import type { VerifyPorts } from './ports.ts'
import { decodeSiteFile, decodeSites, type SiteFile } from './site-file.ts'
import { decodeTrust, trustMessage } from './trust.ts'
import { pointFromWire } from './wire.ts'

export interface HeldCheckpoint {
  readonly number: number
  readonly hash: string
  readonly checkedMs: number
  readonly trustVersion: number
}

export interface Held {
  /** First 8 hex digits of the root, from a board's or slip's code; null when none was scanned. */
  readonly rootPrefix: string | null
  /** Pinned at the first start. */
  readonly rootHash: string | null
  readonly trustVersion: number
  /** SHA-256 of the trust list's body, hex: one version has one content. */
  readonly trustHash: string | null
  /** Newest one accepted, of whichever site. */
  readonly checkpoint: HeldCheckpoint | null
  /** Checkpoint hashes of restart notes that were used. */
  readonly restartsUsed: readonly string[]
}

export const createHeld = (rootPrefix: string | null = null): Held => ({
  rootPrefix,
  rootHash: null,
  trustVersion: 0,
  trustHash: null,
  checkpoint: null,
  restartsUsed: [],
})

export interface AcceptedTrust {
  readonly trust: Trust
  readonly held: Held
}

export interface AcceptedCheckpoint {
  readonly checkpoint: Checkpoint
  readonly held: Held
  /** The note under which an older or different checkpoint was accepted: to be shown. */
  readonly restart: Restart | null
}

export interface AcceptedHead extends AcceptedCheckpoint {
  readonly head: SiteHead
}

export interface AcceptedSites extends AcceptedCheckpoint {
  readonly heads: readonly SiteHead[]
}

const refuse = (kind: Refusal['kind']) => err<Refusal>({ kind })

const isOtherRoot = (held: Held, rootHash: string): boolean =>
  (held.rootHash !== null && held.rootHash !== rootHash) ||
  (held.rootPrefix !== null && !rootHash.startsWith(held.rootPrefix))

export const judgeTrust = async (
  held: Held,
  offered: Bytes,
  ports: VerifyPorts,
): Promise<Result<AcceptedTrust, Refusal>> => {
  const decoded = decodeTrust(offered, ports.sha256)
  if (!decoded.ok) return decoded
  const { trust, body, rootKey, signature } = decoded.value
  if (isOtherRoot(held, trust.rootHash)) return refuse('other-root')
  const message = trustMessage(body)
  if (!(await ports.verifyP256(rootKey, message, signature))) return refuse('bad-signature')
  const trustHash = bytesToHex(ports.sha256(message))
  if (trust.version < held.trustVersion) return refuse('older')
  if (
    trust.version === held.trustVersion &&
    held.trustHash !== null &&
    held.trustHash !== trustHash
  ) {
    return refuse('two-versions')
  }
  const { rootHash, version: trustVersion } = trust
  return ok({ trust, held: { ...held, rootHash, trustVersion, trustHash } })
}

/** Signature and range of the key; says nothing about what the reader held before. */
export const verifyCheckpoint = async (
  trust: Trust,
  { checkpoint, body, key: id, signature }: SignedCheckpoint,
  ports: VerifyPorts,
): Promise<Result<Checkpoint, Refusal>> => {
  const key = trust.keys.find((k) => k.id === id && k.role === 'publish' && k.kind === 'p256')
  const point = pointFromWire(key?.key)
  if (!key || !point) return refuse('key-not-valid')
  if (checkpoint.number < key.from || (key.to !== null && checkpoint.number > key.to)) {
    return refuse('key-not-valid')
  }
  const message = checkpointMessage(body, checkpoint.checkedMs)
  if (!(await ports.verifyP256(point, message, signature))) return refuse('bad-signature')
  return ok(checkpoint)
}

/** The noted checkpoint itself, or a later one made since its trust list: not one of the lost line before the restart. */
const isCovered = (note: Restart, offered: Checkpoint, from: HeldCheckpoint): boolean =>
  offered.number === note.number
    ? offered.hash === note.hash
    : offered.number > note.number && offered.trustVersion > from.trustVersion

/** The unused note that lets this reader go back to `offered`, or null (PACK-24). */
const restartFor = (held: Held, trust: Trust, offered: Checkpoint): Restart | null => {
  const from = held.checkpoint
  const isUnused = (note: Restart) => !held.restartsUsed.includes(note.hash)
  if (!from) return null
  return trust.restarts.find((note) => isUnused(note) && isCovered(note, offered, from)) ?? null
}

/** How `offered` stands to the newest one held. */
const judgeOrder = (
  held: Held,
  offered: Checkpoint,
): 'same' | 'newer' | 'older' | 'two-versions' => {
  const last = held.checkpoint
  if (!last || offered.number > last.number) return 'newer'
  if (offered.number < last.number) return 'older'
  if (offered.hash !== last.hash) return 'two-versions'
  return offered.checkedMs < last.checkedMs ? 'older' : 'same'
}

export const judgeCheckpoint = async (
  held: Held,
  trust: Trust,
  signed: SignedCheckpoint,
  ports: VerifyPorts,
): Promise<Result<AcceptedCheckpoint, Refusal>> => {
  const verified = await verifyCheckpoint(trust, signed, ports)
  if (!verified.ok) return verified
  const checkpoint = verified.value
  const order = judgeOrder(held, checkpoint)
  const isBack = order === 'older' || order === 'two-versions'
  const restart = isBack ? restartFor(held, trust, checkpoint) : null
  if (isBack && !restart) return refuse(order)
  const { number, hash, checkedMs, trustVersion } = checkpoint
  const restartsUsed = restart ? [...held.restartsUsed, restart.hash] : held.restartsUsed
  const next = { ...held, checkpoint: { number, hash, checkedMs, trustVersion }, restartsUsed }
  return ok({ checkpoint, held: next, restart })
}

/** Synchronous half of a site file: for many files under one checkpoint that was judged before. */
export const judgeHead = (
  checkpoint: Checkpoint,
  file: SiteFile,
  expectedSite: string,
  sha256: Sha256,
): Result<SiteHead, Refusal> => {
  if (file.head.site !== expectedSite) return refuse('wrong-site')
  const root = rootFromPath(hashHead(file.headText, sha256), file.path, sha256)
  return bytesToHex(root) === checkpoint.root ? ok(file.head) : refuse('bad-proof')
}

export const judgeSiteFile = async (
  held: Held,
  trust: Trust,
  offered: Bytes,
  expectedSite: string,
  ports: VerifyPorts,
): Promise<Result<AcceptedHead, Refusal>> => {
  const file = decodeSiteFile(offered, ports.sha256)
  if (!file.ok) return file
  const head = judgeHead(file.value.signed.checkpoint, file.value, expectedSite, ports.sha256)
  if (!head.ok) return head
  const accepted = await judgeCheckpoint(held, trust, file.value.signed, ports)
  return accepted.ok ? ok({ ...accepted.value, head: head.value }) : accepted
}

/** A site file that was accepted once and lay in storage: all rules but the order of checkpoints (PACK-26). */
export const judgeStoredSiteFile = async (
  trust: Trust,
  stored: Bytes,
  expectedSite: string,
  ports: VerifyPorts,
): Promise<Result<{ readonly head: SiteHead; readonly checkpoint: Checkpoint }, Refusal>> => {
  const file = decodeSiteFile(stored, ports.sha256)
  if (!file.ok) return file
  const head = judgeHead(file.value.signed.checkpoint, file.value, expectedSite, ports.sha256)
  if (!head.ok) return head
  const checkpoint = await verifyCheckpoint(trust, file.value.signed, ports)
  return checkpoint.ok ? ok({ head: head.value, checkpoint: checkpoint.value }) : checkpoint
}

/** sites.json needs no paths: its heads give the root, in one order only. */
export const judgeSites = async (
  held: Held,
  trust: Trust,
  offered: Bytes,
  ports: VerifyPorts,
): Promise<Result<AcceptedSites, Refusal>> => {
  const file = decodeSites(offered, ports.sha256)
  if (!file.ok) return file
  const { heads, headTexts, signed } = file.value
  if (heads.some((head, i) => i > 0 && head.site <= heads[i - 1]!.site)) return refuse('bad-proof')
  const leaves = headTexts.map((text) => hashHead(text, ports.sha256))
  const root = bytesToHex(merkleRoot(leaves, ports.sha256))
  if (root !== signed.checkpoint.root) return refuse('bad-proof')
  const accepted = await judgeCheckpoint(held, trust, signed, ports)
  return accepted.ok ? ok({ ...accepted.value, heads }) : accepted
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** The pack that a head names, and no other. What is no gzip at all is a portal's page rather than damage. */
export const judgePack = (ref: PackRef, bytes: Bytes, sha256: Sha256): Result<Bytes, Refusal> => {
  if (bytes.length === ref.bytes && bytesToHex(sha256(bytes)) === ref.hash) return ok(bytes)
  return refuse(isGzip(bytes) ? 'damaged' : 'unreadable')
}
