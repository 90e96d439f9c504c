// A disk that is full in the middle of an upload: a real one of 600 kB where this process may mount it, else a file that says so.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSeededRandom } from '../../src/base/random.ts'
import {
  createMediaFiles,
  mediaRootOf,
  type MediaFiles,
} from '../../src/server/media/media-files.ts'
import { createPen, toDelivery } from '../support/field-pen.ts'
import { type FieldServer, createFieldServer } from '../support/field-world.ts'
import {
  addressOf,
  askReceipt,
  makeContent,
  metadataOf,
  sealMedium,
  toHeader,
  uploadByTus,
  writeWithMedia,
} from '../support/media-pen.ts'

const DISK_BYTES = 600 * 1024
const MEDIUM_BYTES = 900 * 1024
const random = createSeededRandom(4)

/** Takes what fits, then says what a full disk says. */
const fullAfter = (files: MediaFiles, limit: () => number): MediaFiles => ({
  ...files,
  write: (name, offset, chunks) => {
    const fitting = async function* () {
      let at = offset
      for await (const chunk of chunks) {
        const room = Math.max(0, limit() - at)
        at += chunk.length
        yield chunk.subarray(0, room)
        if (chunk.length > room) throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
      }
    }
    return files.write(name, offset, fitting())
  },
})

let server: FieldServer
let limit = DISK_BYTES
let mounted: string | null
/** `mount` of the machine; false where it is not ours to do. */
const disk = (...args: string[]): boolean =>
  process.env['ILTOD_NO_MOUNT'] !== '1' && spawnSync('mount', args).status === 0

beforeEach(async () => {
  limit = DISK_BYTES
  server = await createFieldServer(false, {
    changeFiles: (files) => (mounted === null ? fullAfter(files, () => limit) : files),
    prepare: (dataDir) => {
      const root = mediaRootOf(dataDir)
      mkdirSync(root, { recursive: true })
      mounted = disk('-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', root) ? root : null
      createMediaFiles(root)
    },
  })
})
afterEach(async () => {
  if (mounted !== null) spawnSync('umount', ['-l', mounted])
  await server.dispose()
})

const makeRoom = () => {
  limit = 10 * MEDIUM_BYTES
  if (mounted !== null) disk('-o', `remount,size=${limit}`, mounted)
}

test('[MEDIA-8] a disk that is full in mid upload says so; what was there stays, and the upload goes on once there is room', async () => {
  console.log(mounted === null ? 'full disk: injected' : 'full disk: a tmpfs of 600 kB')
  const address = await server.app.listen({ port: 0, host: '127.0.0.1' })
  const pen = await createPen(server)
  const content = makeContent('video/mp4', MEDIUM_BYTES, random)
  const medium = await sealMedium(server.office.recipient, 'video/mp4', content)
  const delivery = await writeWithMedia(pen, { clock: server.test.clock, random }, [medium])
  await server.inbox.field.receive(delivery)
  const url = addressOf(address, delivery.id, medium.sha256)
  const tus = { 'tus-resumable': '1.0.0' }
  await fetch(`${address}/api/media`, {
    method: 'POST',
    headers: {
      ...tus,
      'upload-length': String(medium.bytes),
      'upload-metadata': toHeader(await metadataOf(pen.key, delivery.id, medium)),
    },
  })
  const patch = async (offset: number) => {
    const response = await fetch(url, {
      method: 'PATCH',
      headers: {
        ...tus,
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
      body: Buffer.from(medium.sealed.slice(offset)),
    })
    const text = await response.text()
    return { status: response.status, text }
  }
  const offset = async () =>
    Number((await fetch(url, { method: 'HEAD', headers: tus })).headers.get('upload-offset'))
  const refused = await patch(0)
  expect(refused.status).toBe(507)
  expect(JSON.parse(refused.text)).toMatchObject({ code: 'server-full' })
  expect(refused.text).not.toMatch(/ENOSPC|media\/|space/)
  const stands = await offset()
  expect(stands).toBeGreaterThan(DISK_BYTES / 2)
  expect(stands).toBeLessThanOrEqual(DISK_BYTES)
  // Again, and still no byte is lost; text comes through all the while.
  expect((await patch(stands)).status).toBe(507)
  expect(await offset()).toBeGreaterThanOrEqual(stands)
  expect(await askReceipt(address, delivery.id, medium.sha256)).toBe(null)
  const item = await pen.write('磁盘满了，文字照收')
  expect((await server.inbox.field.receive(toDelivery(item.id, item.parcel))).ok).toBe(true)
  makeRoom()
  const began: (string | null)[] = []
  await uploadByTus(address, pen.key, delivery.id, medium, {
    request: (method, _status, at) => method === 'HEAD' && began.push(at),
  })
  expect(Number(began[0])).toBeGreaterThanOrEqual(stands)
  expect(await askReceipt(address, delivery.id, medium.sha256)).not.toBe(null)
  expect(server.faults).toEqual([])
})
