// The outbox as the app sees it, on the real store, against the real server. Only the wire and the clock are a test's own.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Item } from '../../../../src/domain/event/item.ts'
import { createNoOutbox } from '../../../../src/store/outbox/no-outbox.ts'
import type { Outbox } from '../../../../src/store/outbox/outbox.ts'
import { wakeOnce } from '../../../../src/store/outbox/wake-once.ts'
import { errorBody } from '../../../../src/server/http/errors.ts'
import { sha256 } from '../../../../src/server/crypto/node-ports.ts'
import {
  type FieldServer,
  SITE,
  type TestDevice,
  createFieldServer,
  createTestDevice,
  makeReply,
  offline,
  portalPage,
  settleMicrotasks,
  until,
} from '../../../support/field-world.ts'

describe('the outbox', () => {
  let server: FieldServer
  let device: TestDevice
  let outbox: Outbox
  const opened: Outbox[] = []
  const open = async (changes: Parameters<TestDevice['open']>[0] = {}) => {
    const one = await device.open(changes)
    opened.push(one)
    return one
  }
  beforeEach(async () => {
    server = await createFieldServer()
    device = createTestDevice(server)
    outbox = await open()
  })
  afterEach(async () => {
    opened.splice(0).forEach((each) => {
      each.close()
    })
    await settleMicrotasks()
    expect(server.faults).toEqual([])
    await server.dispose()
  })

  const ask = async (text: string, from = outbox) => {
    const saved = await from.ask({ site: SITE, text })
    if (!saved.ok) throw new Error(saved.error.kind)
    return saved.value
  }
  const itemOf = async (id: string, from = outbox): Promise<Item | undefined> =>
    (await from.items()).find((item) => item.id === id)
  const reaches = (id: string, state: Item['state'], from = outbox) =>
    until(`${id} is ${state}`, async () => (await itemOf(id, from))?.state === state)
  const onDesk = () => server.inbox.desk.list({ tray: 'desk', unansweredOnly: false, limit: 50 })
  const restart = async () => {
    opened.splice(0).forEach((each) => {
      each.close()
    })
    await settleMicrotasks()
    outbox = await open()
  }
  const puts = () => device.wire.sent.filter((request) => request.method === 'PUT')

  test('[OUT-4] [FEED-7] a question written offline goes by itself, once, and its answer comes to this device', async () => {
    device.wire.bend = () => Promise.resolve(offline)
    const text = ' 为什么我家的面积少了？\n ᠮᠣᠩᠭᠣᠯ '
    const { id, claimCode } = await ask(text)
    await until('tried', async () => (await itemOf(id))?.state === 'waiting' && puts().length === 1)
    await restart()
    expect(await itemOf(id)).toMatchObject({
      state: 'waiting',
      next: { kind: 'sends-by-itself' },
      copy: { text, claimCode, site: SITE },
    })
    device.wire.bend = null
    device.connectivity.tell('online')
    await reaches(id, 'received')
    expect(await onDesk()).toMatchObject([{ id, text }])
    await server.inbox.desk.answer({ id, text: '已核实，下月补发。', from: '财政局' })
    await outbox.sendNow()
    expect(await itemOf(id)).toMatchObject({
      state: 'answered',
      next: { kind: 'read-answer' },
      answers: [{ text: '已核实，下月补发。', from: '财政局' }],
    })
    expect((await onDesk()).length).toBe(1)
  })

  test('[EVT-13] a proposed word is kept, sent and answered like a question', async () => {
    device.wire.bend = () => Promise.resolve(offline)
    const word = { key: 'shell.back', language: 'mn-Mong-CN' }
    const saved = await outbox.proposeWord({ ...word, text: 'ᠪᠤᠴᠠᠬᠤ' })
    if (!saved.ok) throw new Error(saved.error.kind)
    const { id } = saved.value
    expect(await itemOf(id)).toMatchObject({
      state: 'waiting',
      copy: { kind: 'translation', word, text: 'ᠪᠤᠴᠠᠬᠤ', claimCode: saved.value.claimCode },
    })
    await restart()
    device.wire.bend = null
    device.connectivity.tell('online')
    await reaches(id, 'received')
    expect(await onDesk()).toMatchObject([{ id, kind: 'translation', word, text: 'ᠪᠤᠴᠠᠬᠤ' }])
    expect(await outbox.proposeWord({ ...word, text: ' ' })).toMatchObject({
      ok: false,
      error: { kind: 'text-empty' },
    })
  })

  test('[FEED-4] [FEED-6] entries that no cursor can name hold up nothing and are not asked for again and again', async () => {
    const { id } = await ask('新服务器的话')
    await reaches(id, 'received')
    await outbox.sendNow()
    const { db } = server.test.instance.store
    const { device: name } = await db
      .selectFrom('inbox_event')
      .select('device')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const last = { text: '最后一条', answeredMs: 1, from: null }
    const strange = (n: number) => ({ n, kind: 'horse', id: `Horse_${n}`, event: id })
    for (let n = 1; n <= 31; n++) {
      const answer = { n, kind: 'answer', id: String(n), event: id, ...last }
      // The twentieth, at the end of the first page, among them.
      const entry = n < 15 ? { ...strange(n), id: String(n) } : n < 31 ? strange(n) : answer
      const named = { device: name, n, id: entry.id, kind: entry.kind, event_id: id, at_ms: n }
      await db
        .insertInto('inbox_feed')
        .values({ ...named, entry: JSON.stringify(entry) })
        .execute()
    }
    const before = device.wire.sent.length
    await outbox.sendNow()
    expect((await itemOf(id))?.answers).toMatchObject([{ text: '最后一条' }])
    expect(device.wire.sent.length - before).toBeLessThanOrEqual(4)
  })

  test('[OUT-4] every attempt sends the same bytes', async () => {
    device.wire.bend = () => Promise.resolve(portalPage)
    const { id } = await ask('同样的字节')
    await until('tried', () => puts().length === 1)
    await restart()
    await until('tried again', () => puts().length === 2)
    device.wire.bend = null
    device.connectivity.tell('online')
    await reaches(id, 'received')
    expect(new Set(puts().map((request) => Buffer.from(request.body!).toString('hex'))).size).toBe(
      1,
    )
  })

  test('[RCPT-3] a portal’s 200 is no delivery, and the screen says why', async () => {
    device.wire.bend = () => Promise.resolve(portalPage)
    const { id } = await ask('门户')
    await until('noted', async () => (await itemOf(id))?.next.kind === 'tries-again')
    expect((await itemOf(id))?.next).toMatchObject({ because: 'portal' })
    expect(await onDesk()).toEqual([])
  })

  test('[RCPT-4] an answer that was lost after the server stored is made good by the same receipt', async () => {
    let lost = 0
    device.wire.bend = async (request, pass) => {
      const answer = await pass()
      if (request.method === 'PUT' && lost++ === 0) return offline
      return answer
    }
    const { id } = await ask('回执丢了一次')
    await until('lost', () => lost === 1)
    await settleMicrotasks()
    await device.timers.elapse(3_000)
    await reaches(id, 'received')
    expect((await onDesk()).length).toBe(1)
  })

  test('[OUT-6] what failed is tried again when its time has come, without anybody’s hand', async () => {
    device.wire.bend = () => Promise.resolve(makeReply(502, '<html>bad gateway</html>'))
    const { id } = await ask('稍后再试')
    await until('noted', async () => (await itemOf(id))?.next.kind === 'tries-again')
    device.wire.bend = null
    await device.timers.elapse(100)
    expect((await itemOf(id))?.state).toBe('waiting')
    await device.timers.elapse(2_000)
    await reaches(id, 'received')
  })

  test('[OUT-8] a refusal for good is shown with its reason, nothing is deleted, and it can be sent as a new item', async () => {
    device.wire.bend = (request, pass) =>
      request.method === 'PUT'
        ? Promise.resolve(makeReply(409, JSON.stringify(errorBody('event-differs'))))
        : pass()
    const { id } = await ask('被拒收的一条')
    await reaches(id, 'quarantined')
    expect((await itemOf(id))?.next).toEqual({ kind: 'decide', because: 'event-differs' })
    device.wire.bend = null
    await outbox.sendNow()
    expect((await itemOf(id))?.state).toBe('quarantined')
    const renewed = await outbox.sendAsNew(id)
    if (!renewed?.ok) throw new Error('not saved')
    expect(renewed.value.id).not.toBe(id)
    await reaches(renewed.value.id, 'received')
    expect((await itemOf(id))?.copy?.text).toBe('被拒收的一条')
    expect((await onDesk()).map((item) => item.text)).toEqual(['被拒收的一条'])
  })

  test('[OUT-1] blank and overlong texts, and a phone without published data, save nothing and say why', async () => {
    expect(await outbox.ask({ site: SITE, text: ' \n' })).toEqual({
      ok: false,
      error: { kind: 'text-empty' },
    })
    expect(await outbox.ask({ site: SITE, text: '长'.repeat(1366) })).toEqual({
      ok: false,
      error: { kind: 'text-too-long' },
    })
    const unborn = await open({ office: () => null })
    expect(await unborn.ask({ site: SITE, text: '问' })).toEqual({
      ok: false,
      error: { kind: 'no-office-key' },
    })
    const unsealed = await open({ seal: () => Promise.reject(new Error('chunk')) })
    expect(await unsealed.ask({ site: SITE, text: '问' })).toEqual({
      ok: false,
      error: { kind: 'sealing-unavailable' },
    })
    expect(await outbox.items()).toEqual([])
  })

  test('a draft stays over a restart, goes with the question that it became, and can be thrown away', async () => {
    const draft = await outbox.saveDraft({ site: SITE, text: '还没写完' })
    if (!draft.ok) throw new Error(draft.error.kind)
    await outbox.saveDraft({ id: draft.value.id, site: SITE, text: '还没写完，再写一点' })
    await restart()
    expect(await outbox.items()).toMatchObject([
      { id: draft.value.id, state: 'draft', copy: { text: '还没写完，再写一点', claimCode: '' } },
    ])
    const saved = await outbox.ask({ site: SITE, text: '写完了', draft: draft.value.id })
    expect((await outbox.items()).map((item) => item.id)).toEqual([saved.ok && saved.value.id])
    const other = await outbox.saveDraft({ site: SITE, text: '不要了' })
    if (other.ok) await outbox.remove(other.value.id)
    expect((await outbox.items()).length).toBe(1)
  })

  test('[OUT-3] two tabs share one leader; when it closes the other takes over', async () => {
    const second = await open()
    const first = await ask('第一个标签页', second)
    await reaches(first.id, 'received', second)
    expect(puts().length).toBe(1)
    device.wire.bend = () => Promise.resolve(offline)
    const { id } = await ask('关掉领头的')
    await until('tried', () => puts().length === 2)
    outbox.close()
    device.wire.bend = null
    await reaches(id, 'received', second)
  })

  test('[OUT-7] the button in a following tab wakes the leader', async () => {
    const second = await open()
    device.wire.bend = () => Promise.resolve(offline)
    const { id } = await ask('按一下就发')
    await until('tried', () => puts().length === 1)
    await settleMicrotasks()
    device.wire.bend = null
    await second.sendNow()
    await reaches(id, 'received', second)
  })

  test('whoever subscribes sees each change, also those of another tab, until he leaves', async () => {
    const second = await open()
    const seen: string[] = []
    const leave = second.subscribe((items) => {
      seen.push(items.map((item) => item.state).join())
    })
    const { id } = await ask('看得见')
    await until('seen as received', () => seen.at(-1) === 'received')
    expect(seen[0]).toBe('')
    leave()
    const count = seen.length
    await outbox.remove(id)
    await settleMicrotasks()
    expect(seen.length).toBe(count)
  })

  test('[CLAIM-3] a code tells its state from any phone, a mistyped one is told without asking', async () => {
    const stranger = await createTestDevice(server).open()
    opened.push(stranger)
    device.wire.bend = () => Promise.resolve(offline)
    const { id, claimCode } = await ask('查一查')
    expect(await stranger.lookUp(claimCode)).toEqual({
      ok: true,
      value: { state: 'unknown', day: null },
    })
    device.wire.bend = null
    await outbox.sendNow()
    await reaches(id, 'received')
    expect(await stranger.lookUp(`${claimCode.slice(0, 8)} ${claimCode.slice(8)}`)).toMatchObject({
      value: { state: 'received' },
    })
    const wrong = claimCode.slice(0, 15) + String((Number(claimCode[15]) + 1) % 10)
    expect(await stranger.lookUp(wrong)).toEqual({
      ok: false,
      error: { kind: 'claim-code-mistyped' },
    })
    device.wire.bend = () => Promise.resolve(portalPage)
    expect(await outbox.lookUp(claimCode)).toEqual({ ok: false, error: { kind: 'portal' } })
  })

  test('[OUT-10] [RCPT-5] a server that lost what it had a receipt for gets it again, under a new epoch', async () => {
    const { id } = await ask('备份之后的一条')
    await reaches(id, 'received')
    const { db } = server.test.instance.store
    const before = await db.selectFrom('inbox_event').selectAll().executeTakeFirstOrThrow()
    for (const table of ['inbox_event', 'inbox_device', 'inbox_feed'] as const) {
      await db.deleteFrom(table).execute()
    }
    await db.updateTable('inbox_counter').set({ value: 0 }).execute()
    await outbox.sendNow()
    await until('there again', async () => (await onDesk()).length === 1)
    await reaches(id, 'received')
    const after = await db.selectFrom('inbox_event').selectAll().executeTakeFirstOrThrow()
    expect(after).toMatchObject({ id, hash: before.hash })
    const epochs = await db.selectFrom('inbox_epoch').selectAll().orderBy('ordinal').execute()
    expect(epochs.map((epoch) => epoch.reason)).toEqual(['first', 'restored'])
  })

  test('[OUT-11] [RCPT-7] the bytes go once a backup has them, not before; the item stays', async () => {
    const { id } = await ask('等备份')
    await reaches(id, 'received')
    const { openRows } = await import('../../../../src/store/outbox/open-outbox.ts')
    const rows = await openRows(device.deps)
    await outbox.sendNow()
    expect(await rows.replica.parcel(id)).not.toBeNull()
    await server.inbox.upkeep.recordBackup(await server.inbox.upkeep.latestNumber())
    await outbox.sendNow()
    expect(await rows.replica.parcel(id)).toBeNull()
    expect((await itemOf(id))?.state).toBe('received')
    rows.close()
  })

  test('[OUT-11] [RCPT-7] ninety days of the server’s time end the keeping, no clock of the phone does', async () => {
    const { id } = await ask('九十天')
    await reaches(id, 'received')
    const { openRows } = await import('../../../../src/store/outbox/open-outbox.ts')
    const rows = await openRows(device.deps)
    device.timers.setWall(Date.parse('2035-01-01T00:00:00Z'))
    await outbox.sendNow()
    expect(await rows.replica.parcel(id)).not.toBeNull()
    server.test.clock.advance(91 * 86_400_000)
    await outbox.sendNow()
    expect(await rows.replica.parcel(id)).toBeNull()
    rows.close()
  })

  test('[OUT-12] [EVT-1] a device that was put back by a backup goes on under a new replica, and nothing is refused', async () => {
    const { openRows } = await import('../../../../src/store/outbox/open-outbox.ts')
    const rows = await openRows(device.deps)
    for (const text of ['一', '二', '三']) await reaches((await ask(text)).id, 'received')
    await server.inbox.upkeep.sorted()
    const self = (await rows.db.device.get('self'))!
    await rows.db.device.put({ ...self, nextSeq: 2 })
    const repeated = await ask('重复的序号')
    await reaches(repeated.id, 'received')
    await outbox.sendNow()
    expect((await rows.db.device.get('self'))?.replica).not.toBe(self.replica)
    expect((await onDesk()).length).toBe(4)
    rows.close()
  })

  test('[OUT-15] a removed question that is not sent yet still goes', async () => {
    device.wire.bend = () => Promise.resolve(offline)
    const { id } = await ask('删掉自己的副本')
    await outbox.remove(id)
    expect(await itemOf(id)).toMatchObject({ copy: null, state: expect.any(String) })
    device.wire.bend = null
    await outbox.sendNow()
    await until('gone from the list', async () => (await outbox.items()).length === 0)
    expect((await onDesk()).map((item) => item.text)).toEqual(['删掉自己的副本'])
  })

  test('[OUT-16] the worker sends what waits when no page is open, by the stored keys alone', async () => {
    device.wire.bend = () => Promise.resolve(offline)
    const { id } = await ask('没有页面时')
    await until('tried', () => puts().length === 1)
    outbox.close()
    await settleMicrotasks()
    expect(await wakeOnce(device.deps)).toBe(1)
    device.wire.bend = null
    expect(await wakeOnce(device.deps)).toBe(0)
    expect((await onDesk()).map((item) => item.id)).toEqual([id])
  })

  test('[OUT-16] while a page leads the worker waits a second and leaves the work to it', async () => {
    // Asked to wait longer than the worker does: what the page tries by itself must not be taken for the worker's doing.
    device.wire.bend = () => Promise.resolve(makeReply(503, '', { 'retry-after': '60' }))
    await ask('页面开着')
    await until('tried', () => puts().length === 1)
    const before = puts().length
    const woken = wakeOnce(device.deps)
    await settleMicrotasks()
    await device.timers.elapse(1_000)
    expect(await woken).toBe(1)
    expect(puts().length).toBe(before)
  })

  test('[OUT-17] a wake-up is asked for after each save and at a start with something unsent, else never', async () => {
    let asked = 0
    const requestWake = () => {
      asked += 1
    }
    device.wire.bend = () => Promise.resolve(offline)
    const one = await open({ requestWake })
    await settleMicrotasks()
    expect(asked).toBe(0)
    await ask('请叫醒', one)
    expect(asked).toBe(1)
    await open({ requestWake })
    await until('asked at the start', () => asked === 2)
    device.wire.bend = null
    await one.sendNow()
    await until('sent', async () => (await onDesk()).length === 1)
    await open({ requestWake })
    await settleMicrotasks()
    expect(asked).toBe(2)
  })

  test('[OUT-18] the browser is asked to keep what is stored after a save, not before', async () => {
    let asked = 0
    const one = await open({ askToKeep: () => (asked += 1) })
    await one.saveDraft({ site: SITE, text: '草稿' })
    await one.ask({ site: SITE, text: ' ' })
    expect(asked).toBe(0)
    await ask('第一件', one)
    expect(asked).toBe(1)
  })

  test('[OUT-5] [OUT-3] many questions at once all arrive, once each', async () => {
    const texts = Array.from({ length: 12 }, (_, i) => `第${i}个问题`)
    const saved = await Promise.all(texts.map((text) => ask(text)))
    for (const { id } of saved) await reaches(id, 'received')
    expect((await onDesk()).map((item) => item.text).sort()).toEqual([...texts].sort())
    expect(new Set(saved.map((one) => one.claimCode)).size).toBe(12)
    expect(puts().length).toBe(12)
  })
})

test('where nothing can be stored the outbox saves nothing and says so', async () => {
  const http = { send: () => Promise.resolve(offline) }
  const none = createNoOutbox({ http, sha256, sendUnsaved: null })
  const refused = { ok: false, error: { kind: 'storage-unavailable' } }
  expect(await none.proposeWord({ key: 'a.b', language: 'en', text: 'x' })).toEqual(refused)
  expect(await none.ask({ site: SITE, text: '问' })).toEqual(refused)
  expect(await none.saveDraft({ site: SITE, text: '问' })).toEqual(refused)
  expect(await none.items()).toEqual([])
})
