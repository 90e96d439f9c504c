// What a page of the feed changes in the outbox.
import { describe, expect, test } from 'vitest'
import { DAY_MS } from '../../../../src/base/clock.ts'
import { createSeededRandom } from '../../../../src/base/random.ts'
import type { FeedPage } from '../../../../src/protocol/feed.ts'
import type { Receipt } from '../../../../src/protocol/receipts.ts'
import { KEEP_DAYS, readPage } from '../../../../src/sync/outbox/read-page.ts'

const START = 1_760_000_000_000
const makeReceipt = (number: number): Receipt => ({
  format: 'iltod-receipt/1',
  id: `id-${number}`,
  hash: '',
  epoch: '',
  number,
  receivedMs: START,
  key: '',
  signature: '',
})
const makePage = (changes: Partial<FeedPage> = {}): FeedPage => ({
  device: '',
  draw: '',
  nonce: 'next',
  serverMs: START,
  epoch: '',
  safe: 0,
  lacks: [],
  seq: null,
  entries: [],
  more: false,
  ...changes,
})
const asked = [makeReceipt(1), makeReceipt(2), makeReceipt(3)]
const read = (changes: Partial<FeedPage>) =>
  readPage(makePage(changes), asked, createSeededRandom(1))
const numbers = (receipts: readonly Receipt[]) => receipts.map((receipt) => receipt.number)

describe('what a page changes', () => {
  test('[OUT-9] the cursor follows the last entry, and stays where it is without one', () => {
    const entries = [
      { n: 4, kind: 'answer', id: 'a' },
      { n: 5, kind: 'horse', id: 'b' },
    ]
    expect(read({ entries }).cursor).toEqual({ after: 5, last: 'b' })
    expect(read({}).cursor).toBeNull()
  })

  test('[FEED-4] an entry that no cursor can name is kept, and the one before it is the cursor', () => {
    const named = { n: 4, kind: 'answer', id: 'a' }
    const strange = [
      { n: 5, kind: 'horse', id: 'Horse_1' },
      { n: 6, kind: 'horse', id: 'a'.repeat(37) },
      { n: -7, kind: 'horse', id: 'c' },
    ]
    const entries = [named, ...strange]
    expect(read({ entries })).toMatchObject({ entries, cursor: { after: 4, last: 'a' } })
    expect(read({ entries: strange })).toMatchObject({ entries: strange, cursor: null })
  })

  test('[OUT-10] [OUT-11] what is lacking is never safe, whatever its number and age', () => {
    const change = read({ lacks: [0, 2], safe: 3, serverMs: START + 1_000 * DAY_MS })
    expect(numbers(change.lacking)).toEqual([1, 3])
    expect(numbers(change.safe)).toEqual([2])
  })

  test('[OUT-10] positions that were not asked about mean nothing', () => {
    expect(numbers(read({ lacks: [7, -1] }).lacking)).toEqual([])
  })

  test('[OUT-11] safe is what a backup holds, or what is ninety days old by the server’s own times', () => {
    expect(numbers(read({ safe: 2 }).safe)).toEqual([1, 2])
    expect(numbers(read({ serverMs: START + KEEP_DAYS * DAY_MS }).safe)).toEqual([])
    expect(numbers(read({ serverMs: START + KEEP_DAYS * DAY_MS + 1 }).safe)).toEqual([1, 2, 3])
  })

  test('[OUT-12] [FEED-5] the highest number seen goes with a replica id to change to', () => {
    expect(read({}).replica).toBeNull()
    expect(read({ seq: 9 }).replica).toMatchObject({
      aboveSeq: 9,
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
    })
  })
})
