// How Mongolian words are stored: standard letters, U+180E before suffixes and before a tail a/e, Western digits. What a
// reviewer's keyboard does otherwise is repaired where there is one way to do it, and refused with a sentence where not.
const MVS = '\u180e'
const NNBSP = '\u202f'
const LETTER = '(?:[\\u1820-\\u1842]|[\\u180b-\\u180d]|\\u180f)'

/** Suffixes that are never a word of their own: after a space one of them can only have lost its joint. */
const NEVER_ALONE = ['ᠤᠨ', 'ᠦᠨ', 'ᠶᠢᠨ', 'ᠤ', 'ᠦ', 'ᠢ', 'ᠶᠢ', 'ᠳᠤ', 'ᠳᠦ']
const LOST_JOINT = new RegExp(
  `(?<=${LETTER}) (?=(?:${NEVER_ALONE.join('|')})(?!${LETTER}|\\u180e))`,
  'g',
)

export interface Repaired {
  readonly text: string
  /** A sentence for each thing that was changed. */
  readonly repairs: readonly string[]
}

/** Never trims, folds or normalises: only the two joints that keyboards get wrong. */
export const repairMongolian = (sent: string): Repaired => {
  const repairs: string[] = []
  let text = sent
  if (text.includes(NNBSP)) {
    text = text.replaceAll(NNBSP, MVS)
    repairs.push('U+202F between word and suffix became U+180E')
  }
  const joined = text.replace(LOST_JOINT, MVS)
  if (joined !== text) repairs.push('a space before a suffix became U+180E')
  return { text: joined, repairs }
}

const FAULTS: readonly (readonly [RegExp, string])[] = [
  [
    /[\ue000-\uf8ff]/,
    'has characters of an old font (Menksoft); type it with a standard keyboard, or convert it first',
  ],
  [/\u202f/, 'has U+202F; U+180E is the joint before a suffix'],
  [LOST_JOINT, 'has a space before a suffix; U+180E belongs there'],
  [/[\u1810-\u1819]/, 'has Mongolian digits; the app writes 0–9'],
  [/[\u0400-\u04ff]/, 'has Cyrillic letters'],
  [
    /[\ufe10-\ufe4f]/,
    'has punctuation in its upright form; use 《》 and （）, the browser turns them',
  ],
  [/\u180e(?![\u1820-\u1842])/, 'has U+180E where no letter follows'],
  [/(?:^|[ \u180e])\u180e/, 'has U+180E where nothing stands before it'],
  [/[\u200b\u2060\ufeff\u00a0\u3000\t\n\r]/, 'has an invisible character that is no joint'],
  [/^ | $/, 'begins or ends with a space'],
  [/ {2}/, 'has two spaces side by side'],
]

/** What may not be stored, as sentences that begin with what they speak of. Empty when it may. */
export const faultsOfMongolian = (text: string): readonly string[] =>
  FAULTS.flatMap(([pattern, sentence]) => (text.search(pattern) === -1 ? [] : [sentence]))

const gapsOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = '']) => name))].sort()

/** The blanks that the app fills in are the same as in Chinese; a form of a plural may leave its number out. */
export const faultsOfBlanks = (text: string, chinese: string): readonly string[] => {
  const [here, there] = [gapsOf(text), gapsOf(chinese)]
  const lacking = there.filter((name) => !here.includes(name))
  const unknown = here.filter((name) => !there.includes(name))
  return [
    ...lacking.map((name) => `lacks the blank {{${name}}}`),
    ...unknown.map((name) => `has a blank {{${name}}} that Chinese has not`),
  ]
}
