// Several tabs of one phone: one runs the lane, the others see what it stored and pass their wishes on (PULL-14).
import { beforeEach, describe, expect, test } from 'vitest'
import type { Published } from '../../../../src/store/published/published.ts'
import {
  changeLedger,
  createOffice,
  headAt,
  NEXT_VILLAGE,
  VILLAGE,
} from '../../../support/published-office.ts'
import type { Office } from '../../../support/published-office.ts'
import { createPhone } from '../../../support/published-phone.ts'
import type { Phone } from '../../../support/published-phone.ts'
import { flipStored } from '../../../support/stored-bytes.ts'

let office: Office
let phone: Phone
let first: Published
let second: Published

/** Runs what is due until the condition holds; real storage takes real turns. */
const until = async (what: string, holds: () => boolean | Promise<boolean>) => {
  for (let tries = 0; tries < 400; tries++) {
    if (await holds()) return
    phone.timers.elapse(500)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  throw new Error(`never: ${what}`)
}

beforeEach(async () => {
  office = await createOffice()
  phone = createPhone(office)
  first = await phone.open()
  second = await phone.open()
  return () => {
    first.close()
    second.close()
  }
})

describe('two tabs', () => {
  test('[PULL-14] a wish in the second is fetched once, by the first, and seen in both', async () => {
    await second.follow(VILLAGE)
    await until(
      'held in both',
      () => first.status().held.length > 0 && second.status().held.length > 0,
    )
    await until('done', () => !first.status().syncing)
    expect((await second.ledger(VILLAGE)).ok).toBe(true)
    const packs = phone.wire.sent.filter((path) => path.includes('/packs/'))
    expect(new Set(packs).size).toBe(packs.length)
    expect(phone.wire.sent.filter((path) => path.endsWith('trust.json'))).toHaveLength(1)
  })

  test('[PULL-14] the button in the second starts a round in the first and waits for its end', async () => {
    await first.follow(VILLAGE)
    await until('held', () => second.status().held.length > 0 && !first.status().syncing)
    changeLedger(office, VILLAGE, ({ payees }) => ({
      payees: [...payees, { number: 3, name: '韩梅', group: 0, lastFour: '' }],
    }))
    await office.publish()
    let over = false
    void second.syncNow().then(() => {
      over = true
    })
    await until('over', () => over)
    const names = async () => {
      const ledger = await second.ledger(VILLAGE)
      return ledger.ok ? ledger.value.payees.map(({ name }) => name) : []
    }
    await until('seen', async () => (await names()).includes('韩梅'))
    expect((await second.search('韩梅')).length).toBe(1)
  })

  test('[PULL-14] when the first is closed the second leads', async () => {
    await first.follow(VILLAGE)
    await until('held', () => second.status().held.length > 0)
    first.close()
    await second.follow(NEXT_VILLAGE)
    await second.syncNow()
    expect([...second.status().held].sort()).toEqual([VILLAGE, NEXT_VILLAGE])
  })

  test('[PULL-14] a place let go in one is let go in the other', async () => {
    await first.follow(VILLAGE)
    await until('held', () => second.status().held.length > 0 && !first.status().syncing)
    await second.unfollow(VILLAGE)
    await until('gone in both', () => first.status().held.length === 0)
    expect(second.status().held).toEqual([])
    await first.syncNow()
    expect(first.status().held).toEqual([])
  })

  test('[PULL-6] damage that the second finds is mended by the first', async () => {
    await first.follow(VILLAGE)
    await until('held', () => second.status().held.length > 0 && !first.status().syncing)
    await Promise.all([first.rechecked, second.rechecked])
    const { hash } = headAt(office, VILLAGE).ledger
    expect(await flipStored(phone.idb, ({ id }) => id === hash)).toBe(2)
    expect((await second.ledger(VILLAGE)).ok).toBe(false)
    await until('mended', async () => (await second.ledger(VILLAGE)).ok)
  })

  test('[PULL-9] a network that came wakes the lane', async () => {
    phone.wire.bend = () => ({ ok: false, error: { kind: 'offline' } })
    await first.follow(VILLAGE)
    await until('failed', () => first.status().lastFailure?.kind === 'offline')
    phone.wire.bend = null
    phone.connectivity.tell('online')
    await until('held', () => first.status().held.length === 1)
  })
})
