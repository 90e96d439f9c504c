// What phones make of rotated keys, a rolled-back folder and a true restart: published by the real publisher, judged by the
// phone's own rules.
import { cpSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createHeld, type Held, judgeSites, judgeTrust } from '../../src/pack/verify.ts'
import { sha256, verifyP256 } from '../../src/server/crypto/node-ports.ts'
import { loadKeys } from '../../src/server/keys/key-files.ts'
import { rotateKeys } from '../../src/server/keys/trust-file.ts'
import { publish } from '../../src/server/publish/publisher.ts'
import {
  createTestInstance,
  importInto,
  makeRoster,
  type TestInstance,
} from '../support/test-instance.ts'

const PORTS = { sha256, verifyP256 }

describe('a phone that has seen several publications', () => {
  let t: TestInstance

  beforeEach(async () => {
    t = await createTestInstance()
  })
  afterEach(async () => {
    await t.dispose()
  })

  const publishYear = async (year: number, restart?: { reason: string }) => {
    await importInto(t, [makeRoster({ year })])
    const result = await publish({ ...t.instance.publisher, ...(restart ? { restart } : {}) })
    if (!result.ok) throw new Error(result.error.kind)
    return result.value.number
  }
  const current = (name: string) =>
    new Uint8Array(readFileSync(path.join(t.instance.publishedRoot, 'current', name)))
  /** The phone's round: trust list, then the list of all heads. */
  const sync = async (held: Held) => {
    const trust = await judgeTrust(held, current('trust.json'), PORTS)
    if (!trust.ok) return { held, refused: trust.error.kind, restart: null }
    const sites = await judgeSites(
      trust.value.held,
      trust.value.trust,
      current('sites.json'),
      PORTS,
    )
    if (!sites.ok) return { held, refused: sites.error.kind, restart: null }
    return { held: sites.value.held, refused: null, restart: sites.value.restart }
  }

  test('[PACK-23] keys rotated: the next publication is signed by the new key and accepted', async () => {
    await publishYear(2024)
    const before = await sync(createHeld())
    await rotateKeys(t.dataDir, loadKeys(t.dataDir), 1)
    expect(await publishYear(2025)).toBe(2)
    const after = await sync(before.held)
    expect(after.refused).toBeNull()
    expect(after.held.trustVersion).toBe(2)
  })

  test('[PACK-24] a folder rolled back is refused as older, and a restart note lets it pass once', async () => {
    const saved = path.join(t.dataDir, 'saved')
    await publishYear(2022)
    cpSync(t.instance.publishedRoot, saved, { recursive: true, verbatimSymlinks: true })
    await publishYear(2023)
    await publishYear(2024)
    const phone = await sync(createHeld())
    expect(phone.held.checkpoint?.number).toBe(3)

    rmSync(t.instance.publishedRoot, { recursive: true })
    cpSync(saved, t.instance.publishedRoot, { recursive: true, verbatimSymlinks: true })
    await t.instance.store.db.deleteFrom('publication').where('number', '>', 1).execute()
    expect((await sync(phone.held)).refused).toBe('older')

    t.clock.advance(60_000)
    expect(await publishYear(2025, { reason: '服务器恢复备份' })).toBe(2)
    const restarted = await sync(phone.held)
    expect(restarted).toMatchObject({
      refused: null,
      restart: { number: 2, reason: '服务器恢复备份' },
    })
    t.clock.advance(60_000)
    expect(await publishYear(2021)).toBe(3)
    expect((await sync(restarted.held)).refused).toBeNull()
  })
})
