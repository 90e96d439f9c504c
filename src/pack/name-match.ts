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

/** A match can begin with the code. */
export const BEGINS = 1
/** A match that has begun with the character before can go on with it. */
export const FOLLOWS = 2
/** The code alone is a match. */
export const SUFFICES = 4

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xdc00
const highSurrogateOf = (codePoint: number): number => 0xd800 + ((codePoint - CODES) >> 10)

export interface NameMatcher {
  /** By code: BEGINS, FOLLOWS, SUFFICES. One byte each, so that the part in use stays in the processor's nearest cache. */
  readonly chances: Uint8Array
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

/** What a query's positions are compared with. */
interface Compiled {
  readonly query: readonly number[]
  readonly bySyllable: readonly Int32Array[]
  readonly byCode: readonly (readonly number[])[]
  readonly index: PinyinIndex
}

/** States that follow by a character, where `syllables` says which follow by each of its readings. */
const readStates = (
  { firstReading, readings }: PinyinIndex,
  syllables: Int32Array,
  code: number,
): number => {
  let states = 0
  for (let i = firstReading[code]!; i > 0 && readings[i] !== 0; i++) {
    states |= syllables[readings[i]! - 1]!
  }
  return states
}

/** One step of the states by a character; closes over the compiled query. */
const createStep =
  ({ query, bySyllable, byCode, index }: Compiled) =>
  (states: number, code: number): number => {
    let next = 0
    for (let rest = states; rest !== 0; rest &= rest - 1) {
      const at = 31 - Math.clz32(rest & -rest)
      if (at >= query.length) break
      if (byCode[at]!.includes(code)) next |= bitsAfter(at, 1)
      next |= readStates(index, bySyllable[at]!, code)
    }
    return next
  }

/** By syllable, the states that follow from any of `states`. */
const mergeSyllables = ({ query, bySyllable, index }: Compiled, states: number): Int32Array => {
  const merged = new Int32Array(index.syllables.length)
  query.forEach((_, at) => {
    if ((states >> at) & 1) bySyllable[at]!.forEach((next, i) => (merged[i]! |= next))
  })
  return merged
}

/** Fifteen hundred characters have readings, and each letter typed asks for all of them: no more is done for one than it needs. */
const compileChances = (compiled: Compiled, accept: number): Uint8Array => {
  const { query, bySyllable, byCode, index } = compiled
  const step = createStep(compiled)
  const chances = new Uint8Array(CODES)
  let begun = 0
  const begin = (code: number, states: number) => {
    begun |= states
    if (states !== 0) chances[code]! |= BEGINS | (states & accept ? SUFFICES : 0)
  }
  for (const code of index.codes) begin(code, readStates(index, bySyllable[0]!, code))
  for (const code of byCode[0]!) begin(code, step(1, code))
  const going = mergeSyllables(compiled, begun)
  for (const code of index.codes) {
    if (readStates(index, going, code) !== 0) chances[code]! |= FOLLOWS
  }
  query.forEach((_, at) => {
    if ((begun >> at) & 1) for (const code of byCode[at]!) chances[code]! |= FOLLOWS
  })
  return chances
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
  const compiled = {
    query: codes,
    bySyllable: compileSyllables(codes, index, variants),
    byCode: compileCodes(codes, index, variants),
    index,
  }
  const accept = 1 << codes.length
  const chances = compileChances(compiled, accept)
  // The second half of a character above U+FFFF decides, so its first half must be looked at.
  for (const code of standIns.keys()) chances[highSurrogateOf(code)] = BEGINS | FOLLOWS | SUFFICES
  return { chances, step: createStep(compiled), accept, standIns }
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
  { step, accept, standIns }: NameMatcher,
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
    const begun = step(1, code)
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
  const { chances } = matcher
  let index = 0
  let counted = 0
  let i = 0
  while (i < names.length) {
    const chance = chances[names.charCodeAt(i)]!
    const isHopeless =
      (chance & BEGINS) === 0 ||
      ((chance & SUFFICES) === 0 && (chances[names.charCodeAt(i + 1)]! & FOLLOWS) === 0)
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
