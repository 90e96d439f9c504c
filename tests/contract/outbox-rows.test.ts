// What any store of the outbox must do: the real one (Dexie on IndexedDB) and the one in memory that simulations use.
import { webcrypto } from 'node:crypto'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Bytes,
  bytesToBase64Url,
  bytesToHex,
  equalBytes,
  utf8ToBytes,
} from '../../src/base/bytes.ts'
import { createSeededRandom } from '../../src/base/random.ts'
import type { Receipt } from '../../src/protocol/receipts.ts'
import { sha256, verifyP256 } from '../../src/server/crypto/node-ports.ts'
import type { OutboxRows } from '../../src/store/outbox/create-outbox.ts'
import { openRows } from '../../src/store/outbox/open-outbox.ts'
import type { FeedChange, SavedItem } from '../../src/sync/outbox/ports.ts'
import { makeKey } from '../support/field-pen.ts'
import { until } from '../support/field-world.ts'
import { createDrive, createMemoryRows, emptyDisk } from '../support/memory-rows.ts'

interface Setup {
  readonly name: string
  /** Gives a way to open the same rows again and again, as restarts and tabs do. */
  readonly start: () => () => Promise<OutboxRows>
}

let stores = 0

const setups: readonly Setup[] = [
  {
    name: 'Dexie',
    start: () => {
      const options = { indexedDB: new IDBFactory(), IDBKeyRange }
      const name = `rows-${++stores}`
      return () =>
        openRows({
          subtle: webcrypto.subtle as unknown as SubtleCrypto,
          random: createSeededRandom(++stores),
          database: { name, options },
        })
    },
  },
  {
    name: 'memory',
    start: () => {
      const drive = createDrive({ current: emptyDisk })
      return () =>
        Promise.resolve(createMemoryRows({ drive, makeKey, random: createSeededRandom(++stores) }))
    },
  },
]

const makeItem = (n: number, changes: Partial<SavedItem> = {}): SavedItem => {
  const parcel: Bytes = utf8ToBytes(`parcel ${n}`)
  return {
    id: `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    savedMs: 1_000 - n,
    parcel,
    hash: bytesToHex(sha256(parcel)),
    copy: {
      kind: 'question',
      site: '152223105201',
      programme: null,
      year: 2025,
      text: `第${n}问\n ᠮᠣᠩᠭᠣᠯ `,
      claimCode: '0123456789012347',
    },
    slipSecret: bytesToBase64Url(new Uint8Array(16)),
    receiptKeys: [{ id: 'k1', publicKey: 'AAAA' }],
    draft: null,
    ...changes,
  }
}

const makeReceipt = (item: SavedItem, number = 1, signature = `s${number}`): Receipt => ({
  format: 'iltod-receipt/1',
  id: item.id,
  hash: item.hash,
  epoch: '0011223344556677',
  number,
  receivedMs: 5_000,
  key: 'k1',
  signature,
})

const makeChange = (changes: Partial<FeedChange> = {}): FeedChange => ({
  entries: [],
  cursor: null,
  nonce: 'next',
  lacking: [],
  safe: [],
  replica: null,
  media: { lacking: [], epoch: '0011223344556677', safe: 0, serverMs: 0 },
  ...changes,
})

const makeAnswer = (item: SavedItem, n: number, id = `answer-${n}`) => ({
  n,
  kind: 'answer',
  id,
  event: item.id,
  text: `第${n}答`,
  answeredMs: 6_000,
  from: null,
})

describe.each(setups)('the rows of the outbox in $name', ({ start }) => {
  let open: () => Promise<OutboxRows>
  let rows: OutboxRows
  const opened: OutboxRows[] = []
  const reopen = async () => {
    rows = await open()
    opened.push(rows)
    return rows
  }
  beforeEach(async () => {
    open = start()
    await reopen()
  })
  afterEach(() => {
    opened.splice(0).forEach((each) => {
      each.close()
    })
  })
  const save = async (item: SavedItem) => {
    expect(await rows.shelf.save(item)).toEqual({ ok: true, value: undefined })
    return item
  }

  test('[OUT-1] what was saved is there after a restart: parcel, hash, copy, and its draft is gone', async () => {
    await rows.shelf.saveDraft({ id: 'd1', savedMs: 9, copy: makeItem(1).copy })
    const item = await save(makeItem(1, { draft: 'd1' }))
    await reopen()
    const stored = await rows.replica.parcel(item.id)
    expect(stored?.hash).toBe(item.hash)
    expect(equalBytes(stored?.bytes ?? new Uint8Array(0), item.parcel)).toBe(true)
    expect(await rows.shelf.list()).toEqual([
      {
        id: item.id,
        savedMs: item.savedMs,
        copy: item.copy,
        rows: { draft: false, receipt: null, answers: [], refusal: null, attempt: null },
        media: [],
      },
    ])
    expect(await rows.replica.receiptKeys()).toEqual(item.receiptKeys)
  })

  test('[OUT-4] the queue is in the order of saving, whatever the clock said', async () => {
    for (const n of [5, 3, 4]) await save(makeItem(n, { savedMs: n * 100 }))
    expect((await rows.replica.waiting()).map((id) => id.slice(-1))).toEqual(['5', '3', '4'])
    expect((await rows.shelf.list()).map((item) => item.id.slice(-1))).toEqual(['4', '3', '5'])
  })

  test('[OUT-4] an item leaves the queue by its receipt or its refusal, and its bytes stay', async () => {
    const [first, second, third] = [
      await save(makeItem(1)),
      await save(makeItem(2)),
      await save(makeItem(3)),
    ]
    await rows.replica.begin(first.id, 10, 20)
    await rows.replica.settle(makeReceipt(first), 'nonce')
    await rows.replica.refuse(second.id, 'event-differs', 30)
    await reopen()
    expect(await rows.replica.waiting()).toEqual([third.id])
    expect(await rows.replica.parcel(first.id)).not.toBeNull()
    expect(await rows.replica.parcel(second.id)).not.toBeNull()
    const shown = new Map((await rows.shelf.list()).map((item) => [item.id, item.rows]))
    expect(shown.get(first.id)).toMatchObject({
      receipt: { number: 1, receivedMs: 5_000 },
      attempt: null,
    })
    expect(shown.get(second.id)?.refusal).toMatchObject({ code: 'event-differs' })
  })

  test('[OUT-2] attempt and failure are kept for the screen', async () => {
    const item = await save(makeItem(1))
    await rows.replica.begin(item.id, 10, 20)
    const attemptOf = async () => (await rows.shelf.list())[0]?.rows.attempt
    expect(await attemptOf()).toMatchObject({ startedMs: 10, leaseMs: 20, failure: null })
    await rows.replica.note(item.id, { code: 'portal', retryMs: 99, upgrade: false })
    expect(await attemptOf()).toMatchObject({
      failure: { code: 'portal', retryMs: 99, upgrade: false },
    })
    await rows.replica.begin(item.id, 30, 40)
    expect(await attemptOf()).toMatchObject({ startedMs: 30, failure: null })
  })

  test('[OUT-14] one key for ever, numbers that only grow, also when two tabs begin at once', async () => {
    const other = await open()
    opened.push(other)
    const taken = await Promise.all([rows, other, rows, other].map((each) => each.shelf.identity()))
    const identities = taken.map((result) => {
      if (!result.ok) throw new Error(result.error.kind)
      return result.value
    })
    expect(new Set(identities.map((one) => bytesToHex(one.publicKey))).size).toBe(1)
    expect(new Set(identities.map((one) => one.replica)).size).toBe(1)
    expect(identities.map((one) => one.seq).sort()).toEqual([1, 2, 3, 4])
    await reopen()
    const later = await rows.shelf.identity()
    if (!later.ok) throw new Error(later.error.kind)
    expect(later.value.seq).toBe(5)
    const message = utf8ToBytes('signed after a restart')
    const signature = await later.value.sign(message)
    expect(await verifyP256(identities[0]!.publicKey, message, signature)).toBe(true)
  })

  test('[OUT-9] entries, cursor and nonce come together; what comes twice is kept once', async () => {
    const item = await save(makeItem(1))
    await rows.shelf.identity()
    await rows.replica.settle(makeReceipt(item), 'first nonce')
    expect(await rows.replica.feedPosition()).toMatchObject({
      after: 0,
      last: '',
      nonce: 'first nonce',
    })
    const entries = [makeAnswer(item, 1), makeAnswer(item, 2)]
    await rows.replica.storeFeed(makeChange({ entries, cursor: { after: 2, last: 'answer-2' } }))
    await rows.replica.storeFeed(makeChange({ entries, cursor: null, nonce: 'last' }))
    await reopen()
    expect(await rows.replica.feedPosition()).toMatchObject({
      after: 2,
      last: 'answer-2',
      nonce: 'last',
    })
    const [shown] = await rows.shelf.list()
    expect(shown?.rows.answers.map((answer) => answer.text)).toEqual(['第1答', '第2答'])
  })

  test('[OUT-9] [FEED-6] an entry of an unknown kind is kept as received and shows nothing', async () => {
    const item = await save(makeItem(1))
    const strange = { n: 1, kind: 'horse', id: 'h', event: item.id, legs: 4 }
    await rows.replica.storeFeed(
      makeChange({ entries: [strange], cursor: { after: 1, last: 'h' } }),
    )
    expect((await rows.shelf.list())[0]?.rows.answers).toEqual([])
  })

  test('[OUT-10] what the server lacks waits again with the same bytes until a new receipt comes', async () => {
    const item = await save(makeItem(1))
    const old = makeReceipt(item)
    await rows.replica.settle(old, '')
    await rows.replica.storeFeed(makeChange({ lacking: [old], safe: [old] }))
    await reopen()
    expect(await rows.replica.waiting()).toEqual([item.id])
    expect((await rows.replica.parcel(item.id))?.hash).toBe(item.hash)
    expect((await rows.shelf.list())[0]?.rows.receipt).toBeNull()
    await rows.replica.settle(makeReceipt(item, 7), '')
    expect(await rows.replica.waiting()).toEqual([])
    expect((await rows.shelf.list())[0]?.rows.receipt?.number).toBe(7)
    // What an older page said about the older receipt no longer counts.
    await rows.replica.storeFeed(makeChange({ lacking: [old] }))
    expect(await rows.replica.waiting()).toEqual([])
  })

  test('[OUT-11] only what is safe lets go of its bytes, and only under the receipt that was asked about', async () => {
    const [first, second] = [await save(makeItem(1)), await save(makeItem(2))]
    await rows.shelf.identity()
    await rows.replica.settle(makeReceipt(first, 1), '')
    await rows.replica.settle(makeReceipt(second, 2), '')
    const stale = makeReceipt(second, 9)
    await rows.replica.storeFeed(makeChange({ safe: [makeReceipt(first, 1), stale] }))
    expect(await rows.replica.parcel(first.id)).toBeNull()
    expect(await rows.replica.parcel(second.id)).not.toBeNull()
    expect((await rows.replica.feedPosition())?.kept.map((receipt) => receipt.id)).toEqual([
      second.id,
    ])
    expect(await rows.replica.waiting()).toEqual([])
    expect((await rows.shelf.list()).length).toBe(2)
  })

  test('[OUT-12] a server that knows higher numbers than this device begins a new replica', async () => {
    const before = await rows.shelf.identity()
    if (!before.ok) throw new Error(before.error.kind)
    const replica = { id: 'ffffffffffffffff', aboveSeq: before.value.seq }
    await rows.replica.storeFeed(makeChange({ replica }))
    expect((await rows.replica.feedPosition())?.replica).toBe(before.value.replica)
    await rows.replica.storeFeed(makeChange({ replica: { ...replica, aboveSeq: 40 } }))
    expect((await rows.replica.feedPosition())?.replica).toBe('ffffffffffffffff')
  })

  test('[OUT-13] the feed is needed after the first receipt, eagerly until it is answered', async () => {
    expect(await rows.replica.feedNeed()).toBe('none')
    expect(await rows.replica.feedPosition()).toBeNull()
    await rows.shelf.identity()
    const item = await save(makeItem(1))
    expect(await rows.replica.feedNeed()).toBe('none')
    await rows.replica.settle(makeReceipt(item), '')
    expect(await rows.replica.feedNeed()).toBe('eager')
    await rows.replica.storeFeed(makeChange({ entries: [makeAnswer(item, 1)] }))
    expect(await rows.replica.feedNeed()).toBe('calm')
  })

  test('[OUT-22] carried parcels wait here without words, each once, and ask for no feed', async () => {
    const rows = await open()
    const [own, carried] = [makeItem(1), makeItem(2)]
    await rows.shelf.save(own)
    const publicKey = new Uint8Array(65)
    const parcels = [own, carried].map(({ id, parcel, hash }) => ({ id, parcel, hash, publicKey }))
    expect(await rows.shelf.takeIn(parcels, 5)).toEqual({
      ok: true,
      value: { added: 1, known: 1, differing: 0 },
    })
    expect(await rows.shelf.takeIn([{ ...parcels[1]!, hash: '00' }], 6)).toMatchObject({
      value: { added: 0, known: 0, differing: 1 },
    })
    expect(await rows.replica.waiting()).toEqual([own.id, carried.id])
    expect((await rows.shelf.list()).map(({ savedMs, copy }) => [savedMs, copy === null])).toEqual([
      [5, true],
      [own.savedMs, false],
    ])
    expect((await rows.replica.parcel(carried.id))?.hash).toBe(carried.hash)
    await rows.replica.settle(makeReceipt(carried), '')
    expect(await rows.replica.feedNeed()).toBe('none')
    expect((await rows.shelf.list()).map(({ id }) => id)).toEqual([own.id])
  })

  test('[OUT-15] removing takes copy, answers and drafts; what is unsent still waits and is still shown', async () => {
    const [sent, unsent] = [await save(makeItem(1)), await save(makeItem(2))]
    await rows.replica.settle(makeReceipt(sent), '')
    await rows.replica.storeFeed(makeChange({ entries: [makeAnswer(sent, 1)] }))
    await rows.shelf.saveDraft({ id: 'd1', savedMs: 9, copy: makeItem(3).copy })
    for (const id of [sent.id, unsent.id, 'd1']) await rows.shelf.remove(id)
    const list = await rows.shelf.list()
    expect(list.map((item) => [item.id, item.copy])).toEqual([[unsent.id, null]])
    expect(await rows.replica.waiting()).toEqual([unsent.id])
  })

  test('whoever watches hears of each change by any tab, until he leaves', async () => {
    const other = await open()
    opened.push(other)
    let heard = 0
    const leave = rows.shelf.watch(() => heard++)
    await other.shelf.save(makeItem(1))
    await until('told of the save', () => heard > 0)
    leave()
    await new Promise((resolve) => setTimeout(resolve, 20))
    const before = heard
    await other.shelf.save(makeItem(2))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(heard).toBe(before)
  })
})

describe('the rows of the outbox in Dexie alone', () => {
  const openWith = async () => {
    const rows = await openRows({
      subtle: webcrypto.subtle as unknown as SubtleCrypto,
      random: createSeededRandom(++stores),
      database: { name: `rows-${++stores}`, options: { indexedDB: new IDBFactory(), IDBKeyRange } },
    })
    return rows
  }

  test.each(['items', 'parcels', 'copies', 'office', 'drafts'] as const)(
    '[OUT-1] when writing %s fails nothing of the item is there, and the reason is told',
    async (table) => {
      const rows = await openWith()
      await rows.shelf.saveDraft({ id: 'd1', savedMs: 1, copy: makeItem(1).copy })
      const full = () => {
        throw new DOMException('no room', 'QuotaExceededError')
      }
      if (table === 'drafts') rows.db.drafts.hook('deleting', full)
      else rows.db.table(table).hook('creating', full)
      const saved = await rows.shelf.save(makeItem(1, { draft: 'd1' }))
      expect(saved).toEqual({ ok: false, error: { kind: 'full' } })
      expect(await rows.replica.waiting()).toEqual([])
      expect((await rows.shelf.list()).map((item) => item.id)).toEqual(['d1'])
      expect(await rows.db.parcels.count()).toBe(0)
      rows.close()
    },
  )

  test.each(['entries', 'feed', 'parcels'] as const)(
    '[OUT-9] when a page can’t be stored in %s nothing of it is, the cursor least of all',
    async (table) => {
      const rows = await openWith()
      await rows.shelf.identity()
      const item = makeItem(1)
      await rows.shelf.save(item)
      await rows.replica.settle(makeReceipt(item), 'old nonce')
      const full = () => {
        throw new DOMException('no room', 'QuotaExceededError')
      }
      if (table === 'parcels') rows.db.parcels.hook('deleting', full)
      else if (table === 'feed') rows.db.feed.hook('updating', full)
      else rows.db.entries.hook('creating', full)
      const change = makeChange({
        entries: [makeAnswer(item, 1)],
        cursor: { after: 1, last: 'answer-1' },
        safe: [makeReceipt(item)],
      })
      await expect(rows.replica.storeFeed(change)).rejects.toThrow()
      expect(await rows.replica.feedPosition()).toMatchObject({ after: 0, nonce: 'old nonce' })
      expect((await rows.shelf.list())[0]?.rows.answers).toEqual([])
      expect(await rows.replica.parcel(item.id)).not.toBeNull()
      rows.close()
    },
  )

  test('[OUT-1] the database asks for strict durability', async () => {
    const rows = await openWith()
    expect(
      (rows.db as unknown as { _options: { chromeTransactionDurability: string } })._options,
    ).toMatchObject({
      chromeTransactionDurability: 'strict',
    })
    rows.close()
  })

  test('[OUT-14] the private key can’t be exported', async () => {
    const rows = await openWith()
    await rows.shelf.identity()
    const device = await rows.db.device.get('self')
    expect(device?.privateKey.extractable).toBe(false)
    await expect(webcrypto.subtle.exportKey('pkcs8', device!.privateKey)).rejects.toThrow()
    rows.close()
  })
})
