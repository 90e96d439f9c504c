// A name written in characters, asked for in Mongolian letters: both are heard as a row of consonants (ᠲᠡᠮᠦᠷ and 特木尔 as T M R).
// Characters keep a name's consonants and little of its vowels, so this finds much and is worth least: its hits come last.
import { lettersOf } from './mongolian-name.ts'
import { BEGINS, FOLLOWS, type NameMatcher, SUFFICES } from './name-match.ts'
import type { PinyinIndex } from './pinyin.ts'

const MAX_CONSONANTS = 30
/** By one consonant half the village would be found. */
const MIN_CONSONANTS = 2
const CODES = 0x10000

const OF_LETTER: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    N: 'ᠨᠩ',
    B: 'ᠪᠫᠹ',
    K: 'ᠬᠭᠺᠻᠾ',
    M: 'ᠮ',
    L: 'ᠯᡀ',
    S: 'ᠰᠱ',
    T: 'ᠲᠳ',
    J: 'ᠴᠵᠼᠽ',
    Y: 'ᠶ',
    R: 'ᠷ',
    W: 'ᠸ',
  }).flatMap(([sound, letters]) => [...letters].map((letter) => [letter, sound])),
)

/** Longer spellings first. */
const INITIALS: readonly (readonly [RegExp, string])[] = [
  [/^er$/, ''],
  [/^(?:zh|ch|[jqzc])/, 'J'],
  [/^(?:sh|[sx])/, 'S'],
  [/^[bpf]/, 'B'],
  [/^[gkh]/, 'K'],
  [/^[dt]/, 'T'],
  [/^m/, 'M'],
  [/^n/, 'N'],
  [/^l/, 'L'],
  [/^r/, 'R'],
  [/^y/, 'Y'],
  [/^w/, 'W'],
]

const endOf = (syllable: string): string =>
  syllable === 'er' ? 'R' : /ng?$/.test(syllable) ? 'N' : ''

/** What a syllable may be heard as: y and w may as well be vowels. */
const soundsOf = (syllable: string): string[] => {
  const initial = INITIALS.find(([spelling]) => spelling.test(syllable))?.[1] ?? ''
  const whole = initial + endOf(syllable)
  return initial === 'Y' || initial === 'W' ? [whole, whole.slice(1)] : [whole]
}

interface Consonants {
  readonly sounds: string
  /** Bit i: consonant i may go unheard. */
  readonly silent: number
}

/** ᠶ and ᠸ may be written as vowels, and ᠭ after a vowel is often not spoken. */
const consonantsOf = (text: string): Consonants => {
  let sounds = ''
  let silent = 0
  for (const [i, letter] of [...lettersOf(text)].entries()) {
    const sound = OF_LETTER[letter]
    if (sound === undefined) continue
    if (sound === 'Y' || sound === 'W' || (letter === 'ᠭ' && i > 0)) silent |= 1 << sounds.length
    sounds += sound
  }
  return { sounds, silent }
}

/** Null where too little, or too much, is left to go by. */
export const compileConsonants = (text: string, index: PinyinIndex): NameMatcher | null => {
  const { sounds, silent } = consonantsOf(text)
  if (sounds.length < MIN_CONSONANTS || sounds.length > MAX_CONSONANTS) return null
  const accept = 1 << sounds.length
  /** States that are reached as well because what stands there may be silent. */
  const passSilent = (states: number): number => {
    for (let all = states; ;) {
      const more = all | ((all & silent) << 1)
      if (more === all) return all
      all = more
    }
  }
  /** By sound, the states that it leads on from. */
  const places = new Map<string, number>()
  for (const [at, sound] of [...sounds].entries())
    places.set(sound, (places.get(sound) ?? 0) | (1 << at))
  const heard = index.syllables.map((syllable) =>
    soundsOf(syllable).map((whole) => [...whole].map((sound) => places.get(sound) ?? 0)),
  )
  const afterSyllable = (states: number, syllable: number): number => {
    let next = 0
    for (const whole of heard[syllable]!) {
      let reached = states
      for (const from of whole) reached = passSilent((reached & from) << 1)
      next |= reached
    }
    return next
  }
  const step = (states: number, code: number): number => {
    const from = passSilent(states)
    let next = 0
    for (let i = index.firstReading[code]!; i > 0 && index.readings[i] !== 0; i++)
      next |= afterSyllable(from, index.readings[i]! - 1)
    return next
  }
  const chances = new Uint8Array(CODES)
  for (const code of index.codes) {
    const begun = step(1, code)
    const goes = step(2 * accept - 1, code)
    chances[code] =
      (begun === 0 ? 0 : BEGINS) | (goes === 0 ? 0 : FOLLOWS) | (begun & accept ? SUFFICES : 0)
  }
  return { chances, step, accept, standIns: index.standIns }
}
