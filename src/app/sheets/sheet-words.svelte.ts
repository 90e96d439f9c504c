// The words on paper. Sheets speak Chinese whatever the screen speaks, and Mongolian beside or instead of it where a word may
// be shown: reviewed, or in a demo as a draft that says so.
import type { WordFile } from '../words-keys.ts'
import type { MongolianWord, Say, Translate, Words } from '../words.svelte.ts'

export const SCRIPTS = ['zh', 'both', 'mn'] as const
export type Script = (typeof SCRIPTS)[number]

/** Bilingual sheets want one word that may be shown, Mongolian ones all that there are. */
const scriptsOf = (file: WordFile, drafts: boolean): readonly Script[] => {
  const words = Object.values(file)
  const shown = words.filter(
    (word) => drafts || (typeof word === 'object' && word.review === 'reviewed'),
  )
  if (shown.length === 0) return ['zh']
  return shown.length === words.length ? SCRIPTS : ['zh', 'both']
}

export class SheetWords {
  readonly #words: Words
  #mongolian: WordFile | null = $state.raw(null)

  /** `words` are no screen's: their mode is taken over. */
  constructor(words: Words) {
    this.#words = words
  }

  /** Resolves when the words are here. Never rejects: a word that is missing leaves its key. */
  readonly open = async (): Promise<void> => {
    const [file] = await Promise.all([
      import('../../../locales/mn-Mong-CN/sheet.json').catch(() => null),
      this.#words.read('both'),
      this.#words.need(['sheet', 'shell', 'policy', 'programme']),
    ])
    this.#mongolian = (file?.default ?? {}) as WordFile
  }

  /** The scripts in which sheets can be printed; null until the words are here. */
  get scripts(): readonly Script[] | null {
    return this.#mongolian && scriptsOf(this.#mongolian, this.#words.drafts)
  }

  get t(): Translate {
    return this.#words.t
  }

  readonly upright = (say: Say): MongolianWord | null => this.#words.upright(say)
}
