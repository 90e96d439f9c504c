// Looking up a word and putting values into it. The files keep i18next's JSON form (`{{name}}`, `_one`, `_other`), so that
// translators' tools read them; the library itself would take 13 kB of the 90 a phone may load at start for these lines.
import type { WordFile } from './words-keys.ts'

export type Values = Readonly<Record<string, string | number>>

const PLACEHOLDER = /\{\{(\w+)\}\}/g

/** English is the only language here that tells one from many. */
const formsOf = (key: string, values: Values): readonly string[] => {
  if (typeof values['count'] !== 'number') return [key]
  return values['count'] === 1 ? [`${key}_one`, `${key}_other`, key] : [`${key}_other`, key]
}

const textIn = (file: WordFile | undefined, key: string): string | null => {
  const word = file?.[key]
  return typeof word === 'string' && word !== '' ? word : null
}

/** The first of `files` that has the word decides; null when none has. A value that is missing leaves its place visible. */
export const translate = (
  files: readonly (WordFile | undefined)[],
  key: string,
  values: Values = {},
): string | null => {
  const forms = formsOf(key, values)
  for (const file of files) {
    for (const form of forms) {
      const text = textIn(file, form)
      if (text !== null)
        return text.replace(PLACEHOLDER, (place, name: string) => String(values[name] ?? place))
    }
  }
  return null
}
