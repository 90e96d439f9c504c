// Attachments, boards, words and carried files of earlier releases under today's code: what their server keeps, what their phone sends,
// what their phone kept, what their file brings.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bytesToHex } from '../../src/base/bytes.ts'
import { createBrowserHttp } from '../../src/platform/browser-http.ts'
import { systemTimers } from '../../src/platform/system-timers.ts'
import { sha256 } from '../../src/server/crypto/node-ports.ts'
import { openRows } from '../../src/store/outbox/open-outbox.ts'
import {
  type FieldServer,
  type TestDevice,
  createTestDevice,
  openFieldServer,
  settleMicrotasks,
  until,
} from '../support/field-world.ts'
import { reopenTestInstance } from '../support/test-instance.ts'
import { releases, unpackData } from './release.ts'
import { type Attached, withMedia } from './second-phone.ts'
import { importDatabase } from './stored-rows.ts'

const ALL = { unansweredOnly: false, limit: 100 } as const
const bytesOf = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'))

const kept = releases().flatMap((release) =>
  release.second ? [[release.name, release, release.second] as const] : [],
)

test('at least one release had attachments', () => {
  expect(kept.length).toBeGreaterThan(0)
})

describe.each(kept)('%s', (_, release, second) => {
  let server: FieldServer
  let origin: string
  beforeEach(async () => {
    server = await openFieldServer(
      await reopenTestInstance(unpackData(release), new Date(release.endedMs).toISOString()),
    )
    origin = await server.app.listen({ port: 0, host: '127.0.0.1' })
  })
  afterEach(async () => {
    expect(server.faults).toEqual([])
    await server.dispose()
  })

  /** Its attachments as the office opens them, by the hash of what is seen. */
  const seenOf = async (id: string): Promise<string[]> => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'iltod-seen-'))
    await server.media.desk.handOut(id, folder)
    const hashes = readdirSync(folder).map((name) =>
      bytesToHex(sha256(new Uint8Array(readFileSync(path.join(folder, name))))),
    )
    rmSync(folder, { recursive: true })
    return hashes.sort()
  }
  const contentsOf = ({ media }: { media: readonly Attached[] }) =>
    media.map(({ content }) => content).sort()

  test('[MEDIA-4] [EVT-13] [BOARD-1] what had arrived is there: question, photo, word, board', async () => {
    const items = await server.inbox.desk.list({ tray: 'desk', ...ALL })
    const word = { key: second.word.key, language: 'mn-Mong-CN' }
    expect(items).toContainEqual(
      expect.objectContaining({ id: second.word.id, text: second.word.text, word }),
    )
    expect(items.map(({ id }) => id)).toContain(second.arrived.id)
    expect(await seenOf(second.arrived.id)).toEqual(contentsOf(second.arrived))
    expect(await server.inbox.desk.boards()).toMatchObject([{ id: second.board.id }])
  })

  test('[MEDIA-2] [MEDIA-3] [MEDIA-5] its uploads, letter for letter, are received', async () => {
    for (const { method, path, headers, body, status } of second.sending) {
      const sent = await fetch(`${origin}${path}`, {
        method,
        headers,
        ...(body === '' ? {} : { body: bytesOf(body) }),
      })
      await sent.arrayBuffer()
      expect([path, sent.status]).toEqual([path, status])
    }
    expect(await seenOf(second.waiting.id)).toEqual(contentsOf(second.waiting))
  })

  const openPhone = async (device: TestDevice, indexedDB?: IDBFactory) => {
    const http = createBrowserHttp({ fetch, origin, timers: systemTimers })
    const database = indexedDB
      ? { name: 'outbox', options: { indexedDB, IDBKeyRange } }
      : device.deps.database!
    return device.open({ ...withMedia(device, http), database })
  }

  test('[OUT-1] [OUT-29] its phone opens with every piece and its draft, and sends what waited', async () => {
    const indexedDB = new IDBFactory()
    await importDatabase(indexedDB, 'outbox', second.stored)
    const device = createTestDevice(server)
    const database = { name: 'outbox', options: { indexedDB, IDBKeyRange } }
    const rows = await openRows({ ...device.deps, database })
    const frozen = second.stored.tables.find(({ name }) => name === 'pieces')!.rows
    const pieces = (await rows.db.pieces.toArray()).map((row) => ({
      ...row,
      bytes: { $bytes: Buffer.from(row.bytes).toString('base64') },
    }))
    rows.close()
    expect(pieces).toEqual(frozen)
    const outbox = await openPhone(device, indexedDB)
    const [draft] = (await outbox.items()).filter(({ state }) => state === 'draft')
    expect(draft?.copy?.text).toBe(second.draft.text)
    expect(draft?.copy?.attachments?.map((medium) => medium.sha256)).toEqual(
      second.draft.media.map(({ sealed }) => sealed),
    )
    const view = await outbox.media!.view(second.draft.media[0]!.sealed)
    expect(bytesToHex(sha256(view!))).toBe(second.draft.media[0]!.content)
    await outbox.sendNow()
    await until('sent', async () => {
      const item = (await outbox.items()).find(({ id }) => id === second.waiting.id)
      return item?.state === 'received' && item.media.every(({ state }) => state === 'received')
    })
    outbox.close()
    await settleMicrotasks()
    expect(await seenOf(second.waiting.id)).toEqual(contentsOf(second.waiting))
  })

  test('[OUT-22] [OUT-30] its carried file is taken in and sent by a phone of today', async () => {
    const outbox = await openPhone(createTestDevice(server))
    const file = new Blob([bytesOf(second.unsent)])
    expect(await outbox.importUnsent(file)).toMatchObject({
      ok: true,
      value: { added: 1, damaged: 0, media: { added: 2, left: 0 } },
    })
    await outbox.sendNow()
    await until('carried', async () => (await outbox.items()).length === 0)
    outbox.close()
    await settleMicrotasks()
    expect(await seenOf(second.waiting.id)).toEqual(contentsOf(second.waiting))
  })
})
