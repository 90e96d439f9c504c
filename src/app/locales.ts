// Where words come from: one chunk per language and area, precached by the service worker; the first screens' Chinese is
// in the start-up code itself, so that a cold start shows words at once.
import account from '../../locales/zh-CN/account.json'
import home from '../../locales/zh-CN/home.json'
import refusal from '../../locales/zh-CN/refusal.json'
import shell from '../../locales/zh-CN/shell.json'
import type { Area, Language, WordFile } from './words-keys.ts'
import type { WordsDeps } from './words.svelte.ts'

const files = import.meta.glob<WordFile>(
  // The plain pages' words are the server's.
  ['../../locales/*/*.json', '!../../locales/*/plain.json'],
  { import: 'default' },
)

const load = async (language: Language, area: Area): Promise<WordFile | null> =>
  (await files[`../../locales/${language}/${area}.json`]?.()) ?? null

export const locales: WordsDeps = { load, built: { shell, home, refusal, account } }
