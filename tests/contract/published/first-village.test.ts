// What a first village costs, on places as large as a banner's: published by the real publisher, read over a real connection.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { generateBanner } from '../../../src/server/demo/generated-banner.ts'
import { rostersOf } from '../../../src/server/demo/seed-banner.ts'
import { publish } from '../../../src/server/publish/publisher.ts'
import { sumOf } from '../../support/counted-line.ts'
import { serveInstance, type ServedInstance } from '../../support/served-instance.ts'
import { createTestInstance, importInto, type TestInstance } from '../../support/test-instance.ts'

const SEED = 12
/** Three quarters of that banner's places have smaller ledgers. */
const VILLAGE = '152223100232'
const LIMIT = 24_000

let t: TestInstance
let server: ServedInstance

const unitOf = (id: string): string =>
  t.instance.banner.programmes.find((programme) => programme.id === id)?.unit ?? ''

beforeEach(async () => {
  t = await createTestInstance(false, { wholeBanner: true })
  for (const place of generateBanner(SEED)) {
    if (place.site !== VILLAGE) continue
    expect((await importInto(t, rostersOf(place, unitOf))).ok).toBe(true)
  }
  expect((await publish(t.instance.publisher)).ok).toBe(true)
  server = await serveInstance(t)
})
afterEach(async () => {
  await server.close()
  await t.dispose()
})

test('[PULL-3] three villages of four are searched after at most 24 kB, headers and all, with five years in them', async () => {
  const isLedger = (path: string, bytes: number) => path.includes('/packs/') && bytes > 12_000
  server.line.holds = (_, before) =>
    before.some(({ path, down, isAnswered }) => isAnswered && isLedger(path, down))
  await server.visit(async (published) => {
    await published.follow(VILLAGE)
    await vi.waitFor(() => expect(published.status().held).toEqual([VILLAGE]), 10_000)
    const ledger = await published.ledger(VILLAGE)
    const payees = ledger.ok ? ledger.value.payees : []
    expect(payees.length).toBeGreaterThan(500)
    expect((await published.search(payees[100]!.name)).length).toBeGreaterThan(0)
    expect((await published.catalogue()).ok).toBe(true)
    const { down } = sumOf(server.line.carried)
    expect(server.line.carried).toHaveLength(5)
    expect(down, JSON.stringify(server.line.carried)).toBeGreaterThan(14_000)
    expect(down, JSON.stringify(server.line.carried)).toBeLessThanOrEqual(LIMIT)
  })
})
