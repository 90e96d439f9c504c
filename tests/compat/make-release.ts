// `node tests/compat/make-release.ts N`: freezes what this release speaks and stores, once, into tests/compat/release-N: a published
// folder, every message between a phone and the server, the server's data folder, the outbox of a phone. People and keys are
// invented for it. What is there is never written again: phones of that release go on speaking so.
import { createHash, webcrypto } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gzipSync } from 'node:zlib'
import { DATABASE } from '../../src/store/published/indexed-vault.ts'
import { DATABASE_FILE } from '../../src/server/store/database.ts'
import { publish } from '../../src/server/publish/publisher.ts'
import {
  createFieldServer,
  createTestDevice,
  type FieldServer,
  offline,
  SITE,
  type TestDevice,
  until,
} from '../support/field-world.ts'
import type { Office } from '../support/published-office.ts'
import { createPhone, visit } from '../support/published-phone.ts'
import { importInto, makeRoster } from '../support/test-instance.ts'
import { liveSecond } from './second-phone.ts'
import { exportDatabase } from './stored-rows.ts'
import { type Exchange, type Folder, publishedFiles } from './release.ts'

const RELEASES = import.meta.dirname

const base64 = (bytes: Uint8Array | undefined): string =>
  bytes ? Buffer.from(bytes).toString('base64') : ''

/** As the browser's, but what it makes may be taken along. */
const openHanded = (): SubtleCrypto => {
  const { subtle } = webcrypto
  return {
    generateKey: (algorithm: EcKeyGenParams, _extractable: boolean, uses: KeyUsage[]) =>
      subtle.generateKey(algorithm, true, uses),
    exportKey: subtle.exportKey.bind(subtle),
    sign: subtle.sign.bind(subtle),
  } as unknown as SubtleCrypto
}

const record = (device: TestDevice, exchanges: Exchange[]): void => {
  device.wire.bend = async (request, pass) => {
    const answer = await pass()
    if (answer.ok)
      exchanges.push({
        method: request.method,
        path: request.path,
        headers: { ...request.headers },
        body: base64(request.body ?? undefined),
        status: answer.value.status,
        reply: Buffer.from(answer.value.bytes).toString(),
      })
    return answer
  }
}

/** What a newer server may say: an entry of a kind nobody knows yet, with members nobody knows. */
const sayUnknown = async (server: FieldServer, event: string): Promise<void> => {
  const { db } = server.test.instance.store
  const entry = {
    n: 2,
    kind: 'kind-of-later',
    id: '01a205b3-d3e8-7000-8000-000000000001',
    event,
    words: { zh: '以后的话' },
  }
  const { device } = await db
    .updateTable('inbox_device')
    .set({ feed_count: 2 })
    .returning('device')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('inbox_feed')
    .values({
      device,
      n: entry.n,
      id: entry.id,
      kind: entry.kind,
      event_id: event,
      entry: JSON.stringify(entry),
      at_ms: server.test.clock.now(),
    })
    .execute()
}

const live = async (server: FieldServer, exchanges: Exchange[]) => {
  const device = createTestDevice(server)
  record(device, exchanges)
  const outbox = await device.open({ subtle: openHanded() })
  const ask = async (text: string, state: 'received' | 'waiting') => {
    const saved = await outbox.ask({ site: SITE, text })
    if (!saved.ok) throw new Error(saved.error.kind)
    const { id } = saved.value
    await until(state, async () => {
      const item = (await outbox.items()).find((one) => one.id === id)
      return item?.state === state && (state === 'received' || device.wire.sent.length > 0)
    })
    return saved.value
  }
  const answered = await ask(' 第一问：为什么少了？\nᠮᠣᠩᠭᠣᠯ ', 'received')
  const answer = { id: answered.id, text: '已核实，下月补发。', from: '财政局' }
  await server.inbox.desk.answer(answer)
  await sayUnknown(server, answered.id)
  const received = await ask('第二问', 'received')
  await outbox.sendNow()
  await until('answered', async () =>
    (await outbox.items()).some(({ state }) => state === 'answered'),
  )
  await outbox.lookUp(answered.claimCode)
  device.wire.bend = () => Promise.resolve(offline)
  const waiting = await ask('第三问，还没有送出', 'waiting')
  await outbox.saveDraft({ site: SITE, text: '没写完的' })
  await new Promise((resolve) => setTimeout(resolve, 500))
  const stored = await exportDatabase(
    device.deps.database!.options!.indexedDB as IDBFactory,
    device.deps.database!.name,
  )
  outbox.close()
  return { said: { answered, received, waiting, answer }, stored }
}

/** A phone that reads what was published and keeps it. */
const keepOnPhone = async (root: string, nowMs: number): Promise<Buffer> => {
  const files = publishedFiles(root)
  const served = new Map([...files].map(([name, bytes]) => [`/published/${name}`, bytes]))
  const phone = createPhone({ files: served, nowMs } as unknown as Office)
  await visit(phone, async (published) => {
    await published.follow(SITE)
    await published.syncNow()
    if (published.status().held.length === 0) throw new Error('the phone holds nothing')
  })
  const stored = await exportDatabase(phone.idb, DATABASE)
  return gzipSync(JSON.stringify(stored), { level: 9 })
}

const filesBelow = (dir: string, below = ''): string[] =>
  readdirSync(path.join(dir, below), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(below, entry.name)
    return entry.isDirectory() ? filesBelow(dir, name) : [name]
  })

/** A whole copy of the file in one piece, as `iltod backup` makes it, beside the keys. */
const packData = (dataDir: string): Buffer => {
  const aside = mkdtempSync(path.join(os.tmpdir(), 'iltod-release-'))
  const db = new DatabaseSync(path.join(dataDir, DATABASE_FILE))
  db.prepare('vacuum into ?').run(path.join(aside, DATABASE_FILE))
  db.close()
  for (const part of ['keys', 'media'])
    if (existsSync(path.join(dataDir, part)))
      cpSync(path.join(dataDir, part), path.join(aside, part), { recursive: true })
  const folder: Folder = Object.fromEntries(
    filesBelow(aside).map((name) => [name, base64(readFileSync(path.join(aside, name)))]),
  )
  rmSync(aside, { recursive: true })
  return gzipSync(JSON.stringify(folder), { level: 9 })
}

const writeRelease = async (number: string): Promise<void> => {
  const dir = path.join(RELEASES, `release-${number}`)
  if (!/^\d+$/.test(number) || existsSync(dir)) throw new Error(`${dir} exists, or is no number`)
  const server = await createFieldServer()
  const exchanges: Exchange[] = []
  await importInto(server.test, [makeRoster()])
  const published = await publish(server.test.instance.publisher)
  if (!published.ok) throw new Error(published.error.kind)
  const { said, stored } = await live(server, exchanges)
  await server.inbox.upkeep.sorted()
  const put = (name: string, content: string | Buffer) => {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true })
    writeFileSync(path.join(dir, name), content)
  }
  const root = server.test.instance.publishedRoot
  for (const part of ['current', 'packs'])
    for (const name of filesBelow(path.join(root, part)))
      put(`published/${part}/${name}`, readFileSync(path.join(root, part, name)))
  put('vault.json.gz', await keepOnPhone(root, server.test.clock.now()))
  put('outbox.json', JSON.stringify(stored))
  const { receiptKeys } = server.office
  const endedMs = server.test.clock.now()
  const second = await liveSecond(server, openHanded(), async () => {
    await server.media.upkeep.judged()
    put('data.json.gz', packData(server.test.dataDir))
  })
  put('second-phone.json.gz', gzipSync(JSON.stringify(second), { level: 9 }))
  put('messages.json', JSON.stringify({ endedMs, receiptKeys, said, exchanges }, null, 1))
  await server.dispose()
  const sums = filesBelow(dir).map((name) => {
    const hash = createHash('sha256').update(readFileSync(path.join(dir, name)))
    return `${hash.digest('hex')}  release-${number}/${name}\n`
  })
  appendFileSync(path.join(RELEASES, 'SHA256SUMS'), sums.sort().join(''))
}

await writeRelease(process.argv[2] ?? '')
