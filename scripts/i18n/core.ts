// The five screens of a herder and the words they show. `locales/core-mn.json` is what must be reviewed before Mongolian is
// offered as a whole page in service; `npm run i18n -- core` writes it, a house test refuses it when the screens differ.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { format, resolveConfig } from 'prettier'
import { areasOf, stemOf, wordsOf } from './locale-files.ts'
import { keysUsedBy } from './used-keys.ts'

/** Around every screen: bar, navigation, news. Programmes, units and states of payment come through the published state. */
const AROUND = ['src/ui/App.svelte', 'src/app/published.svelte.ts']

export const CORE_SCREENS = {
  account: ['Account'],
  hamlet: ['Place', 'Group', 'Roster'],
  policy: ['Policies', 'Policy'],
  notice: ['Post'],
  ask: ['Ask'],
} as const
export type CoreScreen = keyof typeof CORE_SCREENS | 'shell'

export type CoreWords = Readonly<Record<CoreScreen, readonly string[]>>

export const CORE_FILE = 'locales/core-mn.json'

/** `plain` is shown by the server alone. */
const allKeys = (): string[] =>
  areasOf('zh-CN')
    .filter((area) => area !== 'plain')
    .flatMap((area) => [
      ...new Set(Object.keys(wordsOf('zh-CN', area)).map((key) => `${area}.${stemOf(key)}`)),
    ])

/** What the sources say: words of the shell once, of each screen what it adds. */
export const deriveCore = (root: string): CoreWords => {
  const keys = allKeys()
  const shell = keysUsedBy(root, AROUND, keys)
  const screens = Object.entries(CORE_SCREENS).map(([name, components]) => {
    const roots = components.map((component) => `src/ui/villager/${component}.svelte`)
    return [name, keysUsedBy(root, roots, keys).filter((key) => !shell.includes(key))]
  })
  return { shell, ...Object.fromEntries(screens) } as CoreWords
}

export const writeCore = async (root: string): Promise<CoreWords> => {
  const core = deriveCore(root)
  const file = path.join(root, CORE_FILE)
  const options = await resolveConfig(file)
  writeFileSync(file, await format(JSON.stringify(core), { ...options, filepath: file }))
  return core
}

/** The list as it lies in the repository. */
export const existingCore = (): CoreWords =>
  JSON.parse(
    readFileSync(path.resolve(import.meta.dirname, '../..', CORE_FILE), 'utf8'),
  ) as CoreWords

/** All keys of the core, each once. */
export const keysOf = (core: CoreWords): readonly string[] => [
  ...new Set(Object.values(core).flat()),
]
