// How this person reads: language, size, light. Kept on the device only; never sent.
import { READING_MODES, type ReadingMode, type Words } from './words.svelte.ts'

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof THEMES)[number]

/** Plain · 长辈版 · its largest letters · outdoors with gloves on. */
export const SIZES = ['plain', 'elder', 'largest', 'field'] as const
export type Size = (typeof SIZES)[number]

/** Small choices that must be known before the first paint, so they can't wait for a database. */
export interface Preferences {
  readonly read: (name: string) => string | null
  readonly write: (name: string, value: string) => void
}

/** The page itself: attributes of the root element and what the system prefers. */
export interface Page {
  readonly mark: (name: 'theme' | 'size' | 'mode', value: string) => void
  readonly language: (lang: string) => void
  /** Asks for the Mongolian face, before words that need it are there. */
  readonly fetchFace: () => void
  readonly prefers: (what: 'dark' | 'contrast') => boolean
  readonly whenSystemChanges: (changed: () => void) => void
}

const oneOf = <T extends string>(all: readonly T[], value: string | null, otherwise: T): T =>
  all.find((known) => known === value) ?? otherwise

export class Display {
  readonly #preferences: Preferences
  readonly #page: Page
  readonly #words: Words
  #theme: Theme = $state('system')
  #size: Size = $state('plain')

  constructor(preferences: Preferences, page: Page, words: Words) {
    this.#preferences = preferences
    this.#page = page
    this.#words = words
    this.#theme = oneOf(THEMES, preferences.read('theme'), 'system')
    this.#size = oneOf(SIZES, preferences.read('size'), 'plain')
    page.whenSystemChanges(() => this.#show())
    this.#show()
    this.#readIn(oneOf(READING_MODES, preferences.read('mode'), 'zh'))
  }

  get theme(): Theme {
    return this.#theme
  }
  get size(): Size {
    return this.#size
  }
  get mode(): ReadingMode {
    return this.#words.mode
  }

  setTheme(theme: Theme): void {
    this.#theme = theme
    this.#preferences.write('theme', theme)
    this.#show()
  }
  setSize(size: Size): void {
    this.#size = size
    this.#preferences.write('size', size)
    this.#show()
  }
  setMode(mode: ReadingMode): void {
    this.#preferences.write('mode', mode)
    this.#readIn(mode)
  }

  #readIn(mode: ReadingMode): void {
    if (mode === 'both' || mode === 'mn') this.#page.fetchFace()
    void this.#words.read(mode)
    this.follow()
  }

  /** Marks the page with the mode that is shown. Only the settings tell whether the one that was chosen may be. */
  readonly follow = (): void => {
    this.#page.mark('mode', this.mode)
    this.#page.language(this.mode === 'mn' ? 'mn-Mong-CN' : this.#words.base)
  }

  /** Outdoors it is black on white, whatever was chosen for indoors. */
  #light(): Exclude<Theme, 'system'> {
    if (this.#size === 'field') return 'contrast'
    if (this.#theme !== 'system') return this.#theme
    if (this.#page.prefers('dark')) return 'dark'
    return this.#page.prefers('contrast') ? 'contrast' : 'light'
  }

  #show(): void {
    this.#page.mark('theme', this.#light())
    this.#page.mark('size', this.#size)
  }
}
