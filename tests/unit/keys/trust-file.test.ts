// The trust list made from the keys: what phones accept it, which key signs which number, what rotation and export change.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signCheckpoint } from '../../../src/pack/checkpoint.ts'
import type { Trust } from '../../../src/pack/model.ts'
import { createHeld, type Held, judgeTrust, verifyCheckpoint } from '../../../src/pack/verify.ts'
import { sha256, verifyP256 } from '../../../src/server/crypto/node-ports.ts'
import { initKeys, type KeyFile, loadKeys } from '../../../src/server/keys/key-files.ts'
import {
  noteRestart,
  publishSigner,
  readTrust,
  rootHashOf,
  rotateKeys,
  writeTrust,
} from '../../../src/server/keys/trust-file.ts'

const PORTS = { sha256, verifyP256 }

let dataDir: string
let keys: KeyFile
beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'iltod-trust-'))
  keys = await initKeys(dataDir, false)
  await writeTrust(dataDir, keys)
})
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true })
})

const judged = async (held: Held = createHeld()) => {
  const accepted = await judgeTrust(held, readTrust(dataDir)!, PORTS)
  if (!accepted.ok) throw new Error(accepted.error.kind)
  return accepted.value
}

/** A checkpoint of that number signed with the key that the key file gives for it, judged under `trust`. */
const accepts = async (trust: Trust, from: KeyFile, number: number): Promise<string> => {
  const content = {
    number,
    previous: '0'.repeat(64),
    root: '1'.repeat(64),
    trustVersion: 1,
    changedMs: 5,
  }
  const signed = await signCheckpoint(content, 6, publishSigner(from, number), sha256)
  const verdict = await verifyCheckpoint(trust, signed, PORTS)
  return verdict.ok ? 'accepted' : verdict.error.kind
}

describe('[PACK-23] the trust list', () => {
  test('is signed by the root whose hash boards and phones carry', async () => {
    const { trust } = await judged(createHeld(rootHashOf(keys).slice(0, 8)))
    expect(trust.rootHash).toBe(rootHashOf(keys))
    expect(trust.keys.map((key) => key.role)).toEqual(['publish', 'receipt', 'seal'])
    expect(await accepts(trust, keys, 1)).toBe('accepted')
  })

  test('holds no private key', () => {
    const text = readFileSync(path.join(dataDir, 'keys/trust.json'), 'utf8')
    expect(text).not.toContain('PRIVATE')
    expect(text).not.toContain('AGE-SECRET-KEY')
    expect(text).not.toContain('privatePem')
  })

  test('is null before keys were made', () => {
    expect(readTrust(path.join(dataDir, 'nowhere'))).toBeNull()
  })
})

describe('rotation', () => {
  test('ends the old keys at the last number and begins the new ones after it', async () => {
    const before = await judged()
    const next = await rotateKeys(dataDir, keys, 7)
    const { trust } = await judged(before.held)
    expect(trust.version).toBe(2)
    expect(next.publish.map(({ from, to }) => [from, to])).toEqual([
      [0, 7],
      [8, null],
    ])
    expect(await accepts(trust, next, 7)).toBe('accepted')
    expect(await accepts(trust, next, 8)).toBe('accepted')
  })

  test('a checkpoint signed with the old key under a later number is refused', async () => {
    await rotateKeys(dataDir, keys, 7)
    const { trust } = await judged()
    expect(await accepts(trust, keys, 8)).toBe('key-not-valid')
  })

  test('keeps all seal keys, so that questions sealed to an old one still open', async () => {
    const next = await rotateKeys(dataDir, keys, 7)
    expect(next.seal[0]?.identity).toBe(keys.seal[0]?.identity)
    expect(next.seal).toHaveLength(2)
    expect(loadKeys(dataDir)).toEqual(next)
  })
})

describe('without the root on this machine', () => {
  const exported = (): KeyFile => {
    const { privatePem: _away, ...root } = keys.root
    return { ...keys, root }
  }

  test('nobody can write another trust list', async () => {
    const before = readTrust(dataDir)
    await expect(writeTrust(dataDir, { ...exported(), trustVersion: 9 })).rejects.toThrow(
      'root key',
    )
    expect(readTrust(dataDir)).toEqual(before)
  })

  test('publications go on being signed', async () => {
    expect(await accepts((await judged()).trust, exported(), 1)).toBe('accepted')
  })
})

test('[PACK-24] a restart is noted under a greater version, for phones that held the trust list before', async () => {
  const before = await judged()
  const note = { number: 3, hash: 'a'.repeat(64), day: '2026-11-23', reason: 'restored' }
  await noteRestart(dataDir, keys, note)
  const { trust } = await judged(before.held)
  expect(trust).toMatchObject({ version: 2, restarts: [note] })
})

test('[PACK-25] a list signed by another root is refused by whoever pinned the first', async () => {
  const before = await judged()
  rmSync(path.join(dataDir, 'keys/keys.json'))
  await writeTrust(dataDir, await initKeys(dataDir, false))
  expect(await judgeTrust(before.held, readTrust(dataDir)!, PORTS)).toEqual({
    ok: false,
    error: { kind: 'other-root' },
  })
})
