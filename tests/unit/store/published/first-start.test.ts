// From nothing to a place that opens without network: what is pinned, what is asked for, what comes first.
import { describe, expect, test } from 'vitest'
import {
  BANNER,
  createOffice,
  headAt,
  NEXT_VILLAGE,
  TOWN,
  VILLAGE,
} from '../../../support/published-office.ts'
import { createPhone, offline, visit } from '../../../support/published-phone.ts'
import { readStored } from '../../../support/stored-bytes.ts'

const SITES_LIST = '/published/sites.json'

describe('a first start', () => {
  test('[PULL-11] pins the root, and what came opens after a restart without network', async () => {
    const office = await createOffice()
    const phone = createPhone(office)
    await visit(phone, async (published) => {
      expect(published.status()).toMatchObject({ data: null, root: null, held: [] })
      expect(
        await published.follow(VILLAGE, { expectedRoot: office.rootHash.slice(0, 8) }),
      ).toEqual({
        ok: true,
        value: undefined,
      })
      await published.syncNow()
    })
    phone.wire.bend = () => offline
    await visit(phone, async (published) => {
      expect(published.status()).toMatchObject({
        mode: 'stored',
        held: [VILLAGE],
        root: office.rootHash.slice(0, 8),
        data: { number: 1, changedMs: office.nowMs, checkedMs: office.nowMs },
      })
      const ledger = await published.ledger(VILLAGE)
      expect(ledger.ok && ledger.value.payees.map(({ name }) => name)).toEqual(['白音', '包桂兰'])
      expect((await published.posts(VILLAGE)).ok).toBe(true)
      expect((await published.catalogue()).ok).toBe(true)
      expect((await published.policies()).ok).toBe(true)
      expect((await published.search('baoguilan')).map(({ name }) => name)).toEqual(['包桂兰'])
      expect(published.trust()?.keys.map(({ role }) => role)).toEqual(['publish'])
    })
  })

  test('[PULL-11] stores nothing when the board names another root', async () => {
    const office = await createOffice()
    const phone = createPhone(office)
    await visit(phone, async (published) => {
      await published.follow(VILLAGE, { expectedRoot: '00000000' })
      await published.syncNow()
      expect(published.status().lastFailure).toEqual({
        kind: 'refused',
        refusal: { kind: 'other-root' },
      })
      expect(published.status().lastRefusal).toMatchObject({ what: 'trust', where: 'received' })
    })
    const tables = new Set((await readStored(phone.idb)).map(({ table }) => table))
    expect([...tables].sort()).toEqual(['follows', 'refusals', 'settings'])
  })

  test('[PULL-11] refuses a wish that names another root than the pinned one', async () => {
    const office = await createOffice()
    const phone = createPhone(office)
    await visit(phone, async (published) => {
      await published.follow(VILLAGE)
      await published.syncNow()
      expect(await published.follow(NEXT_VILLAGE, { expectedRoot: 'ffffffff' })).toEqual({
        ok: false,
        error: { kind: 'other-root' },
      })
      expect(published.follows().map(({ place }) => place)).toEqual([VILLAGE])
    })
  })

  test('a village opens while the rest is still on its way', async () => {
    const office = await createOffice()
    const phone = createPhone(office)
    const { posts } = headAt(office, VILLAGE)
    phone.wire.bend = (request, pass) => (request.path.endsWith(posts!.hash) ? offline : pass())
    await visit(phone, async (published) => {
      await published.follow(VILLAGE)
      await published.syncNow()
      expect((await published.ledger(VILLAGE)).ok).toBe(true)
      expect(await published.posts(VILLAGE)).toEqual({ ok: false, error: { kind: 'not-held' } })
      expect(published.status().held).toEqual([VILLAGE])
    })
  })
})

describe('wishes', () => {
  test('a followed town brings its villages, and a group brings its village', async () => {
    const office = await createOffice()
    const phone = createPhone(office)
    await visit(phone, async (published) => {
      await published.follow(TOWN, { below: true })
      await published.syncNow()
      await published.syncNow()
      expect([...published.status().held].sort()).toEqual([TOWN, VILLAGE, NEXT_VILLAGE])
      await published.unfollow(TOWN)
      expect(published.status().held).toEqual([])
      await published.follow(`${VILLAGE}01`)
      await published.syncNow()
      expect(published.status().held).toEqual([VILLAGE])
    })
  })

  test('[PULL-2] a followed banner is one read of the list', async () => {
    const many = Array.from({ length: 12 }, (_, i) => `1522231052${String(i + 1).padStart(2, '0')}`)
    const office = await createOffice([TOWN, ...many])
    office.catalogue = {
      ...office.catalogue,
      places: [
        ...office.catalogue.places.slice(0, 2),
        ...many.map((id) => ({
          id,
          type: 'village' as const,
          name: `${id}村`,
          parent: TOWN,
          aliases: [],
        })),
      ],
    }
    await office.publish()
    const phone = createPhone(office)
    await visit(phone, async (published) => {
      await published.follow(BANNER, { below: true })
      await published.syncNow()
      await published.syncNow()
      expect([...published.status().held].sort()).toEqual([TOWN, ...many].sort())
      const heads = phone.wire.sent.filter((path) => /sites/.test(path))
      expect(heads.filter((path) => path === SITES_LIST)).toHaveLength(1)
      expect(heads.length).toBeLessThanOrEqual(6)
      expect(published.status().removed, 'the banner itself is no site here').toEqual([])
      expect((await published.search('白音')).length).toBe(13)
    })
    phone.wire.bend = () => offline
    await visit(phone, async (published) => {
      expect((await published.search('白音')).length).toBe(13)
      expect(published.status().held).toHaveLength(13)
    })
  })

  test('unfollowing takes the place off the device, and only it', async () => {
    const office = await createOffice()
    const phone = createPhone(office)
    await visit(phone, async (published) => {
      await published.follow(VILLAGE)
      await published.follow(NEXT_VILLAGE)
      await published.syncNow()
      const { ledger } = headAt(office, VILLAGE)
      await published.unfollow(VILLAGE)
      expect(published.status().held).toEqual([NEXT_VILLAGE])
      expect(await published.ledger(VILLAGE)).toEqual({ ok: false, error: { kind: 'not-held' } })
      expect((await published.search('白音')).map(({ site }) => site)).toEqual([NEXT_VILLAGE])
      const rows = await readStored(phone.idb)
      expect(rows.some(({ id }) => id === ledger.hash || id === VILLAGE)).toBe(false)
    })
  })

  test('six payees can be pinned, a seventh not', async () => {
    const office = await createOffice()
    const phone = createPhone(office)
    await visit(phone, async (published) => {
      for (let number = 1; number <= 6; number++) {
        expect(await published.pin({ site: VILLAGE, number })).toBe(true)
      }
      expect(await published.pin({ site: VILLAGE, number: 7 })).toBe(false)
      await published.unpin({ site: VILLAGE, number: 2 })
      expect(await published.pin({ site: VILLAGE, number: 7 })).toBe(true)
    })
    await visit(phone, async (published) => {
      expect(published.pins().map(({ number }) => number)).toEqual([1, 3, 4, 5, 6, 7])
    })
  })

  test('[PULL-3] the place last opened comes first', async () => {
    const office = await createOffice()
    const phone = createPhone(office)
    await visit(phone, async (published) => {
      await published.follow(VILLAGE)
      await published.follow(NEXT_VILLAGE)
      phone.nowMs += 1_000
      await published.markOpened(NEXT_VILLAGE)
      expect(published.follows().map(({ place }) => place)).toEqual([NEXT_VILLAGE, VILLAGE])
      expect(published.follows()[0]?.openedMs).toBe(phone.nowMs)
    })
    await visit(phone, async (published) => {
      expect(published.status().wanted).toEqual([NEXT_VILLAGE, VILLAGE])
    })
  })
})

describe('where nothing may be stored', () => {
  test('[PULL-16] an insecure context reads online, says why, and stores nothing', async () => {
    const office = await createOffice()
    const phone = createPhone(office)
    await visit(
      phone,
      async (published) => {
        await published.follow(VILLAGE)
        await published.syncNow()
        expect(published.status()).toMatchObject({
          mode: 'online-only',
          reason: 'insecure-context',
        })
        expect((await published.ledger(VILLAGE)).ok).toBe(true)
      },
      { secure: false },
    )
    expect(await phone.idb.databases()).toEqual([])
    await visit(
      phone,
      async (published) => {
        expect(published.status().held).toEqual([])
      },
      { secure: false },
    )
  })

  test('[PULL-16] a browser whose storage fails is read online and told so', async () => {
    const office = await createOffice()
    const phone = createPhone(office)
    phone.idb.open = () => {
      throw new DOMException('no', 'SecurityError')
    }
    await visit(phone, async (published) => {
      await published.follow(VILLAGE)
      await published.syncNow()
      expect(published.status()).toMatchObject({ mode: 'online-only', reason: 'no-storage' })
      expect((await published.ledger(VILLAGE)).ok).toBe(true)
    })
  })
})
