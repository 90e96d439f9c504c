// Beginning with the newest years of a large ledger: a village opens with them and says so, the whole one takes their place.
import { describe, expect, test } from 'vitest'
import type { Published } from '../../../../src/store/published/published.ts'
import {
  createOffice,
  headAt,
  makeLedger,
  makeRosterHead,
  VILLAGE,
  type Office,
} from '../../../support/published-office.ts'
import { createPhone, offline, visit, type Phone } from '../../../support/published-phone.ts'
import { flipStored, readStored } from '../../../support/stored-bytes.ts'

const NEWEST = 2025
const rosterOf = (year: number) =>
  makeRosterHead({ id: `gengdi-dili/${year}/1/result`, year, published: `${year}-06-01` })

/** 白音 of both years, 包桂兰 of the earlier one alone. */
const twoYears = () => {
  const { lines } = makeLedger(VILLAGE)
  const rosters = [rosterOf(NEWEST - 1), rosterOf(NEWEST)]
  return makeLedger(VILLAGE, { rosters, lines: [...lines, { ...lines[0]!, roster: 1 }] })
}

const openOffice = async (): Promise<Office> => {
  const office = await createOffice()
  office.sites.get(VILLAGE)!.ledger = twoYears()
  office.sites.get(VILLAGE)!.from = NEWEST
  await office.publish()
  return office
}

const found = async (published: Published, query: string) =>
  (await published.search(query)).map(({ name }) => name)

const yearsOf = async (published: Published) => {
  const ledger = await published.ledger(VILLAGE)
  if (!ledger.ok) return ledger.error.kind
  return { from: ledger.value.from, years: ledger.value.rosters.map(({ year }) => year) }
}

const SHORT = { from: NEWEST, years: [NEWEST] }
const WHOLE = { from: undefined, years: [NEWEST - 1, NEWEST] }

const begin = async (office: Office, check: (published: Published) => Promise<void>) => {
  const phone = createPhone(office)
  const { ledger } = headAt(office, VILLAGE)
  phone.wire.bend = (request, pass) => (request.path.endsWith(ledger.hash) ? offline : pass())
  await visit(phone, async (published) => {
    await published.follow(VILLAGE)
    await published.syncNow()
    await check(published)
  })
  phone.wire.bend = null
  return phone
}

const storedPacks = async ({ idb }: Phone) => new Set((await readStored(idb)).map(({ id }) => id))

describe('beginning with the newest years', () => {
  test('[PACK-29] [PULL-4] a village opens and is searched with them, also after a restart, and then whole', async () => {
    const office = await openOffice()
    const check = async (published: Published) => {
      expect(published.status()).toMatchObject({ held: [VILLAGE], begun: [VILLAGE], behind: [] })
      expect(await yearsOf(published)).toEqual(SHORT)
      expect([await found(published, '白音'), await found(published, '包桂兰')]).toEqual([
        ['白音'],
        [],
      ])
      expect(await published.posts(VILLAGE)).toEqual({ ok: false, error: { kind: 'not-held' } })
    }
    const phone = await begin(office, check)
    const { ledger, short } = headAt(office, VILLAGE)
    phone.wire.bend = () => offline
    await visit(phone, check)
    phone.wire.bend = null
    await visit(phone, async (published) => {
      await published.syncNow()
      expect(published.status()).toMatchObject({ held: [VILLAGE], begun: [], behind: [] })
      expect(await yearsOf(published)).toEqual(WHOLE)
      expect(await found(published, '包桂兰')).toEqual(['包桂兰'])
    })
    const stored = await storedPacks(phone)
    expect([stored.has(ledger.hash), stored.has(short!.hash)]).toEqual([true, false])
  })

  test('[PULL-6] a damaged one is named, and the whole one fetched', async () => {
    const office = await openOffice()
    const phone = await begin(office, async () => undefined)
    const { short } = headAt(office, VILLAGE)
    expect(await flipStored(phone.idb, ({ id }) => id === short!.hash)).toBe(2)
    await visit(phone, async (published) => {
      expect(await yearsOf(published)).toBe('refused')
      expect(await published.refusals()).toMatchObject([{ what: VILLAGE, where: 'stored' }])
      await published.syncNow()
      expect(await yearsOf(published)).toEqual(WHOLE)
    })
  })

  test('[PULL-3] one that arrives damaged is refused with a reason, and the whole one fetched', async () => {
    const office = await openOffice()
    const { short } = headAt(office, VILLAGE)
    const address = `/published/packs/${short!.hash}`
    office.files.set(address, office.files.get(address)!.with(40, 0))
    const phone = createPhone(office)
    await visit(phone, async (published) => {
      await published.follow(VILLAGE)
      await published.syncNow()
      expect(await yearsOf(published)).toEqual(WHOLE)
      expect(await published.refusals()).toMatchObject([{ what: VILLAGE, where: 'received' }])
    })
  })

  test('[PACK-29] one that does not say from which year it goes is refused', async () => {
    const office = await openOffice()
    const next = headAt(office, '152223105202')
    const village = office.sites.get(VILLAGE)!
    expect(next.short).toBeUndefined()
    village.ledger = { ...village.ledger, from: NEWEST }
    delete village.from
    await office.publish()
    const phone = createPhone(office)
    await visit(phone, async (published) => {
      await published.follow(VILLAGE)
      await published.syncNow()
      expect(await yearsOf(published)).toBe('not-held')
      const [note] = await published.refusals()
      expect(note).toMatchObject({ what: VILLAGE, refusal: { kind: 'unreadable' } })
    })
  })

  test('[PULL-8] what is withdrawn before the whole one came goes with the newer short one', async () => {
    const office = await openOffice()
    const phone = await begin(office, async () => undefined)
    const { short: old } = headAt(office, VILLAGE)
    const { lines } = makeLedger(VILLAGE)
    office.sites.get(VILLAGE)!.ledger = makeLedger(VILLAGE, {
      rosters: [rosterOf(NEWEST - 2), rosterOf(NEWEST - 1)],
      lines: [...lines, { ...lines[1]!, roster: 1 }],
    })
    office.sites.get(VILLAGE)!.from = NEWEST - 1
    await office.publish()
    const { ledger } = headAt(office, VILLAGE)
    phone.wire.bend = (request, pass) => (request.path.endsWith(ledger.hash) ? offline : pass())
    await visit(phone, async (published) => {
      await published.syncNow()
      expect(await yearsOf(published)).toEqual({ from: NEWEST - 1, years: [NEWEST - 1] })
      expect([await found(published, '白音'), await found(published, '包桂兰')]).toEqual([
        [],
        ['包桂兰'],
      ])
    })
    expect((await storedPacks(phone)).has(old!.hash)).toBe(false)
  })

  test('a place that is let go takes it along', async () => {
    const office = await openOffice()
    const phone = await begin(office, async () => undefined)
    await visit(phone, async (published) => {
      await published.unfollow(VILLAGE)
      expect(published.status()).toMatchObject({ held: [], begun: [] })
    })
    expect((await storedPacks(phone)).has(headAt(office, VILLAGE).short!.hash)).toBe(false)
  })
})
