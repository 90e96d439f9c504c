// What a first village costs, on places as large as a banner's: published by the real publisher, read over a real connection.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { generateBanner } from '../../../src/server/demo/generated-banner.ts'
import { rostersOf } from '../../../src/server/demo/seed-banner.ts'
import { publish } from '../../../src/server/publish/publisher.ts'
import { sumOf } from '../../support/counted-line.ts'
import { serveInstance, type ServedInstance } from '../../support/served-instance.ts'
import { createTestInstance, importInto, type TestInstance } from '../../support/test-instance.ts'

const SEED = 12
/** No place of that banner has a larger ledger; not even its newest year fits. */
const VILLAGE = '152223202207'
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

test('[PULL-3] [PACK-29] the largest village of a banner is searched after at most 24 kB, sent and received, with five years in it', async () => {
  const isLedger = (path: string, bytes: number) => path.includes('/packs/') && bytes > 10_000
  server.line.holds = (_, before) =>
    before.some(({ path, down, isAnswered }) => isAnswered && isLedger(path, down))
  await server.visit(async (published) => {
    await published.follow(VILLAGE)
    await vi.waitFor(() => expect(published.status().held).toEqual([VILLAGE]), 10_000)
    expect(published.status().begun).toEqual([VILLAGE])
    const ledger = await published.ledger(VILLAGE)
    const payees = ledger.ok ? ledger.value.payees : []
    expect(payees.length).toBeGreaterThan(500)
    expect((await published.search(payees[100]!.name)).length).toBeGreaterThan(0)
    expect((await published.catalogue()).ok).toBe(true)
    const { up, down } = sumOf(server.line.carried)
    expect(server.line.carried).toHaveLength(5)
    expect(down, JSON.stringify(server.line.carried)).toBeGreaterThan(14_000)
    expect(up + down, JSON.stringify(server.line.carried)).toBeLessThanOrEqual(LIMIT)
  })
})
