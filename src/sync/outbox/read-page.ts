// What a verified page changes here: entries, cursor, what is offered again, what need not be kept (OUT-9 … OUT-12).
import { bytesToHex } from '../../base/bytes.ts'
import { DAY_MS } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { type FeedPage, isSendable } from '../../protocol/feed.ts'
import type { Receipt } from '../../protocol/receipts.ts'
import type { FeedChange } from './ports.ts'

/** Longest that bytes with a receipt are kept for a server that never says it made a backup (RCPT-7). */
export const KEEP_DAYS = 90

const lackingOf = (page: FeedPage, asked: readonly Receipt[]): readonly Receipt[] =>
  page.lacks.flatMap((position) => asked[position] ?? [])

/** By the server's two times alone: no clock of this phone can delete anything. */
const isPastKeeping = (receipt: Receipt, page: FeedPage): boolean =>
  page.serverMs - receipt.receivedMs > KEEP_DAYS * DAY_MS

/** Only what this very page was asked about and did not name as lacking. */
const safeOf = (page: FeedPage, asked: readonly Receipt[]): readonly Receipt[] => {
  const lacking = new Set(page.lacks)
  return asked.filter(
    (receipt, position) =>
      !lacking.has(position) && (receipt.number <= page.safe || isPastKeeping(receipt, page)),
  )
}

export const makeReplicaId = (random: Random): string => bytesToHex(random.bytes(8))

/** The newest that can be named when asking on: what came after it comes again, and is kept once. */
const cursorOf = ({ entries }: FeedPage): FeedChange['cursor'] => {
  const cursors = entries.map(({ n, id }) => ({ after: n, last: id })).filter(isSendable)
  return cursors[cursors.length - 1] ?? null
}

export const readPage = (
  page: FeedPage,
  asked: readonly Receipt[],
  random: Random,
): FeedChange => ({
  entries: page.entries,
  cursor: cursorOf(page),
  nonce: page.nonce,
  lacking: lackingOf(page, asked),
  safe: safeOf(page, asked),
  media: {
    lacking: page.media ?? [],
    epoch: page.epoch,
    safe: page.safe,
    serverMs: page.serverMs,
  },
  replica: page.seq === null ? null : { id: makeReplicaId(random), aboveSeq: page.seq },
})
