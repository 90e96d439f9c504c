// What tells a demo from an office's real instance, by the commands and the server: demo keys or a generated registry key
// make a demo; production refuses them, and a real instance refuses the demo's people.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { initKeys } from '../../src/server/keys/key-files.ts'
import { startServer } from '../../src/server/main.ts'
import { createPublishedReader } from '../../src/server/publish/published-reader.ts'
import { commandsOn, type Iltod } from '../support/commands.ts'
import { makeId, REGISTRY_KEY } from '../support/test-instance.ts'

let dataDir: string
let iltod: Iltod
beforeEach(() => {
  vi.stubEnv('NODE_ENV', 'test')
  vi.stubEnv('ILTOD_REGISTRY_KEY', '')
  dataDir = mkdtempSync(path.join(tmpdir(), 'iltod-real-'))
  iltod = commandsOn(dataDir)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(dataDir, { recursive: true, force: true })
})

const inProduction = (registryKey = REGISTRY_KEY) => {
  vi.stubEnv('NODE_ENV', 'production')
  vi.stubEnv('ILTOD_REGISTRY_KEY', registryKey)
}
const isDemo = () =>
  createPublishedReader(path.join(dataDir, 'published')).catalogue()?.settings.demo

const writeRoster = (id: string): string => {
  const file = path.join(dataDir, '耕地地力保护补贴-新林镇新林村-2025.csv')
  writeFileSync(file, `姓名,身份证号,面积(亩),补贴金额(元)\r\n白龙,${id},10,674.1\r\n`)
  return file
}

test('demo keys are refused in production by commands and by the server, with a way out', async () => {
  await initKeys(dataDir, true)
  inProduction()
  for (const command of [['publish'], ['inbox', 'list'], ['enrol', '新林镇'], ['seed', '--demo']]) {
    const { code, err } = await iltod(...command)
    expect([command, code]).toEqual([command, 66])
    expect(err).toContain('演示密钥')
    expect(err).toContain('keys init')
  }
  const serving = startServer({ dataDir, port: 0, host: '127.0.0.1', distDir: dataDir })
  await expect(serving).rejects.toThrow('演示密钥')
})

test('production makes no keys, and takes no generated registry key', async () => {
  inProduction('')
  expect((await iltod('publish')).code).toBe(66)
  expect(existsSync(path.join(dataDir, 'keys'))).toBe(false)
  expect((await iltod('keys', 'init')).code).toBe(0)
  const refused = await iltod('publish')
  expect(refused.code).toBe(66)
  expect(refused.err).toContain('ILTOD_REGISTRY_KEY')
  expect(existsSync(path.join(dataDir, 'keys/registry.key'))).toBe(false)
})

test('own keys with a generated registry key are a demo, and stay one under a key from outside', async () => {
  await iltod('keys', 'init')
  expect((await iltod('publish')).code).toBe(0)
  expect(isDemo()).toBe(true)
  inProduction()
  expect((await iltod('publish')).err).toContain('keys/registry.key')
})

test('an old setting that says demo neither hinders nor decides', async () => {
  await iltod('keys', 'init')
  inProduction()
  mkdirSync(path.join(dataDir, 'banner'))
  writeFileSync(path.join(dataDir, 'banner/settings.json'), '{"demo":true}')
  expect((await iltod('publish')).code).toBe(0)
  expect(isDemo()).toBe(false)
})

test('a real instance refuses invented people, seeding and the demo', async () => {
  await iltod('keys', 'init')
  inProduction()
  const refused = await iltod('import', '--accept', writeRoster(makeId(1)))
  expect(refused.code).toBe(2)
  expect(refused.out).toContain('152299')
  expect(refused.out).not.toContain(makeId(1))
  for (const command of [
    ['seed', '--demo'],
    ['seed', '--banner'],
    ['demo', 'withdraw'],
  ]) {
    expect([command, (await iltod(...command)).code]).toEqual([command, 65])
  }
  expect((await iltod('import', '--accept', writeRoster(''))).out).toContain('已导入')
})
