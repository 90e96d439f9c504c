// What only the village may read: the key from the board opens it, lies with its site, and goes with it (PULL-13).
import { beforeEach, expect, test } from 'vitest'
import { bytesToBase64Url } from '../../../../src/base/bytes.ts'
import { sealCore } from '../../../../src/pack/sealed.ts'
import { encryptAesGcm, gzip, sha256 } from '../../../../src/server/crypto/node-ports.ts'
import {
  changeLedger,
  createOffice,
  makeLedger,
  makeRosterHead,
  NEXT_VILLAGE,
  VILLAGE,
} from '../../../support/published-office.ts'
import type { Office } from '../../../support/published-office.ts'
import { createPhone, offline, visit } from '../../../support/published-phone.ts'
import type { Phone } from '../../../support/published-phone.ts'
import { readStored } from '../../../support/stored-bytes.ts'

const KEY = new Uint8Array(32).fill(3)
const OTHER_KEY = new Uint8Array(32).fill(4)
let office: Office
let phone: Phone

beforeEach(async () => {
  office = await createOffice()
  phone = createPhone(office)
  const ports = { gzip, sha256, encrypt: encryptAesGcm }
  const { groups, payees, lines, masked } = makeLedger(VILLAGE)
  const rosters = [makeRosterHead({ audience: 'village', until: '2026-03-10' })]
  const core = { groups, payees, rosters, lines, masked }
  const sealed = await sealCore(core, VILLAGE, KEY, ports)
  changeLedger(office, VILLAGE, () => ({ sealed, payees: [], lines: [], rosters: [] }))
  await office.publish()
})

test('[PULL-13] the key opens the village part, offline too, and is in no request', async () => {
  await visit(phone, async (published) => {
    await published.follow(VILLAGE, { villageKey: bytesToBase64Url(KEY) })
    await published.syncNow()
  })
  expect(phone.wire.sent.join(' ')).not.toContain(bytesToBase64Url(KEY))
  phone.wire.bend = () => offline
  await visit(phone, async (published) => {
    const core = await published.villageCore(VILLAGE)
    expect(core.ok && core.value.payees.map(({ name }) => name)).toEqual(['白音', '包桂兰'])
    expect(await published.villageCore(VILLAGE)).toEqual(core)
  })
  phone.nowMs = Date.parse('2026-03-10T08:00:00+08:00')
  await visit(phone, async (published) => {
    const core = await published.villageCore(VILLAGE)
    expect(core.ok && core.value.payees).toEqual([])
  })
})

test('[PULL-13] without a key, or with another village’s, it stays shut', async () => {
  await visit(phone, async (published) => {
    await published.follow(VILLAGE)
    await published.syncNow()
    expect(await published.villageCore(VILLAGE)).toEqual({ ok: false, error: { kind: 'no-key' } })
    await published.follow(VILLAGE, { villageKey: bytesToBase64Url(OTHER_KEY) })
    expect(await published.villageCore(VILLAGE)).toEqual({ ok: false, error: { kind: 'no-key' } })
    await published.follow(VILLAGE, { villageKey: bytesToBase64Url(KEY) })
    expect((await published.villageCore(VILLAGE)).ok).toBe(true)
    expect(await published.follow(VILLAGE, { villageKey: 'short' })).toEqual({
      ok: false,
      error: { kind: 'bad-key' },
    })
    expect((await published.villageCore(VILLAGE)).ok).toBe(true)
  })
})

test('[PULL-13] the key goes with its site', async () => {
  const keys = async () => (await readStored(phone.idb)).filter(({ id }) => id.startsWith('key '))
  await visit(phone, async (published) => {
    await published.follow(VILLAGE, { villageKey: bytesToBase64Url(KEY) })
    await published.follow(NEXT_VILLAGE)
    await published.syncNow()
    expect(await keys()).toHaveLength(2)
    await published.unfollow(VILLAGE)
    expect(await keys()).toEqual([])
  })
})
