// An attachment all the way: sealed on a phone, carried by tus after its text, received by the office, opened there; with everything
// between them cut, doubled, bent and restored.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bytes } from '../../src/base/bytes.ts'
import { bytesToHex } from '../../src/base/bytes.ts'
import { createSeededRandom } from '../../src/base/random.ts'
import type { ItemMedium } from '../../src/domain/event/item.ts'
import { ageSealStream } from '../../src/platform/age-seal.ts'
import { createTusUpload } from '../../src/platform/tus-upload.ts'
import { createBrowserHttp } from '../../src/platform/browser-http.ts'
import { systemTimers } from '../../src/platform/system-timers.ts'
import { startSha256 } from '../../src/platform/web-crypto.ts'
import { MEDIA_CHUNK_BYTES } from '../../src/protocol/limits.ts'
import { errorBody } from '../../src/server/http/errors.ts'
import type { KeptMedium, Outbox } from '../../src/store/outbox/outbox.ts'
import type { NetworkKind } from '../../src/sync/media/ports.ts'
import type { Http, HttpRequest } from '../../src/sync/ports.ts'
import {
  type Answered,
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
} from '../support/field-world.ts'
import { makeContent } from '../support/media-pen.ts'

const VOICE = { type: 'audio/webm', label: { kind: 'voice', durationMs: 9_000 } } as const

const streamOf = (bytes: Bytes): ReadableStream<Bytes> =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes)
      controller.close()
    },
  })

describe('an attachment all the way', () => {
  let server: FieldServer
  let device: TestDevice
  let outbox: Outbox
  let opened: Outbox[] = []
  const network = { kind: 'unknown' as NetworkKind, wifiOnly: false }
  let networkChanged = () => {}

  /** Over real HTTP: what a request becomes on its way is decided here. */
  let bend: ((request: HttpRequest, pass: () => Promise<Answered>) => Promise<Answered>) | null =
    null
  let sent: HttpRequest[] = []
  let real: Http
  const http: Http = {
    send: (request) => {
      sent.push(request)
      const pass = () => real.send(request)
      return bend ? bend(request, pass) : pass()
    },
  }

  const open = async (): Promise<Outbox> => {
    const one = await device.open({
      http,
      media: {
        carry: createTusUpload(http),
        network: {
          kind: () => network.kind,
          wifiOnly: () => network.wifiOnly,
          setWifiOnly: (on) => {
            network.wifiOnly = on
            networkChanged()
          },
          listen: (changed) => {
            networkChanged = changed
            return () => undefined
          },
        },
      },
      sealing: { sealStream: ageSealStream, startSha256, clock: device.deps.clock },
    })
    opened.push(one)
    return one
  }

  beforeEach(async () => {
    server = await createFieldServer()
    device = createTestDevice(server)
    const origin = await server.app.listen({ port: 0, host: '127.0.0.1' })
    real = createBrowserHttp({ fetch, origin, timers: systemTimers })
    bend = null
    sent = []
    outbox = await open()
  })
  afterEach(async () => {
    opened.forEach((each) => {
      each.close()
    })
    opened = []
    network.wifiOnly = false
    await settleMicrotasks()
    expect(server.faults).toEqual([])
    await server.dispose()
  })

  const keep = async (bytes: Bytes): Promise<KeptMedium> => {
    const kept = await outbox.media!.keep(streamOf(bytes), VOICE, [])
    if (!kept.ok) throw new Error(kept.error.kind)
    return kept.value
  }

  const askWith = async (attachments: readonly KeptMedium[]): Promise<string> => {
    const saved = await outbox.ask({ site: SITE, text: '（见附件：语音 1 段）', attachments })
    if (!saved.ok) throw new Error(saved.error.kind)
    return saved.value.id
  }

  const mediumOf = async (id: string): Promise<ItemMedium> =>
    (await outbox.items()).find((item) => item.id === id)!.media[0]!

  const arrives = (id: string): Promise<void> =>
    until('the attachment has arrived', async () => (await mediumOf(id)).state === 'received')

  /** What the office gets to hear, opened, as hex. */
  const heardAtDesk = async (id: string): Promise<string> => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'iltod-heard-'))
    try {
      await server.media.desk.handOut(id, folder)
      const [name] = readdirSync(folder)
      return name === undefined
        ? ''
        : bytesToHex(new Uint8Array(readFileSync(path.join(folder, name))))
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  const patches = () => sent.filter((request) => request.method === 'PATCH')

  const content = makeContent('audio/webm', 3 * MEDIA_CHUNK_BYTES, createSeededRandom(7))

  test('[OUT-25] [MEDIA-3] text goes first, the attachment follows by itself, and the office hears it', async () => {
    const id = await askWith([await keep(content)])
    await arrives(id)
    const put = sent.findIndex(({ method }) => method === 'PUT')
    const first = sent.findIndex((request) => request.path.startsWith('/api/media'))
    expect(put).toBeGreaterThanOrEqual(0)
    expect(first).toBeGreaterThan(put)
    expect(await mediumOf(id)).toMatchObject({ state: 'received', because: null })
    expect(await heardAtDesk(id)).toBe(bytesToHex(content))
  })

  test('[OUT-25] [MEDIA-2] what broke off goes on where the server stands, in a new life of the app', async () => {
    let left = 2
    bend = (request, pass) =>
      request.method === 'PATCH' && --left < 0 ? Promise.resolve(offline) : pass()
    const id = await askWith([await keep(content)])
    await until('it broke off', () => left < 0)
    await until('it is told', async () => (await mediumOf(id)).because === 'no-network')
    expect((await mediumOf(id)).sentBytes).toBe(2 * MEDIA_CHUNK_BYTES)
    outbox.close()
    await settleMicrotasks()
    bend = null
    sent = []
    outbox = await open()
    await arrives(id)
    const offsets = patches().map((request) => Number(request.headers?.['upload-offset']))
    expect(offsets[0]).toBe(2 * MEDIA_CHUNK_BYTES)
    expect(await heardAtDesk(id)).toBe(bytesToHex(content))
  })

  test('[OUT-27] [MEDIA-5] a portal’s pages, lost answers and doubled requests are no delivery and do no harm', async () => {
    let n = 0
    bend = async (request, pass) => {
      if (!request.path.startsWith('/api/media')) return pass()
      n += 1
      if (n % 5 === 1) return portalPage
      if (n % 5 === 2) return makeReply(204, '')
      if (n % 5 === 3) {
        await pass()
        return offline
      }
      if (n % 5 === 4 && request.method === 'PATCH') await pass()
      return pass()
    }
    const id = await askWith([await keep(content)])
    for (let i = 0; i < 60 && (await mediumOf(id)).state !== 'received'; i++) {
      await settleMicrotasks()
      await device.timers.elapse(15 * 60_000)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await arrives(id)
    expect(await heardAtDesk(id)).toBe(bytesToHex(content))
  })

  test('[MEDIA-2] an answer that names another address, of a cache on the way, sends nothing there', async () => {
    const other = `/api/media/01930000-0000-7000-8000-000000000001.${'a'.repeat(64)}`
    bend = async (request, pass) => {
      const answer = await pass()
      if (request.method !== 'POST' || !answer.ok) return answer
      const header = (name: string) => (name === 'location' ? other : answer.value.header(name))
      return { ok: true, value: { ...answer.value, header } }
    }
    const id = await askWith([await keep(content)])
    await arrives(id)
    expect(sent.map((request) => request.path)).not.toContain(other)
  })

  test('[OUT-25] a text written while a film is carried goes at once; the film pauses after its request', async () => {
    const held: (() => void)[] = []
    bend = async (request, pass) => {
      if (request.method === 'PATCH' && held.length === 0)
        await new Promise<void>((resolve) => held.push(resolve))
      return pass()
    }
    const film = await askWith([await keep(content)])
    await until('the film is on its way', () => held.length === 1)
    const saved = await outbox.ask({ site: SITE, text: '急着问一句' })
    const id = saved.ok ? saved.value.id : ''
    await until('the text is received', async () => {
      const item = (await outbox.items()).find((one) => one.id === id)
      return item?.state === 'received'
    })
    expect((await mediumOf(film)).state).toBe('sending')
    held[0]!()
    await arrives(film)
    expect(await heardAtDesk(film)).toBe(bytesToHex(content))
  })

  test('[OUT-26] by Wi-Fi only: the text goes, the attachment waits for the choice, the network or the button', async () => {
    network.wifiOnly = true
    const id = await askWith([await keep(content)])
    await until('the text is received', async () => {
      const item = (await outbox.items()).find((one) => one.id === id)
      return item?.state === 'received'
    })
    await settleMicrotasks()
    expect((await mediumOf(id)).state).toBe('held-for-wifi')
    expect(patches()).toEqual([])
    await outbox.sendNow()
    await arrives(id)
  })

  test('[OUT-27] [MEDIA-6] a server that lost the file, or text and file, gets back what it lacks', async () => {
    const kept = await keep(content)
    const id = await askWith([kept])
    await arrives(id)
    await server.inbox.upkeep.sorted()
    const { db } = server.test.instance.store
    await db.deleteFrom('inbox_medium').execute()
    await db.deleteFrom('inbox_event').execute()
    await db.deleteFrom('inbox_device').execute()
    await db.updateTable('inbox_counter').set({ value: 0 }).execute()
    sent = []
    await outbox.sendNow()
    await until('offered again', () => sent.some(({ path: where }) => where.endsWith('/receipt')))
    await arrives(id)
    expect(await heardAtDesk(id)).toBe(bytesToHex(content))
  })

  test('[OUT-28] refused for good: quarantined with its reason, while its text is received and stays so', async () => {
    bend = (request, pass) =>
      request.method === 'POST' && request.path === '/api/media'
        ? Promise.resolve(makeReply(403, JSON.stringify(errorBody('media-too-many'))))
        : pass()
    const id = await askWith([await keep(content.slice(0, 2000))])
    await until('refused', async () => (await mediumOf(id)).state === 'quarantined')
    expect(await mediumOf(id)).toMatchObject({ because: 'media-too-many' })
    const item = (await outbox.items()).find((one) => one.id === id)
    expect(item?.state).toBe('received')
  })
})
