// Asking the feed by hand against the real inbox.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSeededRandom } from '../../../../src/base/random.ts'
import type { Receipt } from '../../../../src/protocol/receipts.ts'
import { sha256, verifyP256 } from '../../../../src/server/crypto/node-ports.ts'
import { askFeed } from '../../../../src/sync/outbox/ask-feed.ts'
import type { FeedPosition } from '../../../../src/sync/outbox/ports.ts'
import { type Pen, createPen, toDelivery } from '../../../support/field-pen.ts'
import {
  type Answered,
  type FieldServer,
  type TestWire,
  createFieldServer,
  createWire,
  makeReply,
  offline,
  portalPage,
} from '../../../support/field-world.ts'

describe('asking the feed', () => {
  let server: FieldServer
  let pen: Pen
  let wire: TestWire
  beforeAll(async () => {
    server = await createFieldServer()
    pen = await createPen(server)
    wire = createWire(server.app)
  })
  afterAll(() => server.dispose())

  const random = createSeededRandom(1)
  const ask = (changes: Partial<FeedPosition> = {}) => {
    wire.sent.length = 0
    const position = {
      ...pen.key,
      replica: 'aa',
      after: 0,
      last: '',
      nonce: '',
      kept: [],
      ...changes,
    }
    return askFeed(
      { http: wire, sha256, verifyP256, random },
      { position, proof: null, keys: server.office.receiptKeys },
    )
  }

  test('[FEED-1] fetches a nonce when it has none or an old one, and asks once more', async () => {
    const first = await ask()
    if (first.kind !== 'page') throw new Error(first.code)
    expect(wire.sent.length).toBe(2)
    const second = await ask({ nonce: first.page.nonce })
    expect(second.kind).toBe('page')
    expect(wire.sent.length).toBe(1)
    server.test.clock.advance(2 * 86_400_000)
    expect((await ask({ nonce: first.page.nonce })).kind).toBe('page')
    expect(wire.sent.length).toBe(2)
  })

  test('[FEED-1] a nonce that was bent on the way does not close the feed', async () => {
    for (const nonce of ['AaIF@Fzl', 'x'.repeat(300), 'a\nb', 'AAAA']) {
      expect((await ask({ nonce })).kind, nonce).toBe('page')
    }
  })

  test('[FEED-4] a cursor that no request can say does not close the feed: it begins anew', async () => {
    for (const cursor of [
      { after: 3, last: 'Horse_1' },
      { after: 3, last: 'a'.repeat(37) },
      { after: 3, last: 'a\nb' },
      { after: -3, last: 'a' },
    ])
      expect((await ask(cursor)).kind, JSON.stringify(cursor)).toBe('page')
  })

  test('[FEED-3] anything that is not the signed answer to this very question is none', async () => {
    const good = await ask()
    if (good.kind !== 'page') throw new Error(good.code)
    let old: Answered = offline
    wire.bend = async (_request, pass) => {
      old = await pass()
      return old
    }
    await ask({ nonce: good.page.nonce })
    const cases: readonly [Answered, string][] = [
      [offline, 'no-network'],
      [portalPage, 'portal'],
      [makeReply(200, '{}'), 'not-our-receipt'],
      [makeReply(503, ''), 'server-busy'],
    ]
    for (const [answer, code] of cases) {
      wire.bend = () => Promise.resolve(answer)
      expect(await ask({ nonce: good.page.nonce })).toMatchObject({ kind: 'later', code })
    }
    // A whole, signed page for this device under the very same nonce, but the answer to an earlier question: what it says
    // of what the server has may be from before a restore.
    wire.bend = () => Promise.resolve(old)
    expect(await ask({ nonce: good.page.nonce })).toMatchObject({
      kind: 'later',
      code: 'not-our-receipt',
    })
    wire.bend = null
  })

  test('[RCPT-5] names at most forty of what it keeps, and in time all of it', async () => {
    const kept: Receipt[] = []
    for (let i = 0; i < 45; i++) {
      const item = await pen.write(`第${i}`)
      const reply = await server.inbox.field.receive(toDelivery(item.id, item.parcel))
      if (reply.ok) kept.push(reply.value.receipt)
    }
    const named = new Set<string>()
    for (let seed = 1; seed <= 8; seed++) {
      const outcome = await askFeed(
        { http: wire, sha256, verifyP256, random: createSeededRandom(seed) },
        {
          position: { ...pen.key, replica: 'aa', after: 0, last: '', nonce: '', kept },
          proof: null,
          keys: server.office.receiptKeys,
        },
      )
      if (outcome.kind !== 'page') throw new Error(outcome.code)
      expect(outcome.asked.length).toBe(40)
      expect(outcome.page.lacks).toEqual([])
      outcome.asked.forEach((receipt) => named.add(receipt.id))
    }
    expect(named.size).toBe(45)
  })

  test('a sync that brings nothing is one request of at most 0.5 kB, and an answer of at most 0.7 kB', async () => {
    const first = await ask()
    if (first.kind !== 'page') throw new Error(first.code)
    let answered = 0
    wire.bend = async (_request, pass) => {
      const answer = await pass()
      if (answer.ok) answered = answer.value.bytes.length
      return answer
    }
    await ask({ nonce: first.page.nonce })
    wire.bend = null
    expect(wire.sent.length).toBe(1)
    expect(wire.sent[0]?.body?.length).toBeLessThanOrEqual(500)
    expect(answered).toBeLessThanOrEqual(700)
  })
})
