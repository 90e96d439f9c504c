// The build as it lies in dist/: small enough for a weak signal, and complete enough to start without one.
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readJson, root, wordFiles } from '../support/repository.ts'

/** Bytes as they travel (DESIGN.md §8): Brotli, 1 kB = 1000 B. */
const BUDGET = {
  startScript: 90_000,
  startStyle: 15_000,
  localeArea: 6_000,
  worker: 20_000,
  outbox: 45_000,
}

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}

const dist = path.join(root, 'dist')

const readDist = (file: string): Buffer => {
  try {
    return readFileSync(path.join(dist, file))
  } catch {
    throw new Error(`dist/${file} is missing: run \`npm run build\` first`)
  }
}

const sizeOf = (bytes: Buffer): number => brotliCompressSync(bytes).length
const sizesOf = (files: readonly string[]): Record<string, number> =>
  Object.fromEntries(files.map((file) => [file, sizeOf(readDist(file))]))
const sum = (sizes: Record<string, number>): number =>
  Object.values(sizes).reduce((total, size) => total + size, 0)

/** The entry, and what it imports by itself before the search box can answer. `npm run bench -- phone` shows what really came. */
const START = ['index.html', 'store/published/open-published.ts']

/** Those and everything that the browser loads with them, before anything is touched. */
const startChunks = (): Chunk[] => {
  const manifest = JSON.parse(readDist('.vite/manifest.json').toString()) as Record<string, Chunk>
  const seen = new Set<string>()
  for (const key of START)
    expect(manifest, 'a start-up chunk by another name').toHaveProperty([key])
  const visit = (key: string): void => {
    if (seen.has(key)) return
    seen.add(key)
    manifest[key]?.imports?.forEach(visit)
  }
  START.forEach(visit)
  return [...seen].flatMap((key) => manifest[key] ?? [])
}

/** Files of the newest build; assets kept for older pages are not part of it. */
const builtFiles = (): string[] => {
  const [newest] = JSON.parse(readDist('.builds.json').toString()) as { assets: string[] }[]
  const assets = new Set(newest?.assets.map((name) => `assets/${name}`))
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dist, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.startsWith('.') && (!file.startsWith('assets/') || assets.has(file)))
}

test('what a phone loads to start is at most 90 kB of script and 15 kB of style', () => {
  const chunks = startChunks()
  const scripts = sizesOf(chunks.map(({ file }) => file))
  const styles = sizesOf([...new Set(chunks.flatMap(({ css = [] }) => css))])
  const bytes = JSON.stringify({ ...scripts, ...styles })
  expect(sum(scripts), bytes).toBeGreaterThan(10_000)
  expect(sum(scripts), bytes).toBeLessThanOrEqual(BUDGET.startScript)
  expect(sum(styles), bytes).toBeLessThanOrEqual(BUDGET.startStyle)
})

test('the page names at once what the first start shows, its words too', () => {
  const page = readDist('index.html').toString()
  for (const name of ['open-published', 'FirstStart', 'PlaceChooser', 'locale-files', 'choose'])
    expect(page).toMatch(
      new RegExp(`rel="(?:module)?preload"[^>]* href="/assets/${name}-[^"]+\\.js"`),
    )
  expect(page).toMatch(/rel="preload" as="style"[^>]* href="\/assets\/FirstStart-[^"]+\.css"/)
})

test('no script has syntax that Chromium 88 or Safari 15.4 can not read', () => {
  const newer = /\bstatic\s*\{|#[\w$]+ in |\bObject\.hasOwn\(/
  expect('class A{static{this.a=1}}').toMatch(newer)
  expect('#a in b').toMatch(newer)
  const scripts = builtFiles().filter((file) => file.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(3)
  expect(scripts.filter((file) => newer.test(readDist(file).toString()))).toEqual([])
})

test('an area of words is at most 6 kB in each language', () => {
  const sizes = wordFiles().map((file): [string, number] => [
    file,
    sizeOf(Buffer.from(JSON.stringify(readJson(file)))),
  ])
  expect(sizes.length).toBeGreaterThan(5)
  expect(sizes.filter(([, size]) => size > BUDGET.localeArea)).toEqual([])
})

test('the service worker is a script of at most 20 kB; what it sends with, at most 45 kB, is read apart', () => {
  expect(sizeOf(readDist('sw.js'))).toBeLessThanOrEqual(BUDGET.worker)
  expect(sizeOf(readDist('sw-outbox.js'))).toBeLessThanOrEqual(BUDGET.outbox)
})

test('the service worker keeps every file that the app can ask for, with its hash', () => {
  const worker = readDist('sw.js').toString()
  const kept = [
    ...worker.matchAll(/url:[`"']([^`"']+)[`"'],revision:[^,]+,integrity:[`"']sha256-/g),
  ]
  const shell = builtFiles().filter(
    (file) => !/^sw(-outbox)?\.js$/.test(file) && !/\.(br|gz|txt)$/.test(file),
  )
  expect(shell.some((file) => file.endsWith('.woff2'))).toBe(true)
  expect(kept.map(([, url]) => url).sort()).toEqual(shell.sort())
})

test('texts of the build lie there in Brotli and gzip too', () => {
  const files = builtFiles()
  const scripts = files.filter((file) => file.endsWith('.js') && readDist(file).length > 1_000)
  expect(scripts.length).toBeGreaterThan(3)
  for (const file of scripts)
    expect(files).toEqual(expect.arrayContaining([`${file}.br`, `${file}.gz`]))
})
