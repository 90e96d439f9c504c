// Running it for years: keys rotated beside a running inbox, a server that stops, a backup and what comes after it.
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSeededRandom } from '../../src/base/random.ts'
import { decodeTrust } from '../../src/pack/trust.ts'
import { sha256, verifyP256 } from '../../src/server/crypto/node-ports.ts'
import { backUp } from '../../src/server/backup/backup.ts'
import { inboxKeys } from '../../src/server/inbox/keys.ts'
import { receive } from '../../src/server/inbox/receive.ts'
import { systemRandom } from '../../src/server/instance.ts'
import { loadKeys } from '../../src/server/keys/key-files.ts'
import { rotateKeys } from '../../src/server/keys/trust-file.ts'
import { startServer } from '../../src/server/main.ts'
import { startScheduler } from '../../src/server/publish/scheduler.ts'
import { openSource } from '../../src/server/registry/source-files.ts'
import { openStore } from '../../src/server/store/database.ts'
import { commandsOn } from '../support/commands.ts'
import { createPen, type Pen, toDelivery } from '../support/field-pen.ts'
import { createFieldServer, type FieldServer } from '../support/field-world.ts'
import {
  askReceipt,
  makeContent,
  sealMedium,
  uploadByTus,
  writeWithMedia,
} from '../support/media-pen.ts'
import { importInto, makeRoster } from '../support/test-instance.ts'

let server: FieldServer
let pen: Pen
let target: string
beforeEach(async () => {
  server = await createFieldServer()
  pen = await createPen(server)
  target = mkdtempSync(path.join(tmpdir(), 'iltod-backup-'))
})
afterEach(async () => {
  await server.dispose()
  rmSync(target, { recursive: true, force: true })
})

const deliver = async (text: string, recipient?: string) => {
  const office = recipient === undefined ? server.office : { ...server.office, recipient }
  const item = await pen.write(text, { office })
  const received = await server.inbox.field.receive(toDelivery(item.id, item.parcel))
  if (!received.ok) throw new Error(received.error)
  return received.value.receipt
}
const texts = async () =>
  (await server.inbox.desk.list({ tray: 'desk', unansweredOnly: true, limit: 10 })).map(
    (item) => item.text,
  )

test('keys rotated beside a running inbox: the next receipt and seal are by the new ones, the old still open', async () => {
  const { dataDir } = server.test
  const before = loadKeys(dataDir)
  expect((await deliver('第一问')).key).toBe(before.receipt[0]!.id)
  const after = await rotateKeys(dataDir, before, 1)
  const receipt = await deliver('第二问', after.seal[1]!.recipient)
  expect(receipt.key).toBe(after.receipt[1]!.id)
  await deliver('第三问')
  expect(await texts()).toEqual(['第一问', '第二问', '第三问'])
})

test('keys rotated beside a running server are in what it publishes next, within ten seconds', async () => {
  const { dataDir, instance } = server.test
  const { faults } = server
  const published = () => {
    const file = path.join(instance.publishedRoot, 'current/trust.json')
    const trust = existsSync(file) ? decodeTrust(new Uint8Array(readFileSync(file)), sha256) : null
    return trust?.ok ? trust.value.trust.version : 0
  }
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const scheduler = startScheduler(instance.publisher, (error) => faults.push(error))
  try {
    await expect.poll(published).toBe(1)
    await rotateKeys(dataDir, loadKeys(dataDir), 1)
    vi.advanceTimersByTime(10_000)
    await expect.poll(published).toBe(2)
    expect(faults).toEqual([])
  } finally {
    vi.useRealTimers()
    await scheduler.stop()
  }
})

test('a server that stops has sorted everything that it gave receipts for', async () => {
  const { dataDir, instance, clock } = server.test
  const item = await pen.write('停机前的一问')
  const keys = inboxKeys(instance.keys)
  const deps = { db: instance.store.db, clock, random: systemRandom, sha256, verifyP256, keys }
  await receive({ ...deps, report: () => undefined }, toDelivery(item.id, item.parcel))
  const state = async () =>
    (await instance.store.db.selectFrom('inbox_event').select('state').executeTakeFirst())?.state
  expect(await state()).toBe('arrived')
  const running = await startServer({ dataDir, port: 0, host: '127.0.0.1', distDir: dataDir })
  await running.stop()
  expect(await state()).toBe('open')
}, 60_000)

describe('iltod backup', () => {
  const iltod = (...args: string[]) => commandsOn(server.test.dataDir)(...args)
  const made = () => readdirSync(target).map((name) => path.join(target, name))

  test('[RCPT-7] holds what was received, and only then tells phones that it is safe', async () => {
    const { number } = await deliver('备份前')
    expect((await pen.ask()).safe).toBe(0)
    const { code, out } = await iltod('backup', target)
    expect([code, out]).toEqual([0, expect.stringContaining(`第 ${number} 号`)])
    expect((await pen.ask()).safe).toBe(number)
    const [folder = ''] = made()
    const copy = await openStore({ dataDir: folder })
    const rows = await copy.db.selectFrom('inbox_event').select('number').execute()
    await copy.close()
    expect(rows).toEqual([{ number }])
  })

  test('has keys and sources, for its owner alone, and opens as a data folder', async () => {
    const { dataDir, instance } = server.test
    const bytes = Buffer.from('a sheet')
    await importInto(server.test, [makeRoster()], { bytes })
    await iltod('backup', target)
    const [folder = ''] = made()
    const [source = ''] = readdirSync(path.join(folder, 'sources'))
    expect(openSource(folder, source.replace('.sealed', ''), instance.box)).toEqual(bytes)
    expect(loadKeys(folder)).toEqual(loadKeys(dataDir))
    for (const name of ['iltod.sqlite', 'keys/keys.json', `sources/${source}`])
      expect([name, statSync(path.join(folder, name)).mode & 0o777]).toEqual([name, 0o600])
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect((await commandsOn(folder)('inbox', 'list')).code).toBe(0)
  })

  test('[RCPT-7] [MEDIA-5] takes arrived attachments along, and is safe only with their bytes', async () => {
    const random = createSeededRandom(9)
    const { dataDir, clock } = server.test
    const address = await server.app.listen({ port: 0, host: '127.0.0.1' })
    const seal = () =>
      sealMedium(server.office.recipient, 'image/jpeg', makeContent('image/jpeg', 900, random))
    const [kept, half, lost] = [await seal(), await seal(), await seal()]
    const delivery = await writeWithMedia(pen, { clock, random }, [kept, half, lost])
    await server.inbox.field.receive(delivery)
    await uploadByTus(address, pen.key, delivery.id, kept)
    await uploadByTus(address, pen.key, delivery.id, lost)
    const fileOf = (folder: string, sha256: string) =>
      path.join(folder, 'media', sha256.slice(0, 2), sha256)
    rmSync(fileOf(dataDir, lost.sha256))
    expect((await iltod('backup', target)).code).toBe(0)
    const receipt = (await askReceipt(address, delivery.id, kept.sha256))!
    expect((await pen.ask()).safe).toBeGreaterThanOrEqual(receipt.number)
    const [folder = ''] = made()
    const copy = fileOf(folder, kept.sha256)
    expect(new Uint8Array(readFileSync(copy))).toEqual(kept.sealed)
    expect([statSync(copy).mode & 0o777, statSync(path.dirname(copy)).mode & 0o777]).toEqual([
      0o600, 0o700,
    ])
    expect(existsSync(path.join(folder, 'media/begun'))).toBe(false)
    // What was lost with the disk has no receipt that a backup could cover; it is asked for again.
    expect(await askReceipt(address, delivery.id, lost.sha256)).toBe(null)
    expect((await pen.ask()).media?.toSorted()).toEqual([half.sha256, lost.sha256].toSorted())
    const out = await commandsOn(folder)(
      'inbox',
      'media',
      delivery.id,
      '--to',
      path.join(target, 'out'),
    )
    expect([out.code, out.err]).toEqual([0, ''])
    expect(readdirSync(path.join(target, 'out'))).toHaveLength(1)
  })

  test('[RCPT-7] a backup that lacks an attachment with a receipt fails, and nothing is safe by it', async () => {
    const random = createSeededRandom(10)
    const address = await server.app.listen({ port: 0, host: '127.0.0.1' })
    const medium = await sealMedium(
      server.office.recipient,
      'image/jpeg',
      makeContent('image/jpeg', 900, random),
    )
    const delivery = await writeWithMedia(pen, { clock: server.test.clock, random }, [medium])
    await server.inbox.field.receive(delivery)
    await uploadByTus(address, pen.key, delivery.id, medium)
    rmSync(path.join(server.test.dataDir, 'media', medium.sha256.slice(0, 2), medium.sha256))
    const nothing = { forgetLost: () => Promise.resolve() }
    await expect(
      backUp(server.test.instance, server.inbox.upkeep, nothing, target),
    ).rejects.toThrow()
    expect(made()).toEqual([])
    expect((await pen.ask()).safe).toBe(0)
  })

  test('that fails half way leaves nothing behind and records nothing', async () => {
    await deliver('不能算备份过')
    const { instance, dataDir } = server.test
    const store = await openStore({ dataDir })
    await store.close()
    await expect(
      backUp({ ...instance, store }, server.inbox.upkeep, server.media.upkeep, target),
    ).rejects.toThrow()
    expect(made()).toEqual([])
    expect((await pen.ask()).safe).toBe(0)
  })

  test('refuses a place inside the data folder', async () => {
    const inside = path.join(server.test.dataDir, 'backups')
    expect((await iltod('backup', inside)).code).toBe(65)
    expect((await iltod('backup')).code).toBe(64)
  })

  test('[RCPT-5] put back: `inbox new-epoch` opens the next, so that phones offer what is lacking', async () => {
    await deliver('备份里有')
    await iltod('backup', target)
    const lost = await deliver('备份以后')
    const before = await pen.ask()
    const [folder = ''] = made()
    const restored = path.join(target, 'restored')
    cpSync(folder, restored, { recursive: true, verbatimSymlinks: true })
    expect((await commandsOn(restored)('inbox', 'new-epoch')).code).toBe(0)
    const store = await openStore({ dataDir: restored })
    const epochs = await store.db.selectFrom('inbox_epoch').selectAll().orderBy('ordinal').execute()
    await store.close()
    expect(epochs).toHaveLength(2)
    expect(epochs[0]!.id).toBe(before.epoch)
    expect(epochs[1]).toMatchObject({ reason: 'restored', first: lost.number })
    expect(readFileSync(path.join(restored, 'keys/keys.json'), 'utf8')).toContain('"seal"')
  })
})
