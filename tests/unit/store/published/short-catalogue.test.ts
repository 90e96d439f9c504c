// Beginning with the short catalogue: a village opens with it, the whole one takes its place, and nothing is lost on the way.
import { describe, expect, test, vi } from 'vitest'
import type { Published } from '../../../../src/store/published/published.ts'
import { createOffice, headAt, VILLAGE, type Office } from '../../../support/published-office.ts'
import { createPhone, offline, visit } from '../../../support/published-phone.ts'
import { flipStored, readStored } from '../../../support/stored-bytes.ts'

describe('beginning with the short catalogue', () => {
  const shared = (office: Office) => headAt(office, 'catalogue')
  const found = async (published: Published, query: string) =>
    (await published.search(query)).map(({ name }) => name)

  test('[PULL-3] [PACK-28] a village opens and is searched with nothing else, also after a restart', async () => {
    const office = await createOffice()
    const phone = createPhone(office)
    const { ledger, short } = shared(office)
    phone.wire.bend = (request, pass) => (request.path.endsWith(ledger.hash) ? offline : pass())
    const check = async (published: Published) => {
      expect(published.status()).toMatchObject({ held: [VILLAGE], short: true })
      const catalogue = await published.catalogue()
      expect(catalogue.ok && catalogue.value.places).toHaveLength(office.catalogue.places.length)
      expect(await found(published, '包桂')).toEqual(['包桂兰'])
      expect(await found(published, 'baoguilan')).toEqual([])
    }
    await visit(phone, async (published) => {
      await published.follow(VILLAGE)
      await published.syncNow()
      await check(published)
    })
    await visit(phone, check)
    phone.wire.bend = null
    await visit(phone, async (published) => {
      await published.syncNow()
      expect(published.status()).toMatchObject({ held: [VILLAGE], short: false })
      expect(await found(published, 'baoguilan')).toEqual(['包桂兰'])
    })
    const stored = new Set((await readStored(phone.idb)).map(({ id }) => id))
    expect([stored.has(ledger.hash), stored.has(short!.hash)]).toEqual([true, false])
  })

  test('[PULL-3] without a place the whole one comes when somebody asks, in whichever tab', async () => {
    const office = await createOffice()
    const phone = createPhone(office)
    const leader = await phone.open()
    await leader.syncNow()
    expect(leader.status()).toMatchObject({ short: true, lastFailure: null })
    expect(phone.wire.sent.filter((path) => path.includes('/packs/'))).toHaveLength(1)
    const other = await phone.open()
    other.askCatalogue()
    await vi.waitFor(() => {
      expect(leader.status()).toMatchObject({ short: false, syncing: false })
    })
    expect(phone.wire.sent.filter((path) => /policies/.test(path))).toEqual([])
    other.close()
    leader.close()
  })

  test('[PULL-4] a newer short one takes the place of the one held, which serves until then', async () => {
    const office = await createOffice()
    const phone = createPhone(office)
    await visit(phone, (published) => published.syncNow())
    const before = shared(office)
    office.catalogue = {
      ...office.catalogue,
      places: office.catalogue.places.map((place) => ({ ...place, name: `${place.name}甲` })),
    }
    await office.publish()
    const firstName = async (published: Published) => {
      const catalogue = await published.catalogue()
      return catalogue.ok ? catalogue.value.places[0]?.name : catalogue.error.kind
    }
    phone.wire.bend = (request, pass) => (request.path.includes('/packs/') ? offline : pass())
    await visit(phone, async (published) => {
      await published.syncNow()
      expect(await firstName(published)).toBe('扎赉特旗')
    })
    phone.wire.bend = null
    await visit(phone, async (published) => {
      expect(await firstName(published)).toBe('扎赉特旗')
      await published.syncNow()
      expect(await firstName(published)).toBe('扎赉特旗甲')
    })
    const stored = (await readStored(phone.idb)).map(({ id }) => id)
    expect(stored).toContain(shared(office).short!.hash)
    expect(stored).not.toContain(before.short!.hash)
  })

  test('[PULL-6] a damaged one is named and fetched again', async () => {
    const office = await createOffice()
    const phone = createPhone(office)
    await visit(phone, (published) => published.syncNow())
    const { short } = shared(office)
    expect(await flipStored(phone.idb, ({ id }) => id === short!.hash)).toBe(2)
    await visit(phone, async (published) => {
      expect((await published.catalogue()).ok).toBe(false)
      expect(await published.refusals()).toMatchObject([{ what: 'catalogue', where: 'stored' }])
      await published.syncNow()
      expect((await published.catalogue()).ok).toBe(true)
    })
  })

  test('an office that names no short one is read as ever', async () => {
    const office = await createOffice()
    office.hasShort = false
    await office.publish()
    const phone = createPhone(office)
    await visit(phone, async (published) => {
      await published.syncNow()
      expect(published.status().short).toBe(false)
      await published.follow(VILLAGE)
      await published.syncNow()
      expect(await found(published, 'baoguilan')).toEqual(['包桂兰'])
    })
  })
})
