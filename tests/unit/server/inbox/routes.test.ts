// The field plane's addresses as a client sees them: status, shape, bounds.
import Fastify from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ERRORS, ErrorBody, type ErrorCode } from '../../../../src/protocol/errors.ts'
import { registerErrors } from '../../../../src/server/http/errors.ts'
import { registerEvents } from '../../../../src/server/http/events.ts'
import { ReceiptReply } from '../../../../src/protocol/receipts.ts'
import { MAX_PARCEL_BYTES } from '../../../../src/protocol/limits.ts'
import { type Pen, createPen, digestOf } from '../../../support/field-pen.ts'
import { type FieldServer, createFieldServer } from '../../../support/field-world.ts'

describe('the routes of the field plane', () => {
  let server: FieldServer
  let pen: Pen
  beforeAll(async () => {
    server = await createFieldServer()
    pen = await createPen(server)
  })
  afterAll(() => server.dispose())

  const put = (id: string, body: Uint8Array, headers: Record<string, string> = {}) =>
    server.app.inject({
      method: 'PUT',
      url: `/api/events/${id}`,
      headers: { 'content-type': 'application/octet-stream', ...headers },
      payload: Buffer.from(body),
    })
  const post = (url: string, payload: object | string) =>
    server.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      payload,
    })

  test('[EVT-6] a parcel is put as bytes with its digest and answered with a receipt', async () => {
    const item = await pen.write()
    const reply = await put(item.id, item.parcel, { 'content-digest': digestOf(item.parcel) })
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(ReceiptReply.parse(reply.json()).receipt).toMatchObject({ id: item.id, hash: item.hash })
    const weak = await put(item.id, item.parcel, {
      'content-digest': `sha-512=:AAAA:, ${digestOf(item.parcel)}`,
    })
    expect(weak.statusCode).toBe(200)
  })

  test('[ERR-1] every refusal has the registry’s status, its code and a Chinese sentence, and nothing of ours or theirs', async () => {
    const item = await pen.write()
    const digest = { 'content-digest': digestOf(item.parcel) }
    const rubbish = new TextEncoder().encode('SECRET of the sender')
    const replies: readonly [ErrorCode, Awaited<ReturnType<typeof put>>][] = [
      ['digest-missing', await put(item.id, item.parcel)],
      ['digest-mismatch', await put(item.id, item.parcel.slice(1), digest)],
      ['id-mismatch', await put('SECRET', item.parcel, digest)],
      ['parcel-unreadable', await put(item.id, rubbish, { 'content-digest': digestOf(rubbish) })],
      ['too-large', await put(item.id, new Uint8Array(MAX_PARCEL_BYTES + 1))],
      ['unsupported-type', await put(item.id, rubbish, { 'content-type': 'image/png' })],
      ['unsupported-type', await put(item.id, rubbish, { 'content-type': 'text/plain' })],
      ['bad-request', await post('/api/feed', '{"SECRET": ')],
      ['bad-request', await post('/api/feed', { format: 'iltod-feed/1', SECRET: 1 })],
      ['too-large', await post('/api/feed', { SECRET: 'x'.repeat(5000) })],
      ['bad-request', await post('/api/claims', { format: 'iltod-claim/1', claim: 'SECRET' })],
      ['too-large', await post('/api/claims', { claim: 'SECRET'.repeat(100) })],
      ['nonce-needed', await post('/api/feed', await pen.sign(pen.query()))],
    ]
    for (const [code, reply] of replies) {
      expect([code, reply.statusCode]).toEqual([code, ERRORS[code].status])
      const body = ErrorBody.parse(reply.json())
      expect(body.code).toBe(code)
      expect(body.message).toMatch(/[\u4e00-\u9fff]/)
      expect(reply.body).not.toMatch(/SECRET|node_modules|at Object|\.ts/)
    }
    expect(server.faults).toEqual([])
  })

  test('[ERR-1] a fault of ours is told as one, without its words', async () => {
    const app = Fastify({ logger: false })
    const heard: string[] = []
    registerErrors(app, (error) => heard.push(error.message))
    const fail = () => Promise.reject(new Error('table secret_table is away'))
    await registerEvents(app, { field: { receive: fail, feed: fail, lookUp: fail } })
    const reply = await app.inject({
      method: 'POST',
      url: '/api/claims',
      payload: { format: 'iltod-claim/1', claim: '0'.repeat(64) },
    })
    expect(reply.statusCode).toBe(500)
    expect(ErrorBody.parse(reply.json()).code).toBe('internal')
    expect(reply.body).not.toContain('secret_table')
    expect(heard).toEqual(['table secret_table is away'])
    await app.close()
  })

  test('[ERR-1] a full disk is told as such, and what comes afterwards is taken again', async () => {
    const { db } = server.test.instance.store
    const pages = await sql<{ page_count: number }>`pragma page_count`.execute(db)
    await sql`pragma max_page_count = ${sql.lit(pages.rows[0]!.page_count)}`.execute(db)
    const codes: unknown[] = []
    for (let i = 0; i < 40 && codes.at(-1) !== 'server-full'; i++) {
      const item = await pen.write(`第${i}条`)
      const reply = await put(item.id, item.parcel, { 'content-digest': digestOf(item.parcel) })
      codes.push(reply.statusCode === 200 ? 'taken' : ErrorBody.parse(reply.json()).code)
    }
    expect(codes.at(-1)).toBe('server-full')
    await sql`pragma max_page_count = 1073741823`.execute(db)
    const item = await pen.write()
    const reply = await put(item.id, item.parcel, { 'content-digest': digestOf(item.parcel) })
    expect(reply.statusCode).toBe(200)
    await server.inbox.upkeep.sorted()
    server.faults.length = 0 // sorting met the full disk too, and was reported
  })

  test('raw bytes are taken at the event’s address and nowhere else', async () => {
    const reply = await server.app.inject({
      method: 'POST',
      url: '/api/unknown',
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.from([1, 2, 3]),
    })
    expect(reply.statusCode).toBe(404)
  })
})
