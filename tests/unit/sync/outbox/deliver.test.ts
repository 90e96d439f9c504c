// One delivery against everything that may stand between phone and server.
import { beforeAll, describe, expect, test } from 'vitest'
import {
  type Bytes,
  bytesToBase64Url,
  bytesToHex,
  utf8ToBytes,
} from '../../../../src/base/bytes.ts'
import { err } from '../../../../src/base/result.ts'
import { ERRORS } from '../../../../src/protocol/errors.ts'
import { type Receipt, receiptMessage } from '../../../../src/protocol/receipts.ts'
import { sha256, verifyP256 } from '../../../../src/server/crypto/node-ports.ts'
import { errorBody } from '../../../../src/server/http/errors.ts'
import { deliver } from '../../../../src/sync/outbox/deliver.ts'
import type { HttpRequest } from '../../../../src/sync/ports.ts'
import { type TestKey, makeKey } from '../../../support/field-pen.ts'
import { type Answered, makeReply, offline, portalPage } from '../../../support/field-world.ts'

const ID = '01930c6e-2b3f-7abc-8def-0123456789ab'
const bytes: Bytes = utf8ToBytes('the parcel')
const parcel = { bytes, hash: bytesToHex(sha256(bytes)) }

describe('a delivery', () => {
  let office: TestKey
  let stranger: TestKey
  beforeAll(async () => {
    ;[office, stranger] = [await makeKey(), await makeKey()]
  })

  const sign = async (changes: Partial<Receipt> = {}, signer = office): Promise<Receipt> => {
    const receipt: Receipt = {
      format: 'iltod-receipt/1',
      id: ID,
      hash: parcel.hash,
      epoch: '0011223344556677',
      number: 3,
      receivedMs: 1_760_000_000_000,
      key: 'office',
      signature: '',
      ...changes,
    }
    return { ...receipt, signature: bytesToBase64Url(await signer.sign(receiptMessage(receipt))) }
  }
  const replyWith = (receipt: Receipt, status = 200): Answered =>
    makeReply(status, JSON.stringify({ receipt, erased: false, nonce: 'nonce' }))

  const verdictOn = async (answer: Answered, sent: HttpRequest[] = []) => {
    const http = {
      send: (request: HttpRequest) => {
        sent.push(request)
        return Promise.resolve(answer)
      },
    }
    const keys = [{ id: 'office', publicKey: bytesToBase64Url(office.publicKey) }]
    return deliver({ http, sha256, verifyP256 }, ID, parcel, keys)
  }

  test('[EVT-6] sends the bytes as they are, with their digest', async () => {
    const sent: HttpRequest[] = []
    await verdictOn(offline, sent)
    expect(sent[0]).toMatchObject({ method: 'PUT', path: `/api/events/${ID}`, body: bytes })
    expect(sent[0]?.headers?.['content-digest']).toBe(
      `sha-256=:${Buffer.from(sha256(bytes)).toString('base64')}:`,
    )
  })

  test('[RCPT-3] counts as delivered with our receipt for this id and these bytes, and with nothing else', async () => {
    const receipt = await sign()
    expect(await verdictOn(replyWith(receipt))).toEqual({
      kind: 'receipt',
      receipt,
      nonce: 'nonce',
    })
    const other = '1'.repeat(64)
    const lies: readonly Answered[] = [
      portalPage,
      makeReply(200, ''),
      makeReply(200, 'OK'),
      makeReply(200, '{"ok": true}'),
      makeReply(204, ''),
      replyWith(await sign({ hash: other })),
      replyWith({ ...receipt, hash: other }),
      replyWith({ ...receipt, number: 4 }),
      replyWith(await sign({ id: '01930c6e-2b3f-7abc-8def-0123456789ac' })),
      replyWith(await sign({}, stranger)),
      replyWith({ ...receipt, signature: '' }),
      replyWith(receipt, 500),
      replyWith(receipt, 302),
      makeReply(200, JSON.stringify({ receipt, erased: false, nonce: 'n' }).slice(0, -2)),
    ]
    for (const lie of lies) expect((await verdictOn(lie)).kind).toBe('later')
  })

  test('[RCPT-3] a receipt by a key that is not known here yet is judged again later', async () => {
    expect(await verdictOn(replyWith(await sign({ key: 'next-year' })))).toEqual({
      kind: 'later',
      code: 'unknown-receipt-key',
      scope: 'item',
      askedMs: null,
    })
  })

  test('[ERR-2] faults of the way are told apart', async () => {
    const page = '<!doctype html><title>x</title>'
    const ours = (code: keyof typeof ERRORS, status: number = ERRORS[code].status) =>
      makeReply(status, JSON.stringify(errorBody(code)))
    const cases: readonly [Answered, string][] = [
      [offline, 'no-network'],
      [err({ kind: 'cut' }), 'cut-short'],
      [err({ kind: 'too-long' }), 'portal'],
      [portalPage, 'portal'],
      [makeReply(200, '{"receipt": {"id"'), 'cut-short'],
      [makeReply(302, ''), 'portal'],
      [makeReply(511, page), 'portal'],
      [makeReply(403, page), 'refused-on-the-way'],
      [makeReply(404, page), 'refused-on-the-way'],
      [makeReply(413, page), 'too-large-on-the-way'],
      [makeReply(429, page), 'server-busy'],
      [makeReply(503, page), 'server-busy'],
      [makeReply(500, page), 'server-fault'],
      [makeReply(502, page), 'server-fault'],
      // In our shape, but not with the status that goes with the code: somebody rewrote it.
      [ours('event-differs', 502), 'server-fault'],
      [ours('event-differs', 400), 'refused-on-the-way'],
      [ours('unavailable'), 'unavailable'],
      [ours('digest-mismatch'), 'digest-mismatch'],
    ]
    for (const [answer, code] of cases) {
      expect(await verdictOn(answer)).toMatchObject({ kind: 'later', code })
    }
  })

  test('[ERR-2] an answer that came from another origin is a portal’s, whatever it says', async () => {
    const answer = replyWith(await sign())
    if (!answer.ok) throw new Error('no answer')
    const foreign: Answered = { ok: true, value: { ...answer.value, foreign: true } }
    expect(await verdictOn(foreign)).toMatchObject({ kind: 'later', code: 'portal', scope: 'way' })
  })

  test('[ERR-3] the retry class alone decides', async () => {
    for (const [code, { status, retry }] of Object.entries(ERRORS)) {
      const body = JSON.stringify({ format: 'iltod-error/1', code, message: '。' })
      const { kind } = await verdictOn(makeReply(status, body))
      const expected = {
        never: 'refused',
        later: 'later',
        'after-upgrade': 'upgrade',
        'after-sign-in': 'upgrade',
      }
      expect([code, kind]).toEqual([code, expected[retry]])
    }
  })

  test('[ERR-4] a code of a newer server is tried later', async () => {
    const body = JSON.stringify({ format: 'iltod-error/1', code: 'moon-eclipsed', message: '。' })
    expect(await verdictOn(makeReply(418, body))).toMatchObject({
      kind: 'later',
      code: 'moon-eclipsed',
    })
  })

  test('[OUT-6] the time that a busy server asks for is taken, nonsense is not', async () => {
    const askedMs = async (value: string) => {
      const verdict = await verdictOn(makeReply(503, '', { 'retry-after': value }))
      return verdict.kind === 'later' ? verdict.askedMs : undefined
    }
    expect(await askedMs('120')).toBe(120_000)
    expect(await askedMs('Wed, 21 Oct 2099 07:28:00 GMT')).toBeNull()
    expect(await askedMs('-5')).toBeNull()
  })

  test('[OUT-8] bytes that no longer have their hash are not sent at all', async () => {
    const sent: HttpRequest[] = []
    const http = {
      send: (request: HttpRequest) => {
        sent.push(request)
        return Promise.resolve(offline)
      },
    }
    const bent = { ...parcel, bytes: utf8ToBytes('the pArcel') }
    expect(await deliver({ http, sha256, verifyP256 }, ID, bent, [])).toEqual({
      kind: 'refused',
      code: 'parcel-damaged',
    })
    expect(sent).toEqual([])
  })
})
