// The words on screen: i18next underneath, runes above. Chinese is the reference and the answer to every missing word;
// Mongolian is shown only where a reader has passed it, or, in a demo, as a draft that says so.
import { createInstance, type i18n } from 'i18next'
import type { Area, Key, Language, ReviewedWord, WordFile } from './words-keys.ts'

/** 汉 · 双语 · 蒙文 · English. The two in the middle keep Chinese as the language of whatever has no Mongolian word. */
export const READING_MODES = ['zh', 'both', 'mn', 'en'] as const
export type ReadingMode = (typeof READING_MODES)[number]

export type Values = Readonly<Record<string, string | number>>
export type Translate = (key: Key, values?: Values) => string

export interface MongolianWord {
  readonly text: string
  readonly draft: boolean
}

export interface WordsDeps {
  /** One area of one language; null when the language has none of it. */
  readonly load: (language: Language, area: Area) => Promise<WordFile | null>
  /** Areas of the reference language that are there from the first moment. */
  readonly built: Readonly<Partial<Record<Area, WordFile>>>
}

const split = (key: Key): [Area, string] => {
  const dot = key.indexOf('.')
  return [key.slice(0, dot) as Area, key.slice(dot + 1)]
}

export class Words {
  readonly #load: WordsDeps['load']
  readonly #i18n: i18n
  readonly #loaded = new Map<string, Promise<void>>()
  readonly #needed = new Set<Area>()
  readonly #mongolian = new Map<string, ReviewedWord>()
  /** Grows with each language or area that arrives, so that what was read is read again. */
  #version = $state(0)
  #mode: ReadingMode = $state('zh')
  #drafts = $state(false)

  constructor(deps: WordsDeps) {
    this.#load = deps.load
    this.#i18n = createInstance()
    void this.#i18n.init({
      lng: 'zh-CN',
      fallbackLng: 'zh-CN',
      load: 'currentOnly',
      initAsync: false,
      keySeparator: false,
      nsSeparator: false,
      interpolation: { escapeValue: false },
      resources: { 'zh-CN': deps.built as Record<string, Record<string, string>> },
    })
    for (const area of Object.keys(deps.built) as Area[]) {
      this.#needed.add(area)
      this.#loaded.set(`zh-CN/${area}`, Promise.resolve())
    }
  }

  get mode(): ReadingMode {
    return this.#mode
  }
  /** Language of everything that is not Mongolian. */
  get base(): 'zh-CN' | 'en' {
    return this.#mode === 'en' ? 'en' : 'zh-CN'
  }
  /** Whether unreviewed Mongolian may be shown; only a demo may. */
  get drafts(): boolean {
    return this.#drafts
  }
  set drafts(shown: boolean) {
    this.#drafts = shown
  }

  /** Plain text in the base language, also for places where a script can't stand upright (titles, labels for readers). */
  readonly t: Translate = (key, values) => {
    void this.#version
    const [ns, rest] = split(key)
    return this.#i18n.t(rest, { ...values, ns, lng: this.base })
  }

  /** The Mongolian word for a label, when this mode shows one and it may be shown. */
  readonly mongolian = (key: Key): MongolianWord | null => {
    void this.#version
    if (this.#mode !== 'both' && this.#mode !== 'mn') return null
    const word = this.#mongolian.get(key)
    if (!word || (word.review === 'draft' && !this.#drafts)) return null
    return { text: word.text, draft: word.review === 'draft' }
  }

  /** Resolves when the words of `areas` are there in the language in use. Never rejects: Chinese or the key remains. */
  readonly need = async (areas: readonly Area[]): Promise<void> => {
    for (const area of areas) this.#needed.add(area)
    await Promise.all(areas.flatMap((area) => this.#wanted().map((lng) => this.#fetch(lng, area))))
  }

  readonly read = async (mode: ReadingMode): Promise<void> => {
    this.#mode = mode
    await this.need([...this.#needed])
  }

  #wanted(): Language[] {
    if (this.#mode === 'zh') return ['zh-CN']
    return this.#mode === 'en' ? ['zh-CN', 'en'] : ['zh-CN', 'mn-Mong-CN']
  }

  #fetch(language: Language, area: Area): Promise<void> {
    const name = `${language}/${area}`
    const known = this.#loaded.get(name)
    if (known) return known
    const arriving = this.#load(language, area).then(
      (file) => file && this.#keep(language, area, file),
      () => void this.#loaded.delete(name), // asked again at the next need
    )
    this.#loaded.set(name, arriving as Promise<void>)
    return arriving as Promise<void>
  }

  #keep(language: Language, area: Area, file: WordFile): void {
    if (language === 'mn-Mong-CN') {
      for (const [key, word] of Object.entries(file))
        if (typeof word !== 'string') this.#mongolian.set(`${area}.${key}`, word)
    } else {
      this.#i18n.addResourceBundle(language, area, file)
    }
    this.#version += 1
  }
}
