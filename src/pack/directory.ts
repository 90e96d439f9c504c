// Finding payees among all that a device holds: a scan over segments in memory, a whole banner in a few milliseconds.
// Exact names first, then names that begin so, that hold it inside, that are read so, then those that sound alike, and last
// names in characters that have the consonants of what was written in Mongolian letters.
import { isHidden } from './account.ts'
import { isMongolian, lettersOf } from './mongolian-name.ts'
import {
  compileName,
  countEnds,
  scanNames,
  type MatchPlace,
  type NameMatcher,
} from './name-match.ts'
import { parseQuery, type NameQuery } from './name-query.ts'
import type { PinyinIndex } from './pinyin.ts'
import type { Segment } from './segment.ts'

export { createPinyinIndex, type PinyinIndex } from './pinyin.ts'
export { isMongolian } from './mongolian-name.ts'
export { SEGMENT_VERSION, segmentOf, type Segment } from './segment.ts'

export type HitMatch =
  'exact' | 'prefix' | 'inside' | 'digits' | 'pinyin' | 'variant' | 'consonants'

export interface Hit {
  readonly site: string
  readonly number: number
  readonly name: string
  /** '' where none is known. */
  readonly group: string
  readonly lastFour: string
  /** Another row reads the same: say so, and tell them apart by number. */
  readonly twin: boolean
  /** Set when the number was merged: the account is found under this one. */
  readonly see: number | null
  readonly match: HitMatch
}

export interface SearchOptions {
  /** The later of the device's day and the newest checkpoint's. */
  readonly today: string
  /** 50 where not given. */
  readonly limit?: number
  /** Only this site. */
  readonly site?: string
  /** Only this group, by name. */
  readonly group?: string
  /** `compileConsonants` (name-consonants.ts), for who wrote in Mongolian letters; absent, names in characters are not heard. */
  readonly listen?: (text: string, pinyin: PinyinIndex) => NameMatcher | null
}

const DEFAULT_LIMIT = 50

/** Best first. What is written so comes before what is read so, and that before what only sounds so. */
const RANKS: readonly HitMatch[] = [
  'exact',
  'prefix',
  'inside',
  'digits',
  'digits',
  'pinyin',
  'pinyin',
  'pinyin',
  'variant',
  'variant',
  'variant',
  'consonants',
  'consonants',
  'consonants',
]
const WRITTEN = { whole: 0, start: 1, inside: 2 } as const
const READ = { whole: 5, start: 6, inside: 7 } as const
const SOUNDING = { whole: 8, start: 9, inside: 10 } as const
const CONSONANTS = { whole: 11, start: 12, inside: 13 } as const
type Ranks = typeof WRITTEN | typeof READ | typeof SOUNDING | typeof CONSONANTS
const UPPER_DIGITS = 3
const LOWER_DIGITS = 4
/** Below this, nearly every name sounds like the query. */
const MIN_VARIANT_LENGTH = 2

/** Payees found, by rank; no rank keeps more than what will be shown. */
interface Findings {
  readonly add: (segment: Segment, index: number, rank: number) => void
  readonly isFull: (rank: number) => boolean
  readonly count: () => number
  readonly hits: () => Hit[]
}

const nameAt = (names: string, index: number): string => {
  let from = 0
  for (let i = 0; i < index; i++) from = names.indexOf('\n', from) + 1
  return names.slice(from, names.indexOf('\n', from))
}

const groupAt = (segment: Segment, index: number): string =>
  segment.groups[segment.group[index]!] ?? ''

const lastFourAt = (segment: Segment, index: number): string =>
  segment.lastFours.slice(4 * index, 4 * index + 4).trimEnd()

const toHit = (segment: Segment, index: number, match: HitMatch): Hit => ({
  site: segment.site,
  number: segment.numbers[index]!,
  name: nameAt(segment.names, index),
  group: groupAt(segment, index),
  lastFour: lastFourAt(segment, index),
  twin: segment.twins[index] === 1,
  see: segment.sees[index] === 0 ? null : segment.sees[index]!,
  match,
})

const isShown = (segment: Segment, index: number, { today, group }: SearchOptions): boolean => {
  const until = segment.until[index]!
  if (until >= 0 && isHidden(segment.untils[until]!, today)) return false
  return group === undefined || groupAt(segment, index) === group
}

/** Digits beside a name narrow it down: a last four that begins so, or the payee's number. */
const fitsDigits = (segment: Segment, index: number, query: NameQuery): boolean =>
  (query.lastFour === '' && query.number === null) ||
  segment.numbers[index] === query.number ||
  (query.lastFour !== '' &&
    segment.lastFours
      .slice(4 * index, 4 * index + 4)
      .toLowerCase()
      .startsWith(query.lastFour))

const createFindings = (query: NameQuery, options: SearchOptions, limit: number): Findings => {
  const ranks = RANKS.map((): [Segment, number][] => [])
  const seen = new Map<Segment, Set<number>>()
  let count = 0
  const isFull = (rank: number): boolean => ranks[rank]!.length >= limit
  const add: Findings['add'] = (segment, index, rank) => {
    if (isFull(rank)) return
    const own = seen.get(segment) ?? new Set()
    if (own.has(index)) return
    if (!isShown(segment, index, options) || !fitsDigits(segment, index, query)) return
    seen.set(segment, own.add(index))
    ranks[rank]!.push([segment, index])
    count++
  }
  const hits = () =>
    ranks
      .flatMap((found, rank) => found.map(([segment, index]) => [segment, index, rank] as const))
      .slice(0, limit)
      .map(([segment, index, rank]) => toHit(segment, index, RANKS[rank]!))
  return { add, isFull, count: () => count, hits }
}

/** A merged number is found by its number only: by name the payee is found under the number that goes on. */
const isMerged = (segment: Segment, index: number): boolean => segment.sees[index] !== 0

const LINE_FEED = 10

const placeOf = (keys: string, at: number, length: number): MatchPlace => {
  if (at > 0 && keys.charCodeAt(at - 1) !== LINE_FEED) return 'inside'
  return keys.charCodeAt(at + length) === LINE_FEED ? 'whole' : 'start'
}

/** Mongolian names are compared folded; those that are not written with the same letters come with what only sounds so. */
const ranksOfWritten = (segment: Segment, index: number, letters: string): Ranks =>
  letters === '' || lettersOf(nameAt(segment.names, index)).includes(letters) ? WRITTEN : SOUNDING

const searchWritten = (
  segment: Segment,
  { name, letters }: { readonly name: string; readonly letters: string },
  findings: Findings,
): void => {
  const { keys } = segment
  let index = 0
  let counted = 0
  for (let at = keys.indexOf(name); at >= 0; at = keys.indexOf(name, at + name.length)) {
    const place = placeOf(keys, at, name.length)
    if (findings.isFull(WRITTEN[place])) continue
    index += countEnds(keys, counted, at)
    counted = at
    if (isMerged(segment, index)) continue
    findings.add(segment, index, ranksOfWritten(segment, index, letters)[place])
  }
}

const searchCompiled = (
  segments: readonly Segment[],
  matcher: NameMatcher | null,
  ranks: Ranks,
  findings: Findings,
): void => {
  if (!matcher) return
  for (const segment of segments) {
    scanNames(segment.keys, matcher, {
      wants: (place) => !findings.isFull(ranks[place]),
      found: (index, place) => {
        if (!isMerged(segment, index)) findings.add(segment, index, ranks[place])
      },
    })
  }
}

const indexOfNumber = (numbers: Uint32Array, number: number): number => {
  let low = 0
  let high = numbers.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (numbers[middle] === number) return middle
    if (numbers[middle]! < number) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** Rank of last fours against numbers: four digits are rather the end of an ID number, fewer rather a payee's number. */
const digitRanks = (query: NameQuery): { readonly number: number; readonly lastFour: number } =>
  query.lastFour.length === 4
    ? { number: LOWER_DIGITS, lastFour: UPPER_DIGITS }
    : { number: UPPER_DIGITS, lastFour: LOWER_DIGITS }

const searchDigits = (segment: Segment, query: NameQuery, findings: Findings): void => {
  const ranks = digitRanks(query)
  const index = query.number === null ? -1 : indexOfNumber(segment.numbers, query.number)
  if (index >= 0) findings.add(segment, index, ranks.number)
  if (query.lastFour === '') return
  const { lastFours } = segment
  const wanted = query.lastFour.toUpperCase()
  for (let at = lastFours.indexOf(wanted); at >= 0; at = lastFours.indexOf(wanted, at + 1)) {
    if (at % 4 === 0 && !isMerged(segment, at / 4)) findings.add(segment, at / 4, ranks.lastFour)
  }
}

const hasLetters = (name: string): boolean => /[a-z]/.test(name)

export const searchDirectory = (
  segments: readonly Segment[],
  text: string,
  pinyin: PinyinIndex,
  options: SearchOptions,
): Hit[] => {
  const query = parseQuery(text)
  const { name } = query
  const limit = options.limit ?? DEFAULT_LIMIT
  const findings = createFindings(query, options, limit)
  const { site } = options
  const searched = site === undefined ? segments : segments.filter((one) => one.site === site)
  if (name === '') {
    for (const segment of searched) searchDigits(segment, query, findings)
    return findings.hits()
  }
  if (hasLetters(name)) {
    searchCompiled(searched, compileName(name, pinyin, false), READ, findings)
    return findings.hits()
  }
  const letters = isMongolian(text) ? lettersOf(text).replace(/\d+x?$/i, '') : ''
  for (const segment of searched) searchWritten(segment, { name, letters }, findings)
  if (findings.count() < limit && letters !== '')
    searchCompiled(searched, options.listen?.(text, pinyin) ?? null, CONSONANTS, findings)
  else if (findings.count() < limit && [...name].length >= MIN_VARIANT_LENGTH)
    searchCompiled(searched, compileName(name, pinyin, true), SOUNDING, findings)
  return findings.hits()
}
