// Looking up a word and putting values into it: i18next, with one namespace per area and Chinese as the answer to every
// missing word. Keys are flat (`ask.next.office-answers`); the rune store around this (words.svelte.ts) knows what is loaded.
import { createInstance } from 'i18next'
import type { WordFile } from './words-keys.ts'

export type Values = Readonly<Record<string, string | number>>

export interface Translator {
  /** Words of one area in one language. Which of the Mongolian ones may be shown is judged before they are asked for. */
  readonly add: (language: string, area: string, file: WordFile) => void
  /** Null when neither the language nor Chinese has the word. A value that is missing leaves its place visible. */
  readonly translate: (
    language: string,
    area: string,
    key: string,
    values?: Values,
  ) => string | null
}

const REFERENCE = 'zh-CN'

const plainWords = (file: WordFile): Record<string, string> =>
  Object.fromEntries(
    Object.entries(file).map(([key, word]) => [key, typeof word === 'string' ? word : word.text]),
  )

export const createTranslator = (): Translator => {
  const i18n = createInstance()
  void i18n.init({
    lng: REFERENCE,
    fallbackLng: REFERENCE,
    resources: {},
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    returnEmptyString: false,
    parseMissingKeyHandler: () => '',
    missingInterpolationHandler: (_text, match: RegExpExecArray) => match[0],
    interpolation: { escapeValue: false }, // Svelte escapes; never used for markup
  })
  return {
    add: (language, area, file) => {
      i18n.addResourceBundle(language, area, plainWords(file), false, true)
    },
    translate: (language, area, key, values = {}) =>
      i18n.t(key, { ...values, lng: language, ns: area }) || null,
  }
}
