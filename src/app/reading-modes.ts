// How each reading mode is marked on its button: in its own script, never by a flag.
import type { ReadingMode } from './words.svelte.ts'

export const MODE_MARKS: Readonly<
  Record<ReadingMode, { readonly mark: string; readonly lang: string }>
> = {
  zh: { mark: '汉', lang: 'zh-CN' },
  both: { mark: '双语', lang: 'zh-CN' },
  mn: { mark: 'ᠮᠣᠩᠭᠣᠯ', lang: 'mn-Mong-CN' },
  en: { mark: 'EN', lang: 'en' },
}
