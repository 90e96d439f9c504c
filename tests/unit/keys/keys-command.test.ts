// `iltod keys`: what an operator sees, and what it leaves on disk.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keysCommand } from '../../../src/cli/keys.ts'
import { loadKeys } from '../../../src/server/keys/key-files.ts'
import { rootHashOf } from '../../../src/server/keys/trust-file.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'iltod-keys-'))
})
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true })
})

const run = async (...args: string[]) => {
  const said: string[] = []
  const say = (text: string) => said.push(text)
  const code = await keysCommand(args, { out: say, err: say, dataDir })
  return { code, said: said.join('\n') }
}

describe('keys init', () => {
  test('makes keys of a real instance and prints the eight digits for boards', async () => {
    const { code, said } = await run('init')
    expect(code).toBe(0)
    const keys = loadKeys(dataDir)
    expect(keys.demo).toBe(false)
    expect(said).toContain(rootHashOf(keys).slice(0, 8))
    expect(existsSync(path.join(dataDir, 'keys/trust.json'))).toBe(true)
  })

  test('a second time changes nothing', async () => {
    await run('init')
    const before = loadKeys(dataDir)
    expect((await run('init')).code).toBe(65)
    expect(loadKeys(dataDir)).toEqual(before)
  })
})

describe('keys export-root', () => {
  const target = () => path.join(dataDir, 'root.pem')

  test('moves the private half into a file of mode 0600 and keeps the public one', async () => {
    await run('init')
    const { root } = loadKeys(dataDir)
    expect((await run('export-root', target())).code).toBe(0)
    expect(readFileSync(target(), 'utf8')).toBe(root.privatePem)
    expect(statSync(target()).mode & 0o777).toBe(0o600)
    const after = loadKeys(dataDir)
    expect(after.root.privatePem).toBeUndefined()
    expect(after.root.publicKey).toBe(root.publicKey)
    expect(readFileSync(path.join(dataDir, 'keys/keys.json'), 'utf8')).not.toContain(
      root.privatePem!.slice(40, 80),
    )
  })

  test('never overwrites a file, and the root stays where it was', async () => {
    await run('init')
    await run('export-root', target())
    rmSync(path.join(dataDir, 'keys'), { recursive: true })
    await run('init')
    await expect(run('export-root', target())).rejects.toThrow()
    expect(loadKeys(dataDir).root.privatePem).toBeDefined()
  })

  test('once it is away, rotation is refused with a sentence', async () => {
    await run('init')
    await run('export-root', target())
    const { code, said } = await run('rotate')
    expect(code).toBe(65)
    expect(said).toContain('根密钥')
    expect((await run('export-root', `${target()}2`)).code).toBe(65)
  })
})

test('without keys, and with a word that is no action, it says what to do', async () => {
  expect(await run('rotate')).toMatchObject({ code: 66 })
  expect(await run('shred')).toMatchObject({ code: 64 })
})
