// The words on screen. Chinese is the reference and the answer to every missing word; Mongolian is shown only where a
// reader has passed it or, in a demo, as a draft that says so.
import { createTranslator, type Values } from './translate.ts'
import type { Area, Key, Language, ReviewedWord, WordFile } from './words-keys.ts'

export type { Values }

/** 汉 · 双语 · 蒙文 · English. The two in the middle keep Chinese for whatever has no Mongolian word. */
export const READING_MODES = ['zh', 'both', 'mn', 'en'] as const
export type ReadingMode = (typeof READING_MODES)[number]

export type Translate = (key: Key, values?: Values) => string

/** Something to be said in whichever language is read: one word with its values, or several put together. */
export type Say = (t: Translate) => string

export interface MongolianWord {
  readonly text: string
  readonly draft: boolean
}

export interface WordsDeps {
  /** One area of one language; null when the language has none of it. */
  readonly load: (language: Language, area: Area) => Promise<WordFile | null>
  /** Areas of the reference language that are there from the first moment. */
  readonly built: Readonly<Partial<Record<Area, WordFile>>>
  /** Whether unreviewed Mongolian may be shown, marked as such; only a demo may. Null until the settings have come. */
  readonly drafts: () => boolean | null
  /** Words of the herder screens (locales/core-mn.json) that nobody has passed yet. */
  readonly unreviewed: number
}

const MONGOLIAN = 'mn-Mong-CN'

const split = (key: Key): [Area, string] => {
  const dot = key.indexOf('.')
  return [key.slice(0, dot) as Area, key.slice(dot + 1)]
}

const isReviewed = (word: WordFile[string] | undefined): word is ReviewedWord =>
  typeof word === 'object'

export class Words {
  readonly #deps: WordsDeps
  /** Boxed anew with each file that arrives, so that what was read is read again. */
  #words = $state.raw({ translator: createTranslator() })
  /** `language/area` → its file; replaced as a whole, for the same reason. */
  #files: Readonly<Record<string, WordFile>> = $state.raw({})
  /* eslint-disable svelte/prefer-svelte-reactivity -- what was asked for; nothing on screen depends on it */
  readonly #asked = new Map<string, Promise<void>>()
  readonly #needed = new Set<Area>()
  /* eslint-enable svelte/prefer-svelte-reactivity */
  #mode: ReadingMode = $state('zh')
  /** Somebody looks for a word to correct: then every word on screen says which it is. */
  correcting = $state(false)

  constructor(deps: WordsDeps) {
    this.#deps = deps
    const built = Object.entries(deps.built) as [Area, WordFile][]
    this.#files = Object.fromEntries(built.map(([area, file]) => [`zh-CN/${area}`, file]))
    for (const [area, file] of built) {
      this.#words.translator.add('zh-CN', area, file)
      this.#needed.add(area)
      this.#asked.set(`zh-CN/${area}`, Promise.resolve())
    }
  }

  /** The one chosen; 双语 instead of 蒙文 where that is not offered. */
  get mode(): ReadingMode {
    return this.#mode === 'mn' && !this.#isPageOffered() ? 'both' : this.#mode
  }
  get offered(): readonly ReadingMode[] {
    return READING_MODES.filter((mode) => mode !== 'mn' || this.#isPageOffered())
  }
  /** Words that must be passed before 蒙文 is offered here; 0 when it is. */
  get lacking(): number {
    return this.#isPageOffered() ? 0 : this.#deps.unreviewed
  }
  /** Language of everything that is not Mongolian. */
  get base(): 'zh-CN' | 'en' {
    return this.#mode === 'en' ? 'en' : 'zh-CN'
  }
  get drafts(): boolean {
    return this.#deps.drafts() === true
  }

  /** Plain text in the base language, also for places where a script can't stand upright (titles, labels for readers). */
  readonly t: Translate = (key, values) => {
    const [area, rest] = split(key)
    return this.#words.translator.translate(this.base, area, rest, values) ?? key
  }

  /** The Mongolian word for a label, when this mode shows one and it may be shown. */
  readonly mongolian = (key: Key, values?: Values): MongolianWord | null =>
    this.upright((t) => t(key, values))

  /** All of it in Mongolian, or null where this mode shows none or one of its words may not be shown: never half. */
  readonly upright = (say: Say): MongolianWord | null => {
    if (this.#mode !== 'both' && this.#mode !== 'mn') return null
    const used: (ReviewedWord | null)[] = []
    const text = say((key, values) => {
      const [area, rest] = split(key)
      const word = this.#files[`${MONGOLIAN}/${area}`]?.[rest]
      const shown = isReviewed(word) && (word.review === 'reviewed' || this.drafts)
      used.push(shown ? word : null)
      return (shown && this.#words.translator.translate(MONGOLIAN, area, rest, values)) || ''
    })
    if (used.length === 0 || used.includes(null)) return null
    return { text, draft: used.some((word) => word?.review === 'draft') }
  }

  /** Which words it is put together from. */
  readonly keysOf = (say: Say): readonly Key[] => {
    const keys: Key[] = []
    say((key) => {
      keys.push(key)
      return ''
    })
    return keys
  }

  /** The Mongolian word as it lies in the files, whatever may be shown; null when there is none. */
  readonly entryOf = async (key: Key): Promise<ReviewedWord | null> => {
    const [area, rest] = split(key)
    const word = (await this.#deps.load(MONGOLIAN, area))?.[rest]
    return isReviewed(word) ? word : null
  }

  /** Resolves when the words of `areas` are there in the language in use. Never rejects: Chinese or the key remains. */
  readonly need = async (areas: readonly Area[]): Promise<void> => {
    for (const area of areas) this.#needed.add(area)
    const languages = this.#languages()
    await Promise.all(areas.flatMap((area) => languages.map((one) => this.#fetch(one, area))))
  }

  readonly read = async (mode: ReadingMode): Promise<void> => {
    this.#mode = mode
    await this.need([...this.#needed])
  }

  /** A page half in Chinese helps nobody who reads only Mongolian. A choice stands until it is known where this runs. */
  #isPageOffered(): boolean {
    return this.#deps.unreviewed === 0 || this.#deps.drafts() !== false
  }

  #languages(): Language[] {
    if (this.#mode === 'zh') return ['zh-CN']
    return this.#mode === 'en' ? ['zh-CN', 'en'] : ['zh-CN', MONGOLIAN]
  }

  #fetch(language: Language, area: Area): Promise<void> {
    const name = `${language}/${area}`
    const known = this.#asked.get(name)
    if (known) return known
    const arriving = this.#deps.load(language, area).then(
      (file) => {
        if (!file) return
        this.#words.translator.add(language, area, file)
        this.#words = { ...this.#words }
        this.#files = { ...this.#files, [name]: file }
      },
      () => {
        this.#asked.delete(name) // asked again at the next need
      },
    )
    this.#asked.set(name, arriving)
    return arriving
  }
}
