// One publication from beginning to end: what the store says today becomes packs, heads, one signed checkpoint, and one
// rename. Alone by lock and fence; killed anywhere it leaves the old publication or the new one (DESIGN §3).
import type { Kysely } from 'kysely'
import type { Bytes } from '../../base/bytes.ts'
import { type Clock, shanghaiDay } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { holdsPayees } from '../../domain/place/rules.ts'
import { encodeCatalogue, shorten } from '../../pack/catalogue.ts'
import type { SignedCheckpoint } from '../../pack/checkpoint.ts'
import { CATALOGUE_HEAD, NO_LEAVES_ROOT, POLICIES_HEAD } from '../../pack/head.ts'
import type { Catalogue, PackRef, SiteHead } from '../../pack/model.ts'
import { encodeSiteFile, encodeSites, headTree, sortHeads } from '../../pack/site-file.ts'
import type { Banner } from '../banner/banner.ts'
import { isWorkingDay } from '../banner/settings.ts'
import { sha256 } from '../crypto/node-ports.ts'
import { loadKeys } from '../keys/key-files.ts'
import { readTrust } from '../keys/trust-file.ts'
import type { Database } from '../store/database.ts'
import { takeLock } from '../store/lock.ts'
import { countsCells, isRetired } from './counts.ts'
import { previousCells, saveCells, toCountsCell } from './counts-store.ts'
import { logPublication, nextCheckpoint, restartCheckpoint } from './next-checkpoint.ts'
import {
  buildShared,
  buildSite,
  emptyContent,
  type PackContext,
  savePacks,
  type SiteSums,
} from './packs.ts'
import { openPublishedDir, type PublishStep } from './published-dir.ts'
import { publishedHeads, purgePaths } from './purge-list.ts'
import { retirePacks } from './retire.ts'
import { noticePeriod } from './schedule.ts'
import { catalogueOf, policiesJson } from './shared-packs.ts'
import { contentOf, type SiteContent, type SiteSurvey, surveySite } from './site-content.ts'
import { loadRosters, loadSiteRows } from './site-rows.ts'
import { sumsByPlace } from './sums.ts'

export interface PublisherDeps {
  readonly db: Kysely<Database>
  readonly clock: Clock
  readonly random: Random
  readonly banner: Banner
  /** Marks the catalogue, so that every screen says 演示数据. */
  readonly demo: boolean
  readonly dataDir: string
  readonly publishedRoot: string
  readonly villageKey: (site: string) => Promise<Bytes>
  /** Names this process in the lock. */
  readonly holder: string
  readonly progress?: (sites: number, of: number) => void
  /** A true restart: phones that hold greater numbers accept this one under a root-signed note (PACK-24). */
  readonly restart?: { readonly reason: string }
  /** Told each step that is done; a test stops here. */
  readonly at?: (step: PublishStep) => void
}

export interface Publication {
  readonly number: number
  /** False when nothing had changed: the same checkpoint, signed anew. */
  readonly changed: boolean
  readonly sites: number
  readonly ledgerBytes: number
  /** How many large ledgers a phone can begin by their newest years, and what these take (PACK-29). */
  readonly shortLedgers: number
  readonly shortLedgerBytes: number
  readonly lines: number
  readonly catalogueBytes: number
  readonly policiesBytes: number
  readonly droppedPacks: readonly string[]
}

export type PublishError =
  | { readonly kind: 'busy' } // another publisher is at work
  | { readonly kind: 'lost-lock' } // it took longer than its lease and somebody else took over
  | { readonly kind: 'no-trust' } // keys were never made

/** The day of first publication is the day on which a roster goes out, so it is stamped when publishing, once. */
const stampNew = async (deps: PublisherDeps, day: string) => {
  const rows = await deps.db
    .selectFrom('roster')
    .innerJoin('roster_version', 'roster_version.roster_id', 'roster.id')
    .select(['roster.id', 'roster.programme', 'roster.kind'])
    .where('roster.published', 'is', null)
    .where('roster_version.state', '=', 'ready')
    .distinct()
    .execute()
  const programmes = new Map(deps.banner.programmes.map((programme) => [programme.id, programme]))
  await deps.db.transaction().execute(async (tx) => {
    for (const row of rows) {
      const programme = programmes.get(row.programme)
      if (!programme) continue
      const period =
        row.kind === 'notice'
          ? noticePeriod(programme.disclosure.notice, day, (d) =>
              isWorkingDay(deps.banner.settings, d),
            )
          : null
      await tx
        .updateTable('roster')
        .set({ published: day, notice_from: period?.from ?? null, notice_to: period?.to ?? null })
        .where('id', '=', row.id)
        .execute()
    }
  })
}

/** Places in the order of the file, each with what it says today. Loaded one at a time: a banner has two million lines. */
const createContents = async (deps: PublisherDeps, day: string) => {
  const withRosters = await deps.db.selectFrom('roster').select('site').distinct().execute()
  const sites = new Set(withRosters.map((row) => row.site))
  const posts = await deps.db.selectFrom('post').selectAll().orderBy('id').execute()
  const context = {
    programmes: new Map(deps.banner.programmes.map((p) => [p.id, p])),
    day,
  }
  return {
    survey: async (): Promise<SiteSurvey[]> => {
      const surveys: SiteSurvey[] = []
      for (const site of sites)
        surveys.push(surveySite(site, await loadRosters(deps.db, site), context))
      return surveys
    },
    of: async (site: string): Promise<SiteContent> => {
      const own = posts.filter((post) => post.site === site)
      if (own.length === 0 && !sites.has(site)) return emptyContent(site)
      return contentOf(await loadSiteRows(deps.db, site), own, context)
    },
  }
}

type Weights = Pick<
  Publication,
  'ledgerBytes' | 'shortLedgers' | 'shortLedgerBytes' | 'lines' | 'catalogueBytes' | 'policiesBytes'
>

interface Built {
  readonly heads: readonly SiteHead[]
  readonly weights: Weights
  readonly dropped: readonly string[]
}

const sharedHead = (site: string, ledger: PackRef): SiteHead => ({
  site,
  ledger,
  ledgerRoot: NO_LEAVES_ROOT,
  posts: null,
})

const buildCatalogue = async (context: PackContext, catalogue: Catalogue): Promise<SiteHead> => {
  const whole = await buildShared(context, CATALOGUE_HEAD, encodeCatalogue(catalogue))
  const shortJson = encodeCatalogue(shorten(catalogue))
  const short = await buildShared(context, CATALOGUE_HEAD, shortJson, 'short')
  return { ...sharedHead(CATALOGUE_HEAD, whole), short }
}

/** Places between two renewals of the lease: a whole banner takes longer than one. */
const RENEW_EVERY = 16

/** Every place has a head: towns and departments too, and the banner for what is pooled there. */
const buildAll = async (
  deps: PublisherDeps,
  renew: () => Promise<boolean>,
  context: PackContext,
  contents: Awaited<ReturnType<typeof createContents>>,
  sumsAt: (place: string) => SiteSums,
): Promise<Built> => {
  const { places } = deps.banner
  const heads: SiteHead[] = []
  const names = new Set<string>()
  const total = { ledgerBytes: 0, shortLedgers: 0, shortLedgerBytes: 0, lines: 0 }
  const dropped: string[] = []
  for (const [i, place] of places.entries()) {
    const content = await contents.of(place.id)
    for (const payee of content.open.payees) names.add(payee.name)
    for (const payee of content.village?.payees ?? []) names.add(payee.name)
    const built = await buildSite(context, content, sumsAt(place.id))
    const { ledger, short } = built.head
    heads.push(built.head)
    dropped.push(...built.dropped)
    total.ledgerBytes += holdsPayees(place) ? ledger.bytes : 0
    total.shortLedgers += short ? 1 : 0
    total.shortLedgerBytes += short?.bytes ?? 0
    total.lines += built.lines
    deps.progress?.(i + 1, places.length)
    if (i % RENEW_EVERY === 0) await renew()
  }
  const catalogue = await buildCatalogue(context, catalogueOf(deps.banner, deps.demo, names))
  const policies = await buildShared(context, POLICIES_HEAD, policiesJson(deps.banner))
  heads.push(catalogue, sharedHead(POLICIES_HEAD, policies))
  const catalogueBytes = catalogue.ledger.bytes
  return {
    heads: sortHeads(heads),
    weights: { ...total, catalogueBytes, policiesBytes: policies.bytes },
    dropped,
  }
}

/** What places say about others: cells that may be shown of what is counted, sums of what stands in the open. */
const addUp = async ({ db, banner }: PublisherDeps, surveys: readonly SiteSurvey[]) => {
  const parents = new Map(banner.places.map((place) => [place.id, place.parent]))
  const departments = new Map(banner.programmes.map(({ id, department }) => [id, department]))
  const parentOf = (place: string) => parents.get(place) ?? null
  const departmentOf = (programme: string) => departments.get(programme) ?? null
  const counted = surveys.flatMap((survey) => survey.counted)
  const cells = countsCells(counted, await previousCells(db), parentOf)
  const open = surveys.flatMap((survey) => survey.open)
  const sums = sumsByPlace(open, { parentOf, departmentOf })
  const sumsAt = (place: string): SiteSums => ({
    counts: cells.filter((cell) => cell.place === place && !isRetired(cell)).map(toCountsCell),
    sums: sums.get(place) ?? [],
  })
  return { cells, sumsAt }
}

const generationFiles = (
  heads: readonly SiteHead[],
  paths: ReturnType<typeof headTree>['paths'],
  signed: SignedCheckpoint,
  trust: Bytes,
): Map<string, Uint8Array> => {
  const files = new Map<string, Uint8Array>()
  heads.forEach((head, i) => {
    files.set(`sites/${head.site}`, Buffer.from(encodeSiteFile(head, paths[i]!, signed)))
  })
  files.set('sites.json', Buffer.from(encodeSites(heads, signed)))
  files.set('trust.json', trust)
  return files
}

const publishHolding = async (
  deps: PublisherDeps,
  renew: () => Promise<boolean>,
): Promise<Result<Publication, PublishError>> => {
  if (!readTrust(deps.dataDir)) return err({ kind: 'no-trust' })
  // Read each time: keys may have been rotated since this process started.
  const keys = loadKeys(deps.dataDir)
  const at = deps.at ?? (() => undefined)
  const day = shanghaiDay(deps.clock.now())
  const dir = openPublishedDir(deps.publishedRoot)
  await stampNew(deps, day)
  const contents = await createContents(deps, day)
  const { cells, sumsAt } = await addUp(deps, await contents.survey())
  const { db, random, villageKey } = deps
  const packs: PackContext = { db, dir, random, villageKey, rows: [] }
  const built = await buildAll(deps, renew, packs, contents, sumsAt)
  await savePacks(packs, built.dropped, deps.clock.now())
  at('packs')
  await saveCells(deps.db, cells)
  const tree = headTree(built.heads, sha256)
  const numbering = { ...deps, keys }
  const { signed, changed } = deps.restart
    ? await restartCheckpoint(numbering, dir, tree.root, deps.restart.reason)
    : await nextCheckpoint(numbering, dir, tree.root)
  const trust = readTrust(deps.dataDir)
  if (!trust) return err({ kind: 'no-trust' })
  const files = generationFiles(built.heads, tree.paths, signed, trust)
  at('files')
  if (!(await renew())) return err({ kind: 'lost-lock' })
  const before = publishedHeads(dir)
  dir.switchTo({ number: signed.checkpoint.number, files }, at)
  if (changed) await logPublication(deps, signed)
  const gone = await retirePacks(deps, dir, built.heads)
  dir.writePurge(purgePaths(before, built.heads, gone))
  return ok({
    number: signed.checkpoint.number,
    changed,
    sites: built.heads.length - 2,
    ...built.weights,
    droppedPacks: built.dropped,
  })
}

export const publish = async (deps: PublisherDeps): Promise<Result<Publication, PublishError>> => {
  const lock = await takeLock(deps, 'publish')
  if (!lock) return err({ kind: 'busy' })
  try {
    return await publishHolding(deps, lock.renew)
  } finally {
    await lock.release()
  }
}
