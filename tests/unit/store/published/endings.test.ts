// What ends: `until` without network and whatever the clock says (PULL-7), withdrawal and removal by a newer verified
// checkpoint only (PULL-8), and what an earlier generation may keep (PULL-5).
import { beforeEach, describe, expect, test } from 'vitest'
import { bytesToBase64Url } from '../../../../src/base/bytes.ts'
import type { LedgerInput } from '../../../../src/pack/model.ts'
import type { Published } from '../../../../src/store/published/published.ts'
import {
  changeLedger,
  createOffice,
  headAt,
  makeLedger,
  makeRosterHead,
  VILLAGE,
} from '../../../support/published-office.ts'
import type { Office } from '../../../support/published-office.ts'
import { createPhone, offline, visit } from '../../../support/published-phone.ts'
import type { Phone } from '../../../support/published-phone.ts'
import { flipStored, readStored } from '../../../support/stored-bytes.ts'

const UNTIL = '2026-03-10'
const NOTICE = 'gengdi-dili/2026/1/notice'

/** 白音 stands in a notice that ends, 包桂兰 in a result that stays. */
const endingLedger = (): LedgerInput => ({
  ...makeLedger(VILLAGE),
  rosters: [
    makeRosterHead({ persons: 1 }),
    makeRosterHead({ id: NOTICE, year: 2026, kind: 'notice', until: UNTIL, persons: 1 }),
    makeRosterHead({
      id: 'linshi/2026/1/result',
      programme: 'linshi',
      class: 'masked',
      until: UNTIL,
    }),
  ],
  lines: [
    {
      payee: 1,
      roster: 1,
      ordinal: 1,
      quantity: 10_000,
      rate: null,
      amountFen: 67_410,
      state: 'pending',
    },
    {
      payee: 2,
      roster: 0,
      ordinal: 1,
      quantity: 20_000,
      rate: null,
      amountFen: 134_820,
      state: 'paid',
    },
  ],
  masked: [{ roster: 2, rows: [{ name: '韩*', amountFen: 50_000 }] }],
  counts: [
    {
      programme: 'dibao',
      year: 2026,
      batch: '1',
      kind: 'result',
      persons: 7,
      amountFen: 700_000,
      pooled: false,
      until: UNTIL,
    },
  ],
})

let office: Office
let phone: Phone

const at = (iso: string) => Date.parse(`${iso}T12:00:00+08:00`)

const look = async (published: Published) => {
  const ledger = await published.ledger(VILLAGE)
  if (!ledger.ok) return ledger.error
  const { payees, rosters, masked, counts, linesOf } = ledger.value
  const posts = await published.posts(VILLAGE)
  return {
    names: payees.map(({ name }) => name),
    rosters: rosters.map(({ id }) => id),
    lines: payees.flatMap((_, i) => linesOf(i).map((line) => rosters[line.roster]?.id)),
    masked: masked.length,
    counts: counts.length,
    hits: (await published.search('白音')).length,
    posts: posts.ok ? posts.value.posts.length : -1,
  }
}
const everything = {
  names: ['白音', '包桂兰'],
  rosters: ['gengdi-dili/2025/1/result', NOTICE, 'linshi/2026/1/result'],
  lines: [NOTICE, 'gengdi-dili/2025/1/result'],
  masked: 1,
  counts: 1,
  hits: 1,
  posts: 1,
}
const rest = {
  names: ['包桂兰'],
  rosters: ['gengdi-dili/2025/1/result'],
  lines: ['gengdi-dili/2025/1/result'],
  masked: 0,
  counts: 0,
  hits: 0,
  posts: 0,
}

const start = async () => {
  await visit(phone, async (published) => {
    await published.follow(VILLAGE)
    await published.syncNow()
  })
}

beforeEach(async () => {
  office = await createOffice()
  const content = office.sites.get(VILLAGE)!
  content.ledger = endingLedger()
  content.posts = {
    ...content.posts,
    posts: content.posts.posts.map((post) => ({ ...post, until: UNTIL })),
  }
  await office.publish()
  phone = createPhone(office)
  await start()
  phone.wire.bend = () => offline
})

describe('until', () => {
  test('[PULL-7] the day before everything is shown, on the day nothing of it', async () => {
    phone.nowMs = Date.parse('2026-03-09T23:59:59+08:00')
    await visit(phone, async (published) => expect(await look(published)).toEqual(everything))
    phone.nowMs = Date.parse('2026-03-10T00:00:00+08:00')
    await visit(phone, async (published) => expect(await look(published)).toEqual(rest))
  })

  test('[PULL-7] hides at midnight in an open app, and says that something changed', async () => {
    phone.nowMs = Date.parse('2026-03-09T23:59:00+08:00')
    await visit(phone, async (published) => {
      expect(await look(published)).toEqual(everything)
      const told = new Promise<void>((resolve) => {
        published.subscribe(resolve)
      })
      phone.nowMs += 61_000
      phone.timers.elapse(61_000)
      await told
      expect(await look(published)).toEqual(rest)
    })
  })

  test('[PULL-7] a clock set back to before the last checkpoint shows nothing again', async () => {
    phone.wire.bend = null
    await office.resign(at('2026-03-12'))
    phone.nowMs = at('2026-03-12')
    await visit(phone, (published) => published.syncNow())
    phone.wire.bend = () => offline
    for (const day of ['2026-03-01', '2020-01-01', '1970-01-01']) {
      phone.nowMs = at(day)
      await visit(phone, async (published) => {
        expect(await look(published), day).toEqual(rest)
        expect(published.status().today).toBe('2026-03-12')
      })
    }
  })

  test('[PULL-7] a clock in 2035 hides and destroys nothing', async () => {
    const before = (await readStored(phone.idb)).length
    for (const ms of [at('2035-06-01'), 8.64e15, Number.MAX_SAFE_INTEGER]) {
      phone.nowMs = ms
      await visit(phone, async (published) => {
        expect(await look(published)).toEqual(rest)
        await published.syncNow()
        await published.rechecked
      })
    }
    phone.nowMs = at('2026-03-05')
    expect((await readStored(phone.idb)).length).toBe(before)
    await visit(phone, async (published) => expect(await look(published)).toEqual(everything))
  })

  test('[PULL-7] stays hidden when the newest head is damaged and an earlier one is used', async () => {
    phone.wire.bend = null
    await office.resign(at('2026-03-12'))
    phone.nowMs = at('2026-03-12')
    await visit(phone, (published) => published.syncNow())
    phone.wire.bend = () => offline
    await flipStored(phone.idb, ({ table, id }) => table === 'heads' && id.endsWith('catalogue'))
    phone.nowMs = at('2026-03-05')
    await visit(phone, async (published) => {
      expect(published.status().today).toBe('2026-03-12')
      expect(await look(published)).toEqual(rest)
    })
  })
})

const ids = async () => (await readStored(phone.idb)).map(({ id }) => id)
const held = (published: Published) => published.status().held

describe('withdrawal and removal', () => {
  beforeEach(() => {
    phone.wire.bend = null
  })
  const sync = () => visit(phone, (published) => published.syncNow())
  const withdraw = () =>
    changeLedger(office, VILLAGE, () => ({
      ...makeLedger(VILLAGE, { rosters: [], lines: [], payees: [], groups: [] }),
      seed: bytesToBase64Url(new Uint8Array(32).fill(9)),
      withdrawn: [{ id: NOTICE, version: 1, day: '2026-03-05', reason: 'void' }],
    }))

  test('[PULL-8] what was withdrawn is gone from the device after the switch, its earlier pack too', async () => {
    const { hash } = headAt(office, VILLAGE).ledger
    expect(await ids()).toContain(hash)
    withdraw()
    await office.publish()
    office.retire()
    await sync()
    expect(await ids()).not.toContain(hash)
    phone.wire.bend = () => offline
    await visit(phone, async (published) => {
      expect(await look(published)).toMatchObject({ names: [], rosters: [], hits: 0 })
    })
  })

  test('[PULL-8] an address that answers 410 alone deletes nothing', async () => {
    office.files.delete(`/published/sites/${VILLAGE}`)
    for (const path of office.files.keys()) if (path.includes('/packs/')) office.files.delete(path)
    await office.resign(office.nowMs + 1_000)
    office.files.delete(`/published/sites/${VILLAGE}`)
    await sync()
    await visit(phone, async (published) => {
      expect(held(published)).toEqual([VILLAGE])
      expect(await look(published)).toEqual(everything)
    })
  })

  test('[PULL-8] a site that a newer verified list lacks is removed, and named so after a restart', async () => {
    const { hash } = headAt(office, VILLAGE).ledger
    office.sites.delete(VILLAGE)
    await office.publish()
    await visit(phone, async (published) => {
      await published.syncNow()
      expect(held(published)).toEqual([])
      expect(published.status().removed).toEqual([VILLAGE])
      expect(await published.ledger(VILLAGE)).toEqual({ ok: false, error: { kind: 'removed' } })
    })
    expect(await ids()).not.toContain(hash)
    phone.wire.bend = () => offline
    await visit(phone, async (published) => {
      expect(published.status().removed).toEqual([VILLAGE])
      expect(await published.ledger(VILLAGE)).toEqual({ ok: false, error: { kind: 'removed' } })
      expect((await published.search('包桂兰')).length).toBe(0)
    })
  })

  test('[PULL-8] a site that comes back is held again', async () => {
    const content = office.sites.get(VILLAGE)!
    office.sites.delete(VILLAGE)
    await office.publish()
    await sync()
    office.sites.set(VILLAGE, content)
    await office.publish()
    await visit(phone, async (published) => {
      await published.syncNow()
      expect(held(published)).toEqual([VILLAGE])
      expect(published.status().removed).toEqual([])
    })
  })
})

describe('the earlier generation', () => {
  beforeEach(() => {
    phone.wire.bend = null
  })
  const switched = async (change: (ledger: LedgerInput) => Partial<LedgerInput>) => {
    const { hash } = headAt(office, VILLAGE).ledger
    changeLedger(office, VILLAGE, change)
    await office.publish()
    await visit(phone, (published) => published.syncNow())
    return (await ids()).includes(hash)
  }
  const amended = ({ lines }: LedgerInput) => ({
    lines: lines.map((line) => (line.payee === 2 ? { ...line, amountFen: 1 } : line)),
  })
  const corrected = (reason: 'figure' | 'identity' | 'privacy') => (ledger: LedgerInput) => ({
    ...amended(ledger),
    rosters: ledger.rosters.map((roster, i) =>
      i > 0
        ? roster
        : {
            ...roster,
            version: 2,
            corrections: [{ version: 2, day: '2026-03-03', reason, text: '' }],
          },
    ),
  })

  test('[PULL-5] stays after an addition and after a corrected figure', async () => {
    expect(await switched(corrected('figure'))).toBe(true)
  })

  test.each([
    ['another seed', () => ({ seed: bytesToBase64Url(new Uint8Array(32).fill(1)) })],
    ['a corrected identity', corrected('identity')],
    ['a correction for privacy', corrected('privacy')],
    [
      'a roster gone',
      (ledger: LedgerInput) => ({ rosters: ledger.rosters.slice(0, 2), masked: [] }),
    ],
    [
      'a roster of another class',
      ({ rosters }: LedgerInput) => ({
        rosters: rosters.map((roster) => ({ ...roster, audience: 'village' as const })),
      }),
    ],
    [
      'a withdrawal',
      () => ({
        withdrawn: [
          { id: 'x/2020/1/result', version: 1, day: '2026-03-03', reason: 'void' as const },
        ],
      }),
    ],
    [
      'a payee gone',
      (ledger: LedgerInput) => ({
        payees: ledger.payees.slice(1),
        lines: ledger.lines.slice(1),
      }),
    ],
  ])('[PULL-5] goes at once with %s', async (_, change) => {
    expect(await switched(change)).toBe(false)
  })

  test('[PULL-5] goes when a post is gone, stays when one came', async () => {
    const content = office.sites.get(VILLAGE)!
    const before = headAt(office, VILLAGE).posts!.hash
    const [post] = content.posts.posts
    content.posts = { ...content.posts, posts: [post!, { ...post!, id: 'next' }] }
    expect(await switched(() => ({}))).toBe(true)
    expect(await ids()).toContain(before)
    const between = headAt(office, VILLAGE).posts!.hash
    content.posts = { ...content.posts, posts: [post!] }
    await switched(() => ({}))
    expect(await ids()).not.toContain(between)
  })

  test('[PULL-5] goes when a verified checkpoint has passed an until in it, not before', async () => {
    const { hash } = headAt(office, VILLAGE).ledger
    expect(await switched(corrected('figure'))).toBe(true)
    phone.nowMs = at('2035-01-01')
    await visit(phone, (published) => published.syncNow())
    expect(await ids()).toContain(hash)
    await office.resign(at(UNTIL))
    await visit(phone, (published) => published.syncNow())
    expect(await ids()).not.toContain(hash)
  })
})
