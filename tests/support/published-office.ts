// An office that publishes for real, only in memory: real keys, packs, trees and signatures, files under their addresses.
// Tests change its content, publish, and break what they like.
import { generateKeyPairSync, sign } from 'node:crypto'
import { bytesToBase64Url, bytesToHex, concatBytes, utf8ToBytes } from '../../src/base/bytes.ts'
import type { Bytes } from '../../src/base/bytes.ts'
import { encodeCatalogue, shorten } from '../../src/pack/catalogue.ts'
import { NO_CHECKPOINT, signCheckpoint } from '../../src/pack/checkpoint.ts'
import type { SignedCheckpoint } from '../../src/pack/checkpoint.ts'
import { CATALOGUE_HEAD, NO_LEAVES_ROOT, POLICIES_HEAD, refsOfHead } from '../../src/pack/head.ts'
import { encodeLedger } from '../../src/pack/ledger-encode.ts'
import type {
  Catalogue,
  LedgerInput,
  LedgerRoster,
  PackRef,
  Posts,
  Restart,
  SiteHead,
  TrustKey,
} from '../../src/pack/model.ts'
import { encodePolicies } from '../../src/pack/policies.ts'
import { encodePosts } from '../../src/pack/posts.ts'
import { shortenLedger } from '../../src/pack/short-ledger.ts'
import {
  decodeSiteFile,
  encodeSiteFile,
  encodeSites,
  headTree,
  sortHeads,
} from '../../src/pack/site-file.ts'
import { hashRootKey, signTrust } from '../../src/pack/trust.ts'
import { gzip, sha256 } from '../../src/server/crypto/node-ports.ts'

export const BANNER = '152223'
export const TOWN = '152223105'
export const VILLAGE = '152223105201'
export const NEXT_VILLAGE = '152223105202'

export interface OfficeSite {
  ledger: LedgerInput
  posts: Posts
  /** First year of the short ledger that its head names (PACK-29); none where absent. */
  from?: number
}

export interface Signer {
  readonly publicKey: Bytes
  readonly sign: (message: Bytes) => Promise<Bytes>
}

export const makeSigner = (): Signer => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' })
  const point = concatBytes(
    Uint8Array.of(4),
    Buffer.from(x!, 'base64url'),
    Buffer.from(y!, 'base64url'),
  )
  return {
    publicKey: point,
    sign: async (message) =>
      new Uint8Array(sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  }
}

export const makeRosterHead = (change: Partial<LedgerRoster> = {}): LedgerRoster => ({
  id: 'gengdi-dili/2025/1/result',
  programme: 'gengdi-dili',
  year: 2025,
  batch: '1',
  kind: 'result',
  version: 1,
  title: '2025年耕地地力保护补贴',
  class: 'named',
  audience: 'public',
  published: '2025-06-01',
  notice: null,
  until: null,
  unit: '亩',
  rate: 674_100,
  persons: 2,
  amountFen: 202_230,
  memo: null,
  corrections: [],
  ...change,
})

export const makeLedger = (site: string, change: Partial<LedgerInput> = {}): LedgerInput => ({
  site,
  seed: bytesToBase64Url(new Uint8Array(32).fill(7)),
  groups: ['第一村民小组'],
  payees: [
    { number: 1, name: '白音', group: 0, lastFour: '1234' },
    { number: 2, name: '包桂兰', group: 0, lastFour: '5678' },
  ],
  rosters: [makeRosterHead()],
  lines: [
    {
      payee: 1,
      roster: 0,
      ordinal: 1,
      quantity: 10_000,
      rate: 674_100,
      amountFen: 67_410,
      state: 'paid',
    },
    {
      payee: 2,
      roster: 0,
      ordinal: 1,
      quantity: 20_000,
      rate: 674_100,
      amountFen: 134_820,
      state: 'paid',
    },
  ],
  masked: [],
  counts: [],
  sums: [],
  withdrawn: [],
  sealed: null,
  ...change,
})

export const makePosts = (site: string, text = '公示'): Posts => ({
  site,
  posts: [
    {
      id: `${site}-1`,
      kind: 'post',
      channel: '村务',
      title: '通知',
      day: '2025-06-01',
      until: null,
      text,
      roster: null,
      files: [],
    },
  ],
})

const place = (
  id: string,
  type: Catalogue['places'][number]['type'],
  name: string,
  parent: string | null,
) => ({
  id,
  type,
  name,
  parent,
  aliases: [],
})

const catalogue: Catalogue = {
  places: [
    place(BANNER, 'banner', '扎赉特旗', null),
    place(TOWN, 'town', '巴达尔胡镇', BANNER),
    place(VILLAGE, 'gacha', '巴达尔胡嘎查', TOWN),
    place(NEXT_VILLAGE, 'gacha', '白音嘎查', TOWN),
  ],
  programmes: [],
  pinyin: { bai: '白', yin: '音', bao: '包', gui: '桂', lan: '兰' },
  settings: {
    bannerName: '扎赉特旗',
    demo: true,
    scriptOrder: 'zh-first',
    contact: { name: '财政局', phone: null },
  },
}

export interface Office {
  readonly root: Signer
  readonly rootHash: string
  readonly sites: Map<string, OfficeSite>
  catalogue: Catalogue
  /** Whether the catalogue's head names a short one: earlier offices know of none. */
  hasShort: boolean
  trust: { version: number; keys: TrustKey[]; restarts: Restart[] }
  /** What is on the server now, by address; older packs stay until `retire`. */
  readonly files: Map<string, Bytes>
  signed: SignedCheckpoint | null
  number: number
  nowMs: number
  publishKey: { readonly id: string; readonly signer: Signer }
  /** A new checkpoint over the present content. */
  readonly publish: () => Promise<void>
  /** The same content, checked again later. */
  readonly resign: (nowMs: number) => Promise<void>
  readonly publishTrust: () => Promise<void>
  /** Takes away packs that no head names: 410 from then on. */
  readonly retire: () => void
}

const keyOf = (id: string, signer: Signer, from: number, to: number | null): TrustKey => ({
  id,
  role: 'publish',
  kind: 'p256',
  key: bytesToBase64Url(signer.publicKey),
  from,
  to,
})

const putPack = (office: Office, text: string): PackRef => {
  const bytes = gzip(utf8ToBytes(text))
  const hash = bytesToHex(sha256(bytes))
  office.files.set(`/published/packs/${hash}`, bytes)
  return { hash, bytes: bytes.length }
}

const headsOf = (office: Office): readonly SiteHead[] => {
  const shared = (site: string, text: string): SiteHead => ({
    site,
    ledger: putPack(office, text),
    ledgerRoot: NO_LEAVES_ROOT,
    posts: null,
  })
  const own = [...office.sites].map(([site, { ledger, posts, from }]): SiteHead => ({
    site,
    ledger: putPack(office, encodeLedger(ledger)),
    ledgerRoot: NO_LEAVES_ROOT,
    posts: putPack(office, encodePosts(posts)),
    ...(from !== undefined && {
      short: putPack(office, encodeLedger(shortenLedger(ledger, from))),
    }),
  }))
  return sortHeads([
    ...own,
    {
      ...shared(CATALOGUE_HEAD, encodeCatalogue(office.catalogue)),
      ...(office.hasShort && {
        short: putPack(office, encodeCatalogue(shorten(office.catalogue))),
      }),
    },
    shared(POLICIES_HEAD, encodePolicies({ policies: [], sources: [] })),
  ])
}

const writeHeads = (office: Office, heads: readonly SiteHead[], signed: SignedCheckpoint) => {
  const { paths } = headTree(heads, sha256)
  for (const address of office.files.keys()) {
    if (address.startsWith('/published/sites/')) office.files.delete(address)
  }
  heads.forEach((head, i) => {
    const file = utf8ToBytes(encodeSiteFile(head, paths[i]!, signed))
    office.files.set(`/published/sites/${head.site}`, file)
  })
  office.files.set('/published/sites.json', utf8ToBytes(encodeSites(heads, signed)))
}

const signHeads = async (office: Office, heads: readonly SiteHead[], content: object | null) => {
  const { root } = headTree(heads, sha256)
  const before = office.signed?.checkpoint
  const { id, signer } = office.publishKey
  const fresh = {
    number: office.number,
    previous: before?.hash ?? NO_CHECKPOINT,
    root,
    trustVersion: office.trust.version,
    changedMs: office.nowMs,
  }
  const signing = { key: id, sign: signer.sign }
  office.signed = await signCheckpoint(
    content === null ? fresh : { ...fresh, ...content },
    office.nowMs,
    signing,
    sha256,
  )
  writeHeads(office, heads, office.signed)
}

const retire = (office: Office) => {
  const named = new Set(
    headsOf(office)
      .flatMap(refsOfHead)
      .map(({ hash }) => hash),
  )
  for (const address of office.files.keys()) {
    const hash = /^\/published\/packs\/(.+)$/.exec(address)?.[1]
    if (hash !== undefined && !named.has(hash)) office.files.delete(address)
  }
}

export const createOffice = async (
  sites: readonly string[] = [TOWN, VILLAGE, NEXT_VILLAGE],
): Promise<Office> => {
  const root = makeSigner()
  const signer = makeSigner()
  const office: Office = {
    root,
    rootHash: hashRootKey(root.publicKey, sha256),
    sites: new Map(
      sites.map((site) => [site, { ledger: makeLedger(site), posts: makePosts(site) }]),
    ),
    catalogue,
    hasShort: true,
    trust: { version: 1, keys: [keyOf('p1', signer, 1, null)], restarts: [] },
    files: new Map(),
    signed: null,
    number: 0,
    nowMs: Date.parse('2026-03-02T08:00:00+08:00'),
    publishKey: { id: 'p1', signer },
    publish: async () => {
      office.number += 1
      await signHeads(office, headsOf(office), null)
    },
    resign: async (nowMs) => {
      office.nowMs = nowMs
      const { checkpoint } = office.signed!
      const { number, previous, root: treeRoot, trustVersion, changedMs } = checkpoint
      const same = { number, previous, root: treeRoot, trustVersion, changedMs }
      await signHeads(office, headsOf(office), same)
    },
    publishTrust: async () => {
      const text = await signTrust(office.trust, root)
      office.files.set('/published/trust.json', utf8ToBytes(text))
    },
    retire: () => retire(office),
  }
  await office.publishTrust()
  await office.publish()
  return office
}

export const changeLedger = (
  office: Office,
  site: string,
  change: (ledger: LedgerInput) => Partial<LedgerInput>,
): void => {
  const content = office.sites.get(site)!
  content.ledger = { ...content.ledger, ...change(content.ledger) }
}

/** A second signing key from the next checkpoint on. */
export const addKey = (office: Office, from: number): void => {
  const signer = makeSigner()
  const id = `p${office.trust.keys.length + 1}`
  office.trust.keys.push(keyOf(id, signer, from, null))
  office.publishKey = { id, signer }
}

/** The head that the office publishes now. */
export const headAt = (office: Office, site: string): SiteHead => {
  const file = decodeSiteFile(office.files.get(`/published/sites/${site}`)!, sha256)
  if (!file.ok) throw new Error('the office publishes what it can read')
  return file.value.head
}
