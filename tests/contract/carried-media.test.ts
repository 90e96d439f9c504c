// Questions with attachments in a file, from a phone without a network to one that has it, and on to a real server; then the writer's
// own phone finds a network after all.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bytes } from '../../src/base/bytes.ts'
import { createSeededRandom } from '../../src/base/random.ts'
import { ageSealStream } from '../../src/platform/age-seal.ts'
import { createBrowserHttp } from '../../src/platform/browser-http.ts'
import { systemTimers } from '../../src/platform/system-timers.ts'
import { createTusUpload } from '../../src/platform/tus-upload.ts'
import { startSha256 } from '../../src/platform/web-crypto.ts'
import type { KeptMedium, Outbox } from '../../src/store/outbox/outbox.ts'
import { openRows } from '../../src/store/outbox/open-outbox.ts'
import type { MediaNetwork } from '../../src/sync/media/ports.ts'
import type { Http, HttpRequest } from '../../src/sync/ports.ts'
import {
  type FieldServer,
  SITE,
  type TestDevice,
  createFieldServer,
  createTestDevice,
  offline,
  settleMicrotasks,
  until,
} from '../support/field-world.ts'
import { makeContent } from '../support/media-pen.ts'

interface Phone {
  readonly device: TestDevice
  readonly outbox: Outbox
  /** Without a network from the start. */
  online: boolean | 'text only'
  readonly sent: HttpRequest[]
}

const PHOTO = { type: 'image/jpeg', label: { kind: 'photo', durationMs: null } } as const

describe('attachments in a carried file', () => {
  let server: FieldServer
  let origin: string
  let phones: Phone[]
  let writer: Phone
  let carrier: Phone

  const openPhone = async (): Promise<Phone> => {
    const device = createTestDevice(server)
    const real = createBrowserHttp({ fetch, origin, timers: systemTimers })
    const sent: HttpRequest[] = []
    const http: Http = {
      send: (request) => {
        const isMedia = request.path.startsWith('/api/media')
        if (!phone.online || (isMedia && phone.online !== true)) return Promise.resolve(offline)
        sent.push(request)
        return real.send(request)
      },
    }
    const network: MediaNetwork = {
      kind: () => 'unknown',
      wifiOnly: () => false,
      setWifiOnly: () => undefined,
      listen: () => () => undefined,
    }
    const outbox = await device.open({
      http,
      media: { carry: createTusUpload(http), network },
      sealing: { sealStream: ageSealStream, startSha256, clock: device.deps.clock },
    })
    const phone: Phone = { device, outbox, online: false, sent }
    phones.push(phone)
    return phone
  }
  beforeEach(async () => {
    phones = []
    server = await createFieldServer()
    origin = await server.app.listen({ port: 0, host: '127.0.0.1' })
    writer = await openPhone()
    carrier = await openPhone()
  })
  afterEach(async () => {
    for (const { outbox } of phones) outbox.close()
    await settleMicrotasks()
    expect(server.faults).toEqual([])
    await server.dispose()
  })

  const contents = [700, 1_600_000].map((length) =>
    makeContent('image/jpeg', length, createSeededRandom(length)),
  )

  const askWith = async (text: string, files: readonly Bytes[]): Promise<string> => {
    const attachments: KeptMedium[] = []
    for (const file of files) {
      const kept = await writer.outbox.media!.keep(new Blob([file]).stream(), PHOTO, attachments)
      if (!kept.ok) throw new Error(kept.error.kind)
      attachments.push(kept.value)
    }
    const saved = await writer.outbox.ask({ site: SITE, text, attachments })
    if (!saved.ok) throw new Error(saved.error.kind)
    return saved.value.id
  }
  const goOnline = async (phone: Phone, online: Phone['online'] = true): Promise<void> => {
    phone.online = online
    await phone.outbox.sendNow()
  }
  const statesOf = async ({ outbox }: Phone): Promise<string[]> =>
    (await outbox.items()).flatMap(({ media }) => media.map(({ state }) => state))
  /** Rows of attachments at the office, with what each receipt says. */
  const atOffice = async () =>
    (
      await server.test.instance.store.db
        .selectFrom('inbox_medium')
        .select(['sha256', 'state', 'number'])
        .orderBy('number')
        .execute()
    ).map(({ sha256, state, number }) => ({ sha256, state, number }))
  const piecesOf = async ({ device }: Phone): Promise<number> => {
    const rows = await openRows(device.deps)
    const count = await rows.db.pieces.count()
    rows.close()
    return count
  }
  const receiptNumbers = async ({ device }: Phone): Promise<(number | undefined)[]> => {
    const rows = await openRows(device.deps)
    const media = await rows.db.media.toArray()
    rows.close()
    return media.map(({ receipt }) => receipt?.number).sort()
  }

  test('[OUT-30] [MEDIA-3] go to the office by another phone, once, and both phones hold the same receipts', async () => {
    const id = await askWith('带着照片', contents)
    const file = (await writer.outbox.exportUnsent(true))!
    expect(file.size).toBeGreaterThan(1_600_000)
    expect(await carrier.outbox.importUnsent(file)).toEqual({
      ok: true,
      value: {
        ...{ added: 1, known: 0, differing: 0, damaged: 0 },
        media: { added: 2, known: 0, left: 0, noRoom: 0 },
      },
    })
    expect(await carrier.outbox.importUnsent(file)).toMatchObject({
      value: { added: 0, known: 1, media: { added: 0, known: 2, left: 0 } },
    })
    await goOnline(carrier)
    await until('all carried', async () => (await carrier.outbox.items()).length === 0)
    expect(await piecesOf(carrier)).toBe(0)
    const put = carrier.sent.findIndex(({ method }) => method === 'PUT')
    const first = carrier.sent.findIndex(({ path }) => path.startsWith('/api/media'))
    expect(put >= 0 && put < first).toBe(true)
    const there = await atOffice()
    expect(there).toMatchObject([{ state: 'arrived' }, { state: 'arrived' }])

    await goOnline(writer)
    await until('told', async () => (await statesOf(writer)).every((one) => one === 'received'))
    expect(writer.sent.filter(({ method }) => method === 'PATCH')).toEqual([])
    expect(await atOffice()).toEqual(there)
    const numbers = there.map(({ number }) => number)
    expect([await receiptNumbers(writer), await receiptNumbers(carrier)]).toEqual([
      numbers,
      numbers,
    ])
    expect(await piecesOf(writer)).toBe(3)
    await server.media.upkeep.judged()
    const [item] = await server.inbox.desk.list({ tray: 'desk', unansweredOnly: false, limit: 9 })
    expect(item?.id).toBe(id)
    expect(await carrier.outbox.importUnsent(file)).toMatchObject({
      value: { known: 1, media: { added: 0, known: 2 } },
    })
    expect(await carrier.outbox.items()).toEqual([])
  })

  test('[OUT-30] go along, with their parcel, where the text has arrived already', async () => {
    await askWith('字到了，照片没到', contents.slice(0, 1))
    await goOnline(writer, 'text only')
    await until('received', async () => (await writer.outbox.items())[0]?.state === 'received')
    expect(await writer.outbox.exportUnsent(false)).toBeNull()
    const file = (await writer.outbox.exportUnsent(true))!
    await carrier.outbox.importUnsent(file)
    await goOnline(carrier)
    await until('all carried', async () => (await carrier.outbox.items()).length === 0)
    expect(await atOffice()).toMatchObject([{ state: 'arrived' }])
  })

  test('[OUT-30] text alone is what earlier versions read; a later file with attachments adds those', async () => {
    await askWith('先字后照片', contents.slice(0, 1))
    const text = (await writer.outbox.exportUnsent(false))!
    expect(JSON.parse(await text.text())).toMatchObject({ format: 'iltod-unsent/1' })
    expect(await carrier.outbox.importUnsent(text)).toMatchObject({
      value: { added: 1, media: { added: 0 } },
    })
    await goOnline(carrier)
    await until('text carried', async () => (await carrier.outbox.items()).length === 0)
    const all = (await writer.outbox.exportUnsent(true))!
    expect(await carrier.outbox.importUnsent(all)).toMatchObject({
      value: { added: 0, known: 1, media: { added: 1 } },
    })
    await until('all carried', async () => (await carrier.outbox.items()).length === 0)
    expect(await atOffice()).toMatchObject([{ state: 'arrived' }])
  })

  test('[OUT-30] what is damaged in the file is told by number; the rest goes, and a whole file brings what was missing', async () => {
    await askWith('坏了一张', contents)
    const file = (await writer.outbox.exportUnsent(true))!
    const bytes = new Uint8Array(await file.arrayBuffer())
    bytes[bytes.length - 500_000]! ^= 4
    expect(await carrier.outbox.importUnsent(new Blob([bytes]))).toMatchObject({
      value: { added: 1, damaged: 0, media: { added: 1, left: 1 } },
    })
    await goOnline(carrier)
    await until('one carried', async () =>
      (await atOffice()).some(({ state }) => state === 'arrived'),
    )
    expect(await carrier.outbox.importUnsent(file)).toMatchObject({
      value: { media: { added: 1 } },
    })
    await until('both carried', async () =>
      (await atOffice()).every(({ state }) => state === 'arrived'),
    )
    expect(await atOffice()).toHaveLength(2)
  })

  test('[OUT-30] a phone that only carries, without a key of its own, may hand the file on', async () => {
    await askWith('转手两次', contents.slice(0, 1))
    await carrier.outbox.importUnsent((await writer.outbox.exportUnsent(true))!)
    const third = await openPhone()
    const onward = (await carrier.outbox.exportUnsent(true))!
    expect(await third.outbox.importUnsent(onward)).toMatchObject({
      value: { added: 1, media: { added: 1 } },
    })
    await goOnline(third)
    await until('carried', async () => (await third.outbox.items()).length === 0)
    expect(await atOffice()).toMatchObject([{ state: 'arrived' }])
  })
})
