// What earlier releases published, under today's rules: a whole folder judged by the office's command, and read by a phone that starts
// with it, keeps it and opens it again without network.
import { describe, expect, test } from 'vitest'
import { DATABASE } from '../../src/store/published/indexed-vault.ts'
import { verifyPublished } from '../../src/server/publish/verify-published.ts'
import type { Office } from '../support/published-office.ts'
import { createPhone, offline, visit } from '../support/published-phone.ts'
import { SITE } from '../support/test-instance.ts'
import { releases } from './release.ts'
import { importDatabase } from './stored-rows.ts'

describe.each(releases().map((release) => [release.name, release] as const))('%s', (_, release) => {
  const files = release.published

  test('[PACK-23] [PACK-26] its published folder is whole under today’s rules', async () => {
    const verdict = await verifyPublished(async (name) => files.get(name) ?? null)
    expect(verdict.flaws).toEqual([])
    expect(verdict).toMatchObject({ number: 1 })
    expect(verdict.sites).toBeGreaterThan(3)
  })

  test('[PULL-4] [PULL-6] a phone takes it, and opens it again without network', async () => {
    const served = new Map([...files].map(([name, bytes]) => [`/published/${name}`, bytes]))
    const office = { files: served, nowMs: release.endedMs } as unknown as Office
    const phone = createPhone(office)
    await visit(phone, async (published) => {
      expect((await published.follow(SITE)).ok).toBe(true)
      await published.syncNow()
      expect(published.status()).toMatchObject({ held: [SITE], lastRefusal: null })
    })
    phone.wire.bend = () => offline
    await visit(phone, async (published) => {
      const ledger = await published.ledger(SITE)
      if (!ledger.ok) throw new Error(ledger.error.kind)
      expect(ledger.value.payees.length).toBeGreaterThan(0)
      expect((await published.catalogue()).ok).toBe(true)
      const roles = published.trust()?.keys.map(({ role }) => role)
      expect(new Set(roles)).toEqual(new Set(['publish', 'receipt', 'seal']))
    })
  })
  test('[PULL-6] what its phone kept opens today, verified again, without network', async () => {
    const office = { files: new Map(), nowMs: release.endedMs } as unknown as Office
    const phone = createPhone(office)
    phone.wire.bend = () => offline
    await importDatabase(phone.idb, DATABASE, release.vault)
    await visit(phone, async (published) => {
      expect(published.status()).toMatchObject({
        held: [SITE],
        lastRefusal: null,
        data: { number: 1 },
      })
      const ledger = await published.ledger(SITE)
      if (!ledger.ok) throw new Error(ledger.error.kind)
      const [payee] = ledger.value.payees
      expect((await published.search(payee!.name)).map(({ name }) => name)).toContain(payee!.name)
    })
  })
})
