// What the network offers and the phone refuses (PACK-20 … PACK-26), with the last good data staying; and what is only a bad
// way (PULL-10).
import { beforeEach, describe, expect, test } from 'vitest'
import type { Published } from '../../../../src/store/published/published.ts'
import {
  addKey,
  changeLedger,
  createOffice,
  headAt,
  NEXT_VILLAGE,
  VILLAGE,
} from '../../../support/published-office.ts'
import type { Office } from '../../../support/published-office.ts'
import {
  createPhone,
  cut,
  makeAnswer,
  offline,
  portal,
  visit,
} from '../../../support/published-phone.ts'
import type { OfficeWire, Phone } from '../../../support/published-phone.ts'

let office: Office
let phone: Phone
let published: Published

const addPayee = (name: string) =>
  changeLedger(office, VILLAGE, ({ payees }) => ({
    payees: [...payees, { number: payees.length + 1, name, group: 0, lastFour: '' }],
  }))
const names = async (): Promise<readonly string[]> => {
  const ledger = await published.ledger(VILLAGE)
  return ledger.ok ? ledger.value.payees.map((payee) => payee.name) : []
}
const before = ['白音', '包桂兰']

beforeEach(async () => {
  office = await createOffice()
  phone = createPhone(office)
  published = await phone.open()
  await published.follow(VILLAGE)
  await published.syncNow()
  return () => published.close()
})

const sync = async (bend: OfficeWire['bend'] = null) => {
  phone.wire.bend = bend
  await published.syncNow()
  phone.wire.bend = null
}
const flip = (bytes: Uint8Array, at: number): Uint8Array => {
  const changed = bytes.slice()
  changed[at] = changed[at]! ^ 1
  return changed
}
const damaged =
  (isMeant: (path: string) => boolean, at: (bytes: Uint8Array) => number): OfficeWire['bend'] =>
  (request, pass) => {
    const answer = pass()
    return isMeant(request.path) && answer.ok
      ? makeAnswer(200, flip(answer.value.bytes, at(answer.value.bytes)))
      : answer
  }

describe('refused, the last good data staying', () => {
  const kinds = async () =>
    (await published.refusals()).map(({ what, refusal }) => `${what} ${refusal.kind}`)

  test('[PULL-12] a flipped byte of a pack', async () => {
    addPayee('韩梅')
    await office.publish()
    await sync(
      damaged(
        (path) => path.includes('/packs/'),
        (bytes) => bytes.length - 20,
      ),
    )
    expect(await names()).toEqual(before)
    expect(published.status().lastFailure).toMatchObject({ kind: 'refused' })
    expect(published.status().behind).toEqual([VILLAGE])
    expect(await kinds()).toContain(`${VILLAGE} damaged`)
    await sync()
    expect(await names()).toEqual([...before, '韩梅'])
    expect(published.status()).toMatchObject({ behind: [], lastRefusal: null, lastFailure: null })
  })

  test('[PULL-12] a flipped byte anywhere in a site file', async () => {
    addPayee('韩梅')
    await office.publish()
    const { length } = office.files.get(`/published/sites/${VILLAGE}`)!
    for (let at = 3; at < length - 1; at += 41) {
      await sync(
        damaged(
          (path) => path.endsWith(VILLAGE),
          () => at,
        ),
      )
      expect(await names()).toEqual(before)
      expect(published.status().lastFailure, `byte ${at}`).toMatchObject({ kind: 'refused' })
    }
    await sync()
    expect(await names()).toContain('韩梅')
  })

  test('[PULL-12] an older checkpoint offered again', async () => {
    const old = new Map(office.files)
    addPayee('韩梅')
    await office.publish()
    await sync()
    await sync((request, pass) => {
      const bytes = old.get(request.path)
      return bytes ? makeAnswer(200, bytes) : pass()
    })
    expect(await names()).toEqual([...before, '韩梅'])
    expect(await kinds()).toContain('catalogue older')
    expect(published.status().data?.number).toBe(2)
  })

  test('[PULL-12] the same number with other content', async () => {
    office.number -= 1
    addPayee('韩梅')
    await office.publish()
    await sync()
    expect(await names()).toEqual(before)
    expect(await kinds()).toContain('catalogue two-versions')
  })

  test('[PULL-12] the file of another site, and the pack of another site', async () => {
    addPayee('韩梅')
    await office.publish()
    const other = headAt(office, NEXT_VILLAGE).ledger.hash
    const mine = headAt(office, VILLAGE).ledger.hash
    await sync((request, pass) =>
      request.path.endsWith(VILLAGE)
        ? makeAnswer(200, office.files.get(`/published/sites/${NEXT_VILLAGE}`)!)
        : pass(),
    )
    expect(await kinds()).toContain(`${VILLAGE} wrong-site`)
    await sync((request, pass) =>
      request.path.endsWith(mine)
        ? makeAnswer(200, office.files.get(`/published/packs/${other}`)!)
        : pass(),
    )
    expect(await names()).toEqual(before)
    expect(published.status().lastFailure).toEqual({
      kind: 'refused',
      refusal: { kind: 'wrong-site' },
    })
  })

  test('[PULL-12] a checkpoint signed by a key that is not valid for its number', async () => {
    addKey(office, 10)
    office.trust.version = 2
    await office.publishTrust()
    addPayee('韩梅')
    await office.publish()
    await sync()
    expect(await names()).toEqual(before)
    expect(await kinds()).toContain('catalogue key-not-valid')
    office.number = 9
    await office.publish()
    await sync()
    expect(await names()).toEqual([...before, '韩梅'])
  })

  test('[PULL-12] another root', async () => {
    const stranger = await createOffice()
    await sync((request) => makeAnswer(200, stranger.files.get(request.path) ?? new Uint8Array(0)))
    expect(await names()).toEqual(before)
    stranger.trust.version = 5
    await stranger.publishTrust()
    await stranger.publish()
    await stranger.publish()
    await sync((request) => makeAnswer(200, stranger.files.get(request.path) ?? new Uint8Array(0)))
    expect(await names()).toEqual(before)
    expect(await kinds()).toContain('trust other-root')
    expect(published.status().root).toBe(office.rootHash.slice(0, 8))
  })

  test('[PULL-1] a true restart under a note of the root key is accepted and shown', async () => {
    addPayee('韩梅')
    await office.publish()
    await sync()
    office.number = 0
    changeLedger(office, VILLAGE, ({ payees }) => ({ payees: payees.slice(0, 2) }))
    office.trust.version = 2
    office.nowMs += 86_400_000
    await office.publish()
    office.trust.restarts.push({
      number: 1,
      hash: office.signed!.checkpoint.hash,
      day: '2026-03-03',
      reason: '服务器恢复',
    })
    await office.publishTrust()
    await sync()
    expect(published.status().data?.number).toBe(1)
    expect(published.status().restart?.reason).toBe('服务器恢复')
    expect(await names()).toEqual(before)
    published.close()
    published = await phone.open()
    expect(published.status().data?.number).toBe(1)
    expect(await names()).toEqual(before)
  })

  test('[PULL-6] files of a key that a newer trust list takes back are shown no more', async () => {
    office.trust.keys = office.trust.keys.map((key) => ({ ...key, from: 2 }))
    office.trust.version = 2
    await office.publishTrust()
    office.number = 1
    await office.publish()
    await sync((request, pass) => (request.path.includes('/packs/') ? offline : pass()))
    expect(published.status().data?.number).toBe(2)
    await sync()
    expect(await names()).toEqual(before)
  })
})

describe('a bad way is no verdict', () => {
  const noRefusal = async () => {
    expect(await names()).toEqual(before)
    expect(published.status().lastRefusal).toBeNull()
    expect(await published.refusals()).toEqual([])
  }

  test('[PULL-10] a portal that answers 200 with a page is a portal', async () => {
    addPayee('韩梅')
    await office.publish()
    await sync(() => portal)
    expect(published.status().lastFailure).toEqual({ kind: 'portal' })
    await noRefusal()
    await sync((request, pass) => (request.path.includes('/packs/') ? portal : pass()))
    expect(published.status().lastFailure).toEqual({ kind: 'portal' })
    await noRefusal()
  })

  test('[PULL-10] a portal is known by redirect, by status and by text that is no file of ours', async () => {
    const text = makeAnswer(200, new TextEncoder().encode('login required'))
    const redirect = makeAnswer(302, new Uint8Array(0))
    for (const answer of [text, redirect, makeAnswer(511, new Uint8Array(0))]) {
      await sync(() => answer)
      expect(['portal', 'refused']).toContain(published.status().lastFailure?.kind)
      expect(await names()).toEqual(before)
    }
    expect(published.status().lastFailure).toEqual({ kind: 'portal' })
  })

  test('[PULL-10] files cut short are cut, wherever they are cut', async () => {
    addPayee('韩梅')
    await office.publish()
    const cuts = [0, 1, 2, 40, -3]
    for (const path of ['/published/sites/catalogue', `/published/sites/${VILLAGE}`, '/packs/']) {
      for (const at of cuts) {
        await sync((request, pass) => {
          const answer = pass()
          return request.path.includes(path) && answer.ok && answer.value.status === 200
            ? makeAnswer(200, answer.value.bytes.slice(0, at))
            : answer
        })
        expect(published.status().lastFailure, `${path} at ${at}`).toEqual({ kind: 'cut' })
        await noRefusal()
      }
    }
    await sync(() => cut)
    expect(published.status().lastFailure).toEqual({ kind: 'cut' })
    await sync()
    expect(await names()).toEqual([...before, '韩梅'])
  })

  test('[PULL-9] a busy server is left alone for as long as it says', async () => {
    await sync(() => makeAnswer(503, new Uint8Array(0), { 'retry-after': '300' }))
    const { lastFailure, nextTryMs } = published.status()
    expect(lastFailure).toEqual({ kind: 'busy', afterMs: 300_000 })
    expect(nextTryMs! - phone.nowMs).toBe(300_000)
  })

  test('[PULL-9] the timer tries again by itself', async () => {
    addPayee('韩梅')
    await office.publish()
    await sync(() => offline)
    expect(await names()).toEqual(before)
    phone.timers.elapse(3_000)
    await new Promise<void>((resolve) => {
      const leave = published.subscribe(() => {
        if (published.status().syncing || published.status().behind.length > 0) return
        leave()
        resolve()
      })
    })
    expect(await names()).toEqual([...before, '韩梅'])
  })

  test('[PULL-1] a sync without news costs at most 2 kB, a day later too', async () => {
    phone.wire.received = 0
    await sync()
    expect(phone.wire.sent[phone.wire.sent.length - 1]).toBe('/published/sites/catalogue')
    expect(phone.wire.received).toBeLessThanOrEqual(2_048)
    await office.resign(office.nowMs + 86_400_000)
    phone.wire.received = 0
    await sync()
    expect(phone.wire.received).toBeLessThanOrEqual(2_048)
    expect(published.status().data).toEqual({
      number: 1,
      changedMs: office.nowMs - 86_400_000,
      checkedMs: office.nowMs,
    })
  })

  test('[PULL-4] what was fetched before a cut is not fetched again after a restart', async () => {
    await published.follow(NEXT_VILLAGE)
    const { ledger, posts } = headAt(office, NEXT_VILLAGE)
    await sync((request, pass) => (request.path.endsWith(posts!.hash) ? cut : pass()))
    published.close()
    phone.wire.sent.splice(0)
    published = await phone.open()
    await published.syncNow()
    const packs = phone.wire.sent.filter((path) => path.includes('/packs/'))
    expect(packs).toEqual([`/published/packs/${posts!.hash}`])
    expect(packs).not.toContain(`/published/packs/${ledger.hash}`)
  })

  test('slow answers arrive all the same', async () => {
    addPayee('韩梅')
    await office.publish()
    phone.wire.latencyMs = 20
    await sync()
    expect(await names()).toEqual([...before, '韩梅'])
  })
})

test('[PULL-6] after any of it a start without network shows the last good data', async () => {
  addPayee('韩梅')
  await office.publish()
  await sync(
    damaged(
      (path) => path.includes('/packs/'),
      (bytes) => bytes.length - 9,
    ),
  )
  published.close()
  phone.wire.bend = () => offline
  await visit(phone, async (next) => {
    published = next
    expect(await names()).toEqual(before)
  })
  published = await phone.open()
})
