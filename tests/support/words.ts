// The real words, read from the files of the repository.
import type { WordFile } from '../../src/app/words-keys.ts'
import { Words, type ReadingMode } from '../../src/app/words.svelte.ts'

const files = import.meta.glob<WordFile>('../../locales/*/*.json', {
  eager: true,
  import: 'default',
})
const fileOf = (language: string, area: string): WordFile | null =>
  files[`../../locales/${language}/${area}.json`] ?? null

const areas = Object.keys(files).flatMap((name) => /zh-CN\/(\w+)\.json$/.exec(name)?.[1] ?? [])

export interface MakeWords {
  readonly mode?: ReadingMode
  readonly drafts?: boolean | null
  readonly unreviewed?: number
}

export const makeWords = async ({
  mode = 'zh',
  drafts = true,
  unreviewed = 1,
}: MakeWords = {}): Promise<Words> => {
  const words = new Words({
    built: Object.fromEntries(areas.map((area) => [area, fileOf('zh-CN', area) ?? {}])),
    drafts: () => drafts,
    unreviewed,
    load: async (language, area) => fileOf(language, area),
  })
  await words.read(mode)
  return words
}
