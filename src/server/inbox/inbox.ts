// The server's half of the field plane: takes parcels in, answers feeds and look-ups, serves the desk. No HTTP here.
import type { Result } from '../../base/result.ts'
import type { ClaimState } from '../../protocol/claims.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import type { AnswerEntry, FeedReply, FeedRequest } from '../../protocol/feed.ts'
import type { ReceiptReply } from '../../protocol/receipts.ts'
import { listBoards, type PostedBoard } from './boards.ts'
import { createLimit, lookUpClaim } from './claims.ts'
import {
  type AnswerInput,
  type DeskError,
  type DeskFilter,
  type DeskItem,
  answerOnDesk,
  listDesk,
  showOnDesk,
} from './desk.ts'
import { type FeedError, answerFeed } from './feed.ts'
import { counter, currentEpoch, openEpoch, prepareMemory, recordBackup } from './memory.ts'
import { createNonces } from './nonce.ts'
import type { InboxDeps } from './ports.ts'
import { type Delivery, receive } from './receive.ts'
import { eraseExpired } from './retention.ts'
import { reviveLearntKinds, sortArrivals } from './sort.ts'

/** What devices ask of the server. */
export interface FieldService {
  readonly receive: (delivery: Delivery) => Promise<Result<ReceiptReply, ErrorCode>>
  readonly feed: (request: FeedRequest) => Promise<Result<FeedReply, FeedError>>
  readonly lookUp: (claim: string) => Promise<Result<ClaimState, 'too-many'>>
}

/** What an office does. */
export interface Desk {
  readonly list: (filter: DeskFilter) => Promise<DeskItem[]>
  readonly show: (id: string) => Promise<Result<DeskItem, DeskError>>
  readonly answer: (input: AnswerInput) => Promise<Result<AnswerEntry, DeskError>>
  /** The newest word of each board. */
  readonly boards: () => Promise<readonly PostedBoard[]>
}

/** What whoever runs the server does. */
export interface InboxUpkeep {
  /** Last receipt number: name it to `recordBackup` once a backup taken after it is stored. */
  readonly latestNumber: () => Promise<number>
  readonly recordBackup: (number: number) => Promise<void>
  /** To be called after an older database was put back; devices that prove it do the same. */
  readonly openNewEpoch: () => Promise<void>
  readonly eraseExpired: () => Promise<number>
  /** Resolves once everything that had arrived before the call is sorted. */
  readonly sorted: () => Promise<void>
}

export interface Inbox {
  readonly field: FieldService
  readonly desk: Desk
  readonly upkeep: InboxUpkeep
}

/** One sorting at a time; however many ask during one, one more follows it. */
const createSorter = (deps: InboxDeps): (() => Promise<void>) => {
  let running: Promise<unknown> = Promise.resolve()
  let queued: Promise<void> | null = null
  return () => {
    queued ??= running.then(async () => {
      queued = null
      const now = sortArrivals(deps)
      // Whoever comes next must not fail because of this one.
      running = now.catch(() => undefined)
      await now
    })
    return queued
  }
}

export const createInbox = async (deps: InboxDeps): Promise<Inbox> => {
  await prepareMemory(deps)
  await reviveLearntKinds(deps)
  const nonces = await createNonces(deps)
  const mayAsk = createLimit(deps.clock)
  const sorted = createSorter(deps)
  /** Nobody waits for it: the receipt is out, and the desk sorts again before it lists. */
  const sortSoon = () => {
    sorted().catch((error: unknown) => {
      deps.report(error instanceof Error ? error : new Error(String(error)))
    })
  }
  return {
    field: {
      receive: async (delivery) => {
        const delivered = await receive(deps, delivery)
        if (!delivered.ok) return delivered
        sortSoon()
        const { receipt, erased, device } = delivered.value
        return { ok: true, value: { receipt, erased, nonce: nonces.give(device) } }
      },
      feed: (request) => answerFeed(deps, nonces, request),
      lookUp: (claim) => lookUpClaim(deps, mayAsk, claim),
    },
    desk: {
      list: async (filter) => {
        await sorted()
        return listDesk(deps, filter)
      },
      show: async (id) => {
        await sorted()
        return showOnDesk(deps, id)
      },
      answer: async (input) => {
        await sorted()
        return answerOnDesk(deps, input)
      },
      boards: async () => {
        await sorted()
        return listBoards(deps)
      },
    },
    upkeep: {
      latestNumber: () => counter(deps.db, 'receipt'),
      recordBackup: (number) => recordBackup(deps.db, number),
      openNewEpoch: async () => openEpoch(deps, (await currentEpoch(deps.db)).id),
      eraseExpired: () => eraseExpired(deps),
      sorted,
    },
  }
}
