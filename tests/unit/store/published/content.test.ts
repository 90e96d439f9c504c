// Files behind posts: by hash, kept only when asked, gone with the post that named them (PULL-15).
import { beforeEach, expect, test } from 'vitest'
import { bytesToHex } from '../../../../src/base/bytes.ts'
import { sha256 } from '../../../../src/server/crypto/node-ports.ts'
import { createOffice, VILLAGE } from '../../../support/published-office.ts'
import type { Office } from '../../../support/published-office.ts'
import {
  createPhone,
  makeAnswer,
  offline,
  portal,
  visit,
} from '../../../support/published-phone.ts'
import type { Phone } from '../../../support/published-phone.ts'

const scan = new Uint8Array([37, 80, 68, 70, 1, 2, 3])
const hash = bytesToHex(sha256(scan))
let office: Office
let phone: Phone

const name = (files: boolean) => {
  const content = office.sites.get(VILLAGE)!
  content.posts = {
    ...content.posts,
    posts: content.posts.posts.map((post) => ({
      ...post,
      files: files ? [{ hash, bytes: scan.length, type: 'application/pdf', name: '公示.pdf' }] : [],
    })),
  }
}

beforeEach(async () => {
  office = await createOffice()
  phone = createPhone(office)
  office.files.set(`/published/files/${hash}`, scan)
  name(true)
  await office.publish()
  await visit(phone, async (published) => {
    await published.follow(VILLAGE)
    await published.syncNow()
  })
})

test('[PULL-15] is fetched when opened, and kept when asked', async () => {
  await visit(phone, async (published) => {
    const read = await published.content(hash)
    expect(read.ok && new Uint8Array(read.value)).toEqual(scan)
    phone.wire.bend = () => offline
    expect(await published.content(hash)).toEqual({ ok: false, error: { kind: 'no-connection' } })
    phone.wire.bend = null
    await published.content(hash, true)
  })
  phone.wire.bend = () => offline
  await visit(phone, async (published) => {
    const read = await published.content(hash)
    expect(read.ok && new Uint8Array(read.value)).toEqual(scan)
  })
})

test('[PULL-15] is believed only under its hash', async () => {
  await visit(phone, async (published) => {
    phone.wire.bend = () => makeAnswer(200, Uint8Array.of(1, 2, 3))
    expect(await published.content(hash, true)).toEqual({
      ok: false,
      error: { kind: 'refused', refusal: { kind: 'damaged' } },
    })
    phone.wire.bend = () => portal
    expect(await published.content(hash, true)).toEqual({
      ok: false,
      error: { kind: 'no-connection' },
    })
    phone.wire.bend = () => makeAnswer(410, new Uint8Array(0))
    expect(await published.content(hash)).toEqual({ ok: false, error: { kind: 'removed' } })
    expect(await published.content('../trust.json')).toEqual({
      ok: false,
      error: { kind: 'not-held' },
    })
  })
})

test('[PULL-15] goes once no post names it any more', async () => {
  await visit(phone, async (published) => {
    await published.content(hash, true)
    await published.syncNow()
    phone.wire.bend = () => offline
    expect((await published.content(hash)).ok).toBe(true)
    phone.wire.bend = null
    name(false)
    await office.publish()
    await published.syncNow()
    phone.wire.bend = () => offline
    expect((await published.content(hash)).ok).toBe(false)
  })
})
