// Builds the app into dist/ when its sources changed. The new build is made aside and moved in at the end, so that a
// server that runs from dist/ never sees half of it; assets of earlier builds stay, for phones that hold an older page.
import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { takeLock } from '../lock.mjs'
import { keepingEnvironment } from './keep-environment.ts'
import { sourceHash } from './source-hash.ts'

export interface BuildOptions {
  readonly root: string
  readonly log: (line: string) => void
  /** Build even when dist/ is current. */
  readonly force?: boolean
}

/** One finished build: what it was made from and the hashed files that belong to it. */
interface BuildNote {
  readonly hash: string
  readonly assets: readonly string[]
}

const NOTES = '.builds.json'
const BUILDS_KEPT = 10

/** Newest first; empty when there is no usable build. */
const readNotes = (dist: string): BuildNote[] => {
  const file = path.join(dist, NOTES)
  if (!existsSync(file) || !existsSync(path.join(dist, 'index.html'))) return []
  return JSON.parse(readFileSync(file, 'utf8')) as BuildNote[]
}

export const isCurrent = (root: string): boolean =>
  readNotes(path.join(root, 'dist'))[0]?.hash === sourceHash(root)

const assetsOf = (dist: string): string[] => {
  const dir = path.join(dist, 'assets')
  return existsSync(dir) ? readdirSync(dir).sort() : []
}

/** Copies assets of the builds before `fresh` into it and notes them all. */
export const keepEarlierAssets = (dist: string, fresh: string, hash: string): void => {
  const earlier = readNotes(dist).filter((note) => note.hash !== hash)
  const notes = [{ hash, assets: assetsOf(fresh) }, ...earlier].slice(0, BUILDS_KEPT)
  for (const name of new Set(notes.slice(1).flatMap((note) => note.assets))) {
    const from = path.join(dist, 'assets', name)
    const to = path.join(fresh, 'assets', name)
    if (existsSync(from) && !existsSync(to)) cpSync(from, to)
  }
  writeFileSync(path.join(fresh, NOTES), JSON.stringify(notes))
}

/** Two renames: between them a request may miss a file, but never gets a mix of two builds. */
const moveIn = (fresh: string, dist: string): void => {
  const old = `${fresh}-old`
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(fresh, dist)
  rmSync(old, { recursive: true, force: true })
}

const buildAside = async (root: string, hash: string): Promise<void> => {
  const { build } = await import('vite') // half a second that a second start does not spend
  const dist = path.join(root, 'dist')
  const fresh = path.join(root, '.cache/build')
  rmSync(fresh, { recursive: true, force: true }) // of a build that was killed; the lock keeps living ones out
  try {
    await keepingEnvironment(() =>
      build({
        configFile: path.join(root, 'vite.config.ts'),
        logLevel: 'warn',
        build: { outDir: fresh },
      }),
    )
    keepEarlierAssets(dist, fresh, hash)
    moveIn(fresh, dist)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** True when something was built. Throws with Vite's message when the sources do not build. */
export const buildApp = async ({ root, log, force = false }: BuildOptions): Promise<boolean> => {
  if (!force && isCurrent(root)) return false
  const letGo = await takeLock(path.join(root, '.cache/build.lock'), () => {
    log('Another start is building the app; waiting for it …')
  })
  try {
    if (!force && isCurrent(root)) return false
    log('Building the app …')
    const startedMs = performance.now()
    await buildAside(root, sourceHash(root))
    log(`Built in ${((performance.now() - startedMs) / 1000).toFixed(1)} s.`)
    return true
  } finally {
    letGo()
  }
}
