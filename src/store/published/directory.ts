// The segments of all held sites in memory, for the search box: read from the vault, made anew from the ledger where one is
// missing, damaged or of another ledger.
import type { Bytes } from '../../base/bytes.ts'
import { createPinyinIndex, isMongolian, searchDirectory, segmentOf } from '../../pack/directory.ts'
import type { Hit, PinyinIndex, SearchOptions, Segment } from '../../pack/directory.ts'
import { isHidden } from '../../pack/account.ts'
import type { Catalogue } from '../../pack/model.ts'
import { isSite, openLedger } from '../../sync/pull/contents.ts'
import type { Library } from '../../sync/pull/library.ts'
import type { Entry, Vault } from '../../sync/pull/ports.ts'
import { bytesToSegment, segmentToBytes } from '../../sync/pull/segment-bytes.ts'
import { openingPack, targetsHere, viewOf } from '../../sync/pull/shelf.ts'
import type { Shelf } from '../../sync/pull/shelf.ts'

export interface DirectoryDeps {
  readonly vault: Vault
  readonly library: Library
  readonly catalogue: () => Promise<Catalogue | null>
}

export interface Directory {
  /** Brings the segments into memory, so that the first letter finds them there. */
  readonly warm: () => Promise<void>
  readonly search: (text: string, options: SearchOptions) => Promise<readonly Hit[]>
}

/** Loaded when somebody first writes in Mongolian letters; a part of the shell that can't be had finds less, not nothing. */
const ear = async (text: string): Promise<Pick<SearchOptions, 'listen'>> => {
  if (!isMongolian(text)) return {}
  const part = await import('../../pack/name-consonants.ts').catch(() => null)
  return part ? { listen: part.compileConsonants } : {}
}

interface Loaded {
  readonly pack: string
  readonly segment: Segment
}

/** More than this many missing at once are read in one go. */
const READ_SINGLY = 8

const noPinyin: Catalogue['pinyin'] = {}

/** A merged number is shown as long as the number it points to is. */
const pointsToShown = (segments: ReadonlyMap<string, Loaded>, today: string) => (hit: Hit) => {
  const segment = segments.get(hit.site)?.segment
  if (hit.see === null || !segment) return true
  const at = segment.until[segment.numbers.indexOf(hit.see)] ?? -1
  return !isHidden(segment.untils[at] ?? null, today)
}

/** Of each site that can be opened, the pack that opens it. */
const openingPacks = (shelf: Shelf): ReadonlyMap<string, string> =>
  new Map(
    targetsHere(shelf)
      .filter(isSite)
      .flatMap((site) => {
        const pack = openingPack(viewOf(shelf, site))
        return pack ? [[site, pack.hash] as const] : []
      }),
  )

export const createDirectory = ({ vault, library, catalogue }: DirectoryDeps): Directory => {
  let loaded: ReadonlyMap<string, Loaded> = new Map()
  let shelf: Shelf | null = null
  let refreshing: Promise<void> | null = null

  const rebuild = async (site: string, pack: string): Promise<Segment | null> => {
    const bytes = await library.pack(pack, site)
    const ledger = bytes && openLedger(bytes, site)
    if (!ledger?.ok) return null
    const segment = segmentOf(site, ledger.value)
    await vault.commit([{ table: 'segments', id: site, bytes: segmentToBytes(segment, pack) }])
    return segment
  }

  const storedSegments = async (sites: readonly string[]): Promise<ReadonlyMap<string, Bytes>> => {
    const entries: Entry[] = []
    if (sites.length > READ_SINGLY) {
      const all = await vault.all('segments')
      if (all.ok) entries.push(...all.value)
    } else {
      for (const id of sites) {
        const copies = await vault.read('segments', id)
        if (copies.ok && copies.value[0]) entries.push({ id, bytes: copies.value[0] })
      }
    }
    return new Map(entries.map(({ id, bytes }) => [id, bytes]))
  }

  const refresh = async (): Promise<void> => {
    const seen = library.shelf()
    const packs = openingPacks(seen)
    const kept = [...loaded].filter(([site, { pack }]) => packs.get(site) === pack)
    const next = new Map(kept)
    const missing = [...packs].filter(([site]) => !next.has(site))
    const stored = await storedSegments(missing.map(([site]) => site))
    for (const [site, pack] of missing) {
      const bytes = stored.get(site)
      const segment = (bytes && bytesToSegment(bytes, site, pack)) ?? (await rebuild(site, pack))
      if (segment) next.set(site, { pack, segment })
    }
    loaded = next
    shelf = seen
  }

  const refreshOnce = (): Promise<void> => {
    refreshing ??= refresh().finally(() => {
      refreshing = null
    })
    return refreshing
  }

  const pinyinIndex = async (): Promise<PinyinIndex> =>
    createPinyinIndex((await catalogue())?.pinyin ?? noPinyin)

  return {
    warm: refreshOnce,
    search: async (text, options) => {
      if (library.shelf() !== shelf) await refreshOnce()
      const index = await pinyinIndex()
      const segments = [...loaded.values()].map(({ segment }) => segment)
      const hits = searchDirectory(segments, text, index, { ...options, ...(await ear(text)) })
      return hits.filter(pointsToShown(loaded, options.today))
    },
  }
}
