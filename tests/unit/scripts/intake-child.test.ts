// The intake's child is prepared ahead, and what was prepared is used only while it was made of the sources that lie here.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { prepareIntake } from '../../../scripts/app/intake-child.ts'
import {
  MANIFEST,
  childCode,
  preparedDir,
  type PreparedManifest,
} from '../../../src/server/intake/read/prepared-child.ts'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const CHECK = new URL('../../../src/server/intake/check-work.ts', import.meta.url)
const IMPORT = new URL('../../../src/server/importing/import-work.ts', import.meta.url)
const OWN = new URL(import.meta.url)

const dirs: string[] = []
const temporaryDir = (): string => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'iltod-child-'))
  dirs.push(dir)
  return dir
}

afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true })
})

const writeManifest = (root: string, manifest: PreparedManifest): void => {
  mkdirSync(preparedDir(root), { recursive: true })
  writeFileSync(path.join(preparedDir(root), MANIFEST), JSON.stringify(manifest))
}

/** A project with one source, prepared a minute ago. */
const preparedProject = (): { readonly root: string; readonly source: string } => {
  const root = temporaryDir()
  const source = path.join(root, 'one.ts')
  writeFileSync(source, 'export {}')
  utimesSync(source, 1_790_000_000, 1_790_000_000)
  writeManifest(root, {
    sources: [{ file: 'one.ts', size: 9, mtimeMs: 1_790_000_000_000 }],
    entries: {
      'src/server/intake/read/child-main.ts': 'a/child-main.mjs',
      'src/server/intake/check-work.ts': 'a/check-work.mjs',
    },
  })
  return { root, source }
}

const isSource = ({ pathname }: URL): boolean => pathname.endsWith('.ts')

describe("the intake's child", () => {
  it('leaves no word of production behind: a demo is seeded in the same process', async () => {
    const root = temporaryDir()
    for (const name of ['src', 'node_modules', 'package-lock.json'])
      symlinkSync(path.join(ROOT, name), path.join(root, name))
    vi.stubEnv('NODE_ENV', undefined)
    try {
      expect(await prepareIntake(root)).toBe(true)
      expect(process.env['NODE_ENV']).toBeUndefined()
    } finally {
      vi.unstubAllEnvs()
    }
  }, 60_000)

  it('is prepared for every module that it is told to run, once', { timeout: 60_000 }, async () => {
    await prepareIntake(ROOT)
    expect(await prepareIntake(ROOT)).toBe(false)
    for (const module of [CHECK, IMPORT]) {
      const code = childCode(module)
      expect([code.main, code.module].filter(isSource)).toEqual([])
      await expect(import(fileURLToPath(code.module))).resolves.toHaveProperty('work')
    }
  })

  it('runs from what was prepared, and from the sources after one of them was edited', () => {
    const { root, source } = preparedProject()
    expect(childCode(CHECK, root).module.pathname).toContain('/a/check-work.mjs')
    utimesSync(source, 1_790_000_060, 1_790_000_060)
    expect(childCode(CHECK, root).module.href).toBe(CHECK.href)
  })

  it('runs from the sources when nothing was prepared, or not this module', () => {
    expect(childCode(CHECK, temporaryDir()).module.href).toBe(CHECK.href)
    const code = childCode(OWN, preparedProject().root)
    expect([code.main, code.module].every(isSource)).toBe(true)
  })

  it('runs from the sources when what was prepared was written half', () => {
    const { root } = preparedProject()
    writeFileSync(path.join(preparedDir(root), MANIFEST), '{"sources":[')
    expect(childCode(CHECK, root).module.href).toBe(CHECK.href)
  })
})
