// What the inbox must do on every database it may stand on: the embedded SQLite, and PostgreSQL where ILTOD_PG names one.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bytesToHex, utf8ToBytes } from '../../src/base/bytes.ts'
import { claimHash } from '../../src/protocol/claim-code.ts'
import { MAX_PARCEL_BYTES } from '../../src/protocol/limits.ts'
import { judgeReceipt } from '../../src/protocol/receipts.ts'
import { judgeFeedReply } from '../../src/protocol/feed.ts'
import { sha256, verifyP256 } from '../../src/server/crypto/node-ports.ts'
import { openInbox } from '../../src/server/inbox/open-inbox.ts'
import { DESK_RATE_PER_HOUR } from '../../src/server/inbox/sort.ts'
import { makeSealKey } from '../../src/server/keys/key-files.ts'
import { type Pen, createPen, makeKey, pageOf, toDelivery } from '../support/field-pen.ts'
import { type FieldServer, SITE, createFieldServer } from '../support/field-world.ts'

const DESK = { tray: 'desk', unansweredOnly: false, limit: 500 } as const

const databases = [{ name: 'SQLite', postgres: false }].concat(
  process.env['ILTOD_PG'] ? [{ name: 'PostgreSQL', postgres: true }] : [],
)

describe.each(databases)('the inbox on $name', ({ postgres }) => {
  let server: FieldServer
  let pen: Pen
  beforeAll(async () => {
    server = await createFieldServer(postgres)
  })
  beforeEach(async () => {
    pen = await createPen(server)
  })
  afterAll(async () => {
    expect(server.faults).toEqual([])
    await server.dispose()
  })
  const put = (item: { id: string; parcel: Uint8Array<ArrayBuffer> }) =>
    server.inbox.field.receive(toDelivery(item.id, item.parcel))
  const received = async (item: { id: string; parcel: Uint8Array<ArrayBuffer> }) => {
    const reply = await put(item)
    if (!reply.ok) throw new Error(reply.error)
    return reply.value
  }
  const countOf = async (id: string) =>
    (
      await server.test.instance.store.db
        .selectFrom('inbox_event')
        .select('id')
        .where('id', '=', id)
        .execute()
    ).length
  const findOnDesk = async (id: string) => {
    const item = await server.inbox.desk.show(id)
    return item.ok ? item.value : null
  }

  test('[RCPT-1] a receipt is signed for exactly these bytes by a key of the trust list', async () => {
    const item = await pen.write()
    const { receipt } = await received(item)
    const judge = (expected: { id: string; hash: string }) =>
      judgeReceipt(receipt, expected, server.office.receiptKeys, verifyP256)
    expect(await judge(item)).toBe('ours')
    expect(await judge({ id: item.id, hash: '0'.repeat(64) })).toBe('not-our-receipt')
  })

  test('[RCPT-2] numbers grow by one in the order of receipts, and a refusal uses none up', async () => {
    const first = await received(await pen.write())
    expect(
      await server.inbox.field.receive({ ...toDelivery('x', utf8ToBytes('no parcel')), id: 'x' }),
    ).toEqual({
      ok: false,
      error: 'parcel-unreadable',
    })
    const second = await received(await pen.write())
    expect(second.receipt.number).toBe(first.receipt.number + 1)
  })

  test('[RCPT-2] a receipt is answered only after its row is durably stored', async () => {
    const { db } = server.test.instance.store
    const item = await pen.write()
    const { receipt } = await received(item)
    // Another connection sees what this one promised.
    const row = await db
      .selectFrom('inbox_event')
      .select(['number', 'hash'])
      .where('id', '=', item.id)
      .executeTakeFirst()
    expect(row).toEqual({ number: receipt.number, hash: item.hash })
    if (!postgres) {
      const { rows } = await import('kysely').then(({ sql }) =>
        sql<{ synchronous: number }>`pragma synchronous`.execute(db),
      )
      expect(rows[0]?.synchronous).toBe(2) // FULL, read from the live connection
    }
  })

  test('[RCPT-4] the same id and bytes get the same receipt for ever', async () => {
    const item = await pen.write()
    const first = await received(item)
    server.test.clock.advance(86_400_000)
    expect((await received(item)).receipt).toEqual(first.receipt)
  })

  test('[RCPT-4] fifty parallel deliveries of one id make one record and one receipt', async () => {
    const item = await pen.write()
    const replies = await Promise.all(Array.from({ length: 50 }, () => received(item)))
    expect(new Set(replies.map((reply) => JSON.stringify(reply.receipt))).size).toBe(1)
    expect(await countOf(item.id)).toBe(1)
    const next = await received(await pen.write())
    expect(next.receipt.number).toBe(replies[0]!.receipt.number + 1)
  })

  test('[EVT-6] a missing or wrong digest is refused, the wrong one to be tried again', async () => {
    const item = await pen.write()
    const bare = { id: item.id, bytes: item.parcel }
    expect(await server.inbox.field.receive({ ...bare, digest: undefined })).toEqual({
      ok: false,
      error: 'digest-missing',
    })
    const cut = { ...toDelivery(item.id, item.parcel), bytes: item.parcel.slice(0, -1) }
    expect(await server.inbox.field.receive(cut)).toEqual({ ok: false, error: 'digest-mismatch' })
    const long = new Uint8Array(MAX_PARCEL_BYTES + 1)
    expect(await server.inbox.field.receive(toDelivery(item.id, long))).toEqual({
      ok: false,
      error: 'too-large',
    })
    expect(await countOf(item.id)).toBe(0)
  })

  test('[EVT-7] a parcel under another id, or not signed by its key, is not taken', async () => {
    const [item, other] = [await pen.write(), await pen.write()]
    expect(await server.inbox.field.receive(toDelivery(other.id, item.parcel))).toEqual({
      ok: false,
      error: 'id-mismatch',
    })
    const forged = item.parcel.slice()
    forged[forged.length - 1]! ^= 1
    expect(await server.inbox.field.receive(toDelivery(item.id, forged))).toEqual({
      ok: false,
      error: 'signature-wrong',
    })
  })

  test('[EVT-7] another’s sealed bytes under one’s own key are kept, but shown to nobody as his', async () => {
    const item = await pen.write('原来的内容')
    const thief = await createPen(server)
    const { decodeParcel, encodeParcel } = await import('../../src/protocol/parcel.ts')
    const parcel = decodeParcel(item.parcel)
    if (!parcel.ok) throw new Error('unreadable')
    const head = { ...parcel.value, publicKey: thief.key.publicKey }
    const stolen = await encodeParcel(head, parcel.value.sealed, thief.key.sign)
    await received({ id: item.id, parcel: stolen })
    expect(await findOnDesk(item.id)).toMatchObject({ state: 'unreadable', text: '' })
  })

  test('[EVT-8] the same id with other bytes is refused, the first stays, the desk sees the other’s hash', async () => {
    const first = await pen.write('第一次')
    await received(first)
    const { decodeParcel, encodeParcel } = await import('../../src/protocol/parcel.ts')
    const second = await pen.write('第二次')
    const parcel = decodeParcel(second.parcel)
    if (!parcel.ok) throw new Error('unreadable')
    const bytes = await encodeParcel(
      { ...parcel.value, id: first.id },
      parcel.value.sealed,
      pen.key.sign,
    )
    for (let i = 0; i < 3; i++) {
      expect(await put({ id: first.id, parcel: bytes })).toEqual({
        ok: false,
        error: 'event-differs',
      })
    }
    const shown = await findOnDesk(first.id)
    expect(shown?.text).toBe('第一次')
    expect(shown?.forks).toEqual([bytesToHex(sha256(bytes))])
  })

  test('[EVT-9] an id belongs to the key that first delivered it', async () => {
    const first = await pen.write()
    await received(first)
    const other = await createPen(server)
    const taken = await other.wrap(utf8ToBytes('anything'), { id: first.id })
    expect(await server.inbox.field.receive(taken)).toEqual({ ok: false, error: 'id-taken' })
    expect((await findOnDesk(first.id))?.forks).toEqual([])
  })

  test('[EVT-11] above a place’s rate unknown devices wait in the slow tray, with receipts all the same', async () => {
    const site = '152223105203'
    for (let i = 0; i < DESK_RATE_PER_HOUR; i++)
      await received(await pen.write(`第${i}条`, { site }))
    await server.inbox.upkeep.sorted()
    const late = await pen.write('又一条', { site })
    expect((await received(late)).receipt.id).toBe(late.id)
    const slow = await server.inbox.desk.list({ ...DESK, tray: 'slow' })
    expect(slow.map((item) => item.id)).toEqual([late.id])
    // Once somebody answered this device it is known.
    await server.inbox.desk.answer({ id: late.id, text: '收到', from: null })
    const known = await pen.write('再一条', { site })
    await received(known)
    expect((await server.inbox.desk.list(DESK)).map((item) => item.id)).toContain(known.id)
  })

  test('[EVT-13] a proposed word stands at the desk with the word it is about, answered or not', async () => {
    const word = { key: 'shell.nav.policies', language: 'mn-Mong-CN' }
    const item = await pen.write('ᠪᠣᠳᠣᠯᠭ\u180eᠠ', { word })
    await received(item)
    await server.inbox.upkeep.sorted()
    expect(await findOnDesk(item.id)).toMatchObject({
      state: 'open',
      kind: 'translation',
      site: null,
      word,
      text: 'ᠪᠣᠳᠣᠯᠭ\u180eᠠ',
    })
    await server.inbox.desk.answer({ id: item.id, text: '已改', from: null })
    const open = await server.inbox.desk.list({ ...DESK, unansweredOnly: true })
    expect(open.map(({ id }) => id)).not.toContain(item.id)
    expect((await pen.ask()).entries).toMatchObject([{ event: item.id, text: '已改' }])
    // Looked at is the end of it: the next day its bytes go, the receipt stays.
    server.test.clock.advance(86_400_000)
    await server.inbox.upkeep.eraseExpired()
    expect(await findOnDesk(item.id)).toMatchObject({ erased: true, text: '', word: null })
  })

  test('[EVT-13] many words from unknown devices wait in the slow tray and crowd no place’s questions out', async () => {
    const word = { key: 'shell.back', language: 'mn-Mong-CN' }
    for (let i = 0; i <= DESK_RATE_PER_HOUR; i++)
      await received(await (await createPen(server)).write(`ᠪ${i}`, { word }))
    const question = await pen.write('问', { site: '152223105204' })
    await received(question)
    await server.inbox.upkeep.sorted()
    const slow = await server.inbox.desk.list({ ...DESK, tray: 'slow' })
    expect(slow.filter(({ kind }) => kind === 'translation').length).toBeGreaterThan(0)
    const here = (await server.inbox.desk.list(DESK)).map(({ id }) => id)
    expect(here).toContain(question.id)
  })

  test('[EVT-12] [EVT-10] what the office’s keys do not open is a letter, unopened', async () => {
    const commission = await makeSealKey(0)
    const once = await makeKey()
    const letter = await pen.wrap(utf8ToBytes('…'.repeat(100)), {
      recipient: commission.recipient,
      key: once,
    })
    expect((await server.inbox.field.receive(letter)).ok).toBe(true)
    const [shown] = await server.inbox.desk.list({ ...DESK, tray: 'letters' })
    expect(shown).toMatchObject({ id: letter.id, text: '', kind: null, site: null })
    expect(await server.inbox.desk.answer({ id: letter.id, text: '好', from: null })).toEqual({
      ok: false,
      error: { kind: 'not-answerable' },
    })
  })

  test('[EVT-12] an unknown kind is kept for a newer version, rubbish is kept and shown as such', async () => {
    const base = {
      v: 1,
      device: pen.key.device,
      replica: '0011223344556677',
      seq: 1,
      attachments: [],
    }
    const created = { deviceMs: 1, sinceSyncMs: null, checkpointMs: null }
    const { createUuidV7 } = await import('../../src/base/ids.ts')
    const id = createUuidV7(server.test.clock, server.test.instance.random)
    const event = { ...base, id, kind: 'horse-race', created, body: { winner: 3 } }
    await server.inbox.field.receive(await pen.wrap(utf8ToBytes(JSON.stringify(event)), { id }))
    const rubbish = await pen.wrap(utf8ToBytes('{"not": "an event"}'))
    await server.inbox.field.receive(rubbish)
    const odd = await server.inbox.desk.list({ ...DESK, tray: 'odd' })
    const states = new Map(odd.map((item) => [item.id, item.state]))
    expect(states.get(id)).toBe('unknown-kind')
    expect(states.get(rubbish.id)).toBe('unreadable')
    expect(odd.find((item) => item.id === id)?.kind).toBe('horse-race')
  })

  test('[EVT-12] what a crash left unsorted is sorted by the next start', async () => {
    const item = await pen.write('停电之前')
    await received(item)
    await server.inbox.upkeep.sorted()
    const { db } = server.test.instance.store
    await db
      .updateTable('inbox_event')
      .set({ state: 'arrived' })
      .where('id', '=', item.id)
      .execute()
    const again = await openInbox(server.test.instance, (error) => {
      throw error
    })
    expect((await again.desk.list(DESK)).find((shown) => shown.id === item.id)?.text).toBe(
      '停电之前',
    )
  })

  test('[EVT-4] neither kind nor words of a question lie in the database', async () => {
    const item = await pen.write('独特的句子喀喇沁')
    await received(item)
    await server.inbox.upkeep.sorted()
    const row = await server.test.instance.store.db
      .selectFrom('inbox_event')
      .selectAll()
      .where('id', '=', item.id)
      .executeTakeFirstOrThrow()
    expect(row.site).toBe(SITE)
    const bytes = Buffer.from(row.parcel ?? [])
    expect(bytes.length).toBe(item.parcel.length)
    for (const secret of ['独特的句子', 'question', SITE])
      expect(bytes.includes(secret)).toBe(false)
    expect(JSON.stringify({ ...row, parcel: null })).not.toContain('独特的句子')
  })

  test('[CLAIM-3] a code’s hash tells three states, in answers of one shape and length', async () => {
    const item = await pen.write()
    const claim = bytesToHex(claimHash(sha256, item.copy.claimCode))
    const ask = async () => {
      const reply = await server.app.inject({
        method: 'POST',
        url: '/api/claims',
        payload: { format: 'iltod-claim/1', claim },
      })
      return { length: reply.rawPayload.length, status: reply.statusCode, body: reply.json() }
    }
    const unknown = await ask()
    await received(item)
    const known = await ask()
    await server.inbox.desk.answer({ id: item.id, text: '已核实', from: null })
    const answered = await ask()
    expect([unknown, known, answered].map(({ body }): unknown => body.state)).toEqual([
      'unknown',
      'received',
      'answered',
    ])
    expect(
      new Set([unknown, known, answered].map(({ length, status }) => `${length} ${status}`)).size,
    ).toBe(1)
    expect(JSON.stringify(answered.body)).not.toContain('已核实')
    expect(answered.body.day).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  test('[CLAIM-3] all look-ups together are limited', async () => {
    const inbox = await openInbox(server.test.instance, () => undefined)
    const claim = '0'.repeat(64)
    const answers = []
    for (let i = 0; i < 200; i++) answers.push(await inbox.field.lookUp(claim))
    const refused = answers.filter((answer) => !answer.ok)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]).toEqual({ ok: false, error: 'too-many' })
    server.test.clock.advance(60_000)
    expect((await inbox.field.lookUp(claim)).ok).toBe(true)
  })

  test('[FEED-1] without a good nonce the answer is one to sign; it belongs to one device and lives a day', async () => {
    const other = await createPen(server)
    const nonceFor = async (who: Pen) => {
      const reply = await server.inbox.field.feed(await who.sign(who.query()))
      return !reply.ok && 'nonce' in reply.error ? reply.error.nonce : ''
    }
    const nonce = await nonceFor(pen)
    const ask = async (who: Pen) => server.inbox.field.feed(await who.sign(who.query({ nonce })))
    expect((await ask(pen)).ok).toBe(true)
    expect(await ask(other)).toMatchObject({ ok: false, error: { code: 'nonce-needed' } })
    server.test.clock.advance(86_400_001)
    expect(await ask(pen)).toMatchObject({ ok: false, error: { code: 'nonce-needed' } })
  })

  test('[FEED-1] a receipt and a page carry the next nonce, so that the next request needs no round of its own', async () => {
    const { nonce } = await received(await pen.write())
    const page = pageOf(await server.inbox.field.feed(await pen.sign(pen.query({ nonce }))))
    const again = await server.inbox.field.feed(await pen.sign(pen.query({ nonce: page.nonce })))
    expect(again.ok).toBe(true)
  })

  test('[FEED-2] a feed is given for the device’s signature alone', async () => {
    const { nonce } = await received(await pen.write())
    const thief = await makeKey()
    const query = pen.query({ nonce })
    const { feedMessage } = await import('../../src/protocol/feed.ts')
    const { bytesToBase64Url } = await import('../../src/base/bytes.ts')
    const signature = bytesToBase64Url(await thief.sign(feedMessage(query)))
    expect(await server.inbox.field.feed(await pen.sign(query, { signature }))).toEqual({
      ok: false,
      error: { code: 'signature-wrong' },
    })
    // Any signed member that changes afterwards breaks the signature too.
    const request = await pen.sign(query)
    expect((await server.inbox.field.feed({ ...request, after: 7 })).ok).toBe(false)
    expect((await server.inbox.field.feed({ ...request, holds: [] })).ok).toBe(true)
  })

  test('[FEED-3] a page is signed, and good only for the device and the question that asked', async () => {
    const { nonce } = await received(await pen.write())
    const query = pen.query({ nonce })
    const asked = { device: pen.key.device, draw: query.draw }
    const reply = await server.inbox.field.feed(await pen.sign(query))
    if (!reply.ok) throw new Error('no page')
    const judge = (changes: Partial<typeof reply.value>, wanted = asked) =>
      judgeFeedReply({ ...reply.value, ...changes }, wanted, server.office.receiptKeys, verifyP256)
    expect((await judge({})).kind).toBe('page')
    expect((await judge({}, { ...asked, draw: 'other' })).kind).toBe('not-our-receipt')
    expect((await judge({}, { ...asked, device: 'other' })).kind).toBe('not-our-receipt')
    const payload = reply.value.payload.replace('"more":false', '"more":true')
    expect((await judge({ payload })).kind).toBe('not-our-receipt')
    expect((await judge({ key: 'stranger' })).kind).toBe('unknown-receipt-key')
  })

  test('[FEED-4] pages follow the cursor; one the server does not know begins anew', async () => {
    const item = await pen.write()
    await received(item)
    for (let i = 0; i < 25; i++) {
      await server.inbox.desk.answer({ id: item.id, text: `第${i}次答复`, from: null })
    }
    const first = await pen.ask()
    expect(first.entries.map((entry) => entry.n)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    )
    expect(first.more).toBe(true)
    const last = first.entries.at(-1)!
    const rest = await pen.ask({ after: last.n, last: last.id })
    expect(rest.entries.map((entry) => entry.n)).toEqual([21, 22, 23, 24, 25])
    expect(rest.more).toBe(false)
    const stranger = await pen.ask({ after: 20, last: '01930000-0000-7000-8000-000000000000' })
    expect(stranger.entries[0]?.n).toBe(1)
  })

  test('[FEED-4] long answers make short pages, none is left out', async () => {
    const item = await pen.write()
    await received(item)
    for (let i = 0; i < 9; i++) {
      const text = '答'.repeat(2700) // close to the 8 kB that an answer may have
      expect((await server.inbox.desk.answer({ id: item.id, text, from: null })).ok).toBe(true)
    }
    const seen: number[] = []
    let page = await pen.ask()
    for (;;) {
      expect(JSON.stringify(page).length).toBeLessThan(65_536)
      seen.push(...page.entries.map((entry) => entry.n))
      const last = page.entries.at(-1)
      if (!page.more || !last) break
      page = await pen.ask({ after: last.n, last: last.id })
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('[FEED-5] the page tells the highest number seen of the asking replica', async () => {
    await received(await pen.write())
    await received(await pen.write())
    await server.inbox.upkeep.sorted()
    expect((await pen.ask()).seq).toBe(2)
    expect((await pen.ask({ replica: 'ffffffffffffffff' })).seq).toBeNull()
  })

  test('[FEED-7] an answer goes to the device that asked and to no other', async () => {
    const item = await pen.write()
    await received(item)
    const answer = await server.inbox.desk.answer({
      id: item.id,
      text: '已核实，下月补发。',
      from: '财政局',
    })
    const other = await createPen(server)
    expect((await pen.ask()).entries).toEqual(answer.ok ? [answer.value] : [])
    expect((await other.ask()).entries).toEqual([])
    expect(answer).toMatchObject({
      value: { event: item.id, text: '已核实，下月补发。', from: '财政局' },
    })
  })

  test('[RCPT-5] the server names what it lacks; our own signature on it opens a new epoch, once', async () => {
    const item = await pen.write()
    const { receipt } = await received(item)
    const name = `${receipt.number}.${item.id}`
    const before = await pen.ask({ holds: [name] })
    expect(before.lacks).toEqual([])
    // An older database is put back: the event is gone, its number was given to nobody else yet.
    const { db } = server.test.instance.store
    await db.deleteFrom('inbox_event').where('id', '=', item.id).execute()
    const lacking = await pen.ask({ holds: [name] })
    expect(lacking).toMatchObject({ lacks: [0], epoch: before.epoch })
    const proven = await pen.ask({ holds: [name], proof: receipt })
    expect(proven.epoch).not.toBe(before.epoch)
    const twice = await pen.ask({ holds: [name], proof: receipt })
    expect(twice.epoch).toBe(proven.epoch)
    const again = await received(item)
    expect(again.receipt.epoch).toBe(proven.epoch)
  })

  test('[RCPT-5] the proof counts also where the event came again before it, under the same number', async () => {
    const item = await pen.write()
    const { receipt } = await received(item)
    const { db } = server.test.instance.store
    await db.deleteFrom('inbox_event').where('id', '=', item.id).execute()
    await db
      .updateTable('inbox_counter')
      .set({ value: receipt.number - 1 })
      .execute()
    server.test.clock.advance(1000)
    expect((await received(item)).receipt.number).toBe(receipt.number)
    expect((await pen.ask({ proof: receipt })).epoch).not.toBe(receipt.epoch)
  })

  test('[RCPT-5] nobody else’s word opens a new epoch', async () => {
    const item = await pen.write()
    const { receipt } = await received(item)
    const before = await pen.ask()
    const { bytesToBase64Url } = await import('../../src/base/bytes.ts')
    const lie = {
      ...receipt,
      number: receipt.number + 500,
      signature: bytesToBase64Url(new Uint8Array(64)),
    }
    expect((await pen.ask({ proof: lie })).epoch).toBe(before.epoch)
    expect((await pen.ask({ proof: receipt })).epoch).toBe(before.epoch)
  })

  test('[RCPT-5] a number that meant another event before the restore counts as lacking', async () => {
    const [mine, others] = [await pen.write(), await pen.write()]
    const { receipt } = await received(mine)
    await received(others)
    const page = await pen.ask({ holds: [`${receipt.number}.${others.id}`] })
    expect(page.lacks).toEqual([0])
  })

  test('[RCPT-6] after retention bytes and answers are gone; a repeat still gets its receipt, and “erased”', async () => {
    const item = await pen.write('保存到期的一条')
    const { receipt } = await received(item)
    await server.inbox.desk.answer({ id: item.id, text: '答复', from: null })
    const unanswered = await pen.write('没人答复的一条')
    await received(unanswered)
    server.test.clock.advance(25 * 31 * 86_400_000)
    expect(await server.inbox.upkeep.eraseExpired()).toBeGreaterThan(0)
    expect(await server.inbox.upkeep.eraseExpired()).toBe(0)
    const repeat = await received(item)
    expect(repeat).toMatchObject({ receipt, erased: true })
    const shown = await findOnDesk(item.id)
    expect(shown).toMatchObject({ text: '', answers: [], erased: true })
    expect((await findOnDesk(unanswered.id))?.text).toBe('没人答复的一条')
    const page = await pen.ask()
    expect(page.entries).toMatchObject([{ n: 1, kind: 'erased', event: item.id }])
  })

  test('[RCPT-7] what a backup holds is told as safe, and never goes back', async () => {
    await received(await pen.write())
    const latest = await server.inbox.upkeep.latestNumber()
    await server.inbox.upkeep.recordBackup(latest)
    await server.inbox.upkeep.recordBackup(latest - 1)
    expect((await pen.ask()).safe).toBe(latest)
  })

  test('the desk takes an id’s ending, refuses an empty answer, and shows oldest first', async () => {
    const [first, second] = [await pen.write('先来的'), await pen.write('后来的')]
    await received(first)
    server.test.clock.advance(1000)
    await received(second)
    const ids = (await server.inbox.desk.list(DESK)).map((item) => item.id)
    expect(ids.indexOf(first.id)).toBeLessThan(ids.indexOf(second.id))
    const ending = first.id.slice(-8)
    expect(await server.inbox.desk.show(ending)).toMatchObject({
      ok: true,
      value: { text: '先来的' },
    })
    expect(await server.inbox.desk.show('zzzzzz')).toEqual({
      ok: false,
      error: { kind: 'not-found' },
    })
    expect(await server.inbox.desk.show('%')).toEqual({ ok: false, error: { kind: 'not-found' } })
    expect(await server.inbox.desk.answer({ id: ending, text: ' \n', from: null })).toEqual({
      ok: false,
      error: { kind: 'text-empty' },
    })
    expect(
      await server.inbox.desk.answer({ id: ending, text: '长'.repeat(3000), from: null }),
    ).toEqual({ ok: false, error: { kind: 'text-too-long' } })
  })
})
