// `/published/…`: bytes as they lie on disk, nothing beside them, and 410 for what was taken away.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bytesToBase64Url } from '../../../src/base/bytes.ts'
import type { CorrectionReason } from '../../../src/domain/roster/schema.ts'
import { decodeLedger } from '../../../src/pack/ledger-decode.ts'
import { sha256 } from '../../../src/server/crypto/node-ports.ts'
import type { PublishStep } from '../../../src/server/publish/published-dir.ts'
import { publish } from '../../../src/server/publish/publisher.ts'
import { importInto, makeLine, makeRoster, SITE } from '../../support/test-instance.ts'
import { createTestServer, type TestServer } from '../../support/test-server.ts'

let t: TestServer
const open = async () => {
  t = await createTestServer()
}
const close = () => t.dispose()

const packs = () => readdirSync(path.join(t.instance.publishedRoot, 'packs'))
const bytesOf = (hash: string) => readFileSync(path.join(t.instance.publishedRoot, 'packs', hash))

const purged = () =>
  readFileSync(path.join(t.instance.publishedRoot, 'purge.txt'), 'utf8').trimEnd().split('\n')

/** Ledgers on disk that show somebody of this name. */
const packsWith = (name: string) =>
  packs().filter((hash) => {
    const ledger = decodeLedger(new Uint8Array(bytesOf(hash)))
    return ledger.ok && ledger.value.payees.some((payee) => payee.name === name)
  })

const withdraw = (year: number) =>
  t.instance.store.db
    .updateTable('roster')
    .set({ withdrawn: '2026-11-23', withdrawn_reason: 'void' })
    .where('year', '=', year)
    .execute()

/** A roster of one year with one person whose name occurs nowhere else. */
const rosterOf = (year: number, name: string) =>
  makeRoster({ year, lines: [...makeRoster().lines, makeLine(40, { name })] })

describe('a pack', () => {
  beforeAll(async () => {
    await open()
    await t.publishNow()
  })
  afterAll(close)

  test('[PACK-1] is sent as it lies on disk, without content encoding', async () => {
    const hash = packs()[0]!
    const reply = await t.app.inject({
      url: `/published/packs/${hash}`,
      headers: { 'accept-encoding': 'gzip, br' },
    })
    expect(reply.statusCode).toBe(200)
    expect(reply.rawPayload.equals(bytesOf(hash))).toBe(true)
    expect(reply.headers['content-encoding']).toBeUndefined()
  })

  test('may be kept by a cache that asks each time, and no longer', async () => {
    const url = `/published/packs/${packs()[0]!}`
    const reply = await t.get(url)
    expect(reply.headers['cache-control']).toBe('no-cache')
    const again = (tag: string) => t.app.inject({ url, headers: { 'if-none-match': tag } })
    const unchanged = await again(String(reply.headers['etag']))
    expect([unchanged.statusCode, unchanged.body]).toEqual([304, ''])
    expect((await again('"other"')).rawPayload.equals(reply.rawPayload)).toBe(true)
  })

  test('that never was answers 404 with the code and a sentence', async () => {
    const reply = await t.get(`/published/packs/${'0'.repeat(64)}`)
    expect(reply.statusCode).toBe(404)
    expect(reply.json()).toMatchObject({ format: 'iltod-error/1', code: 'not-found' })
    expect(reply.headers['cache-control']).toBe('no-store')
  })
})

describe('heads and lists', () => {
  beforeAll(open)
  afterAll(close)

  test('are there after a publication and must be asked for anew each time', async () => {
    expect((await t.get('/published/sites.json')).statusCode).toBe(404)
    await t.publishNow()
    for (const name of ['trust.json', 'sites.json', `sites/${SITE}`, 'sites/catalogue']) {
      const reply = await t.get(`/published/${name}`)
      expect(reply.statusCode, name).toBe(200)
      expect(reply.headers['cache-control'], name).toBe('no-cache')
    }
  })

  test('[PULL-1] travel as gzip to whoever takes it, under one tag that the content alone decides', async () => {
    const url = '/published/sites/catalogue'
    const ask = (headers: Record<string, string>) => t.app.inject({ url, headers })
    const plain = await ask({})
    const tag = `"${bytesToBase64Url(sha256(plain.rawPayload)).slice(0, 22)}"`
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect((await ask({ 'accept-encoding': 'br, gzip;q=0' })).rawPayload).toEqual(plain.rawPayload)
    const zipped = await ask({ 'accept-encoding': 'gzip, deflate, br' })
    expect(zipped.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(zipped.rawPayload)).toEqual(plain.rawPayload)
    expect(zipped.rawPayload.length).toBeLessThan(0.85 * plain.rawPayload.length)
    for (const { headers } of [plain, zipped]) {
      expect([headers['etag'], headers['vary']]).toEqual([`W/${tag}`, 'accept-encoding'])
    }
    for (const held of [tag, `W/${tag}`]) {
      const reply = await ask({ 'if-none-match': held, 'accept-encoding': 'gzip' })
      expect([reply.statusCode, reply.body]).toEqual([304, ''])
    }
  })

  test.each([
    '/published/gone.txt',
    '/published/purge.txt',
    '/published/../keys/keys.json',
    '/published/%2e%2e/keys/keys.json',
    '/published/sites/..%2f..%2f..%2f..%2fkeys%2fkeys.json',
    '/published/packs/..%2f..%2fkeys%2fkeys.json',
    '/published/current/trust.json',
    '/published/generations',
    '/published/',
  ])('nothing beside them is served: %s', async (url) => {
    const reply = await t.get(url)
    expect(reply.statusCode).toBe(404)
    expect(reply.body).not.toContain('privatePem')
    expect(reply.json()).toMatchObject({ code: 'not-found' })
  })
})

describe('[PACK-11] after a withdrawal', () => {
  beforeEach(open)
  afterEach(close)

  test('every pack that ever showed it answers 410, not only the newest', async () => {
    await importInto(t, [rosterOf(2024, '乌云塔娜')])
    await t.publishNow()
    await importInto(t, [makeRoster({ year: 2023 })])
    await t.publishNow()
    const showing = packsWith('乌云塔娜')
    expect(showing).toHaveLength(2)
    await withdraw(2024)
    await t.publishNow()
    expect(packsWith('乌云塔娜')).toEqual([])
    for (const hash of showing) {
      const reply = await t.get(`/published/packs/${hash}`)
      expect(reply.statusCode).toBe(410)
      expect(reply.json()).toMatchObject({ code: 'gone' })
    }
  })

  test.each<PublishStep>(['packs', 'linked', 'switched'])(
    'also when the publisher was killed after step %s and began anew',
    async (step) => {
      await importInto(t, [rosterOf(2024, '乌云塔娜'), makeRoster()])
      await t.publishNow()
      const [hash = ''] = packsWith('乌云塔娜')
      await withdraw(2024)
      const at = (done: PublishStep) => {
        if (done === step) throw new Error('killed')
      }
      await expect(publish({ ...t.instance.publisher, at })).rejects.toThrow('killed')
      t.clock.advance(120_000)
      await t.publishNow()
      expect(packsWith('乌云塔娜')).toEqual([])
      expect((await t.get(`/published/packs/${hash}`)).statusCode).toBe(410)
    },
  )

  test('a cache that asks again is told 410, also while the file still lies there', async () => {
    await importInto(t, [rosterOf(2024, '乌云塔娜')])
    await t.publishNow()
    const [hash = ''] = packsWith('乌云塔娜')
    const bytes = bytesOf(hash)
    await withdraw(2024)
    await t.publishNow()
    writeFileSync(path.join(t.instance.publishedRoot, 'packs', hash), bytes)
    const headers = { 'if-none-match': `"${hash}"` }
    const reply = await t.app.inject({ url: `/published/packs/${hash}`, headers })
    expect(reply.statusCode).toBe(410)
  })

  test('purge.txt names the pack, its head and its plain pages, and no other place', async () => {
    await importInto(t, [rosterOf(2024, '乌云塔娜')])
    await t.publishNow()
    const [hash = ''] = packsWith('乌云塔娜')
    expect(purged()).not.toContain(`/published/packs/${hash}`)
    await withdraw(2024)
    await t.publishNow()
    const changed = ['/published/sites.json', `/published/sites/${SITE}`, `/s/${SITE}/`]
    expect(purged()).toEqual(expect.arrayContaining([...changed, `/published/packs/${hash}`]))
    expect(purged()).not.toContain('/published/sites/152223105202')
    await t.publishNow()
    expect(purged()).toContain(`/published/packs/${hash}`)
    expect(purged()).not.toContain(`/s/${SITE}/`)
  })

  test('the address stays gone when more is published later', async () => {
    await importInto(t, [rosterOf(2024, '乌云塔娜')])
    await t.publishNow()
    const [hash = ''] = packsWith('乌云塔娜')
    await withdraw(2024)
    await t.publishNow()
    await importInto(t, [makeRoster({ year: 2022 })])
    await t.publishNow()
    expect((await t.get(`/published/packs/${hash}`)).statusCode).toBe(410)
  })
})

describe('[PACK-9] after a correction', () => {
  beforeEach(open)
  afterEach(close)

  const correct = async (reason: CorrectionReason) => {
    await importInto(t, [rosterOf(2025, '乌云塔娜')])
    await t.publishNow()
    const [hash = ''] = packsWith('乌云塔娜')
    await importInto(t, [makeRoster()], { correction: { reason, text: '' } })
    await t.publishNow()
    return t.get(`/published/packs/${hash}`)
  }

  test.each<CorrectionReason>(['identity', 'privacy'])(
    'of reason %s the pack with the old line answers 410',
    async (reason) => {
      expect((await correct(reason)).statusCode).toBe(410)
      expect(packsWith('乌云塔娜')).toEqual([])
    },
  )

  test('of a figure the pack before stays a day for readers on their way', async () => {
    expect((await correct('figure')).statusCode).toBe(200)
    t.clock.advance(2 * 86_400_000)
    await t.publishNow()
    expect(packsWith('乌云塔娜')).toEqual([])
  })
})
