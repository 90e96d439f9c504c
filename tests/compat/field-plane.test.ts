// The field plane of earlier releases under today's code: their data under this server, their messages at it, their server's answers at
// this phone, their outbox opened by it.
import { webcrypto } from 'node:crypto'
import { rmSync } from 'node:fs'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bytesToHex } from '../../src/base/bytes.ts'
import { createSeededRandom } from '../../src/base/random.ts'
import { FeedPage, FeedReply, FeedRequest, judgeFeedReply } from '../../src/protocol/feed.ts'
import { ReceiptReply, judgeReceipt } from '../../src/protocol/receipts.ts'
import { sha256, verifyP256 } from '../../src/server/crypto/node-ports.ts'
import { registerErrors } from '../../src/server/http/errors.ts'
import { registerEvents } from '../../src/server/http/events.ts'
import type { Inbox } from '../../src/server/inbox/inbox.ts'
import { openInbox } from '../../src/server/inbox/open-inbox.ts'
import { type Instance, openInstance } from '../../src/server/instance.ts'
import { openRows } from '../../src/store/outbox/open-outbox.ts'
import { lookUpCode } from '../../src/sync/outbox/look-up.ts'
import { deliver } from '../../src/sync/outbox/deliver.ts'
import { askServer, makeReply } from '../support/field-world.ts'
import { createTestClock } from '../support/test-instance.ts'
import { type Exchange, releases, unpackData } from './release.ts'
import { importDatabase } from './stored-rows.ts'

const ALL = { unansweredOnly: false, limit: 100 } as const
const bytesOf = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'))
const idOf = ({ path }: Exchange): string => path.split('/').pop() ?? ''

test('at least one release is kept', () => {
  expect(releases().length).toBeGreaterThan(0)
})

describe.each(releases().map((release) => [release.name, release] as const))('%s', (_, release) => {
  const { said, exchanges, receiptKeys } = release
  const puts = exchanges.filter(({ method }) => method === 'PUT')
  const feeds = exchanges.filter(({ path, status }) => path === '/api/feed' && status === 200)

  describe('its data under today’s server', () => {
    let dataDir: string
    let instance: Instance
    let inbox: Inbox
    let app: FastifyInstance
    beforeEach(async () => {
      dataDir = unpackData(release)
      const clock = createTestClock(new Date(release.endedMs).toISOString())
      const opened = await openInstance({
        dataDir,
        clock,
        random: createSeededRandom(9),
        makeKeys: false,
      })
      if (!opened.ok) throw new Error(opened.error)
      instance = opened.value
      const report = (error: Error) => {
        throw error
      }
      inbox = await openInbox(instance, report)
      app = Fastify({ logger: false })
      registerErrors(app, report)
      await registerEvents(app, { field: inbox.field })
    })
    afterEach(async () => {
      await app.close()
      await inbox.upkeep.sorted()
      await instance.close()
      rmSync(dataDir, { recursive: true, force: true })
    })
    const repeat = async ({ method, path, headers, body }: Exchange) => {
      const request = {
        method: method as 'PUT',
        path,
        headers,
        body: bytesOf(body),
        limitBytes: 1 << 20,
      }
      const answer = await askServer(app, request)
      if (!answer.ok) throw new Error('no answer')
      return {
        status: answer.value.status,
        json: JSON.parse(Buffer.from(answer.value.bytes).toString()) as Record<string, unknown>,
      }
    }
    const openOutboxRows = async () => {
      const options = { indexedDB: new IDBFactory(), IDBKeyRange }
      await importDatabase(options.indexedDB, 'outbox', release.outbox)
      const { subtle } = webcrypto as unknown as { subtle: SubtleCrypto }
      const random = createSeededRandom(4)
      return openRows({ subtle, random, database: { name: 'outbox', options } })
    }

    test('what was asked and answered is read as it was written', async () => {
      const items = await inbox.desk.list({ tray: 'desk', ...ALL })
      const others = release.second ? [release.second.word.id, release.second.arrived.id] : []
      expect(items.map(({ id }) => id)).toEqual([said.answered.id, said.received.id, ...others])
      expect(items[0]).toMatchObject({
        text: ' 第一问：为什么少了？\nᠮᠣᠩᠭᠣᠯ ',
        answers: [{ text: said.answer.text, from: said.answer.from }],
      })
    })

    test('[RCPT-4] [EVT-6] its requests, repeated letter for letter, get the receipts they got then', async () => {
      expect(puts.length).toBeGreaterThan(1)
      for (const exchange of puts) {
        const { status, json } = await repeat(exchange)
        const then = JSON.parse(exchange.reply) as Record<string, unknown>
        expect([status, json['receipt']]).toEqual([exchange.status, then['receipt']])
      }
    })

    test('[FEED-1] [FEED-4] its feed requests are understood, and what they are told they can read', async () => {
      expect(feeds.length).toBeGreaterThan(1)
      for (const exchange of feeds) {
        const { status, json } = await repeat(exchange)
        expect(status).toBe(200)
        const then = JSON.parse(exchange.reply) as { payload: string }
        const now = FeedPage.parse(JSON.parse(json['payload'] as string))
        const before = FeedPage.parse(JSON.parse(then.payload))
        // What that phone read is still there; nonce, highest number and newer entries may have come since.
        const { device, draw, epoch, lacks } = before
        expect(now).toMatchObject({ device, draw, epoch, lacks })
        expect(now.entries).toEqual(expect.arrayContaining([...before.entries]))
      }
    })

    test('[CLAIM-3] its claim codes still tell their state', async () => {
      const http = { send: (request: Parameters<typeof askServer>[1]) => askServer(app, request) }
      const state = async (code: string) => await lookUpCode({ http, sha256 }, code)
      expect(await state(said.answered.claimCode)).toMatchObject({ value: { state: 'answered' } })
      expect(await state(said.received.claimCode)).toMatchObject({ value: { state: 'received' } })
      expect(await state(said.waiting.claimCode)).toMatchObject({ value: { state: 'unknown' } })
    })

    test('[OUT-1] [OUT-4] [FEED-6] its outbox opens with every byte, and what waited is delivered', async () => {
      const rows = await openOutboxRows()
      const frozen = (name: string) =>
        release.outbox.tables.find((table) => table.name === name)!.rows as never[]
      const parcels = frozen('parcels') as { id: string; bytes: { $bytes: string } }[]
      expect(parcels.length).toBe(3)
      for (const { id, bytes } of parcels) {
        const stored = await rows.replica.parcel(id)
        expect(Buffer.from(stored!.bytes).toString('base64')).toBe(bytes.$bytes)
        expect(stored!.hash).toBe(bytesToHex(sha256(stored!.bytes)))
      }
      const list = await rows.shelf.list()
      const shown = list.map(({ id, rows: { draft, receipt, answers }, copy }) => ({
        id: draft ? 'draft' : id,
        received: receipt !== null,
        answers: answers.length,
        code: copy?.claimCode,
      }))
      expect(shown).toEqual([
        { id: 'draft', received: false, answers: 0, code: '' },
        { id: said.waiting.id, received: false, answers: 0, code: said.waiting.claimCode },
        { id: said.received.id, received: true, answers: 0, code: said.received.claimCode },
        { id: said.answered.id, received: true, answers: 1, code: said.answered.claimCode },
      ])
      const entries = (await rows.db.entries.toArray()).map(({ entry }) => entry)
      expect(entries).toContainEqual(expect.objectContaining({ words: { zh: '以后的话' } }))

      expect(await rows.replica.waiting()).toEqual([said.waiting.id])
      const http = { send: (request: Parameters<typeof askServer>[1]) => askServer(app, request) }
      const parcel = await rows.replica.parcel(said.waiting.id)
      const keys = await rows.replica.receiptKeys()
      const verdict = await deliver({ http, sha256, verifyP256 }, said.waiting.id, parcel!, keys)
      if (verdict.kind !== 'receipt') throw new Error(verdict.kind)
      await rows.replica.settle(verdict.receipt, verdict.nonce)
      expect(await rows.replica.waiting()).toEqual([])
      const position = await rows.replica.feedPosition()
      expect(position).toMatchObject({ after: 2, replica: expect.any(String) })
      const message = new TextEncoder().encode('signs still')
      const { publicKey } = position!
      expect(await verifyP256(publicKey, message, await position!.sign(message))).toBe(true)
      rows.close()
    })
  })

  describe('its server’s answers at today’s phone', () => {
    const answering = (exchange: Exchange) => ({
      http: { send: () => Promise.resolve(makeReply(exchange.status, exchange.reply)) },
      sha256,
      verifyP256,
    })

    test('[RCPT-3] a receipt of then is delivery today', async () => {
      for (const exchange of puts) {
        const bytes = bytesOf(exchange.body)
        const parcel = { bytes, hash: bytesToHex(sha256(bytes)) }
        const verdict = await deliver(answering(exchange), idOf(exchange), parcel, receiptKeys)
        expect(verdict.kind).toBe('receipt')
      }
    })

    test('[RCPT-3] members that a later server adds change nothing', async () => {
      const [exchange] = puts
      const reply = JSON.parse(exchange!.reply) as { receipt: object }
      const later = { ...reply, later: 1, receipt: { ...reply.receipt, later: { a: 1 } } }
      const { receipt } = ReceiptReply.parse(later)
      const expected = { id: idOf(exchange!), hash: receipt.hash }
      expect(await judgeReceipt(receipt, expected, receiptKeys, verifyP256)).toBe('ours')
    })

    test('[FEED-3] [FEED-6] a page of then is a page today, with entries of unknown kinds and all their members', async () => {
      const pages = []
      for (const exchange of feeds) {
        const query = FeedRequest.parse(JSON.parse(Buffer.from(bytesOf(exchange.body)).toString()))
        const publicKey = new Uint8Array(Buffer.from(query.publicKey, 'base64url'))
        const asked = { device: bytesToHex(sha256(publicKey)), draw: query.draw }
        const reply = FeedReply.parse(JSON.parse(exchange.reply))
        const verdict = await judgeFeedReply(reply, asked, receiptKeys, verifyP256)
        if (verdict.kind !== 'page') throw new Error(verdict.kind)
        pages.push(verdict.page)
      }
      expect(pages.flatMap(({ entries }) => entries)).toMatchObject([
        { n: 1, kind: 'answer', text: said.answer.text },
        { n: 2, kind: 'kind-of-later', words: { zh: '以后的话' } },
      ])
    })
  })
})
