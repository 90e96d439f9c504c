// The phone's published plane against the real publisher and the real server, over a real connection: what is published is
// read, kept, read again without network, and withdrawn.
import { webcrypto } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { decodeTrust } from '../../../src/pack/trust.ts'
import { createBrowserHttp } from '../../../src/platform/browser-http.ts'
import { systemRandom } from '../../../src/platform/system-random.ts'
import { systemTimers } from '../../../src/platform/system-timers.ts'
import { createTabChannel } from '../../../src/platform/tab-channel.ts'
import { createWebCrypto } from '../../../src/platform/web-crypto.ts'
import { createWebLocks } from '../../../src/platform/web-locks.ts'
import { sha256 } from '../../../src/server/crypto/node-ports.ts'
import { createApp } from '../../../src/server/http/app.ts'
import { publish } from '../../../src/server/publish/publisher.ts'
import { withdrawRoster } from '../../../src/server/registry/withdraw.ts'
import { createIndexedVault } from '../../../src/store/published/indexed-vault.ts'
import { openPublished } from '../../../src/store/published/open-published.ts'
import type { Published } from '../../../src/store/published/published.ts'
import { createTestInstance, importInto, makeRoster, SITE } from '../../support/test-instance.ts'
import type { TestInstance } from '../../support/test-instance.ts'

interface Wire {
  readonly origin: string
  bytes: number
  readonly close: () => Promise<void>
}

/** A connection that counts what goes over it, both ways, headers and all. */
const countingProxy = async (target: number): Promise<Wire> => {
  const sockets = new Set<net.Socket>()
  const server = net.createServer((near) => {
    const far = net.connect(target, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('data', (data) => (wire.bytes += data.length))
      socket.on('error', () => socket.destroy())
      socket.on('close', () => (socket === near ? far : near).destroy())
    }
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const wire: Wire = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: 0,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return wire
}

let t: TestInstance
let wire: Wire
let app: Awaited<ReturnType<typeof createApp>>
let idb: IDBFactory

const read = async (name: string) =>
  new Uint8Array(await readFile(path.join(t.instance.publishedRoot, 'current', name)))

const publishNow = async () => {
  expect((await publish(t.instance.publisher)).ok).toBe(true)
}

beforeEach(async () => {
  idb = new IDBFactory()
  t = await createTestInstance()
  await importInto(t, [makeRoster()])
  await publishNow()
  app = await createApp({
    enrolment: { db: t.instance.store.db, clock: t.clock, random: systemRandom } as never,
    publishedRoot: t.instance.publishedRoot,
    distDir: t.dataDir,
    fieldRoutes: () => undefined,
    today: () => '2026-11-23',
    report: (error) => {
      throw error
    },
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  wire = await countingProxy((app.server.address() as AddressInfo).port)
})
afterEach(async () => {
  await wire.close()
  await app.close()
  await t.dispose()
})

const visit = async <T>(use: (published: Published) => Promise<T>): Promise<T> => {
  const published = await openPublished({
    clock: t.clock,
    random: systemRandom,
    timers: systemTimers,
    http: createBrowserHttp({ fetch, origin: wire.origin, timers: systemTimers }),
    locks: createWebLocks(undefined),
    connectivity: { online: () => true, listen: () => () => undefined },
    persistence: { ask: async () => true },
    openChannel: (name) => createTabChannel(name, undefined),
    ...createWebCrypto(webcrypto.subtle as unknown as SubtleCrypto),
    secure: true,
    openVault: (onSuperseded) => createIndexedVault({ onSuperseded, indexedDB: idb }),
  })
  try {
    return await use(published)
  } finally {
    published.close()
  }
}

const namesOf = async (published: Published): Promise<readonly string[]> => {
  const ledger = await published.ledger(SITE)
  return ledger.ok ? ledger.value.payees.map(({ name }) => name) : [ledger.error.kind]
}

test('a publication is fetched, kept, and read with the server gone', async () => {
  const trust = decodeTrust(await read('trust.json'), sha256)
  const root = trust.ok ? trust.value.trust.rootHash.slice(0, 8) : ''
  const names = await visit(async (published) => {
    expect((await published.follow(SITE, { expectedRoot: root })).ok).toBe(true)
    await published.syncNow()
    expect(published.status()).toMatchObject({ held: [SITE], lastFailure: null, root })
    return namesOf(published)
  })
  expect(names).toHaveLength(12)
  await app.close()
  await visit(async (published) => {
    expect(await namesOf(published)).toEqual(names)
    expect((await published.search(names[3]!)).length).toBeGreaterThan(0)
    expect((await published.policies()).ok).toBe(true)
    await published.syncNow()
    expect(published.status().lastFailure).toEqual({ kind: 'offline' })
    expect(await namesOf(published)).toEqual(names)
  })
})

test('[PULL-1] a sync without news costs at most 2 kB on the wire, headers and all', async () => {
  await visit(async (published) => {
    await published.follow(SITE)
    await published.syncNow()
    wire.bytes = 0
    await published.syncNow()
    expect(wire.bytes).toBeGreaterThan(0)
    expect(wire.bytes).toBeLessThanOrEqual(2_048)
  })
  await visit(async (published) => {
    wire.bytes = 0
    await published.syncNow()
    expect(published.status().lastFailure).toBeNull()
    expect(wire.bytes, 'after a restart too the server has nothing to send').toBeLessThan(1_200)
  })
})

test('[PULL-8] a withdrawal reaches the phone with the next publication', async () => {
  await visit(async (published) => {
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
