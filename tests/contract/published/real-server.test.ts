// The phone's published plane against the real publisher and the real server, over a real connection: what is published is
// read, kept, read again without network, and withdrawn.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { decodeTrust } from '../../../src/pack/trust.ts'
import { sha256 } from '../../../src/server/crypto/node-ports.ts'
import { publish } from '../../../src/server/publish/publisher.ts'
import { withdrawRoster } from '../../../src/server/registry/withdraw.ts'
import type { Published } from '../../../src/store/published/published.ts'
import { sumOf } from '../../support/counted-line.ts'
import { serveInstance, type ServedInstance } from '../../support/served-instance.ts'
import { createTestInstance, importInto, makeRoster, SITE } from '../../support/test-instance.ts'
import type { TestInstance } from '../../support/test-instance.ts'

let t: TestInstance
let server: ServedInstance

const read = async (name: string) =>
  new Uint8Array(await readFile(path.join(t.instance.publishedRoot, 'current', name)))

const publishNow = async () => {
  expect((await publish(t.instance.publisher)).ok).toBe(true)
}

beforeEach(async () => {
  t = await createTestInstance()
  await importInto(t, [makeRoster()])
  await publishNow()
  server = await serveInstance(t)
})
afterEach(async () => {
  await server.close()
  await t.dispose()
})

const bytesOnWire = () => {
  const { up, down } = sumOf(server.line.carried)
  return up + down
}

const namesOf = async (published: Published): Promise<readonly string[]> => {
  const ledger = await published.ledger(SITE)
  return ledger.ok ? ledger.value.payees.map(({ name }) => name) : [ledger.error.kind]
}

test('a publication is fetched, kept, and read with the server gone', async () => {
  const trust = decodeTrust(await read('trust.json'), sha256)
  const root = trust.ok ? trust.value.trust.rootHash.slice(0, 8) : ''
  const names = await server.visit(async (published) => {
    expect((await published.follow(SITE, { expectedRoot: root })).ok).toBe(true)
    await published.syncNow()
    expect(published.status()).toMatchObject({ held: [SITE], lastFailure: null, root })
    return namesOf(published)
  })
  expect(names).toHaveLength(12)
  await server.stop()
  await server.visit(async (published) => {
    expect(await namesOf(published)).toEqual(names)
    expect((await published.search(names[3]!)).length).toBeGreaterThan(0)
    expect((await published.policies()).ok).toBe(true)
    await published.syncNow()
    expect(published.status().lastFailure).toEqual({ kind: 'offline' })
    expect(await namesOf(published)).toEqual(names)
  })
})

test('[PULL-1] a sync without news costs at most 2 kB on the wire, headers and all', async () => {
  await server.visit(async (published) => {
    await published.follow(SITE)
    await published.syncNow()
    server.line.reset()
    await published.syncNow()
    expect(bytesOnWire()).toBeGreaterThan(0)
    expect(bytesOnWire()).toBeLessThanOrEqual(2_048)
  })
  await server.visit(async (published) => {
    server.line.reset()
    await published.syncNow()
    expect(published.status().lastFailure).toBeNull()
    expect(bytesOnWire(), 'after a restart too the server has nothing to send').toBeLessThan(1_200)
  })
})

test('[PULL-8] a withdrawal reaches the phone with the next publication', async () => {
  await server.visit(async (published) => {
    await published.follow(SITE)
    await published.syncNow()
    expect(await namesOf(published)).toHaveLength(12)
    t.clock.advance(60_000)
    const { id } = await t.instance.store.db
      .selectFrom('roster')
      .select('id')
      .executeTakeFirstOrThrow()
    expect(
      await withdrawRoster({ db: t.instance.store.db, clock: t.clock }, id, 'privacy', 'test'),
    ).toBe(true)
    await publishNow()
    await published.syncNow()
    const ledger = await published.ledger(SITE)
    expect(ledger.ok && ledger.value.withdrawn).toHaveLength(1)
    expect(ledger.ok && ledger.value.rosters).toEqual([])
    expect(await published.search('白')).toEqual([])
  })
})
