// Keys as files: who may read them, that they are never overwritten, and which registry key counts.
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bytesToBase64Url } from '../../../src/base/bytes.ts'
import {
  currentKey,
  hasKeys,
  initKeys,
  loadKeys,
  loadRegistryKey,
} from '../../../src/server/keys/key-files.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'iltod-keys-'))
  chmodSync(dataDir, 0o755)
})
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true })
})

const inKeys = (name: string) => path.join(dataDir, 'keys', name)
const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8)

describe('making keys', () => {
  test('gives one of each role, readable by the owner alone, and leaves no half file', async () => {
    const keys = await initKeys(dataDir, false)
    expect(keys).toMatchObject({ demo: false, trustVersion: 1, restarts: [] })
    expect([keys.publish, keys.receipt, keys.seal].map((list) => list.length)).toEqual([1, 1, 1])
    expect(modeOf(inKeys('keys.json'))).toBe('600')
    expect(modeOf(path.join(dataDir, 'keys'))).toBe('700')
    expect(readdirSync(path.join(dataDir, 'keys'))).toEqual(['keys.json'])
    expect(loadKeys(dataDir)).toEqual(keys)
  })

  test('a demo marks itself', async () => {
    expect((await initKeys(dataDir, true)).demo).toBe(true)
  })

  test('never overwrites: a second call throws and changes nothing', async () => {
    await initKeys(dataDir, false)
    const before = readFileSync(inKeys('keys.json'))
    await expect(initKeys(dataDir, false)).rejects.toThrow('exist')
    expect(readFileSync(inKeys('keys.json'))).toEqual(before)
  })

  test('public keys are uncompressed P-256 points, recipients are of age', async () => {
    const keys = await initKeys(dataDir, false)
    for (const { publicKey } of [keys.root, ...keys.publish, ...keys.receipt]) {
      const point = Buffer.from(publicKey, 'base64url')
      expect([point.length, point[0]]).toEqual([65, 4])
    }
    expect(keys.seal[0]?.recipient).toMatch(/^age1/)
  })

  test('before they are made there are none, and reading them throws', () => {
    expect(hasKeys(dataDir)).toBe(false)
    expect(() => loadKeys(dataDir)).toThrow()
  })
})

describe('the newest key of a role', () => {
  const key = (to: number | null, id: string) => ({ id, to })

  test('is the last one without an end', () => {
    expect(currentKey([key(3, 'a'), key(null, 'b')]).id).toBe('b')
  })

  test('is the last one when all have ended; none at all is a bug', () => {
    expect(currentKey([key(3, 'a'), key(9, 'b')]).id).toBe('b')
    expect(() => currentKey([])).toThrow()
  })
})

describe('the registry key', () => {
  const given = bytesToBase64Url(new Uint8Array(32).fill(7))

  test('comes from the environment where set, and then no file is written', () => {
    expect(loadRegistryKey(dataDir, given)).toEqual(new Uint8Array(32).fill(7))
    expect(readdirSync(dataDir)).toEqual([])
  })

  test.each([
    ['too short', 'AAAA'],
    ['not base64url', '!'.repeat(43)],
  ])('refuses a given one that is %s instead of making another', (_, wrong) => {
    expect(() => loadRegistryKey(dataDir, wrong)).toThrow('ILTOD_REGISTRY_KEY')
  })

  test('is otherwise made once, kept with mode 0600, and the same ever after', () => {
    const made = loadRegistryKey(dataDir, undefined)
    expect(made).toHaveLength(32)
    expect(modeOf(inKeys('registry.key'))).toBe('600')
    expect(loadRegistryKey(dataDir, undefined)).toEqual(made)
  })

  test('a damaged file throws: a new key would make every stored identity unreadable', () => {
    loadRegistryKey(dataDir, undefined)
    writeFileSync(inKeys('registry.key'), 'damaged')
    expect(() => loadRegistryKey(dataDir, undefined)).toThrow('damaged')
  })
})
