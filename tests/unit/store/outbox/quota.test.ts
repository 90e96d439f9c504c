// A phone without room: QuotaExceededError at every write of the outbox, as a request's error and as a commit's.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Outbox } from '../../../../src/store/outbox/outbox.ts'
import { openRows } from '../../../../src/store/outbox/open-outbox.ts'
import {
  type FieldServer,
  SITE,
  type TestDevice,
  createFieldServer,
  createTestDevice,
  offline,
  settleMicrotasks,
  until,
} from '../../../support/field-world.ts'
import { type FullWay, emptyDisk, fillDisk } from '../../../support/full-disk.ts'

describe.each<FullWay>(['request', 'commit'])('a full disk, told by the %s', (way) => {
  let server: FieldServer
  let device: TestDevice
  let outbox: Outbox
  beforeEach(async () => {
    server = await createFieldServer()
    device = createTestDevice(server)
    outbox = await device.open()
    await until('reserved', async () => {
      const rows = await openRows(device.deps)
      const laid = await rows.db.reserve.count()
      rows.close()
      return laid === 1
    })
  })
  afterEach(async () => {
    emptyDisk()
    outbox.close()
    await settleMicrotasks()
    await server.dispose()
  })

  const question = { site: SITE, text: '手机满了也要问' }
  const onDesk = async () =>
    (await server.inbox.desk.list({ tray: 'desk', unansweredOnly: false, limit: 9 })).map(
      (item) => item.text,
    )
  /** Writes of one save, learned from one that succeeds. */
  const countPuts = async (): Promise<number> => {
    device.wire.bend = () => Promise.resolve(offline)
    const { puts } = fillDisk(way, () => false)
    const other = createTestDevice(server)
    other.wire.bend = device.wire.bend
    const box = await other.open()
    await box.ask(question)
    box.close()
    emptyDisk()
    return puts()
  }

  test('[OUT-20] [OUT-1] whichever write finds no room, nothing is called saved and the draft stays', async () => {
    const puts = await countPuts()
    expect(puts).toBeGreaterThanOrEqual(5)
    const draft = await outbox.saveDraft(question)
    if (!draft.ok) throw new Error(draft.error.kind)
    // The number, then the four rows of one save; a commit can only fail after its last.
    for (const from of way === 'request' ? [1, 2, 3, 4, 5] : [1, 5]) {
      fillDisk(way, ({ count }) => count >= from)
      const written = way === 'request' ? { ...question, draft: draft.value.id } : question
      const asked = await outbox.ask(written)
      expect(asked, `put ${from}`).toEqual({ ok: false, error: { kind: 'storage-full' } })
      expect(await outbox.saveDraft(question)).toMatchObject({ error: { kind: 'storage-full' } })
      emptyDisk()
      expect((await outbox.items()).map((item) => item.state)).toEqual(['draft'])
    }
    expect(await onDesk()).toEqual([])
    device.wire.bend = null
    expect((await outbox.ask({ ...question, draft: draft.value.id })).ok).toBe(true)
    await until('arrived', async () => (await onDesk()).length === 1)
  })

  test('[OUT-20] the reserve gives way to a text, once, and is laid again when there is room', async () => {
    fillDisk(way, () => true, true)
    const saved = await outbox.ask(question)
    expect(saved.ok).toBe(true)
    await until('arrived', async () => (await onDesk()).length === 1)
    outbox.close()
    await settleMicrotasks()
    const rows = await openRows(device.deps)
    expect(await rows.db.reserve.count()).toBe(0)
    emptyDisk()
    outbox = await device.open()
    await until('laid again', async () => (await rows.db.reserve.count()) === 1)
    const [reserve] = await rows.db.reserve.toArray()
    expect(reserve?.bytes.byteLength).toBeGreaterThan(65_536)
    rows.close()
  })

  test('[OUT-21] what could not be saved is sent at once, counted once however often, and said to have arrived only then', async () => {
    fillDisk(way, () => true)
    expect(await outbox.ask(question)).toMatchObject({ ok: false })
    const send = outbox.sendUnsaved!
    device.wire.bend = () => Promise.resolve(offline)
    expect(await send(question)).toEqual({ ok: false, error: { kind: 'no-network' } })
    // It arrives, but its receipt is lost.
    device.wire.bend = (_request, pass) => pass().then(() => offline)
    expect(await send(question)).toMatchObject({ ok: false })
    device.wire.bend = null
    const sent = await send(question)
    if (!sent.ok) throw new Error(sent.error.kind)
    expect(await onDesk()).toEqual([question.text])
    expect(await outbox.lookUp(sent.value.claimCode)).toMatchObject({
      value: { state: 'received' },
    })
    expect(await send({ site: SITE, text: '' })).toEqual({
      ok: false,
      error: { kind: 'text-empty' },
    })
  })

  test('[OUT-20] [OUT-4] a receipt that finds no room is asked for again; the question is there once', async () => {
    device.wire.bend = () => Promise.resolve(offline)
    expect((await outbox.ask(question)).ok).toBe(true)
    await until('tried', () => device.wire.sent.length === 1)
    device.wire.bend = null
    fillDisk(way, () => true)
    await outbox.sendNow()
    await until('arrived', async () => (await onDesk()).length === 1)
    expect((await outbox.items())[0]?.receipt).toBeNull()
    emptyDisk()
    await outbox.sendNow()
    await until('told', async () => (await outbox.items())[0]?.state === 'received')
    expect(await onDesk()).toEqual([question.text])
  })
})
