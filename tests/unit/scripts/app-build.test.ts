// What decides whether the app is built anew, what its worker is told to keep, and what stays of earlier builds.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { buildApp, isCurrent, keepEarlierAssets } from '../../../scripts/app/build.ts'
import { precompress } from '../../../scripts/app/precompress-plugin.ts'
import { precacheEntries } from '../../../scripts/app/service-worker-plugin.ts'
import { sourceHash } from '../../../scripts/app/source-hash.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'iltod-build-'))
})
afterEach(() => {
  rmSync(dir, { recursive: true, force: true })
})

const put = (file: string, text = file): void => {
  mkdirSync(path.dirname(path.join(dir, file)), { recursive: true })
  writeFileSync(path.join(dir, file), text)
}
const has = (file: string): boolean => existsSync(path.join(dir, file))

describe('the hash of the sources', () => {
  test('changes with what the app is made of: text, name, words, worker', () => {
    put('src/main.ts', 'a')
    const hashes = [sourceHash(dir)]
    for (const [file, text] of [
      ['src/main.ts', 'b'],
      ['src/ui/A.svelte', 'a'],
      ['locales/en/home.json', '{}'],
      ['service-worker/sw.ts', 'a'],
      ['public/icon.png', 'a'],
    ] as const) {
      put(file, text)
      hashes.push(sourceHash(dir))
    }
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  test('does not change with the server, which is run from its sources', () => {
    put('src/main.ts', 'a')
    const before = sourceHash(dir)
    put('src/server/main.ts', 'a')
    put('src/cli/main.ts', 'a')
    expect(sourceHash(dir)).toBe(before)
  })
})

describe('the list for the service worker', () => {
  test('holds shell files with their hash, and a revision where the name does not change with the content', () => {
    for (const file of [
      ...['index.html', 'index.html.br', 'sw.js', '.builds.json', 'fonts/OFL.txt'],
      ...['fonts/hudum.woff2', 'assets/index-DAJbQA03.js', 'assets/index-DAJbQA03.js.gz'],
    ])
      put(file, 'abc')
    const sha256 = 'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='
    expect(precacheEntries(dir)).toEqual([
      { url: 'assets/index-DAJbQA03.js', revision: null, integrity: sha256 },
      { url: 'fonts/hudum.woff2', revision: 'ba7816bf8f01cfea', integrity: sha256 },
      { url: 'index.html', revision: 'ba7816bf8f01cfea', integrity: sha256 },
    ])
  })
})

test('texts get smaller copies beside them; what would not be smaller gets none', () => {
  put('a.js', 'let a = 1\n'.repeat(200))
  put('b.js', 'b')
  put('c.woff2', 'c'.repeat(1000))
  precompress(dir)
  expect(['a.js.br', 'a.js.gz', 'b.js.br', 'c.woff2.br'].map(has)).toEqual([
    true,
    true,
    false,
    false,
  ])
})

describe('a new build', () => {
  const release = (number: number): void => {
    const [dist, next] = [path.join(dir, 'dist'), path.join(dir, 'next')]
    for (const file of ['index.html', `assets/index-${number}.js`, 'assets/shared.js'])
      put(`next/${file}`)
    keepEarlierAssets(dist, next, `hash ${number}`)
    rmSync(dist, { recursive: true, force: true })
    renameSync(next, dist)
  }
  const kept = (): number[] =>
    Array.from({ length: 12 }, (_, index) => index + 1).filter((number) =>
      has(`dist/assets/index-${number}.js`),
    )

  test('keeps the assets of the nine builds before it, for phones with an older page', () => {
    for (let number = 1; number <= 12; number++) release(number)
    expect(kept()).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  })

  test('made again from the same sources does not push an older one out', () => {
    for (let number = 1; number <= 10; number++) release(number)
    release(10)
    expect(kept()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('counts as current only while the sources are those it was made from', () => {
    put('src/main.ts', 'a')
    expect(isCurrent(dir)).toBe(false)
    put('dist/index.html')
    put('dist/.builds.json', JSON.stringify([{ hash: sourceHash(dir), assets: [] }]))
    expect(isCurrent(dir)).toBe(true)
    put('src/main.ts', 'b')
    expect(isCurrent(dir)).toBe(false)
  })
})

test('a build leaves no word of production behind: the demo that starts after it would be refused', async () => {
  put('package.json', '{ "type": "module" }')
  put(
    'vite.config.ts',
    'export default { root: `${import.meta.dirname}/src`, build: { emptyOutDir: true } }',
  )
  put('src/index.html', '<script type="module" src="./main.ts"></script>')
  put('src/main.ts', 'document.title = import.meta.env.MODE')
  vi.stubEnv('NODE_ENV', undefined)
  expect(await buildApp({ root: dir, log: () => undefined })).toBe(true)
  expect(process.env['NODE_ENV']).toBeUndefined()
  vi.unstubAllEnvs()
})
