// Judges a published folder or site the way a phone does: trust under its root, all heads under one signature, every pack
// under its hash, every ledger under its own root. Reads through a port: a folder, an address, a test's double.
import type { Bytes } from '../../base/bytes.ts'
import { decodeCatalogue } from '../../pack/catalogue.ts'
import { CATALOGUE_HEAD, POLICIES_HEAD } from '../../pack/head.ts'
import { decodeLedger } from '../../pack/ledger-decode.ts'
import type { PackRef, Refusal, SiteHead } from '../../pack/model.ts'
import { decodePolicies } from '../../pack/policies.ts'
import { decodePosts } from '../../pack/posts.ts'
import { decodeShortLedger } from '../../pack/short-ledger.ts'
import { createHeld, judgePack, judgeSites, judgeTrust } from '../../pack/verify.ts'
import { sha256, verifyP256 } from '../crypto/node-ports.ts'

/** A file below /published/, or null when there is none. */
export type ReadPublished = (name: string) => Promise<Bytes | null>

export interface Flaw {
  /** `trust.json`, `sites.json`, or `site: part`. */
  readonly what: string
  readonly kind: Refusal['kind'] | 'missing'
}

export interface Verdict {
  readonly root: string | null
  readonly number: number | null
  readonly checkedMs: number | null
  readonly sites: number
  readonly packs: number
  readonly bytes: number
  readonly flaws: readonly Flaw[]
}

const PORTS = { sha256, verifyP256 }

type Decode = (bytes: Bytes) => { readonly ok: boolean; readonly error?: Refusal }

const decoderOf = (head: SiteHead): Decode => {
  if (head.site === CATALOGUE_HEAD) return decodeCatalogue
  return head.site === POLICIES_HEAD ? decodePolicies : decodeLedger
}

const shortDecoderOf = ({ site }: SiteHead): Decode =>
  site === CATALOGUE_HEAD ? decodeCatalogue : decodeShortLedger

const judgeOne = async (
  read: ReadPublished,
  ref: PackRef,
  what: string,
  decode: Decode,
): Promise<{ flaws: Flaw[]; bytes: number }> => {
  const bytes = await read(`packs/${ref.hash}`)
  if (!bytes) return { flaws: [{ what, kind: 'missing' }], bytes: 0 }
  const whole = judgePack(ref, bytes, sha256)
  if (!whole.ok) return { flaws: [{ what, kind: whole.error.kind }], bytes: bytes.length }
  const decoded = decode(bytes)
  const flaws = decoded.ok ? [] : [{ what, kind: decoded.error?.kind ?? 'unreadable' }]
  return { flaws, bytes: bytes.length }
}

const failed = (what: string, kind: Flaw['kind']): Verdict => ({
  root: null,
  number: null,
  checkedMs: null,
  sites: 0,
  packs: 0,
  bytes: 0,
  flaws: [{ what, kind }],
})

export const verifyPublished = async (read: ReadPublished): Promise<Verdict> => {
  const trustBytes = await read('trust.json')
  if (!trustBytes) return failed('trust.json', 'missing')
  const trust = await judgeTrust(createHeld(), trustBytes, PORTS)
  if (!trust.ok) return failed('trust.json', trust.error.kind)
  const sitesBytes = await read('sites.json')
  if (!sitesBytes) return failed('sites.json', 'missing')
  const sites = await judgeSites(trust.value.held, trust.value.trust, sitesBytes, PORTS)
  if (!sites.ok) return failed('sites.json', sites.error.kind)
  const flaws: Flaw[] = []
  let bytes = 0
  let packs = 0
  for (const head of sites.value.heads) {
    const parts: [PackRef, string, Decode][] = [[head.ledger, 'ledger', decoderOf(head)]]
    if (head.posts) parts.push([head.posts, 'posts', decodePosts])
    if (head.short) parts.push([head.short, 'short', shortDecoderOf(head)])
    for (const [ref, part, decode] of parts) {
      const one = await judgeOne(read, ref, `${head.site}: ${part}`, decode)
      flaws.push(...one.flaws)
      bytes += one.bytes
      packs++
    }
  }
  const { number, checkedMs } = sites.value.checkpoint
  const root = trust.value.trust.rootHash
  return { root, number, checkedMs, sites: sites.value.heads.length - 2, packs, bytes, flaws }
}
