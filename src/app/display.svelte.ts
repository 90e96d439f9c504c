// How this person reads: language, size, light. Kept on the device only; never sent.
import { READING_MODES, type ReadingMode, type Words } from './words.svelte.ts'

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof THEMES)[number]

/** Small choices that must be known before the first paint, so they can't wait for a database. */
export interface Preferences {
  readonly read: (name: string) => string | null
  readonly write: (name: string, value: string) => void
}

/** The page itself: attributes of the root element and what the system prefers. */
export interface Page {
  readonly mark: (name: 'theme' | 'elder' | 'mode', value: string | null) => void
  readonly language: (lang: string) => void
  readonly prefersDark: () => boolean
  readonly whenSystemChanges: (changed: () => void) => void
}

const oneOf = <T extends string>(all: readonly T[], value: string | null, otherwise: T): T =>
  all.find((known) => known === value) ?? otherwise

export class Display {
  readonly #preferences: Preferences
  readonly #page: Page
  readonly #words: Words
  #theme: Theme = $state('system')
  #elder = $state(false)

  constructor(preferences: Preferences, page: Page, words: Words) {
    this.#preferences = preferences
    this.#page = page
    this.#words = words
    this.#theme = oneOf(THEMES, preferences.read('theme'), 'system')
    this.#elder = preferences.read('elder') === 'yes'
    page.whenSystemChanges(() => this.#show())
    this.#show()
    this.#readIn(oneOf(READING_MODES, preferences.read('mode'), 'zh'))
  }

  get theme(): Theme {
    return this.#theme
  }
  get elder(): boolean {
    return this.#elder
  }
  get mode(): ReadingMode {
    return this.#words.mode
  }

  setTheme(theme: Theme): void {
    this.#theme = theme
    this.#preferences.write('theme', theme)
    this.#show()
  }
  setElder(elder: boolean): void {
    this.#elder = elder
    this.#preferences.write('elder', elder ? 'yes' : 'no')
    this.#show()
  }
  setMode(mode: ReadingMode): void {
    this.#preferences.write('mode', mode)
    this.#readIn(mode)
  }

  #readIn(mode: ReadingMode): void {
    void this.#words.read(mode)
    this.follow()
  }

  /** Marks the page with the mode that is shown. Only the settings tell whether the one that was chosen may be. */
  readonly follow = (): void => {
    this.#page.mark('mode', this.mode)
    this.#page.language(this.#words.base)
  }

  #show(): void {
    const dark = this.#theme === 'dark' || (this.#theme === 'system' && this.#page.prefersDark())
    this.#page.mark('theme', this.#theme === 'contrast' ? 'contrast' : dark ? 'dark' : 'light')
    this.#page.mark('elder', this.#elder ? 'yes' : null)
  }
}
