// Turns what a site publishes into packs under their hashes, keeping old bytes wherever nothing changed (PACK-1).
import type { Kysely } from 'kysely'
import { type Bytes, bytesToBase64Url, bytesToHex, utf8ToBytes } from '../../base/bytes.ts'
import type { Random } from '../../base/random.ts'
import { encodeLedger } from '../../pack/ledger-encode.ts'
import type {
  CountsCell,
  LedgerInput,
  PackRef,
  Posts,
  SiteHead,
  SumCell,
} from '../../pack/model.ts'
import { encodePosts } from '../../pack/posts.ts'
import { sealCore } from '../../pack/sealed.ts'
import { ledgerRoot } from '../../pack/statement.ts'
import { encryptAesGcm, gzip, sha256 } from '../crypto/node-ports.ts'
import type { Database } from '../store/database.ts'
import type { PackTable } from '../store/publication-tables.ts'
import type { PublishedDir } from './published-dir.ts'
import { shortLedgerJson } from './short-ledger.ts'
import type { SiteContent } from './site-content.ts'

export interface PackContext {
  readonly db: Kysely<Database>
  readonly dir: PublishedDir
  readonly random: Random
  /** The key on a village's boards and slips; made when first needed. */
  readonly villageKey: (site: string) => Promise<Bytes>
  /** Rows for the table of packs, written together once all packs are on disk. */
  readonly rows: PackTable[]
}

export interface BuiltSite {
  readonly head: SiteHead
  /** How many lines its ledger holds: for the figures that `iltod publish` prints. */
  readonly lines: number
  /** Packs that must not be served any more, because something in them was withdrawn. */
  readonly dropped: readonly string[]
}

/** What stands on a place's page about others. */
export interface SiteSums {
  readonly counts: readonly CountsCell[]
  readonly sums: readonly SumCell[]
}

type Part = PackTable['part']

const loadPack = (db: Kysely<Database>, site: string, part: Part) =>
  db
    .selectFrom('pack')
    .selectAll()
    .where('site', '=', site)
    .where('part', '=', part)
    .executeTakeFirst()

/** One transaction for all packs of a publication and for those that must go: a kill after it forgets neither. */
export const savePacks = async (
  { db, rows }: PackContext,
  dropped: readonly string[],
  atMs: number,
) => {
  await db.transaction().execute(async (tx) => {
    for (const row of rows) {
      const { site: _site, part: _part, ...rest } = row
      await tx
        .insertInto('pack')
        .values(row)
        .onConflict((conflict) => conflict.columns(['site', 'part']).doUpdateSet(rest))
        .execute()
    }
    for (const hash of dropped) {
      await tx
        .insertInto('old_pack')
        .values({ pack_hash: hash, since_ms: atMs, withdrawn: 1 })
        .onConflict((conflict) => conflict.column('pack_hash').doUpdateSet({ withdrawn: 1 }))
        .execute()
    }
  })
}

/** Writes JSON as a pack unless the same JSON is there already. */
const putPack = async (
  context: PackContext,
  row: Pick<PackTable, 'site' | 'part' | 'ledger_root' | 'seed' | 'shown'>,
  json: string,
  old: PackTable | undefined,
): Promise<PackRef> => {
  const bytes = utf8ToBytes(json)
  const jsonHash = bytesToHex(sha256(bytes))
  if (old?.json_hash === jsonHash && context.dir.hasPack(old.pack_hash)) {
    return { hash: old.pack_hash, bytes: old.bytes }
  }
  const packed = gzip(bytes)
  const ref = { hash: bytesToHex(sha256(packed)), bytes: packed.length }
  context.dir.putPack(ref.hash, packed)
  context.rows.push({ ...row, json_hash: jsonHash, pack_hash: ref.hash, bytes: ref.bytes })
  return ref
}

/** Something that was shown is shown no more: a new seed is drawn and the old pack goes (PACK-11). */
const hasVanished = (old: PackTable | undefined, shown: readonly string[]): boolean => {
  if (!old) return false
  const now = new Set(shown)
  return old.shown.split('\n').some((entry) => entry !== '' && !now.has(entry))
}

const SEAL_PORTS = { gzip, sha256, encrypt: encryptAesGcm }

const EMPTY_CORE = { groups: [], payees: [], rosters: [], lines: [], masked: [] } as const

export const buildSite = async (
  context: PackContext,
  content: SiteContent,
  { counts, sums }: SiteSums,
): Promise<BuiltSite> => {
  const { site } = content
  const old = await loadPack(context.db, site, 'ledger')
  const vanished = hasVanished(old, content.shown)
  const seed = old && !vanished ? old.seed : bytesToBase64Url(context.random.bytes(32))
  const sealed = content.village
    ? await sealCore(content.village, site, await context.villageKey(site), SEAL_PORTS)
    : null
  const input: LedgerInput = {
    ...content.open,
    site,
    seed,
    counts,
    sums,
    withdrawn: content.withdrawn,
    sealed,
  }
  const root = old?.ledger_root
  const json = encodeLedger(input)
  const jsonHash = bytesToHex(sha256(utf8ToBytes(json)))
  const ledgerRootHex = old?.json_hash === jsonHash && root ? root : ledgerRoot(input, sha256)
  const shown = content.shown.join('\n')
  const row = { site, part: 'ledger' as const, ledger_root: ledgerRootHex, seed, shown }
  const ledger = await putPack(context, row, json, old)
  const oldShort = await loadPack(context.db, site, 'short')
  const short = await buildShort(context, input, ledger.bytes, oldShort)
  const posts = await buildPosts(context, { site, posts: content.posts })
  const gone = [
    ...(old && old.pack_hash !== ledger.hash ? [old.pack_hash] : []),
    ...(oldShort && oldShort.pack_hash !== short?.hash ? [oldShort.pack_hash] : []),
  ]
  return {
    head: { site, ledger, ledgerRoot: ledgerRootHex, posts, ...(short && { short }) },
    lines:
      content.open.lines.length + content.open.masked.reduce((sum, m) => sum + m.rows.length, 0),
    dropped: vanished ? gone : [],
  }
}

/** PACK-29; null where the whole one is small enough to begin with. */
const buildShort = async (
  context: PackContext,
  whole: LedgerInput,
  wholeBytes: number,
  old: PackTable | undefined,
): Promise<PackRef | null> => {
  const json = shortLedgerJson(whole, wholeBytes)
  if (json === null) return null
  const row = { site: whole.site, part: 'short' as const, ledger_root: '', seed: '', shown: '' }
  return putPack(context, row, json, old)
}

const buildPosts = async (context: PackContext, posts: Posts): Promise<PackRef> => {
  const old = await loadPack(context.db, posts.site, 'posts')
  const row = { site: posts.site, part: 'posts' as const, ledger_root: '', seed: '', shown: '' }
  return putPack(context, row, encodePosts(posts), old)
}

/** A pack of its own that belongs to all sites (`catalogue`, `policies`). */
export const buildShared = async (
  context: PackContext,
  name: string,
  json: string,
  part: Part = 'ledger',
): Promise<PackRef> => {
  const old = await loadPack(context.db, name, part)
  return putPack(context, { site: name, part, ledger_root: '', seed: '', shown: '' }, json, old)
}

/** Content of a place that has nothing to say: every site has a head, so that "nothing" is signed too. */
export const emptyContent = (site: string): SiteContent => ({
  site,
  open: { ...EMPTY_CORE },
  village: null,
  withdrawn: [],
  posts: [],
  shown: [],
})
