// The clerk and attachments: how many came, and the files themselves, on a real data folder beside a server that has it open.
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSeededRandom } from '../../../src/base/random.ts'
import { commandsOn } from '../../support/commands.ts'
import { type Pen, createPen } from '../../support/field-pen.ts'
import { type FieldServer, createFieldServer } from '../../support/field-world.ts'
import { makeContent, sealMedium, uploadByTus, writeWithMedia } from '../../support/media-pen.ts'

const random = createSeededRandom(5)
let server: FieldServer
let address: string
let pen: Pen
let folder: string
beforeAll(async () => {
  server = await createFieldServer()
  address = await server.app.listen({ port: 0, host: '127.0.0.1' })
  pen = await createPen(server)
  folder = mkdtempSync(path.join(tmpdir(), 'iltod-out-'))
})
afterAll(async () => {
  await server.dispose()
  rmSync(folder, { recursive: true, force: true })
})
const iltod = (...args: string[]) => commandsOn(server.test.dataDir)('inbox', ...args)

test('[MEDIA-7] the list counts what came, what is missing and what is not what it says; media writes the good ones', async () => {
  const content = makeContent('image/jpeg', 70_000, random)
  const photo = await sealMedium(server.office.recipient, 'image/jpeg', content)
  const voice = await sealMedium(
    server.office.recipient,
    'audio/webm',
    makeContent('audio/webm', 900, random),
  )
  const odd = await sealMedium(
    server.office.recipient,
    'image/webp',
    makeContent('audio/ogg', 900, random),
  )
  const later = await sealMedium(
    server.office.recipient,
    'video/mp4',
    makeContent('video/mp4', 900, random),
  )
  const delivery = await writeWithMedia(pen, { clock: server.test.clock, random }, [
    photo,
    voice,
    odd,
    later,
  ])
  await server.inbox.field.receive(delivery)
  expect((await iltod('list')).out).toContain('附件4个，未到4个')
  for (const medium of [photo, voice, odd]) await uploadByTus(address, pen.key, delivery.id, medium)
  expect((await iltod('list')).out).toContain('附件4个，未到1个，类型不符不打开1个')
  const short = delivery.id.slice(-8)
  const { code, out, err } = await iltod('media', short, '--to', path.join(folder, 'new'))
  expect([code, err]).toEqual([0, ''])
  expect(out).toContain('还有1个没有传到')
  expect(out).toContain('有1个内容与所说的类型不符')
  const names = [`${short}-1.jpg`, `${short}-2.weba`]
  expect(readdirSync(path.join(folder, 'new')).sort()).toEqual(names)
  for (const name of names) {
    const file = path.join(folder, 'new', name)
    expect(out).toContain(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  }
  expect(new Uint8Array(readFileSync(path.join(folder, 'new', names[0]!)))).toEqual(content)
  expect(statSync(path.join(folder, 'new')).mode & 0o777).toBe(0o700)
})

test('an event without attachments, an unknown one and a folder left out are told in a sentence', async () => {
  const delivery = await writeWithMedia(pen, { clock: server.test.clock, random }, [])
  await server.inbox.field.receive(delivery)
  expect((await iltod('media', delivery.id, '--to', folder)).out).toBe('这一条没有附件。')
  expect((await iltod('media', 'ffffffff', '--to', folder)).err).toBe(
    '没有这一条。请用 inbox list 查看编号。',
  )
  expect((await iltod('media', delivery.id)).code).toBe(64)
})
