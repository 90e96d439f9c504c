// A bit that flips in the phone's own storage between two starts without network (PULL-6): refused with a reason, the last good
// data staying, and mended as soon as there is a network.
import { beforeEach, describe, expect, test } from 'vitest'
import type { Published, ReadError } from '../../../../src/store/published/published.ts'
import {
  changeLedger,
  createOffice,
  headAt,
  NEXT_VILLAGE,
  VILLAGE,
} from '../../../support/published-office.ts'
import type { Office } from '../../../support/published-office.ts'
import { createPhone, offline, visit } from '../../../support/published-phone.ts'
import type { Phone } from '../../../support/published-phone.ts'
import { flipped, flipStored, readStored, writeStored } from '../../../support/stored-bytes.ts'

let office: Office
let phone: Phone

const names = async (
  published: Published,
  site = VILLAGE,
): Promise<readonly string[] | ReadError> => {
  const ledger = await published.ledger(site)
  return ledger.ok ? ledger.value.payees.map((payee) => payee.name) : ledger.error
}

const goOffline = () => {
  phone.wire.bend = () => offline
}
const goOnline = () => {
  phone.wire.bend = null
  phone.wire.sent.splice(0)
}

const kindsRefused = async (published: Published) => {
  await published.rechecked
  return (await published.refusals()).map(
    ({ what, refusal, where }) => `${where} ${what} ${refusal.kind}`,
  )
}

beforeEach(async () => {
  office = await createOffice()
  phone = createPhone(office)
  await visit(phone, async (published) => {
    await published.follow(VILLAGE)
    await published.follow(NEXT_VILLAGE)
    await published.syncNow()
    await published.rechecked
  })
  goOffline()
})

describe('one copy of something', () => {
  const cases = [
    ['packs', 'damaged'],
    ['heads', 'bad-signature', 'unreadable', 'bad-proof'],
    ['trust', 'bad-signature', 'unreadable', 'other-root'],
    ['settings', 'damaged'],
    ['follows', 'damaged'],
  ] as const
  test.each(cases)(
    '[PULL-6] a flipped bit in %s is refused and the second copy shown',
    async (table, ...kinds) => {
      const count = await flipStored(phone.idb, (row) => row.table === table && row.copy === 0)
      expect(count).toBeGreaterThan(0)
      await visit(phone, async (published) => {
        expect(await names(published)).toEqual(['白音', '包桂兰'])
        expect(await names(published, NEXT_VILLAGE)).toEqual(['白音', '包桂兰'])
        const refused = await kindsRefused(published)
        expect(refused.length).toBeGreaterThan(0)
        for (const note of refused) expect(kinds).toContain(note.split(' ').pop())
        expect(published.status().lastRefusal?.where).toBe('stored')
        expect(
          published
            .follows()
            .map(({ place }) => place)
            .sort(),
        ).toEqual([VILLAGE, NEXT_VILLAGE])
      })
      await visit(phone, async (published) => {
        await published.rechecked
        expect(published.status().lastRefusal, 'healed from the whole copy').toBeNull()
      })
    },
  )

  test('[PULL-6] a flipped bit in a segment only makes the segment anew', async () => {
    await flipStored(phone.idb, (row) => row.table === 'segments')
    await visit(phone, async (published) => {
      const hits = await published.search('白音')
      expect(hits.map((hit) => hit.name)).toEqual(['白音', '白音'])
    })
  })
})

describe('every copy of something', () => {
  const wrong = { kind: 'refused', refusal: { kind: 'damaged' } }

  test('[PULL-6] a damaged pack closes its own place only and is fetched again', async () => {
    const { ledger } = headAt(office, VILLAGE)
    const count = await flipStored(phone.idb, (row) => row.id === ledger.hash)
    expect(count).toBe(2)
    await visit(phone, async (published) => {
      expect(await names(published)).toEqual(wrong)
      expect(await names(published, NEXT_VILLAGE)).toEqual(['白音', '包桂兰'])
      expect(await kindsRefused(published)).toContain(`stored ${VILLAGE} damaged`)
      goOnline()
      await published.syncNow()
      expect(await names(published)).toEqual(['白音', '包桂兰'])
      expect(phone.wire.sent.filter((path) => path.includes('packs'))).toEqual([
        `/published/packs/${ledger.hash}`,
      ])
      expect(published.status().lastRefusal).toBeNull()
    })
  })

  test('[PULL-5] a damaged current pack falls back to the last good one', async () => {
    goOnline()
    const before = headAt(office, VILLAGE).ledger.hash
    changeLedger(office, VILLAGE, ({ payees }) => ({
      payees: [...payees, { number: 3, name: '韩梅', group: 0, lastFour: '' }],
    }))
    await office.publish()
    await visit(phone, async (published) => {
      await published.syncNow()
      expect(await names(published)).toEqual(['白音', '包桂兰', '韩梅'])
    })
    goOffline()
    const { hash } = headAt(office, VILLAGE).ledger
    expect(hash).not.toBe(before)
    await flipStored(phone.idb, (row) => row.id === hash)
    await visit(phone, async (published) => {
      expect(await names(published)).toEqual(['白音', '包桂兰'])
      expect(await kindsRefused(published)).toContain(`stored ${VILLAGE} damaged`)
      expect(published.status().behind).toEqual([VILLAGE])
      expect((await published.search('韩梅')).length).toBe(0)
      expect((await published.search('包桂兰')).length).toBe(2)
    })
  })

  test('[PULL-6] a damaged trust list closes everything with its reason and destroys nothing', async () => {
    await flipStored(
      phone.idb,
      (row) => row.table === 'trust',
      (row) => row.bytes.length * 8 - 200,
    )
    const before = await readStored(phone.idb)
    await visit(phone, async (published) => {
      expect(await names(published)).toMatchObject({ kind: 'refused' })
      expect((await kindsRefused(published)).some((note) => note.startsWith('stored trust'))).toBe(
        true,
      )
      expect(published.status().held).toEqual([])
    })
    const packs = (rows: typeof before) => rows.filter(({ table }) => table === 'packs').length
    expect(packs(await readStored(phone.idb))).toBe(packs(before))
    goOnline()
    await visit(phone, async (published) => {
      await published.syncNow()
      expect(await names(published)).toEqual(['白音', '包桂兰'])
      expect(phone.wire.sent.filter((path) => path.includes('packs'))).toEqual([])
    })
  })

  test('[PULL-6] damaged heads close their place with a reason; its packs are not fetched again', async () => {
    const isHead = ({ table, id }: { table: string; id: string }) =>
      table === 'heads' && id.endsWith(VILLAGE)
    expect(await flipStored(phone.idb, isHead)).toBe(2)
    await visit(phone, async (published) => {
      expect(await names(published)).toMatchObject({ kind: 'refused' })
      expect(await names(published, NEXT_VILLAGE)).toEqual(['白音', '包桂兰'])
      goOnline()
      await published.syncNow()
      expect(await names(published)).toEqual(['白音', '包桂兰'])
      expect(phone.wire.sent.filter((path) => path.includes('packs'))).toEqual([])
    })
  })

  test('[PULL-6] damaged own records lose neither data nor the pinned root', async () => {
    await flipStored(phone.idb, ({ table }) => table === 'settings' || table === 'follows')
    await visit(phone, async (published) => {
      expect(await names(published)).toEqual(['白音', '包桂兰'])
      expect(await kindsRefused(published)).toContain('stored records damaged')
      expect(published.status().root).toBe(office.rootHash.slice(0, 8))
      expect(published.status().data?.number).toBe(1)
      expect([...published.status().wanted].sort()).toEqual([VILLAGE, NEXT_VILLAGE])
    })
  })
})

describe('anything, anywhere', () => {
  test('[PULL-6] every bit that may flip leaves the truth or a reason, and a network mends it', async () => {
    const truth = ['白音', '包桂兰']
    const rows = (await readStored(phone.idb)).filter(({ table }) => table !== 'refusals')
    for (const [index, row] of rows.entries()) {
      goOffline()
      await writeStored(phone.idb, [flipped(row, (index * 7919 + 13) % (row.bytes.length * 8))])
      await visit(phone, async (published) => {
        const seen = await names(published)
        if (Array.isArray(seen)) expect(seen).toEqual(truth)
        else expect(seen).toMatchObject({ kind: 'refused' })
        await published.rechecked
        expect((await published.search('白音')).length).toBeGreaterThan(0)
      })
      goOnline()
      await visit(phone, async (published) => {
        await published.syncNow()
        expect(await names(published)).toEqual(truth)
        expect(published.status().lastFailure).toBeNull()
      })
    }
  })
})
