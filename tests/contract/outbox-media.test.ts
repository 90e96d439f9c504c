// Attachments on the phone's rows: sealed while they are read, stored in pieces, taken over by the item that is saved, offered to the
// lane once its text is received, and kept until a backup has them.
import { webcrypto } from 'node:crypto'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bytes, bytesToHex, concatBytes, utf8ToBytes } from '../../src/base/bytes.ts'
import { createSeededRandom } from '../../src/base/random.ts'
import { ageSealStream } from '../../src/platform/age-seal.ts'
import { startSha256 } from '../../src/platform/web-crypto.ts'
import { MAX_EVENT_MEDIA_BYTES } from '../../src/protocol/limits.ts'
import {
  MEDIA_RECEIPT_FORMAT,
  type MediaReceipt,
  isMediumProven,
} from '../../src/protocol/media.ts'
import type { Receipt } from '../../src/protocol/receipts.ts'
import { sha256, verifyP256 } from '../../src/server/crypto/node-ports.ts'
import { removeOrphans } from '../../src/store/outbox/media-shelf.ts'
import { openRows } from '../../src/store/outbox/open-outbox.ts'
import { openStoredMedia } from '../../src/store/outbox/stored-media.ts'
import type { KeptMedium } from '../../src/store/outbox/outbox.ts'
import { sealedBytesOf } from '../../src/sync/media/carry-medium.ts'
import { PIECE_BYTES } from '../../src/sync/media/ports.ts'
import type { FeedChange, SavedItem } from '../../src/sync/outbox/ports.ts'
import { makeKey } from '../support/field-pen.ts'
import { createDrive, createMemoryRows, emptyDisk } from '../support/memory-rows.ts'

const DAY_MS = 86_400_000
const EPOCH = '0011223344556677'
const ABOUT = { type: 'audio/webm', label: { kind: 'voice', durationMs: 32_000 } } as const
let stores = 0

const streamOf = (bytes: Bytes, step = 100_000): ReadableStream<Bytes> => {
  let at = 0
  return new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) controller.close()
      else controller.enqueue(bytes.slice(at, (at += step)))
    },
  })
}

const brokenStream = (): ReadableStream<Bytes> =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(noise(2_000_000))
    },
    pull: (controller) => {
      controller.error(new Error('the microphone is gone'))
    },
  })

const noise = (length: number): Bytes => createSeededRandom(length).bytes(length)

const makeOffice = async (nowMs: () => number) => {
  const identity = await generateX25519Identity()
  const clock = { now: nowMs, monotonic: nowMs }
  const recipient = await identityToRecipient(identity)
  const office = { recipient, receiptKeys: [], checkpointMs: null, heardMs: null }
  return { identity, office, sealing: { sealStream: ageSealStream, startSha256, clock } }
}

const openStore = async (nowMs: () => number) => {
  const { identity, office, sealing } = await makeOffice(nowMs)
  const subtle = webcrypto.subtle as unknown as SubtleCrypto
  const random = createSeededRandom(++stores)
  const rows = await openRows({
    subtle,
    random,
    database: {
      name: `media-${stores}`,
      options: { indexedDB: new IDBFactory(), IDBKeyRange },
    },
  })
  const media = openStoredMedia({ subtle, random, sealing }, rows.db)
  const pieceLengths = async () =>
    (await rows.db.pieces.toArray()).map((piece) => piece.bytes.byteLength)
  const { lane, carried } = media
  return { ...rows, pieceLengths, identity, lane, carried, desk: media.desk(() => office) }
}

const openMemoryStore = async (nowMs: () => number) => {
  const { identity, office, sealing } = await makeOffice(nowMs)
  const disk = { current: emptyDisk }
  const random = createSeededRandom(++stores)
  const rows = createMemoryRows({ drive: createDrive(disk), random, makeKey, sealing })
  const { lane, carried, desk } = rows.media!
  const pieceLengths = async () =>
    disk.current.media.flatMap(({ pieces }) => pieces.map((piece) => piece.length))
  return { ...rows, pieceLengths, identity, lane, carried, desk: desk(() => office) }
}
type Store = Awaited<ReturnType<typeof openMemoryStore>>

const makeItem = (n: number, attachments: readonly KeptMedium[]): SavedItem => {
  const parcel = utf8ToBytes(`parcel ${n}`)
  return {
    id: `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    savedMs: n,
    parcel,
    hash: bytesToHex(sha256(parcel)),
    copy: {
      kind: 'question',
      site: '152223105201',
      programme: null,
      year: null,
      text: '见附件',
      claimCode: '0123456789012347',
      attachments,
    },
    slipSecret: '',
    receiptKeys: [],
    draft: null,
  }
}

const receiptOf = (item: SavedItem, number: number): Receipt => ({
  format: 'iltod-receipt/1',
  id: item.id,
  hash: item.hash,
  epoch: EPOCH,
  number,
  receivedMs: 5_000,
  key: 'k1',
  signature: `s${number}`,
})

const mediaReceiptOf = (item: SavedItem, sha: string, number: number): MediaReceipt => ({
  format: MEDIA_RECEIPT_FORMAT,
  event: item.id,
  sha256: sha,
  epoch: EPOCH,
  number,
  receivedMs: 5_000,
  key: 'k1',
  signature: `m${number}`,
})

const page = (changes: Partial<FeedChange>, media: Partial<FeedChange['media']>): FeedChange => ({
  entries: [],
  cursor: null,
  nonce: '',
  lacking: [],
  safe: [],
  replica: null,
  media: { lacking: [], epoch: EPOCH, safe: 0, serverMs: 6_000, ...media },
  ...changes,
})

const keepIn = async (store: Store, bytes: Bytes): Promise<KeptMedium> => {
  const kept = await store.desk.keep(streamOf(bytes), ABOUT, [])
  if (!kept.ok) throw new Error(kept.error.kind)
  return kept.value
}

/** An item with one attachment, saved. */
const saveOneIn = async (store: Store, bytes: Bytes) => {
  await store.shelf.identity()
  const kept = await keepIn(store, bytes)
  const item = makeItem(1, [kept])
  expect((await store.shelf.save(item)).ok).toBe(true)
  return { kept, item }
}

const START_MS = 1_790_000_000_000

describe('attachments on IndexedDB', () => {
  test('[OUT-24] [OUT-29] what belongs to no item and no draft goes a day later, whichever way the clock went', async () => {
    const store = await openStore(() => START_MS)
    const [forgotten, drafted] = [
      await keepIn(store, noise(1000)),
      await keepIn(store, noise(2000)),
    ]
    const { kept } = await saveOneIn(store, noise(3000))
    const { copy } = makeItem(2, [drafted])
    await store.shelf.saveDraft({ id: 'd', savedMs: 1, copy })
    await removeOrphans(store.db, START_MS + DAY_MS / 2)
    expect(await store.db.media.count()).toBe(3)
    await removeOrphans(store.db, START_MS - 2 * DAY_MS)
    await removeOrphans(store.db, START_MS + 400 * DAY_MS)
    const left = (await store.db.media.toArray()).map((row) => row.sha256)
    expect(left.sort()).toEqual([drafted.sha256, kept.sha256].sort())
    expect(left).not.toContain(forgotten.sha256)
    store.close()
  })

  test('[OUT-24] what breaks off leaves no row and no piece behind', async () => {
    const store = await openStore(() => START_MS)
    expect((await store.desk.keep(brokenStream(), ABOUT, [])).ok).toBe(false)
    expect([await store.db.media.count(), await store.db.pieces.count()]).toEqual([0, 0])
    store.close()
  })

  test('[OUT-30] a carried one that finds no room leaves nothing, and is told apart from a damaged one', async () => {
    const [store, other] = [await openStore(() => START_MS), await openStore(() => START_MS)]
    const { item } = await saveOneIn(store, noise(1_500_000))
    const { id, parcel, hash } = item
    await other.shelf.takeIn([{ id, parcel, hash, publicKey: new Uint8Array(65) }], 1)
    const [medium] = await store.carried.leaving()
    const { name, bytes, piece, proof } = medium!
    const content = sealedBytesOf(medium!)
    other.db.pieces.hook('creating', (_key, { index }) => {
      if (index === 1) throw new DOMException('no room', 'QuotaExceededError')
    })
    const carried = { name, bytes, content, parcel: hash, proof: await proof() }
    expect(await other.carried.takeIn(carried)).toEqual({ ok: false, error: { kind: 'full' } })
    expect([await other.db.media.count(), await other.db.pieces.count()]).toEqual([0, 0])
    expect(await piece(1)).not.toBeNull()
    for (const each of [store, other]) each.close()
  })

  test('[OUT-29] a phone without room for the readable bytes keeps the sealed ones', async () => {
    const store = await openStore(() => START_MS)
    store.db.views.hook('creating', () => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    await store.shelf.saveDraft({ id: 'd', savedMs: 1, copy: makeItem(2, []).copy })
    const kept = await store.desk.keep(streamOf(noise(1000)), { ...ABOUT, draft: 'd' }, [])
    expect(kept.ok).toBe(true)
    expect((await store.shelf.list())[0]?.copy?.attachments).toHaveLength(1)
    store.close()
  })

  test('[OUT-29] a medium of which the end could not be stored is in no draft', async () => {
    const store = await openStore(() => START_MS)
    await store.shelf.saveDraft({ id: 'd', savedMs: 1, copy: makeItem(2, []).copy })
    store.db.drafts.hook('updating', () => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    const kept = await store.desk.keep(streamOf(noise(1000)), { ...ABOUT, draft: 'd' }, [])
    expect(kept).toEqual({ ok: false, error: { kind: 'storage-full' } })
    expect([await store.db.media.count(), await store.db.pieces.count()]).toEqual([0, 0])
    expect(await store.db.views.count()).toBe(0)
    store.close()
  })
})

describe.each([
  { name: 'Dexie', open: openStore },
  { name: 'memory', open: openMemoryStore },
])('attachments on the rows of a phone: $name', ({ open }) => {
  let store: Store

  beforeEach(async () => {
    store = await open(() => START_MS)
  })
  afterEach(() => {
    store.close()
  })

  const keep = (bytes: Bytes) => keepIn(store, bytes)
  const saveOne = (bytes: Bytes) => saveOneIn(store, bytes)

  const readBack = async (name: string): Promise<Bytes> => {
    const medium = await store.lane.medium(name)
    const pieces: Bytes[] = []
    for (let i = 0; i * PIECE_BYTES < medium!.bytes; i++)
      pieces.push((await medium!.piece(i)) ?? new Uint8Array())
    return concatBytes(...pieces)
  }

  test('[OUT-24] an item shows its attachments in the order in which it names them', async () => {
    await store.shelf.identity()
    const [first, second] = [await keep(noise(1000)), await keep(noise(2000))]
    expect((await store.shelf.save(makeItem(1, [second, first]))).ok).toBe(true)
    const [item] = await store.shelf.list()
    expect(item?.media.map(({ medium }) => medium.sha256)).toEqual([second.sha256, first.sha256])
  })

  test('[OUT-24] a medium is sealed while it is read, named by its sealed bytes, in pieces of 1 MiB', async () => {
    const content = noise(2_500_000)
    const { kept } = await saveOne(content)
    const sealed = await readBack(kept.sha256)
    expect(sealed.length).toBe(kept.bytes)
    expect(bytesToHex(sha256(sealed))).toBe(kept.sha256)
    expect(await store.pieceLengths()).toEqual([
      PIECE_BYTES,
      PIECE_BYTES,
      sealed.length - 2 * PIECE_BYTES,
    ])
    const decrypter = new Decrypter()
    decrypter.addIdentity(store.identity)
    expect(Buffer.compare(await decrypter.decrypt(sealed), content)).toBe(0)
  })

  test('[OUT-24] what breaks off or grows too large leaves nothing behind', async () => {
    expect((await store.desk.keep(brokenStream(), ABOUT, [])).ok).toBe(false)
    const nearlyFull = { sha256: 'a', bytes: MAX_EVENT_MEDIA_BYTES - 1_000_000, ...ABOUT }
    const tooMuch = await store.desk.keep(streamOf(noise(1_200_000)), ABOUT, [nearlyFull])
    expect(tooMuch).toEqual({ ok: false, error: { kind: 'media-too-many' } })
    expect(await store.pieceLengths()).toEqual([])
  })

  test('[OUT-24] an item is not saved with an attachment that is gone', async () => {
    await store.shelf.identity()
    const kept = await keep(noise(1000))
    await store.desk.discard(kept.sha256)
    expect((await store.shelf.save(makeItem(1, [kept]))).ok).toBe(false)
    expect(await store.shelf.list()).toEqual([])
  })

  test('[OUT-24] what was learned of it while it was read goes along: the length of a recording', async () => {
    await store.shelf.identity()
    const kept = await keep(noise(1000))
    const label = { kind: 'voice', durationMs: 9_000 } as const
    await store.shelf.save(makeItem(1, [{ ...kept, label }]))
    expect((await store.shelf.list())[0]?.media).toMatchObject([{ medium: { label } }])
  })

  const DRAFT = 'a draft'
  const saveDraft = async (text: string): Promise<void> => {
    const { attachments: _none, ...copy } = makeItem(9, []).copy
    const draft = { id: DRAFT, savedMs: 1, copy: { ...copy, text } }
    expect((await store.shelf.saveDraft(draft)).ok).toBe(true)
  }
  const attach = async (bytes: Bytes): Promise<KeptMedium> => {
    const kept = await store.desk.keep(streamOf(bytes), { ...ABOUT, draft: DRAFT }, [])
    if (!kept.ok) throw new Error(kept.error.kind)
    return kept.value
  }
  /** The draft as it is read after a restart. */
  const readDraft = async () => {
    const draft = (await store.shelf.list()).find(({ rows }) => rows.draft)
    return draft && { text: draft.copy!.text, media: draft.copy!.attachments ?? [] }
  }

  test('[OUT-29] a draft names what was attached, in order and with its length, and a text kept anew leaves that', async () => {
    await saveDraft('')
    const about = { ...ABOUT, draft: DRAFT, lasted: Promise.resolve(4_000) }
    const first = await store.desk.keep(streamOf(noise(1000)), about, [])
    const second = await attach(noise(2000))
    await saveDraft('看录音')
    expect(await readDraft()).toEqual({
      text: '看录音',
      media: [
        expect.objectContaining({ label: { kind: 'voice', durationMs: 4_000 }, type: ABOUT.type }),
        second,
      ],
    })
    expect(first).toMatchObject({ value: { label: { durationMs: 4_000 } } })
  })

  test('[OUT-29] what was attached to a draft can be seen again, where it is small, until it is saved', async () => {
    await saveDraft('')
    const [small, large] = [noise(700_000), noise(2_200_000)]
    const [seen, unseen] = [await attach(small), await attach(large)]
    expect(Buffer.compare((await store.desk.view(seen.sha256))!, small)).toBe(0)
    expect(await store.desk.view(unseen.sha256)).toBeNull()
    const item = { ...makeItem(1, [seen, unseen]), draft: DRAFT }
    expect((await store.shelf.save(item)).ok).toBe(true)
    expect(await store.desk.view(seen.sha256)).toBeNull()
    expect(await readDraft()).toBeUndefined()
    expect((await store.shelf.list())[0]?.media).toHaveLength(2)
  })

  test('[OUT-29] a save takes what it is given; what another tab attached meanwhile stays with the draft', async () => {
    await saveDraft('看照片')
    const [mine, other] = [await attach(noise(1000)), await attach(noise(2000))]
    await store.shelf.save({ ...makeItem(1, [mine]), draft: DRAFT })
    expect(await readDraft()).toEqual({ text: '', media: [other] })
    await store.desk.discard(mine.sha256)
    expect(await store.pieceLengths()).toHaveLength(2)
    await store.shelf.save({ ...makeItem(2, [other]), draft: DRAFT })
    expect(await readDraft()).toBeUndefined()
  })

  test('[OUT-29] what is taken off, and what a removed draft named, is gone with its bytes', async () => {
    await saveDraft('')
    const [first, second] = [await attach(noise(1000)), await attach(noise(2000))]
    await store.desk.discard(first.sha256)
    expect((await readDraft())?.media).toEqual([second])
    expect(await store.desk.view(first.sha256)).toBeNull()
    await store.shelf.remove(DRAFT)
    expect(await store.pieceLengths()).toEqual([])
    expect(await store.desk.view(second.sha256)).toBeNull()
    expect(await store.shelf.list()).toEqual([])
  })

  test('[OUT-29] nothing is kept for a draft that is not there any more', async () => {
    const about = { ...ABOUT, draft: 'removed meanwhile' }
    const kept = await store.desk.keep(streamOf(noise(1000)), about, [])
    expect(kept).toEqual({ ok: false, error: { kind: 'storage-failed' } })
    expect(await store.pieceLengths()).toEqual([])
  })

  test('[OUT-25] a medium waits for the receipt of its text', async () => {
    const { kept, item } = await saveOne(noise(1000))
    expect(await store.lane.waiting()).toEqual({ media: [], text: true })
    await store.replica.note(item.id, { code: 'no-network', retryMs: 1, upgrade: false })
    expect(await store.lane.waiting()).toEqual({ media: [], text: false })
    await store.replica.settle(receiptOf(item, 1), '')
    expect(await store.lane.waiting()).toEqual({ media: [kept.sha256], text: false })
  })

  test('[OUT-27] a medium has arrived by its receipt; its pieces stay until a backup has text and medium', async () => {
    const { kept, item } = await saveOne(noise(1000))
    const receipt = receiptOf(item, 1)
    await store.replica.settle(receipt, '')
    await store.lane.settle(mediaReceiptOf(item, kept.sha256, 2))
    expect((await store.lane.waiting()).media).toEqual([])
    expect((await store.shelf.list())[0]?.media).toMatchObject([{ received: true }])
    await store.replica.storeFeed(page({ safe: [receipt] }, { safe: 1 }))
    expect(await store.pieceLengths()).toHaveLength(1)
    await store.replica.storeFeed(page({}, { safe: 2, epoch: 'another' }))
    expect(await store.pieceLengths()).toHaveLength(1)
    await store.replica.storeFeed(page({}, { safe: 2 }))
    expect(await store.pieceLengths()).toEqual([])
    expect((await store.shelf.list())[0]?.media).toMatchObject([{ received: true }])
  })

  test('[OUT-27] what the server misses is offered again, alone or with its text', async () => {
    const { kept, item } = await saveOne(noise(1000))
    const receipt = receiptOf(item, 1)
    await store.replica.settle(receipt, '')
    const arrived = mediaReceiptOf(item, kept.sha256, 2)
    await store.lane.settle(arrived)
    await store.replica.storeFeed(page({}, { lacking: [kept.sha256] }))
    expect((await store.lane.waiting()).media).toEqual([kept.sha256])
    await store.lane.settle(arrived)
    await store.replica.storeFeed(page({ lacking: [receipt] }, {}))
    expect((await store.lane.waiting()).media).toEqual([])
    await store.replica.settle({ ...receipt, number: 9 }, '')
    expect((await store.lane.waiting()).media).toEqual([kept.sha256])
  })

  test('[OUT-28] a refused medium keeps its code and its pieces; text and receipt stay; removing takes it away', async () => {
    const { kept, item } = await saveOne(noise(1000))
    await store.replica.settle(receiptOf(item, 1), '')
    await store.lane.refuse(kept.sha256, 'media-too-many', START_MS)
    expect(await store.lane.waiting()).toEqual({ media: [], text: false })
    const [shown] = await store.shelf.list()
    expect(shown).toMatchObject({ rows: { receipt: { number: 1 } } })
    expect(shown?.media).toMatchObject([{ refusal: { code: 'media-too-many' } }])
    expect(await store.pieceLengths()).toHaveLength(1)
    await store.shelf.remove(item.id)
    expect(await store.pieceLengths()).toEqual([])
  })

  /** The one attachment as a file would bring it to another phone, its question's parcel with it. */
  const leavingOf = async (item: SavedItem, bend: (bytes: Bytes) => Bytes = (bytes) => bytes) => {
    const [medium] = await store.carried.leaving()
    const sealed = bend(await readBack(medium!.name.sha256))
    const content = {
      length: sealed.length,
      read: async (start: number, end: number) => sealed.slice(start, end),
    }
    const { name, bytes, proof } = medium!
    return { name, bytes, content, parcel: item.hash, proof: await proof() }
  }
  const parcelOf = ({ id, parcel, hash }: SavedItem) => ({
    ...{ id, parcel, hash },
    publicKey: new Uint8Array(65),
  })

  test('[OUT-30] what waits leaves with its writer’s proof and is taken in whole, once', async () => {
    const { kept, item } = await saveOne(noise(1_500_000))
    await store.replica.settle(receiptOf(item, 1), '')
    const medium = await leavingOf(item)
    expect(await isMediumProven(medium.name, medium.bytes, medium.proof, verifyP256)).toBe(true)
    const other = await open(() => START_MS)
    expect(await other.carried.takeIn(medium)).toEqual({ ok: true, value: 'left' })
    await other.shelf.takeIn([parcelOf(item)], 1)
    expect(await other.carried.takeIn({ ...medium, parcel: '00' })).toMatchObject({ value: 'left' })
    expect(await other.carried.takeIn(medium)).toMatchObject({ value: 'added' })
    expect(await other.carried.takeIn(medium)).toMatchObject({ value: 'known' })
    expect(await store.carried.takeIn(medium)).toMatchObject({ value: 'known' })
    expect((await other.lane.waiting()).media).toEqual([])
    await other.replica.settle(receiptOf(item, 1), '')
    expect((await other.lane.waiting()).media).toEqual([kept.sha256])
    const stored = await other.lane.medium(kept.sha256)
    expect(await stored!.proof()).toEqual(medium.proof)
    expect(await other.carried.leaving()).toHaveLength(1)
    other.close()
  })

  test('[OUT-30] who carries shows it without words until it has arrived, and then needs no room for it', async () => {
    const { kept, item } = await saveOne(noise(1000))
    const other = await open(() => START_MS)
    await other.shelf.takeIn([parcelOf(item)], 1)
    await other.carried.takeIn(await leavingOf(item))
    await other.replica.settle(receiptOf(item, 1), '')
    const [shown] = await other.shelf.list()
    expect(shown).toMatchObject({ copy: null, media: [{ medium: { label: { kind: 'carried' } } }] })
    await other.lane.settle(mediaReceiptOf(item, kept.sha256, 2))
    expect([await other.shelf.list(), await other.pieceLengths()]).toEqual([[], []])
    await store.replica.settle(receiptOf(item, 1), '')
    await store.lane.settle(mediaReceiptOf(item, kept.sha256, 2))
    expect(await store.pieceLengths()).toHaveLength(1)
    expect(await store.carried.leaving()).toEqual([])
    other.close()
  })

  test('[OUT-30] bytes that are not what their name says, or can’t be read, leave nothing', async () => {
    const { item } = await saveOne(noise(1_500_000))
    const other = await open(() => START_MS)
    await other.shelf.takeIn([parcelOf(item)], 1)
    const bent = await leavingOf(item, (bytes) => {
      const wrong = bytes.slice()
      wrong[1_200_000]! ^= 1
      return wrong
    })
    expect(await other.carried.takeIn(bent)).toEqual({ ok: true, value: 'left' })
    const read = () => Promise.reject(new Error('the card was pulled out'))
    const lost = { ...bent, content: { ...bent.content, read } }
    expect(await other.carried.takeIn(lost)).toEqual({ ok: true, value: 'left' })
    expect(await other.pieceLengths()).toEqual([])
    expect((await other.lane.waiting()).media).toEqual([])
    other.close()
  })
})
