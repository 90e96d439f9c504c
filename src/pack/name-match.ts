// One query compiled so that a hundred thousand names can be compared with it in a few milliseconds. A name matches when
// its characters, from some point on, use up the query from left to right: a Chinese character by itself (or, for
// variants, by one that sounds or is written alike), letters by a beginning of one of the character's readings.
import { codesOf, type PinyinIndex } from './pinyin.ts'

/** State bits 0…30: how much of the query is used up. */
const MAX_QUERY = 30
const NAME_END = 10

export interface NameMatcher {
  /** By code: which states follow from the empty one. Most names fail here. */
  readonly first: Int32Array
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

/** Null when the query is empty or longer than any name. */
export const compileName = (
  query: string,
  index: PinyinIndex,
  variants: boolean,
): NameMatcher | null => {
  const codes = codesOf(query, index.standIns)
  if (codes.length === 0 || codes.length > MAX_QUERY) return null
  const bySyllable = compileSyllables(codes, index, variants)
  const byCode = compileCodes(codes, index, variants)
  const { firstReading, readings } = index
  const stepAt = (at: number, code: number): number => {
    let next = byCode[at]!.includes(code) ? bitsAfter(at, 1) : 0
    const states = bySyllable[at]!
    for (let i = firstReading[code]!; i > 0 && readings[i] !== 0; i++) {
      next |= states[readings[i]! - 1]!
    }
    return next
  }
  const step = (states: number, code: number): number => {
    let next = 0
    for (let at = 0, rest = states; at < codes.length && rest !== 0; at++, rest >>= 1) {
      if (rest & 1) next |= stepAt(at, code)
    }
    return next
  }
  const first = new Int32Array(0x10000)
  for (let code = 0; code < firstReading.length; code++) {
    if (firstReading[code]! > 0) first[code] = stepAt(0, code)
  }
  for (const code of byCode[0]!) first[code] = stepAt(0, code)
  return { first, step, accept: 1 << codes.length, standIns: index.standIns }
}

/** Best first. */
export type MatchPlace = 'whole' | 'start' | 'inside'

/**
 * Runs over names that end in line feeds and calls `found` with the position of each that matches. Two sets of states go
 * along: those that began with the name, and those that began anywhere in it.
 */
export const scanNames = (
  names: string,
  { first, step, accept, standIns }: NameMatcher,
  found: (index: number, place: MatchPlace) => void,
): void => {
  let index = 0
  let fromStart = 0
  let anywhere = 0
  let best: MatchPlace | null = null
  let atStart = true
  for (let i = 0; i < names.length; i++) {
    let code = names.charCodeAt(i)
    if (code === NAME_END) {
      if (fromStart & accept) best = 'whole'
      if (best) found(index, best)
      index++
      fromStart = anywhere = 0
      best = null
      atStart = true
      continue
    }
    if (code >= 0xd800 && code < 0xdc00) {
      code = standIns.get(names.codePointAt(i)!) ?? 0xffff
      i++
    }
    const begun = first[code]!
    fromStart = (fromStart === 0 ? 0 : step(fromStart, code)) | (atStart ? begun : 0)
    anywhere = (anywhere === 0 ? 0 : step(anywhere, code)) | begun
    atStart = false
    if (fromStart & accept) best = 'start'
    else if (anywhere & accept && best === null) best = 'inside'
  }
}
