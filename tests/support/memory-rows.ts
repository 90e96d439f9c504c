// The outbox's rows in memory, for simulations: the same promises as the real store (tests/contract/outbox-rows), a disk that
// outlives its process, and a plug that can be pulled at any write.
import type { Receipt, ReceiptKey } from '../../src/protocol/receipts.ts'
import { AnswerEntry, type FeedEntry } from '../../src/protocol/feed.ts'
import type { Bytes } from '../../src/base/bytes.ts'
import type { Random } from '../../src/base/random.ts'
import { err, ok } from '../../src/base/result.ts'
import type { ItemCopy } from '../../src/domain/event/item.ts'
import type { OutboxRows } from '../../src/store/outbox/create-outbox.ts'
import type {
  DraftRow,
  FailureNote,
  FeedChange,
  SavedItem,
  ShelfItem,
} from '../../src/sync/outbox/ports.ts'
import { makeReplicaId } from '../../src/sync/outbox/read-page.ts'
import { afterSave, rewritten } from '../../src/store/outbox/draft-media.ts'
import { inItemsOrder, toShelfMedium } from '../../src/store/outbox/media-shelf.ts'
import type { Sealing } from '../../src/store/outbox/stored-media.ts'
import type { TestKey } from './field-pen.ts'
import {
  type MemoryMedium,
  changeMedia,
  createMemoryMedia,
  forgetMedia,
  offerMediaAgain,
  removeDraftMedia,
  takeOver,
} from './memory-media.ts'

interface Attempt {
  readonly startedMs: number
  readonly leaseMs: number
  readonly failure: FailureNote | null
}

/** All that is written. Replaced as a whole by each write, so that a snapshot is a reference. */
export interface Disk {
  readonly device: {
    readonly key: TestKey
    readonly replica: string
    readonly nextSeq: number
  } | null
  readonly items: readonly {
    readonly id: string
    readonly savedMs: number
    readonly hash: string
    readonly again: boolean
  }[]
  readonly parcels: Readonly<Record<string, Bytes>>
  readonly copies: Readonly<Record<string, ItemCopy>>
  readonly drafts: Readonly<Record<string, DraftRow>>
  readonly attempts: Readonly<Record<string, Attempt>>
  readonly refusals: Readonly<Record<string, { readonly code: string }>>
  readonly receipts: Readonly<Record<string, Receipt>>
  readonly entries: Readonly<Record<string, FeedEntry>>
  readonly feed: { readonly after: number; readonly last: string; readonly nonce: string }
  readonly receiptKeys: readonly ReceiptKey[]
  /** In the order in which they were attached. */
  readonly media: readonly MemoryMedium[]
}

export const emptyDisk: Disk = {
  device: null,
  items: [],
  parcels: {},
  copies: {},
  drafts: {},
  attempts: {},
  refusals: {},
  receipts: {},
  entries: {},
  feed: { after: 0, last: '', nonce: '' },
  receiptKeys: [],
  media: [],
}

export interface MemoryDrive {
  readonly read: () => Disk
  /** Stores the next state, or throws and stores nothing. Runs whole or not at all. */
  readonly write: (what: string, next: Disk) => Promise<void>
  readonly watch: (changed: () => void) => () => void
}

export interface DriveHooks {
  /** May throw (a full disk) or never settle (the plug is pulled). */
  readonly before: (what: string) => Promise<void>
  /** The write is done, but nobody was told yet. */
  readonly after: (what: string) => Promise<void>
}

const noHooks: DriveHooks = { before: () => Promise.resolve(), after: () => Promise.resolve() }

export const createDrive = (disk: { current: Disk }, hooks: DriveHooks = noHooks): MemoryDrive => {
  const listeners = new Set<() => void>()
  return {
    read: () => disk.current,
    write: async (what, next) => {
      const before = disk.current
      await hooks.before(what)
      // Transactions of one database follow each other; what was computed from an older state would be lost.
      if (disk.current !== before) throw new Conflict()
      disk.current = next
      listeners.forEach((listener) => {
        queueMicrotask(listener)
      })
      await hooks.after(what)
    },
    watch: (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
  }
}

class Conflict extends Error {}

const without = <T>(record: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== id))

const applyFeed = (disk: Disk, change: FeedChange): Disk => {
  const entries = Object.fromEntries(change.entries.map((entry) => [entry.id, entry]))
  const isStill = (receipt: Receipt) => disk.receipts[receipt.id]?.signature === receipt.signature
  const lacking = new Set(change.lacking.filter(isStill).map((receipt) => receipt.id))
  const items = disk.items.map((item) => (lacking.has(item.id) ? { ...item, again: true } : item))
  const again = new Set(items.filter((item) => item.again).map((item) => item.id))
  const safe = change.safe.filter((receipt) => isStill(receipt) && !again.has(receipt.id))
  const restored = disk.device && change.replica && change.replica.aboveSeq >= disk.device.nextSeq
  const parcels = safe.reduce((left, receipt) => without(left, receipt.id), disk.parcels)
  const offered = [...lacking].reduce(offerMediaAgain, disk.media)
  return {
    ...disk,
    entries: { ...disk.entries, ...entries },
    items,
    parcels,
    media: changeMedia(offered, change.media, (event) => parcels[event] !== undefined),
    device: restored ? { ...disk.device, replica: change.replica.id } : disk.device,
    feed: { ...disk.feed, ...change.cursor, nonce: change.nonce },
  }
}

const answersOf = (disk: Disk, id: string) =>
  Object.values(disk.entries)
    .flatMap((entry) => {
      const answer = AnswerEntry.safeParse(entry)
      return answer.success && answer.data.event === id ? [answer.data] : []
    })
    .sort((a, b) => a.n - b.n)
    .map(({ id: answerId, text, answeredMs, from }) => ({ id: answerId, text, answeredMs, from }))

const listDisk = (disk: Disk): ShelfItem[] => {
  const drafts = Object.values(disk.drafts)
    .sort((a, b) => b.savedMs - a.savedMs)
    .map(({ id, savedMs, copy }): ShelfItem => {
      const rows = { draft: true, receipt: null, answers: [], refusal: null, attempt: null }
      return { id, savedMs, copy, rows, media: [] }
    })
  const sent = [...disk.items].reverse().map(({ id, savedMs, again }): ShelfItem => {
    const receipt = again ? null : (disk.receipts[id] ?? null)
    return {
      id,
      savedMs,
      copy: disk.copies[id] ?? null,
      rows: {
        draft: false,
        receipt: receipt && { number: receipt.number, receivedMs: receipt.receivedMs },
        answers: answersOf(disk, id),
        refusal: disk.refusals[id] ?? null,
        attempt: disk.attempts[id] ?? null,
      },
      media: inItemsOrder(
        disk.media.filter((medium) => medium.event === id),
        disk.copies[id]?.attachments,
      ).map(toShelfMedium),
    }
  })
  const isOpen = ({ rows, media }: ShelfItem) =>
    rows.receipt === null || media.some(({ received }) => !received)
  return [...drafts, ...sent.filter((item) => item.copy !== null || isOpen(item))]
}

/** What a save leaves of its draft. */
const closeDraft = ({ drafts }: Disk, { draft, copy }: SavedItem): Disk['drafts'] => {
  const row = draft === null ? undefined : drafts[draft]
  const left = row && afterSave(row, copy.attachments ?? [])
  return left ? { ...drafts, [left.id]: left } : draft === null ? drafts : without(drafts, draft)
}

export interface MemoryRowsDeps {
  readonly drive: MemoryDrive
  readonly random: Random
  readonly makeKey: () => Promise<TestKey>
  /** Absent: no attachments are kept. */
  readonly sealing?: Sealing
}

/** Neither received nor refused, or to be offered again; oldest first. */
const waitingOf = ({ items, parcels, receipts, refusals }: Disk): string[] =>
  items
    .filter(({ id, again }) => parcels[id] && !refusals[id] && (again || !receipts[id]))
    .map((item) => item.id)

export const createMemoryRows = ({
  drive,
  random,
  makeKey,
  sealing,
}: MemoryRowsDeps): OutboxRows => {
  /** Computes the next state from the newest one, again when another write came between. */
  const change = async (what: string, next: (disk: Disk) => Disk): Promise<void> => {
    for (;;) {
      try {
        await drive.write(what, next(drive.read()))
        return
      } catch (error) {
        if (!(error instanceof Conflict)) throw error
      }
    }
  }
  const tell = async <T>(work: () => Promise<T>) => {
    try {
      return ok(await work())
    } catch (error) {
      return err({
        kind: (error as Error).name === 'QuotaExceededError' ? 'full' : 'broken',
      } as const)
    }
  }
  const media =
    sealing &&
    createMemoryMedia({
      random,
      sealing,
      read: () => ({ media: drive.read().media, key: drive.read().device?.key ?? null }),
      change: (what, next) => change(what, (disk) => ({ ...disk, media: next(disk.media) })),
      changeDrafts: (what, next) =>
        change(what, (disk) => ({ ...disk, ...next(disk.media, disk.drafts) })),
      hashOf: (event) => drive.read().items.find(({ id }) => id === event)?.hash ?? null,
      isReceived: (event) => {
        const { items, receipts } = drive.read()
        return items.some(({ id, again }) => id === event && !again) && !!receipts[event]
      },
      textWaits: () => {
        const disk = drive.read()
        return waitingOf(disk).some((id) => !disk.attempts[id]?.failure)
      },
    })
  return {
    close: () => undefined,
    media: media ?? null,
    shelf: {
      identity: () =>
        tell(async () => {
          const made = drive.read().device?.key ?? (await makeKey())
          let taken = { key: made, replica: makeReplicaId(random), nextSeq: 1 }
          await change('number', (disk) => {
            taken = disk.device ?? taken
            return { ...disk, device: { ...taken, nextSeq: taken.nextSeq + 1 } }
          })
          const { key, replica, nextSeq } = taken
          return { publicKey: key.publicKey, sign: key.sign, replica, seq: nextSeq }
        }),
      save: (item) =>
        tell(() =>
          change('save', (disk) => ({
            ...disk,
            items: [
              ...disk.items,
              { id: item.id, savedMs: item.savedMs, hash: item.hash, again: false },
            ],
            parcels: { ...disk.parcels, [item.id]: item.parcel.slice() },
            copies: { ...disk.copies, [item.id]: item.copy },
            drafts: closeDraft(disk, item),
            receiptKeys: item.receiptKeys,
            media: takeOver(disk.media, item.id, item.copy.attachments ?? []),
          })),
        ),
      saveDraft: (draft) =>
        tell(() =>
          change('draft', (disk) => ({
            ...disk,
            drafts: { ...disk.drafts, [draft.id]: rewritten(disk.drafts[draft.id], draft) },
          })),
        ),
      takeIn: (parcels, savedMs) =>
        tell(async () => {
          const taken = { added: 0, known: 0, differing: 0 }
          await change('take in', (disk) => {
            Object.assign(taken, { added: 0, known: 0, differing: 0 })
            return parcels.reduce((next, { id, hash, parcel }) => {
              const here = next.items.find((item) => item.id === id)
              taken[here ? (here.hash === hash ? 'known' : 'differing') : 'added'] += 1
              if (here) return next
              return {
                ...next,
                items: [...next.items, { id, savedMs, hash, again: false }],
                parcels: { ...next.parcels, [id]: parcel.slice() },
              }
            }, disk)
          })
          return taken
        }),
      list: () => Promise.resolve(listDisk(drive.read())),
      remove: (id) =>
        change('remove', (disk) => ({
          ...disk,
          copies: without(disk.copies, id),
          drafts: without(disk.drafts, id),
          entries: Object.fromEntries(
            Object.entries(disk.entries).filter(([, entry]) => entry['event'] !== id),
          ),
          media: removeDraftMedia(forgetMedia(disk.media, id), disk.drafts[id]),
        })),
      life: () => Promise.resolve(drive.read().device ? '1' : null),
      watch: drive.watch,
    },
    replica: {
      waiting: () => Promise.resolve(waitingOf(drive.read())),
      feedNeed: () => {
        const { receipts, copies, entries, device } = drive.read()
        const ids = Object.keys(receipts)
        const answered = new Set(Object.values(entries).map((entry) => entry['event']))
        const awaited = ids.some(
          (id) => copies[id] && copies[id].kind !== 'board-posted' && !answered.has(id),
        )
        return Promise.resolve(ids.length === 0 || !device ? 'none' : awaited ? 'eager' : 'calm')
      },
      parcel: (id) => {
        const { items, parcels } = drive.read()
        const [item, bytes] = [items.find((row) => row.id === id), parcels[id]]
        return Promise.resolve(item && bytes ? { bytes: bytes.slice(), hash: item.hash } : null)
      },
      receiptKeys: () => Promise.resolve(drive.read().receiptKeys),
      begin: (id, startedMs, leaseMs) =>
        change('begin', (disk) => ({
          ...disk,
          attempts: { ...disk.attempts, [id]: { startedMs, leaseMs, failure: null } },
        })),
      note: (id, failure) =>
        change('note', (disk) => ({
          ...disk,
          attempts: {
            ...disk.attempts,
            [id]: { ...(disk.attempts[id] ?? { startedMs: 0, leaseMs: 0 }), failure },
          },
        })),
      refuse: (id, code) =>
        change('refuse', (disk) => ({ ...disk, refusals: { ...disk.refusals, [id]: { code } } })),
      settle: (receipt, nonce) =>
        change('settle', (disk) => ({
          ...disk,
          receipts: { ...disk.receipts, [receipt.id]: receipt },
          items: disk.items.map((item) =>
            item.id === receipt.id ? { ...item, again: false } : item,
          ),
          attempts: without(disk.attempts, receipt.id),
          refusals: without(disk.refusals, receipt.id),
          feed: { ...disk.feed, nonce },
        })),
      feedPosition: () => {
        const { device, feed, receipts, parcels } = drive.read()
        if (!device) return Promise.resolve(null)
        const { key, replica } = device
        const kept = Object.values(receipts).filter((receipt) => parcels[receipt.id])
        return Promise.resolve({ publicKey: key.publicKey, sign: key.sign, replica, ...feed, kept })
      },
      storeFeed: (feedChange) => change('feed', (disk) => applyFeed(disk, feedChange)),
    },
  }
}
