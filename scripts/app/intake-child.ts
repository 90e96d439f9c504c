// Prepares the code of the intake's child process (src/server/intake/read/prepared-child.ts) under .cache/intake-child/: types
// stripped once, a few files instead of a hundred. Each `check` and `import` then starts a quarter of a second sooner. The sources
// stay what counts: a prepared child made of others is not used.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'
import {
  MANIFEST,
  isMadeOf,
  preparedDir,
  readManifest,
  type PreparedManifest,
  type PreparedSource,
} from '../../src/server/intake/read/prepared-child.ts'
import { keepingEnvironment } from './keep-environment.ts'

/** The child's own entry and every module that it may be told to run. */
const ENTRIES = [
  'src/server/intake/read/child-main.ts',
  'src/server/intake/read/whole-workbook.ts',
  'src/server/intake/check-work.ts',
  'src/server/importing/import-work.ts',
]

/** A module that reads a file beside its source must still find it there. */
const keepAddresses: Plugin = {
  name: 'iltod:addresses-of-sources',
  transform(code, id) {
    if (id.includes('node_modules') || !code.includes('import.meta.url')) return null
    const address = JSON.stringify(pathToFileURL(id).href)
    return { code: code.replaceAll('import.meta.url', address), map: null }
  },
}

const nameOf = (entry: string): string => path.basename(entry, '.ts')

const sourceOf = (root: string, file: string): PreparedSource => {
  const { size, mtimeMs } = statSync(path.join(root, file))
  return { file, size, mtimeMs }
}

/** Gives the project's own sources that went into it. */
const bundle = async (root: string, outDir: string): Promise<string[]> => {
  const { build } = await import('vite')
  const sources = new Set<string>()
  const noteSources: Plugin = {
    name: 'iltod:sources',
    buildEnd() {
      for (const id of this.getModuleIds()) {
        const file = path.relative(root, id.split('?')[0]!)
        if (/^src\//.test(file)) sources.add(file)
      }
    },
  }
  await keepingEnvironment(() =>
    build({
      root,
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      plugins: [keepAddresses, noteSources],
      ssr: { noExternal: true, target: 'node' },
      build: {
        ssr: true,
        outDir,
        target: 'node24',
        minify: false,
        rolldownOptions: {
          input: Object.fromEntries(
            ENTRIES.map((entry) => [nameOf(entry), path.join(root, entry)]),
          ),
          output: {
            format: 'esm',
            entryFileNames: '[name].mjs',
            chunkFileNames: '[name]-[hash].mjs',
          },
        },
      },
    }),
  )
  return [...sources].sort()
}

/** Files first, the manifest that names them last and at once: a child in between gets the earlier ones or the sources. */
export const prepareIntake = async (root: string): Promise<boolean> => {
  const earlier = readManifest(root)
  if (earlier && isMadeOf(root, earlier)) return false
  const dir = preparedDir(root)
  const folder = `${Date.now().toString(36)}-${process.pid}`
  const sources = await bundle(root, path.join(dir, folder))
  const manifest: PreparedManifest = {
    sources: [...sources, 'package-lock.json'].map((file) => sourceOf(root, file)),
    entries: Object.fromEntries(ENTRIES.map((entry) => [entry, `${folder}/${nameOf(entry)}.mjs`])),
  }
  const fresh = path.join(dir, `${folder}.json`)
  mkdirSync(dir, { recursive: true })
  writeFileSync(fresh, JSON.stringify(manifest))
  renameSync(fresh, path.join(dir, MANIFEST))
  removeOlder(dir, folder, earlier)
  return true
}

/** The one before stays: a child may just be starting from it. */
const removeOlder = (dir: string, folder: string, earlier: PreparedManifest | undefined): void => {
  const before = Object.values(earlier?.entries ?? {})[0]?.split('/')[0]
  for (const name of readdirSync(dir)) {
    if (![MANIFEST, folder, before].includes(name))
      rmSync(path.join(dir, name), { recursive: true })
  }
}
