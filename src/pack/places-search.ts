// Finding a place by characters, pinyin or initials. Names repeat between towns, so each hit comes with its parents.
import { createPlaceTree, isTownLevel, isVillageLevel } from '../domain/place/rules.ts'
import type { Place } from './domain-types.ts'
import { compileName, scanNames, type MatchPlace } from './name-match.ts'
import { foldName, type PinyinIndex } from './pinyin.ts'

export interface PlaceHit {
  readonly place: Place
  /** Nearest first, without the banner: shown with the name, always. */
  readonly parents: readonly Place[]
  /** The alias that matched, where the name itself did not. */
  readonly alias: string | null
}

const DEFAULT_LIMIT = 50
const PLACE_RANK: Readonly<Record<MatchPlace, number>> = { whole: 0, start: 1, inside: 2 }
const NO_MATCH = 99

const rankWritten = (key: string, query: string): number => {
  const at = key.indexOf(query)
  if (at < 0) return NO_MATCH
  return at > 0 ? 2 : key.length === query.length ? 0 : 1
}

type Ranker = (key: string) => number

/** Lower is better. Letters are read, characters are compared and then listened to. */
const createRanker = (query: string, pinyin: PinyinIndex): Ranker => {
  const hasLetters = /[a-z]/.test(query)
  const matcher = compileName(query, pinyin, !hasLetters)
  return (key) => {
    const written = rankWritten(key, query)
    if (written < NO_MATCH || !matcher) return written
    let rank = NO_MATCH
    const found = (_: number, place: MatchPlace) => {
      rank = (hasLetters ? 3 : 6) + PLACE_RANK[place]
    }
    scanNames(`${key}\n`, matcher, { wants: () => true, found })
    return rank
  }
}

/** Towns before villages before departments, where the match is equally good. */
const levelOf = (place: Place): number =>
  isTownLevel(place) || place.type === 'banner' ? 0 : isVillageLevel(place) ? 1 : 2

interface Ranked {
  readonly place: Place
  readonly rank: number
  readonly alias: string | null
}

/** An alias stands behind a name that matches as well. */
const rankPlace = (place: Place, rankOf: Ranker): Ranked => {
  let best: Ranked = { place, rank: 2 * rankOf(foldName(place.name)), alias: null }
  for (const alias of place.aliases) {
    const rank = 2 * rankOf(foldName(alias)) + 1
    if (rank < best.rank) best = { place, rank, alias }
  }
  return best
}

export const searchPlaces = (
  places: readonly Place[],
  text: string,
  pinyin: PinyinIndex,
  limit = DEFAULT_LIMIT,
): PlaceHit[] => {
  const query = foldName(text)
  if (query === '') return []
  const rankOf = createRanker(query, pinyin)
  const tree = createPlaceTree(places)
  return places
    .map((place) => rankPlace(place, rankOf))
    .filter(({ rank }) => rank < 2 * NO_MATCH)
    .sort((a, b) => a.rank - b.rank || levelOf(a.place) - levelOf(b.place))
    .slice(0, limit)
    .map(({ place, alias }) => ({
      place,
      parents: tree.ancestorsOf(place.id).filter((parent) => parent.type !== 'banner'),
      alias,
    }))
}
