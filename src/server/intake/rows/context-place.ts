// The place that a table as a whole belongs to: from its title, the pairs and the maker above it, its tab, its file name.
import type { Place } from '../../../domain/place/schema.ts'
import type { PlaceFinder, PlaceReading } from '../words/place-finder.ts'
import { readGroup, readSureGroup } from '../words/row-words.ts'

/** What may speak of a place, each already compacted. */
export interface PlaceSources {
  readonly title: string
  readonly pairs: ReadonlyMap<string, string>
  readonly makers: readonly string[]
  readonly tab: string
  readonly file: string
}

export interface PlaceWords {
  readonly town: Place | null
  readonly village: PlaceReading | null
  readonly group: string | null
  /** Stretches of the title that are no part of the programme's name. */
  readonly words: readonly string[]
}

const TOWN_KEYS = ['乡镇', '苏木乡镇', '苏木']
const VILLAGE_KEYS = ['嘎查', '嘎查村', '嘎查(村)', '行政村', '村', '村名', '村(嘎查)']

/** The village from whoever names one first; the town from whoever names that first. */
export const readPlaces = (sources: PlaceSources, places: PlaceFinder): PlaceWords => {
  const { title, pairs, makers, tab, file } = sources
  const paired = (keys: readonly string[]) =>
    keys.map((key) => pairs.get(key)).find((text) => text !== undefined)
  const titled = places.scan(title)
  const made = places.scan(makers.join(' '))
  const filed = places.scan(file)
  const pairTown = paired(TOWN_KEYS)
  const named = pairTown === undefined ? null : places.lookUp(pairTown, null, 'town')
  const hint = titled.town ?? named?.place ?? made.town ?? filed.town
  const pairVillage = paired(VILLAGE_KEYS)
  const candidates = [
    titled.village,
    pairVillage === undefined ? null : places.lookUp(pairVillage, hint, 'village'),
    tabVillage(tab, hint, places),
    made.village,
    filed.village,
  ]
  const village = withHint(candidates.find((reading) => reading !== null) ?? null, hint, places)
  const group = titleGroup(title, titled.words)
  return {
    town: village?.place ? null : hint,
    village,
    group: group ?? tabGroup(tab, places) ?? (village?.rest || null),
    words: [...titled.words, ...filed.words, ...(group === null ? [] : [group])],
  }
}

/** A name with two owners is settled by the town that stands elsewhere above the table. */
const withHint = (
  village: PlaceReading | null,
  hint: Place | null,
  places: PlaceFinder,
): PlaceReading | null =>
  village?.verdict === 'ambiguous' && hint && !isList(village.name)
    ? places.lookUp(village.name, hint, 'village')
    : village

/** 团结村、东方红村: no town makes one of two. */
const isList = (name: string): boolean => (name.match(/嘎查|村|社区/g)?.length ?? 0) > 1

const GROUP_BEHIND =
  /^(?:第?[一二三四五六七八九十\d]{1,3}(?:村民)?小?组|[\p{Script=Han}]{1,6}?(?:屯|艾里|独贵龙|村民小组))/u

/** 新林村一组耕地… or …公示表（东屯）: one list per group. */
const titleGroup = (title: string, words: readonly string[]): string | null => {
  const village = words.at(-1)
  const behind = village === undefined ? '' : title.slice(title.indexOf(village) + village.length)
  const follows = GROUP_BEHIND.exec(behind)?.[0]
  if (follows !== undefined) return follows
  for (const [, inside] of title.matchAll(/\(([^()]{2,8})\)/g)) {
    const group = readSureGroup(inside!)
    if (group !== null) return group
  }
  return null
}

/** One sheet per group: 一组, 新林村一组. */
const tabGroup = (tab: string, places: PlaceFinder): string | null => {
  const reading = tab === '' ? null : places.lookUp(tab, null, 'village')
  if (reading && reading.verdict !== 'unknown') {
    return reading.rest === '' ? null : (readGroup(reading.rest) ?? reading.rest)
  }
  return readSureGroup(tab)
}

const tabVillage = (tab: string, town: Place | null, places: PlaceFinder): PlaceReading | null => {
  if (tab === '') return null
  const scanned = places.scan(tab)
  if (scanned.village) {
    const inTown = scanned.village.place !== null && !scanned.town
    return inTown ? places.lookUp(tab, town, 'village') : scanned.village
  }
  const whole = places.lookUp(tab, town, 'village')
  return whole && whole.verdict !== 'unknown' ? whole : null
}
