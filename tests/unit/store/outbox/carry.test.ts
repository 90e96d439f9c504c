// The unsent queue in a file: taken to another phone, sent by whoever has a network, counted once.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bytesToBase64Url, bytesToUtf8, utf8ToBytes } from '../../../../src/base/bytes.ts'
import type { Bytes } from '../../../../src/base/bytes.ts'
import type { Outbox } from '../../../../src/store/outbox/outbox.ts'
import { createPen } from '../../../support/field-pen.ts'
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

const NO_MEDIA = { added: 0, known: 0, left: 0, noRoom: 0 }

describe('a carried file', () => {
  let server: FieldServer
  let writer: TestDevice
  let carrier: TestDevice
  let mine: Outbox
  let theirs: Outbox
  beforeEach(async () => {
    server = await createFieldServer()
    writer = createTestDevice(server)
    carrier = createTestDevice(server)
    writer.wire.bend = carrier.wire.bend = () => Promise.resolve(offline)
    mine = await writer.open()
    theirs = await carrier.open()
  })
  afterEach(async () => {
    mine.close()
    theirs.close()
    await settleMicrotasks()
    expect(server.faults).toEqual([])
    await server.dispose()
  })

  const ask = async (text: string) => {
    const saved = await mine.ask({ site: SITE, text })
    if (!saved.ok) throw new Error(saved.error.kind)
    return saved.value
  }
  const bytesOf = async (file: Blob | null): Promise<Bytes> =>
    new Uint8Array(await file!.arrayBuffer())
  const exported = async (): Promise<Bytes> => bytesOf(await mine.exportUnsent(false))
  const onDesk = async () =>
    (await server.inbox.desk.list({ tray: 'desk', unansweredOnly: false, limit: 9 }))
      .map((item) => item.text)
      .sort()
  const parcelsIn = (file: Bytes) =>
    (JSON.parse(bytesToUtf8(file)) as { parcels: string[] }).parcels
  const fileOf = (parcels: readonly string[]) =>
    new Blob([JSON.stringify({ format: 'iltod-unsent/1', parcels })])

  test('[OUT-22] is sent by the carrier, and the writer who sends too gets the same receipts for the same two', async () => {
    expect(await mine.exportUnsent(true)).toBeNull()
    const one = await ask('第一件')
    await ask('第二件')
    const file = await exported()
    expect(bytesToUtf8(file)).not.toContain('第一件')
    expect(bytesToUtf8(file)).not.toContain(one.claimCode)

    const imported = await theirs.importUnsent(new Blob([file]))
    expect(imported).toEqual({
      ok: true,
      value: { added: 2, known: 0, differing: 0, damaged: 0, media: NO_MEDIA },
    })
    expect(await theirs.items()).toMatchObject([{ copy: null }, { copy: null }])
    expect(await theirs.importUnsent(new Blob([file]))).toMatchObject({
      value: { added: 0, known: 2 },
    })
    expect(await bytesOf(await theirs.exportUnsent(true))).toEqual(file)

    carrier.wire.bend = null
    await theirs.sendNow()
    await until('carried', async () => (await theirs.items()).length === 0)
    expect(await onDesk()).toEqual(['第一件', '第二件'])
    writer.wire.bend = null
    await mine.sendNow()
    await until('told', async () => (await mine.items()).every((item) => item.state === 'received'))
    expect(await onDesk()).toEqual(['第一件', '第二件'])
    expect((await mine.items()).map((item) => item.receipt?.number).sort()).toEqual([1, 2])
    expect(await theirs.importUnsent(new Blob([file]))).toMatchObject({
      value: { added: 0, known: 2 },
    })
    expect(await theirs.items()).toEqual([])

    await server.inbox.desk.answer({ id: one.id, text: '答复', from: '财政局' })
    await mine.sendNow()
    await until('answered', async () => (await mine.items()).some((i) => i.state === 'answered'))
  })

  test('[OUT-22] a file that is none of ours, damaged parcels and an id with other bytes change nothing here', async () => {
    expect(await mine.importUnsent(new Blob(['门户网页']))).toEqual({
      ok: false,
      error: { kind: 'not-ours' },
    })
    const { id } = await ask('原来的一件')
    const [whole = ''] = parcelsIn(await exported())
    const bent = `${whole.slice(0, 300)}${whole[300] === 'A' ? 'B' : 'A'}${whole.slice(301)}`
    expect(await theirs.importUnsent(fileOf([bent, '…', whole.slice(0, 80)]))).toEqual({
      ok: true,
      value: { added: 0, known: 0, differing: 0, damaged: 3, media: NO_MEDIA },
    })
    const pen = await createPen(server)
    const other = await pen.wrap(utf8ToBytes('{}'), { id })
    expect(await mine.importUnsent(fileOf([bytesToBase64Url(other.bytes)]))).toMatchObject({
      value: { added: 0, differing: 1 },
    })
    expect(parcelsIn(await exported())).toEqual([whole])
    expect(await theirs.items()).toEqual([])
  })
})
