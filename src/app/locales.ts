// Where words come from: one chunk per language and area, precached by the service worker; the first screen's Chinese is
// in the start-up code itself, so that a cold start shows words at once.
import home from '../../locales/zh-CN/home.json'
import refusal from '../../locales/zh-CN/refusal.json'
import shell from '../../locales/zh-CN/shell.json'
import type { Area, Language, WordFile } from './words-keys.ts'
import type { WordsDeps } from './words.svelte.ts'

const files = import.meta.glob<WordFile>(
  [
    '../../locales/*/*.json',
    '!../../locales/*/plain.json', // the plain pages' words are the server's
    '!../../locales/zh-CN/{home,refusal,shell}.json', // here already
    '!../../locales/zh-CN/programme.json', // published with the catalogue
  ],
  { import: 'default' },
)

const load = async (language: Language, area: Area): Promise<WordFile | null> =>
  (await files[`../../locales/${language}/${area}.json`]?.()) ?? null

export const locales: Pick<WordsDeps, 'load' | 'built'> = { load, built: { shell, home, refusal } }
