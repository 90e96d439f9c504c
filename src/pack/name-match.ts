// One query compiled so that a hundred thousand names can be compared with it in a few milliseconds. A name matches when
// its characters, from some point on, use up the query from left to right: a Chinese character by itself (or, for
// variants, by one that sounds or is written alike), letters by a beginning of one of the character's readings.
import { codesOf, collectStandIns, type PinyinIndex } from './pinyin.ts'

/** State bits 0…30: how much of the query is used up. */
const MAX_QUERY = 30
const NAME_END = 10
const CODES = 0x10000
/** No character: what matches nothing. */
const NO_CODE = 0xffff

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xdc00
const highSurrogateOf = (codePoint: number): number => 0xd800 + ((codePoint - CODES) >> 10)

export interface NameMatcher {
  /** By code: which states follow from the empty one. */
  readonly first: Int32Array
  /** By code: 1 where a match can begin. One byte each, so that the part in use stays in the processor's nearest cache. */
  readonly begins: Uint8Array
  /** By code: 1 where a match that has begun with the character before can go on. */
  readonly follows: Uint8Array
  /** States that follow from `states` by `code`. */
  readonly step: (states: number, code: number) => number
  readonly accept: number
  readonly standIns: ReadonlyMap<number, number>
}

const isLetter = (code: number): boolean => code >= 0x61 && code <= 0x7a

/** How many of the query's codes from `at` on begin `syllable`. */
const commonLength = (query: readonly number[], at: number, syllable: string): number => {
  let length = 0
  while (at + length < query.length && query[at + length] === syllable.charCodeAt(length)) length++
  return length
}

/** Bits at+1 … at+length. */
const bitsAfter = (at: number, length: number): number => ((1 << length) - 1) << (at + 1)

const readingsOf = (index: PinyinIndex, code: number): number[] => {
  const own: number[] = []
  for (let at = index.firstReading[code]!; at > 0 && index.readings[at] !== 0; at++) {
    own.push(index.readings[at]! - 1)
  }
  return own
}

/** For each position, by syllable: the states that a character read so leads to. */
const compileSyllables = (query: readonly number[], index: PinyinIndex, variants: boolean) =>
  query.map((code, at) => {
    const states = new Int32Array(index.syllables.length)
    if (isLetter(code)) {
      index.syllables.forEach((syllable, i) => {
        states[i] = bitsAfter(at, commonLength(query, at, syllable))
      })
    } else if (variants) {
      for (const reading of readingsOf(index, code)) states[reading] = bitsAfter(at, 1)
    }
    return states
  })

/** For each position: the codes that match by themselves. */
const compileCodes = (query: readonly number[], index: PinyinIndex, variants: boolean) =>
  query.map((code) => [code, ...(variants ? (index.alike.get(code) ?? []) : [])])

/** One step of the states by a character; closes over the compiled query. */
const createStep = (query: readonly number[], index: PinyinIndex, variants: boolean) => {
  const bySyllable = compileSyllables(query, index, variants)
  const byCode = compileCodes(query, index, variants)
  const { firstReading, readings } = index
  return (states: number, code: number): number => {
    let next = 0
    for (let rest = states; rest !== 0; rest &= rest - 1) {
      const at = 31 - Math.clz32(rest & -rest)
      if (at >= query.length) break
      if (byCode[at]!.includes(code)) next |= bitsAfter(at, 1)
      const syllables = bySyllable[at]!
      for (let i = firstReading[code]!; i > 0 && readings[i] !== 0; i++) {
        next |= syllables[readings[i]! - 1]!
      }
    }
    return next
  }
}

/** Null when the query is empty or longer than any name. */
export const compileName = (
  query: string,
  index: PinyinIndex,
  variants: boolean,
): NameMatcher | null => {
  const standIns = collectStandIns([query], index.standIns)
  const codes = codesOf(query, standIns)
  if (codes.length === 0 || codes.length > MAX_QUERY) return null
  const step = createStep(codes, index, variants)
  const first = new Int32Array(CODES)
  const begins = new Uint8Array(CODES)
  const follows = new Uint8Array(CODES)
  // Codes that stand only in names, and not in the index, can match by being equal to one of the query.
  const known = [...index.codes, ...index.alike.keys(), ...codes]
  let begun = 0
  for (const code of known) begun |= first[code] = step(1, code)
  for (const code of known) {
    begins[code] = first[code] === 0 ? 0 : 1
    follows[code] = step(begun, code) === 0 ? 0 : 1
  }
  // The second half of a character above U+FFFF decides, so its first half must be looked at.
  for (const code of standIns.keys()) {
    begins[highSurrogateOf(code)] = 1
    follows[highSurrogateOf(code)] = 1
  }
  return { first, begins, follows, step, accept: 1 << codes.length, standIns }
}

/** Best first. */
export type MatchPlace = 'whole' | 'start' | 'inside'

/** How many names end in `names` from `from` up to `to`. */
export const countEnds = (names: string, from: number, to: number): number => {
  let count = 0
  for (let at = names.indexOf('\n', from); at >= 0 && at < to; at = names.indexOf('\n', at + 1)) {
    count++
  }
  return count
}

/**
 * How the name matches that holds `at`, before which no match begins; `next` is where the next name starts. Two sets of
 * states go along: those that began with the name, and those that began anywhere in it. Mostly they are the same.
 */
const matchFrom = (
  names: string,
  at: number,
  { first, step, accept, standIns }: NameMatcher,
): { readonly place: MatchPlace | null; readonly next: number } => {
  let isStart = at === 0 || names.charCodeAt(at - 1) === NAME_END
  let fromStart = 0
  let anywhere = 0
  let place: MatchPlace | null = null
  let i = at
  for (; i < names.length && names.charCodeAt(i) !== NAME_END; i++) {
    let code = names.charCodeAt(i)
    if (isHighSurrogate(code)) {
      code = standIns.get(names.codePointAt(i)!) ?? NO_CODE
      i++
    }
    const begun = first[code]!
    const moved = anywhere === 0 ? 0 : step(anywhere, code)
    const isSame = fromStart === anywhere
    const movedFromStart = isSame ? moved : fromStart === 0 ? 0 : step(fromStart, code)
    fromStart = isStart ? begun : movedFromStart
    anywhere = moved | begun
    isStart = false
    if (fromStart & accept) place = 'start'
    else if (anywhere & accept) place ??= 'inside'
    // Nothing better can come of what did not begin with the name.
    if (place && fromStart === 0) return { place, next: names.indexOf('\n', i) + 1 }
  }
  return { place: fromStart & accept ? 'whole' : place, next: i + 1 }
}

export interface NameFindings {
  /** False where matches of this kind are no longer looked for. */
  readonly wants: (place: MatchPlace) => boolean
  /** `index`: how many names stand before it. */
  readonly found: (index: number, place: MatchPlace) => void
}

/**
 * Runs over names that each end in a line feed. Nearly all characters can't begin a match, and nearly all of those that can
 * are followed by one that can't go on: for them a look or two into tables is all that happens.
 */
export const scanNames = (
  names: string,
  matcher: NameMatcher,
  { wants, found }: NameFindings,
): void => {
  const { begins, first, follows, accept } = matcher
  let index = 0
  let counted = 0
  let i = 0
  while (i < names.length) {
    const code = names.charCodeAt(i)
    const isHopeless =
      begins[code] === 0 ||
      (follows[names.charCodeAt(i + 1)] === 0 &&
        (first[code]! & accept) === 0 &&
        !isHighSurrogate(code))
    if (isHopeless) {
      i++
      continue
    }
    const { place, next } = matchFrom(names, i, matcher)
    if (place && wants(place)) {
      index += countEnds(names, counted, i)
      counted = i
      found(index, place)
    }
    i = next
  }
}
