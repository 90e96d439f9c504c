// Names of places in rosters → the banner's places. Names repeat between towns and are spelled in several ways: exact spelling
// wins, variants count only where nothing is exact, a name that stays with two owners is ambiguous, never guessed.
import {
  createPlaceTree,
  holdsPayees,
  isTownLevel,
  isVillageLevel,
} from '../../../domain/place/rules.ts'
import type { Place } from '../../../domain/place/schema.ts'
import { compactText } from '../cells/cell-text.ts'
import {
  foldVariants,
  indexNames,
  indexOfWord,
  meantVillage,
  nameKeys,
  otherBanner,
  spellings,
  withoutBanner,
  type NameIndex,
} from './place-names.ts'

export interface PlaceReading {
  readonly verdict: 'found' | 'unknown' | 'ambiguous'
  /** Null unless found. */
  readonly place: Place | null
  /** Full name with parent when found, else as printed. */
  readonly name: string
  /** What stood behind the place in the same words: 团结村1组 → 1组. */
  readonly rest: string
}

/** What running text says: a town, a village, both, or neither; `words` are not part of the programme's name. */
export interface TitlePlaces {
  readonly town: Place | null
  readonly village: PlaceReading | null
  readonly words: readonly string[]
}

export type PlaceLevel = 'town' | 'village' | 'any'

export interface PlaceFinder {
  /** A whole cell or sheet name. `parent` narrows where the words themselves name no town. Null for an empty text. */
  readonly lookUp: (text: string, parent: Place | null, level: PlaceLevel) => PlaceReading | null
  readonly scan: (text: string) => TitlePlaces
}

/** What follows makes it another place (农场 in 农场嘎查), unless it is only the village's committee. */
const isLongerName = (rest: string): boolean =>
  /^(?:村(?!村?民?委)|嘎查(?!委)|社区(?!居?委))/.test(rest)

/** 团结村、东方红村: a list of names is nobody's own. */
const listedWith = (text: string, at: number, word: string): string | null => {
  const before = /[\p{Script=Han}]{2,9}(?:嘎查|村|社区)[、,和及与]$/u.exec(
    text.slice(0, at).replace(/^.*§/, ''),
  )?.[0]
  const behind = /^(?:[、,和及与][\p{Script=Han}]{1,9}?(?:嘎查|村|社区))+/u.exec(
    text.slice(at + word.length),
  )?.[0]
  return before === undefined && behind === undefined
    ? null
    : (before ?? '') + word + (behind ?? '')
}

const severalNames = (name: string): PlaceReading => ({
  verdict: 'ambiguous',
  place: null,
  name,
  rest: '',
})

export const createPlaceFinder = (places: readonly Place[]): PlaceFinder => {
  const tree = createPlaceTree(places)
  const holders = places.filter(holdsPayees)
  const indexes: Readonly<Record<PlaceLevel, NameIndex>> = {
    town: indexNames(holders.filter(isTownLevel)),
    village: indexNames(holders.filter(isVillageLevel)),
    any: indexNames(holders),
  }
  const townNames = spellings(holders.filter(isTownLevel))
  const villageNames = [...new Set(spellings(holders.filter(isVillageLevel)).map((s) => s.name))]

  const found = (place: Place, rest: string): PlaceReading => ({
    verdict: 'found',
    place,
    name: tree.fullName(place.id),
    rest,
  })

  /** Candidates of the surest way that has any. */
  const candidates = (name: string, within: Place | null, level: PlaceLevel): readonly Place[] => {
    const keys = nameKeys(name)
    for (const [way, names] of indexes[level].entries()) {
      const all = names.get(keys[way]!) ?? []
      const fit = within ? all.filter((place) => place.parent === within.id) : all
      if (fit.length > 0) return fit
    }
    return []
  }

  const settle = (options: readonly Place[], printed: string, rest: string) => {
    if (options.length === 1) return found(options[0]!, rest)
    if (options.length === 0) return null
    return { verdict: 'ambiguous', place: null, name: printed, rest } as const
  }

  /** The whole name, else the longest beginning that is a name, the rest being a group: 团结村1组. */
  const lookWithin = (
    name: string,
    within: Place | null,
    printed: string,
    level: PlaceLevel,
  ): PlaceReading | null => {
    const whole = settle(candidates(name, within, level), printed, '')
    if (whole || level === 'town') return whole
    const head = villageNames.find((known) => name.startsWith(known))
    const rest = head === undefined ? '' : name.slice(head.length)
    if (head === undefined || isLongerName(rest)) return null
    return settle(candidates(head, within, 'village'), printed, rest)
  }

  const byCode = (text: string): Place | null => {
    const code = /(?<!\d)(?:\d{12}|\d{9})(?!\d)/.exec(text)?.[0]
    const place = code === undefined ? undefined : tree.byId.get(code)
    return place && holdsPayees(place) ? place : null
  }

  const lookUp = (raw: string, parent: Place | null, level: PlaceLevel): PlaceReading | null => {
    const text = compactText(raw)
    if (text === '') return null
    const coded = byCode(text)
    if (coded) return found(coded, '')
    const printed = text.replace(/\([^()]*\)$/, '')
    const name = withoutBanner(printed.replace(/\([^()]*\)/g, ''))
    const unknown: PlaceReading = { verdict: 'unknown', place: null, name: printed, rest: '' }
    if (name === '' || otherBanner(printed)) return unknown
    const town = townNames.find((known) => name.startsWith(known.name))
    if (town) {
      const rest = name.slice(town.name.length)
      if (rest === '') return found(town.place, '')
      return (
        lookWithin(rest, town.place, printed, 'village') ??
        settle(candidates(name, null, level), printed, '') ??
        unknown
      )
    }
    const near = parent ? lookWithin(name, parent, printed, level) : null
    return near ?? lookWithin(name, null, printed, level) ?? unknown
  }

  const findTown = (text: string) => {
    const folded = foldVariants(text)
    const hits = townNames.flatMap(({ name, place }) => {
      const at = folded.indexOf(foldVariants(name))
      return at < 0 ? [] : [{ place, at, word: text.slice(at, at + name.length) }]
    })
    hits.sort((a, b) => a.at - b.at || b.word.length - a.word.length)
    return hits[0] ?? null
  }

  /** A known name where a word can begin, else a stretch that must be meant as a village. */
  const findVillage = (text: string, town: Place | null) => {
    const folded = foldVariants(text)
    for (const known of villageNames) {
      const at = indexOfWord(folded, foldVariants(known))
      if (at < 0 || isLongerName(text.slice(at + known.length))) continue
      const word = text.slice(at, at + known.length)
      const reading = lookUp(word, town, 'village')
      if (!reading || reading.verdict === 'unknown') continue
      if (town && reading.verdict === 'found' && reading.place?.parent !== town.id) continue
      const listed = listedWith(text, at, word)
      if (listed !== null) return { reading: severalNames(listed), word: listed }
      return { reading, word }
    }
    const word = meantVillage(text)
    if (word === null) return null
    const name = (town?.name ?? '') + word
    return { reading: { verdict: 'unknown', place: null, name, rest: '' } as const, word }
  }

  const scan = (raw: string): TitlePlaces => {
    const text = compactText(raw)
    const other = otherBanner(text)
    if (other !== null) {
      const village = { verdict: 'unknown', place: null, name: other, rest: '' } as const
      return { town: null, village, words: [other] }
    }
    const town = findTown(text)
    const village = findVillage(town ? text.replace(town.word, '§') : text, town?.place ?? null)
    return {
      town: town?.place ?? null,
      village: village?.reading ?? null,
      words: [town?.word, village?.word].filter((word) => word !== undefined),
    }
  }

  return { lookUp, scan }
}
