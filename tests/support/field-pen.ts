// A device without a screen or a database, for tests of the server: writes real parcels and asks the feed by hand.
import { webcrypto } from 'node:crypto'
import { type Bytes, bytesToBase64Url, bytesToHex } from '../../src/base/bytes.ts'
import type { SignP256 } from '../../src/base/crypto.ts'
import { type Random, createSeededRandom } from '../../src/base/random.ts'
import type { Result } from '../../src/base/result.ts'
import { createUuidV7 } from '../../src/base/ids.ts'
import type { BoardPostedBody } from '../../src/domain/event/schema.ts'
import { ageSeal } from '../../src/platform/age-seal.ts'
import { encodeParcel } from '../../src/protocol/parcel.ts'
import {
  FEED_FORMAT,
  FeedPage,
  type FeedQuery,
  type FeedReply,
  type FeedRequest,
  feedMessage,
} from '../../src/protocol/feed.ts'
import { sha256 } from '../../src/server/crypto/node-ports.ts'
import type { FeedError } from '../../src/server/inbox/feed.ts'
import type { Delivery } from '../../src/server/inbox/receive.ts'
import { type WrittenCopy, toBoardCopy, toWordCopy } from '../../src/store/outbox/to-copy.ts'
import type { WordRef } from '../../src/domain/event/item.ts'
import { composeQuestion } from '../../src/sync/outbox/compose.ts'
import type { OfficeView, SavedItem } from '../../src/sync/outbox/ports.ts'
import type { FieldServer } from './field-world.ts'
import { SITE } from './field-world.ts'

export interface TestKey {
  readonly publicKey: Bytes
  readonly device: string
  readonly sign: SignP256
}

export const makeKey = async (): Promise<TestKey> => {
  const { subtle } = webcrypto
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ])
  const publicKey = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  return {
    publicKey,
    device: bytesToHex(sha256(publicKey)),
    sign: async (message) =>
      new Uint8Array(
        await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, message),
      ),
  }
}

export const digestOf = (bytes: Bytes): string =>
  `sha-256=:${Buffer.from(sha256(bytes)).toString('base64')}:`

export const toDelivery = (id: string, bytes: Bytes): Delivery => ({
  id,
  digest: digestOf(bytes),
  bytes,
})

export interface Pen {
  readonly key: TestKey
  readonly write: (
    text?: string,
    changes?: { site?: string; office?: OfficeView; word?: WordRef },
  ) => Promise<SavedItem>
  readonly writeBoard: (board: Partial<BoardPostedBody>) => Promise<SavedItem>
  /** A parcel around any plaintext, as only a faulty or newer device would make it. */
  readonly wrap: (
    plaintext: Bytes,
    changes?: { id?: string; recipient?: string; key?: TestKey },
  ) => Promise<Delivery>
  readonly query: (changes?: Partial<FeedQuery>) => FeedQuery
  readonly sign: (query: FeedQuery, changes?: Partial<FeedRequest>) => Promise<FeedRequest>
  /** Fetches a nonce first, then the page; throws on anything but a page. */
  readonly ask: (changes?: Partial<FeedRequest>) => Promise<FeedPage>
}

export const pageOf = (reply: Result<FeedReply, FeedError>): FeedPage => {
  if (!reply.ok) throw new Error(`no page: ${reply.error.code}`)
  return FeedPage.parse(JSON.parse(reply.value.payload))
}

let pens = 0

export const createPen = async (
  server: FieldServer,
  random: Random = createSeededRandom(1000 + ++pens),
): Promise<Pen> => {
  const key = await makeKey()
  const clock = server.test.clock
  let seq = 0
  const compose = async (copy: WrittenCopy, office = server.office) => {
    const written = await composeQuestion(
      { clock, random, sha256, seal: ageSeal },
      {
        copy,
        identity: { ...key, replica: '0011223344556677', seq: ++seq },
        office,
        draft: null,
      },
    )
    if (!written.ok) throw new Error(written.error.kind)
    return written.value
  }
  const write: Pen['write'] = (
    text = '我家的补贴怎么还没到？',
    { site = SITE, office, word } = {},
  ) =>
    compose(
      word
        ? toWordCopy({ ...word, text })
        : { kind: 'question', site, programme: null, year: null, text },
      office,
    )
  const writeBoard: Pen['writeBoard'] = (change) =>
    compose(
      toBoardCopy({
        board: {
          site: SITE,
          group: null,
          day: '2026-11-23',
          checkpoint: 1,
          rosters: [],
          ...change,
        },
      }),
    )
  const query: Pen['query'] = (changes = {}) => ({
    publicKey: bytesToBase64Url(key.publicKey),
    nonce: '',
    draw: bytesToBase64Url(random.bytes(16)),
    after: 0,
    last: '',
    replica: '0011223344556677',
    holds: [],
    ...changes,
  })
  const sign: Pen['sign'] = async (asked, changes = {}) => ({
    ...asked,
    format: FEED_FORMAT,
    signature: bytesToBase64Url(await key.sign(feedMessage(asked))),
    ...changes,
  })
  return {
    key,
    write,
    writeBoard,
    query,
    sign,
    wrap: async (plaintext, changes = {}) => {
      const id = changes.id ?? createUuidV7(clock, random)
      const { publicKey, sign: signWith } = changes.key ?? key
      const sealed = await ageSeal(changes.recipient ?? server.office.recipient, plaintext)
      const head = { id, publicKey, claim: sha256(plaintext), slip: sha256(sealed) }
      return toDelivery(id, await encodeParcel(head, sealed, signWith))
    },
    ask: async (changes = {}) => {
      const { proof, ...asked } = changes
      const first = await server.inbox.field.feed(await sign(query()))
      const nonce = !first.ok && 'nonce' in first.error ? first.error.nonce : ''
      const request = await sign(query({ nonce, ...asked }), proof ? { proof } : {})
      return pageOf(await server.inbox.field.feed(request))
    },
  }
}
