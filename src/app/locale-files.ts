// One chunk per language and area of words, precached by the service worker. Loaded with the first of them: the list of all is
// longer than the start-up code can afford.
import type { Area, Language, WordFile } from './words-keys.ts'

const files = import.meta.glob<WordFile>(
  [
    '../../locales/*/*.json',
    '!../../locales/*/plain.json', // the plain pages' words are the server's
    '!../../locales/zh-CN/{home,refusal,shell}.json', // in the start-up code
    '!../../locales/zh-CN/programme.json', // published with the catalogue
  ],
  { import: 'default' },
)

export const loadWords = async (language: Language, area: Area): Promise<WordFile | null> =>
  (await files[`../../locales/${language}/${area}.json`]?.()) ?? null
