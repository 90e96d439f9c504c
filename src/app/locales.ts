// Where words come from: the first screen's Chinese is in the start-up code itself, so that a cold start shows words at once;
// the rest comes when it is needed.
import home from '../../locales/zh-CN/home.json'
import refusal from '../../locales/zh-CN/refusal.json'
import shell from '../../locales/zh-CN/shell.json'
import type { WordsDeps } from './words.svelte.ts'

export const locales: Pick<WordsDeps, 'load' | 'built' | 'unreviewed'> = {
  unreviewed: __MN_UNREVIEWED__,
  built: { shell, home, refusal },
  load: async (language, area) => (await import('./locale-files.ts')).loadWords(language, area),
}
