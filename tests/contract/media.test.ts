// What attachments must do on the server: a real client of tus over HTTP, real seals, on every database it may stand on.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bytesToHex } from '../../src/base/bytes.ts'
import { createSeededRandom } from '../../src/base/random.ts'
import { ERRORS } from '../../src/protocol/errors.ts'
import {
  MAX_EVENT_MEDIA,
  MAX_EVENT_MEDIA_BYTES,
  MAX_FEED_MEDIA,
  MAX_MEDIUM_BYTES,
  MEDIA_CHUNK_BYTES,
} from '../../src/protocol/limits.ts'
import { MEDIA_PATH, judgeMediaReceipt, mediumId } from '../../src/protocol/media.ts'
import { sha256, verifyP256 } from '../../src/server/crypto/node-ports.ts'
import { openMedia } from '../../src/server/media/open-media.ts'
import { changeMedium, findMedium } from '../../src/server/media/rows.ts'
import { type Pen, createPen, makeKey, toDelivery } from '../support/field-pen.ts'
import { type FieldServer, createFieldServer } from '../support/field-world.ts'
import {
  type SealedMedium,
  addressOf,
  askReceipt,
  makeContent,
  metadataOf,
  sealMedium,
  toHeader,
  uploadByTus,
  writeWithMedia,
} from '../support/media-pen.ts'

const databases = [{ name: 'SQLite', postgres: false }].concat(
  process.env['ILTOD_PG'] ? [{ name: 'PostgreSQL', postgres: true }] : [],
)
const random = createSeededRandom(77)
const TUS = { 'tus-resumable': '1.0.0' }

describe.each(databases)('attachments on $name', ({ postgres }) => {
  let server: FieldServer
  let address: string
  let pen: Pen
  beforeAll(async () => {
    server = await createFieldServer(postgres)
    address = await server.app.listen({ port: 0, host: '127.0.0.1' })
  })
  beforeEach(async () => {
    pen = await createPen(server)
    server.disk.freeBytes = 2 ** 40
  })
  afterAll(async () => {
    expect(server.faults).toEqual([])
    await server.dispose()
  })
  const world = () => ({ clock: server.test.clock, random })
  const seal = (bytes = 3000, type: SealedMedium['type'] = 'image/jpeg') =>
    sealMedium(server.office.recipient, type, makeContent(type, bytes, random))
  const deliver = async (...media: Parameters<typeof writeWithMedia>[2]) => {
    const delivery = await writeWithMedia(pen, world(), media)
    const received = await server.inbox.field.receive(delivery)
    if (!received.ok) throw new Error(received.error)
    await server.inbox.upkeep.sorted()
    return { event: delivery.id, receipt: received.value.receipt }
  }
  const said = async (response: Response) => {
    const text = await response.text()
    const body = text === '' ? null : (JSON.parse(text) as { format: string; code: string })
    if (body) {
      expect(body.format).toBe('iltod-error/1')
      expect(ERRORS[body.code as keyof typeof ERRORS].status).toBe(response.status)
    }
    return { status: response.status, code: body?.code ?? null, headers: response.headers }
  }
  const post = async (
    event: string,
    medium: { sha256: string; bytes: number },
    changes: Readonly<Record<string, string>> = {},
    key = pen.key,
  ) => {
    const metadata = { ...(await metadataOf(key, event, medium)), ...changes }
    return said(
      await fetch(`${address}${MEDIA_PATH}`, {
        method: 'POST',
        headers: {
          ...TUS,
          'upload-length': String(medium.bytes),
          'upload-metadata': toHeader(metadata),
        },
      }),
    )
  }
  const patch = async (event: string, medium: SealedMedium, from: number, to: number) =>
    said(
      await fetch(addressOf(address, event, medium.sha256), {
        method: 'PATCH',
        headers: {
          ...TUS,
          'upload-offset': String(from),
          'content-type': 'application/offset+octet-stream',
        },
        body: Buffer.from(medium.sealed.slice(from, to)),
      }),
    )
  const head = async (event: string, medium: { sha256: string }) => {
    const response = await fetch(addressOf(address, event, medium.sha256), {
      method: 'HEAD',
      headers: TUS,
    })
    return {
      status: response.status,
      offset: Number(response.headers.get('upload-offset') ?? -1),
      length: Number(response.headers.get('upload-length') ?? -1),
    }
  }
  const rowOf = (event: string, medium: { sha256: string }) =>
    findMedium(server.test.instance.store.db, { event, sha256: medium.sha256 })
  const placedFile = (medium: { sha256: string }) =>
    path.join(server.test.dataDir, 'media', medium.sha256.slice(0, 2), medium.sha256)
  const begunFile = (event: string, medium: { sha256: string }) =>
    path.join(server.test.dataDir, 'media/begun', mediumId({ event, sha256: medium.sha256 }))
  const upload = (event: string, medium: SealedMedium) =>
    uploadByTus(address, pen.key, event, medium)

  test('[MEDIA-2] [MEDIA-4] [MEDIA-5] a client of tus brings a medium; it lies sealed under its hash, with a signed receipt', async () => {
    const medium = await seal(2.5 * MEDIA_CHUNK_BYTES)
    const { event, receipt: eventReceipt } = await deliver(medium)
    expect(await askReceipt(address, event, medium.sha256)).toBe(null)
    await upload(event, medium)
    const receipt = (await askReceipt(address, event, medium.sha256))!
    const name = { event, sha256: medium.sha256 }
    expect(await judgeMediaReceipt(receipt, name, server.office.receiptKeys, verifyP256)).toBe(
      'ours',
    )
    expect(receipt.number).toBe(eventReceipt.number + 1)
    const stored = readFileSync(placedFile(medium))
    expect(bytesToHex(sha256(new Uint8Array(stored)))).toBe(medium.sha256)
    expect(statSync(placedFile(medium)).mode & 0o777).toBe(0o600)
    expect(statSync(path.dirname(placedFile(medium))).mode & 0o777).toBe(0o700)
    expect(existsSync(begunFile(event, medium))).toBe(false)
    // The same receipt for ever, and whoever asks where to go on hears that all is there.
    server.test.clock.advance(86_400_000)
    expect(await askReceipt(address, event, medium.sha256)).toEqual(receipt)
    expect(await head(event, medium)).toEqual({
      status: 200,
      offset: medium.bytes,
      length: medium.bytes,
    })
    await upload(event, medium)
    expect(await askReceipt(address, event, medium.sha256)).toEqual(receipt)
  })

  test('[MEDIA-2] HEAD tells where to go on; nothing is read back, nothing deleted', async () => {
    const medium = await seal()
    const { event } = await deliver(medium)
    await post(event, medium)
    expect((await patch(event, medium, 0, 1000)).status).toBe(204)
    expect(await head(event, medium)).toEqual({ status: 200, offset: 1000, length: medium.bytes })
    for (const method of ['GET', 'DELETE', 'PUT'])
      expect(
        (
          await said(
            await fetch(addressOf(address, event, medium.sha256), { method, headers: TUS }),
          )
        ).code,
      ).toBe('not-found')
    expect(statSync(begunFile(event, medium)).size).toBe(1000)
    const options = await fetch(`${address}${MEDIA_PATH}`, { method: 'OPTIONS' })
    expect(options.headers.get('tus-extension')).toBe('creation')
    expect(options.headers.get('access-control-allow-origin')).toBe(null)
  })

  test('[MEDIA-3] an upload begins after its event and by its key alone', async () => {
    const medium = await seal()
    const delivery = await writeWithMedia(pen, world(), [medium])
    expect((await post(delivery.id, medium)).code).toBe('media-too-early')
    await server.inbox.field.receive(delivery)
    const stranger = await makeKey()
    expect((await post(delivery.id, medium, {}, stranger)).code).toBe('signature-wrong')
    const { key } = await metadataOf(pen.key, delivery.id, medium)
    expect((await post(delivery.id, medium, { key }, stranger)).code).toBe('signature-wrong')
    expect((await post(delivery.id, { ...medium, bytes: 7 }, { signature: 'AAAA' })).code).toBe(
      'signature-wrong',
    )
    expect((await post(delivery.id, medium, { event: 'x' })).code).toBe('bad-request')
    const begun = await post(delivery.id, medium)
    expect([begun.status, begun.headers.get('location')]).toEqual([
      201,
      `${MEDIA_PATH}/${mediumId({ event: delivery.id, sha256: medium.sha256 })}`,
    ])
  })

  test('[MEDIA-3] beginning again changes nothing, unfinished or finished', async () => {
    const medium = await seal()
    const { event } = await deliver(medium)
    const first = await post(event, medium)
    await patch(event, medium, 0, 1000)
    const again = await post(event, medium)
    expect([again.status, again.headers.get('location')]).toEqual([
      201,
      first.headers.get('location'),
    ])
    expect((await head(event, medium)).offset).toBe(1000)
    await patch(event, medium, 1000, medium.bytes)
    const receipt = await askReceipt(address, event, medium.sha256)
    expect((await post(event, medium)).status).toBe(201)
    expect((await head(event, medium)).offset).toBe(medium.bytes)
    expect(await askReceipt(address, event, medium.sha256)).toEqual(receipt)
  })

  test('[MEDIA-1] [MEDIA-3] more, or larger, than one event may have is refused; unfinished ones count', async () => {
    const { event } = await deliver()
    const fake = (n: number, bytes: number) => ({ sha256: String(n).padStart(64, 'a'), bytes })
    expect((await post(event, fake(0, MAX_MEDIUM_BYTES + 1))).code).toBe('too-large')
    expect((await post(event, fake(0, 0))).code).toBe('bad-request')
    for (let n = 0; n < MAX_EVENT_MEDIA; n++)
      expect((await post(event, fake(n, 1000))).status).toBe(201)
    expect((await post(event, fake(9, 1000))).code).toBe('media-too-many')
    expect((await post(event, fake(3, 1000))).status).toBe(201)
    const { event: other } = await deliver()
    const whole = MAX_EVENT_MEDIA_BYTES / MAX_MEDIUM_BYTES
    for (let n = 0; n < whole; n++)
      expect((await post(other, fake(n, MAX_MEDIUM_BYTES))).status).toBe(201)
    expect((await post(other, fake(9, 1))).code).toBe('media-too-many')
  })

  test('[MEDIA-3] many beginnings at once stay within the bounds', async () => {
    const { event } = await deliver()
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        post(event, { sha256: String(n).padStart(64, 'b'), bytes: 100 }),
      ),
    )
    const begun = answers.filter(({ status }) => status === 201)
    expect(begun).toHaveLength(MAX_EVENT_MEDIA)
    for (const { status, code } of answers) if (status !== 201) expect(code).toBe('media-too-many')
  })

  test('[MEDIA-4] what is not its name is thrown away whole and begins anew', async () => {
    const medium = await seal()
    const { event } = await deliver(medium)
    await post(event, medium)
    const bent = { ...medium, sealed: medium.sealed.slice() }
    bent.sealed[1500]! ^= 1
    expect((await patch(event, bent, 0, bent.bytes)).code).toBe('media-damaged')
    expect([existsSync(begunFile(event, medium)), existsSync(placedFile(medium))]).toEqual([
      false,
      false,
    ])
    expect(await askReceipt(address, event, medium.sha256)).toBe(null)
    await upload(event, medium)
    expect(await askReceipt(address, event, medium.sha256)).not.toBe(null)
  })

  test('[MEDIA-4] a chunk for another place, beyond the end or twice at once does no harm', async () => {
    const medium = await seal()
    const { event } = await deliver(medium)
    await post(event, medium)
    expect((await patch(event, medium, 10, 20)).code).toBe('media-offset')
    const long = { ...medium, sealed: new Uint8Array(medium.bytes + 1) }
    expect((await patch(event, long, 0, long.sealed.length)).code).toBe('too-large')
    const both = await Promise.all([
      patch(event, medium, 0, medium.bytes),
      patch(event, medium, 0, medium.bytes),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409])
    expect(await askReceipt(address, event, medium.sha256)).not.toBe(null)
  })

  test('[MEDIA-3] a client that begins without asking is sent to where it stands, on the connection it has', async () => {
    const medium = await seal(1.5 * MEDIA_CHUNK_BYTES)
    const { event } = await deliver(medium)
    await upload(event, medium)
    const asked: string[] = []
    await uploadByTus(address, pen.key, event, medium, {
      unasked: true,
      retryDelays: [0],
      request: (method, status) => asked.push(`${method} ${status}`),
    })
    expect(asked).toEqual(['POST 201', 'PATCH 409', 'HEAD 200'])
  })

  /** A chunk that is announced whole and sent by half; the connection stays open. */
  const sendHalf = async (event: string, medium: SealedMedium, half: number) => {
    const socket = net.connect(Number(new URL(address).port), '127.0.0.1')
    socket.on('error', () => undefined)
    const { pathname } = new URL(addressOf(address, event, medium.sha256))
    const lines = [
      `PATCH ${pathname} HTTP/1.1`,
      'host: localhost',
      'tus-resumable: 1.0.0',
      'upload-offset: 0',
      'content-type: application/offset+octet-stream',
      `content-length: ${medium.bytes}`,
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    socket.write(medium.sealed.slice(0, half))
    await expect.poll(() => statSync(begunFile(event, medium)).size).toBe(half)
    return socket
  }

  test('[MEDIA-2] what came before the connection broke is kept', async () => {
    const medium = await seal(100_000)
    const { event } = await deliver(medium)
    await post(event, medium)
    const socket = await sendHalf(event, medium, 50_000)
    socket.destroy()
    await expect.poll(() => head(event, medium)).toMatchObject({ offset: 50_000 })
    await upload(event, medium)
    expect(await askReceipt(address, event, medium.sha256)).not.toBe(null)
  })

  test('[MEDIA-2] a request that hangs gives its turn to the phone that asks again', async () => {
    const medium = await seal(100_000)
    const { event } = await deliver(medium)
    await post(event, medium)
    const socket = await sendHalf(event, medium, 50_000)
    expect((await head(event, medium)).offset).toBe(50_000)
    expect((await patch(event, medium, 50_000, medium.bytes)).status).toBe(204)
    socket.destroy()
    expect(await askReceipt(address, event, medium.sha256)).not.toBe(null)
  })

  test('[MEDIA-4] [MEDIA-5] a crash after the last byte, or after the move, is mended by the next question', async () => {
    const { db } = server.test.instance.store
    for (const ask of [head, askReceiptOf, startAgain]) {
      const medium = await seal()
      const { event } = await deliver(medium)
      await post(event, medium)
      writeFileSync(begunFile(event, medium), medium.sealed, { mode: 0o600 })
      await ask(event, medium)
      expect((await rowOf(event, medium))?.state).toBe('arrived')
      // As if the row had not been written: the file is at its place, the upload is said to be under way.
      const name = { event, sha256: medium.sha256 }
      await changeMedium(db, name)
        .set({ state: 'begun', epoch: null, number: null, received_ms: null })
        .execute()
      await ask(event, medium)
      expect(await askReceipt(address, event, medium.sha256)).not.toBe(null)
      expect((await head(event, medium)).offset).toBe(medium.bytes)
    }
  })
  const askReceiptOf = (event: string, medium: SealedMedium) =>
    askReceipt(address, event, medium.sha256)
  const startAgain = () =>
    openMedia(server.test.instance, server.inbox, (error) => {
      throw error
    }).upkeep.mend()

  test('[MEDIA-5] bytes that were lost with the disk have no receipt; they are asked for and come again', async () => {
    const medium = await seal()
    const { event } = await deliver(medium)
    await upload(event, medium)
    rmSync(placedFile(medium))
    expect(await askReceipt(address, event, medium.sha256)).toBe(null)
    expect((await pen.ask()).media).toEqual([medium.sha256])
    await upload(event, medium)
    expect(await askReceipt(address, event, medium.sha256)).not.toBe(null)
  })

  test('[MEDIA-6] a page names what its device’s opened events name, or what was begun, and has not come', async () => {
    const [first, second, third] = [await seal(), await seal(), await seal()]
    const { event } = await deliver(first, second)
    await post(event, third)
    expect([...((await pen.ask()).media ?? [])].sort()).toEqual(
      [first, second, third].map((medium) => medium.sha256).sort(),
    )
    await upload(event, first)
    await upload(event, third)
    expect((await pen.ask()).media).toEqual([second.sha256])
    expect((await (await createPen(server)).ask()).media).toEqual([])
  })

  test('[MEDIA-6] a page names at most forty, the newest event first', async () => {
    const name = (n: number) => ({
      sha256: n.toString(16).padStart(64, '0'),
      bytes: 100,
      type: 'image/jpeg',
    })
    for (let n = 0; n < MAX_FEED_MEDIA + 2; n += 6) {
      server.test.clock.advance(10)
      await deliver(...Array.from({ length: 6 }, (_, i) => name(n + i)))
    }
    const { media = [] } = await pen.ask()
    expect(media).toHaveLength(MAX_FEED_MEDIA)
    expect(media).not.toContain(name(5).sha256)
    expect(media).toContain(name(MAX_FEED_MEDIA + 1).sha256)
  })

  test('[MEDIA-7] the first bytes tell what it is; what is something else stays sealed and marked', async () => {
    const good = await seal(500, 'audio/ogg')
    const wrong = { ...(await seal(500, 'image/jpeg')), type: 'video/mp4' as const }
    const page = await sealMedium(
      server.office.recipient,
      'image/webp',
      new TextEncoder().encode('<html><script>alert(1)</script></html>'),
    )
    const odd = { ...(await seal(500)), type: 'text/html' }
    const unnamed = await seal(500)
    const { event } = await deliver(good, wrong, page, odd)
    for (const medium of [good, wrong, page, { ...odd, type: 'image/jpeg' } as const, unnamed])
      await upload(event, medium)
    await server.media.upkeep.judged()
    const states = async (...media: { sha256: string }[]) =>
      Promise.all(media.map(async (medium) => (await rowOf(event, medium))?.state))
    expect(await states(good, wrong, page, odd, unnamed)).toEqual([
      'arrived',
      'refused',
      'refused',
      'refused',
      'arrived',
    ])
    const folder = path.join(server.test.dataDir, `out-${event}`)
    await import('node:fs').then(({ mkdirSync }) => mkdirSync(folder))
    const { files, broken } = await server.media.desk.handOut(event, folder)
    expect(files.map((file) => path.basename(file))).toEqual([`${event.slice(-8)}-1.ogg`])
    expect(broken).toBe(0)
    expect(readdirSync(folder)).toHaveLength(1)
    expect(statSync(files[0]!).mode & 0o777).toBe(0o600)
    expect(readFileSync(files[0]!).subarray(0, 4).toString()).toBe('OggS')
    // What is refused has its receipt like all others, and is not asked for again.
    expect(await askReceipt(address, event, wrong.sha256)).not.toBe(null)
    expect((await pen.ask()).media).toEqual([])
  })

  test('[MEDIA-7] a seal for somebody else, or broken further on, is not handed out', async () => {
    const { makeSealKey } = await import('../../src/server/keys/key-files.ts')
    const stranger = await makeSealKey(1)
    const foreign = await sealMedium(
      stranger.recipient,
      'image/jpeg',
      makeContent('image/jpeg', 900, random),
    )
    const content = makeContent('image/jpeg', 200_000, random)
    const whole = await sealMedium(server.office.recipient, 'image/jpeg', content)
    const sealed = whole.sealed.slice()
    sealed[sealed.length - 20]! ^= 1
    const broken = { ...whole, sealed, sha256: bytesToHex(sha256(sealed)) }
    const { event } = await deliver(foreign, broken)
    await upload(event, foreign)
    await upload(event, broken)
    const out = await server.media.desk.handOut(event, server.test.dataDir)
    expect(out).toEqual({ files: [], broken: 1 })
    expect((await rowOf(event, foreign))?.state).toBe('refused')
  })

  test('[MEDIA-8] with little room left attachments wait, and text is still taken', async () => {
    const medium = await seal()
    const { event } = await deliver(medium)
    const other = await seal()
    await post(event, medium)
    await patch(event, medium, 0, 1000)
    server.disk.freeBytes = 1024 ** 3 - 1
    expect((await post(event, other)).code).toBe('server-full')
    expect((await patch(event, medium, 1000, medium.bytes)).code).toBe('server-full')
    expect((await head(event, medium)).offset).toBe(1000)
    const item = await pen.write('文字照收')
    expect((await server.inbox.field.receive(toDelivery(item.id, item.parcel))).ok).toBe(true)
    server.disk.freeBytes = 1024 ** 3
    expect((await patch(event, medium, 1000, medium.bytes)).status).toBe(204)
    expect(await askReceipt(address, event, medium.sha256)).not.toBe(null)
  })

  test('[MEDIA-9] what nobody went on with for 30 days is removed; what somebody did stays', async () => {
    const { utimesSync } = await import('node:fs')
    const [stale, unnamed, fresh] = [await seal(), await seal(), await seal()]
    const { event } = await deliver(stale, fresh)
    for (const medium of [stale, unnamed, fresh]) {
      await post(event, medium)
      await patch(event, medium, 0, 1000)
    }
    const day = (days: number) => server.test.clock.now() / 1000 + days * 86_400
    for (const medium of [stale, unnamed]) utimesSync(begunFile(event, medium), day(0), day(0))
    server.test.clock.advance(31 * 86_400_000)
    utimesSync(begunFile(event, fresh), day(-29), day(-29))
    await server.media.upkeep.tidy()
    expect([stale, unnamed, fresh].map((medium) => existsSync(begunFile(event, medium)))).toEqual([
      false,
      false,
      true,
    ])
    expect((await rowOf(event, stale))?.state).toBe('named')
    expect(await rowOf(event, unnamed)).toBe(undefined)
    expect((await head(event, stale)).status).toBe(404)
    expect((await head(event, fresh)).offset).toBe(1000)
  })

  test('[MEDIA-9] [RCPT-6] a medium is erased with its event; its receipt stays, and it is not taken again', async () => {
    const [medium, half] = [await seal(), await seal()]
    const { event } = await deliver(medium, half)
    await upload(event, medium)
    await post(event, half)
    const receipt = await askReceipt(address, event, medium.sha256)
    await server.inbox.desk.answer({ id: event, text: '已办。', from: null })
    server.test.clock.advance(800 * 86_400_000)
    expect(await server.inbox.upkeep.eraseExpired()).toBeGreaterThan(0)
    await server.media.upkeep.tidy()
    expect([existsSync(placedFile(medium)), existsSync(begunFile(event, half))]).toEqual([
      false,
      false,
    ])
    expect(await askReceipt(address, event, medium.sha256)).toEqual(receipt)
    expect(await head(event, medium)).toMatchObject({ offset: medium.bytes })
    expect((await pen.ask()).media).toEqual([])
    expect((await post(event, await seal())).code).toBe('gone')
    expect((await post(event, medium)).status).toBe(201)
  })

  test('[ERR-1] tus’s own refusals come in our words', async () => {
    const medium = await seal()
    const { event } = await deliver(medium)
    const url = addressOf(address, event, medium.sha256)
    const ask = async (method: string, headers: Record<string, string>, to = url) =>
      (await said(await fetch(to, { method, headers }))).code
    const chunk = { 'content-type': 'application/offset+octet-stream' }
    expect(await ask('PATCH', { ...chunk, 'upload-offset': '0' })).toBe('bad-request')
    expect(await ask('PATCH', { ...TUS, ...chunk })).toBe('bad-request')
    expect(await ask('PATCH', { ...TUS, ...chunk, 'upload-offset': '0' })).toBe('media-missing')
    expect(await ask('POST', { ...TUS, ...chunk }, `${address}${MEDIA_PATH}`)).toBe(
      'unsupported-type',
    )
    expect(await ask('POST', TUS, `${address}${MEDIA_PATH}`)).toBe('bad-request')
    expect(
      await ask('POST', { ...TUS, 'upload-defer-length': '1' }, `${address}${MEDIA_PATH}`),
    ).toBe('bad-request')
    for (const odd of ['..%2f..%2fkeys', `${event}.zz`, '%00'])
      expect(
        await ask(
          'PATCH',
          { ...TUS, ...chunk, 'upload-offset': '0' },
          `${address}${MEDIA_PATH}/${odd}`,
        ),
      ).toBe('media-missing')
    expect((await fetch(`${address}${MEDIA_PATH}/odd/receipt`)).status).toBe(404)
  })
})
