// How names are folded for searching, and which characters may be read how. Nothing here is published or shown: folding
// serves comparison only.
import { foldMongolian } from './mongolian-name.ts'
import type { Catalogue } from './model.ts'

/** Middle dots of many keyboards, all white space (a name may hold full-width ones), apostrophes and hyphens. */
const PASSED_OVER = /[\s\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65\u2018\u2019'`´-]/g
const FULL_WIDTH = /[\uff01-\uff5e]/g

/** Nearly all names: nothing to fold. */
const PLAIN = /^[\u4e00-\u9fff]*$/

const foldLetters = (text: string): string =>
  text
    .replace(FULL_WIDTH, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(PASSED_OVER, '')
    .toLowerCase()
    .replaceAll('ü', 'v')

/** The same for names and for what is typed. */
export const foldName = (text: string): string =>
  PLAIN.test(text) ? text : foldMongolian(foldLetters(text))

/** Characters that offices write for one another though they do not sound alike; alike-sounding ones need no list. */
const WRITTEN_ALIKE = ['彦音', '巴白', '𠮷吉', '䶮龑', '㛃婕', '尓尔', '囯国']

/** Code points above U+FFFF get a stand-in from the private-use area, which no published name contains. */
const STAND_INS = 0xe000

export interface PinyinIndex {
  readonly syllables: readonly string[]
  /** By code unit (or stand-in): where its readings begin in `readings`; 0 where none are known. */
  readonly firstReading: Uint16Array
  /** Positions in `syllables` plus one; 0 ends a character's readings. */
  readonly readings: Uint16Array
  /** Codes that have readings. */
  readonly codes: Uint16Array
  /** Code point above U+FFFF → stand-in. */
  readonly standIns: ReadonlyMap<number, number>
  /** Stand-ins or code units written alike, both ways. */
  readonly alike: ReadonlyMap<number, readonly number[]>
}

/** 吕 is typed lv, lü (folded to lv) and lu. */
const spellings = (syllable: string): string[] => {
  const plain = foldName(syllable)
  return /^[ln]v/.test(plain) ? [plain, plain.replace('v', 'u')] : [plain]
}

/** Code units of a text, one a character; its characters above U+FFFF must have stand-ins. */
export const codesOf = (text: string, standIns: ReadonlyMap<number, number>): number[] =>
  [...text].map((character) => {
    const code = character.codePointAt(0)!
    return standIns.get(code) ?? code
  })

/** Those that are known, and one for each further character of `texts` that needs it. */
export const collectStandIns = (
  texts: Iterable<string>,
  known: ReadonlyMap<number, number> = new Map(),
): Map<number, number> => {
  const standIns = new Map(known)
  for (const text of texts) {
    for (const character of text) {
      const code = character.codePointAt(0)!
      if (code > 0xffff && !standIns.has(code)) standIns.set(code, STAND_INS + standIns.size)
    }
  }
  return standIns
}

const collectAlike = (standIns: ReadonlyMap<number, number>): Map<number, number[]> => {
  const alike = new Map<number, number[]>()
  for (const pair of WRITTEN_ALIKE) {
    const codes = codesOf(pair, standIns)
    for (const code of codes) {
      alike.set(code, [...(alike.get(code) ?? []), ...codes.filter((other) => other !== code)])
    }
  }
  return alike
}

const buildPinyinIndex = (pinyin: Catalogue['pinyin']): PinyinIndex => {
  const standIns = collectStandIns([...Object.values(pinyin), ...WRITTEN_ALIKE])
  const readingsByCode = new Map<number, number[]>()
  const syllables: string[] = []
  for (const [syllable, characters] of Object.entries(pinyin)) {
    const codes = codesOf(characters, standIns)
    for (const spelling of spellings(syllable)) {
      syllables.push(spelling)
      for (const code of codes) {
        const readings = readingsByCode.get(code)
        if (readings) readings.push(syllables.length)
        else readingsByCode.set(code, [syllables.length])
      }
    }
  }
  const firstReading = new Uint16Array(0x10000)
  const readings = [0]
  for (const [code, own] of readingsByCode) {
    firstReading[code] = readings.length
    readings.push(...own, 0)
  }
  return {
    syllables,
    firstReading,
    readings: Uint16Array.from(readings),
    codes: Uint16Array.from(readingsByCode.keys()),
    standIns,
    alike: collectAlike(standIns),
  }
}

const indexes = new WeakMap<Catalogue['pinyin'], PinyinIndex>()

/** Built once for a catalogue, whoever asks: payees and places are looked for in the same turn. */
export const createPinyinIndex = (pinyin: Catalogue['pinyin']): PinyinIndex => {
  const index = indexes.get(pinyin) ?? buildPinyinIndex(pinyin)
  indexes.set(pinyin, index)
  return index
}
