// What a reader is asked to speak, in the order in which it is most useful: numbers, the words of a line, programmes, and then
// the other words of the herder screens.
import { PART_KEYS, UNIT_KEYS } from '../format.ts'
import type { Key } from '../words-keys.ts'
import { programmeKey } from './line.ts'
import { NUMBER_KEYS } from './number.ts'

export const GROUPS = ['number', 'line', 'programme', 'rest'] as const
export type GroupName = (typeof GROUPS)[number]

export interface WordGroup {
  readonly name: GroupName
  readonly keys: readonly Key[]
}

export interface SpeakableWords {
  /** locales/core-mn.json: screens and their keys. */
  readonly core: Readonly<Record<string, readonly string[]>>
  /** Ids, those of this banner. */
  readonly programmes: readonly string[]
  /** What a word says in Chinese. */
  readonly chinese: (key: Key) => string
}

const LINE_KEYS: readonly Key[] = [
  ...(['voice.year', 'shell.unit.yuan', 'voice.jiao', 'voice.fen'] as const),
  ...Object.values(UNIT_KEYS),
  ...(['account.state.paid', 'account.state.pending', 'account.state.failed'] as const),
  ...(['account.failed-what', 'account.state.reissued', 'shell.notice'] as const),
  ...(['account.no-amount', 'voice.batch'] as const),
  ...Object.values(PART_KEYS),
]

/** A word with a blank to fill in, or a row of signs, is nothing that one could say. */
const isSpeakable = (chinese: string): boolean =>
  /\p{Script=Han}/u.test(chinese) && !chinese.includes('{{')

/** Each word stands in one group, the first that wants it. */
export const wordGroups = ({ core, programmes, chinese }: SpeakableWords): readonly WordGroup[] => {
  const rest = (Object.values(core).flat() as Key[]).filter((key) => isSpeakable(chinese(key)))
  const wanted: Readonly<Record<GroupName, readonly Key[]>> = {
    number: NUMBER_KEYS,
    line: LINE_KEYS,
    programme: [
      ...programmes.map(programmeKey),
      ...rest.filter((key) => key.startsWith('programme.')),
    ],
    rest,
  }
  const taken = new Set<Key>()
  return GROUPS.map((name) => {
    const keys = [...new Set(wanted[name])].filter((key) => !taken.has(key))
    for (const key of keys) taken.add(key)
    return { name, keys }
  })
}

const WORD_MS = 6_000
/** Sentences take a breath or two. */
const SENTENCE_MS = 20_000
const LONGEST_WORD = 14

/** How long one may speak. */
export const speakingLimitMs = (chinese: string): number =>
  [...chinese].length > LONGEST_WORD ? SENTENCE_MS : WORD_MS
export const LONGEST_CLIP_MS = SENTENCE_MS
