// Attachments among the outbox's rows in memory: the same promises as the real store's (tests/contract/outbox-media).
import { type Bytes, bytesToHex, concatBytes } from '../../src/base/bytes.ts'
import { DAY_MS } from '../../src/base/clock.ts'
import type { Random } from '../../src/base/random.ts'
import { err, ok } from '../../src/base/result.ts'
import type { CopiedMedium, MediumLabel } from '../../src/domain/event/item.ts'
import {
  MAX_EVENT_MEDIA,
  MAX_EVENT_MEDIA_BYTES,
  MAX_MEDIUM_BYTES,
} from '../../src/protocol/limits.ts'
import { proveMedium } from '../../src/protocol/media.ts'
import type { StoredMedia } from '../../src/store/outbox/create-outbox.ts'
import type { MediumRow } from '../../src/store/outbox/database.ts'
import { mediaOf, withMedium, withoutMedium } from '../../src/store/outbox/draft-media.ts'
import { MAX_VIEW_BYTES } from '../../src/store/outbox/media-desk.ts'
import type { AboutMedium, AttachmentDesk, KeptMedium } from '../../src/store/outbox/outbox.ts'
import type { Sealing } from '../../src/store/outbox/stored-media.ts'
import { PIECE_BYTES, type StoredMedium, type WaitingMedia } from '../../src/sync/media/ports.ts'
import type { CarriedMedia, CarriedMedium, TakenMedium } from '../../src/sync/outbox/carry-file.ts'
import type { DraftRow, MediaChange } from '../../src/sync/outbox/ports.ts'
import { KEEP_DAYS } from '../../src/sync/outbox/read-page.ts'
import type { TestKey } from './field-pen.ts'

export interface MemoryMedium extends MediumRow {
  readonly pieces: readonly Bytes[]
  /** Readable, as long as it belongs to a draft. */
  readonly view: Bytes | null
}
type Media = readonly MemoryMedium[]
type Drafts = Readonly<Record<string, DraftRow>>

const edit = (
  media: Media,
  chosen: (medium: MemoryMedium) => boolean,
  change: Partial<MemoryMedium> | ((medium: MemoryMedium) => Partial<MemoryMedium>),
): Media =>
  media.map((medium) =>
    chosen(medium)
      ? { ...medium, ...(typeof change === 'function' ? change(medium) : change) }
      : medium,
  )

/** Throws where one is not there any more: it must not be promised. */
export const takeOver = (media: Media, event: string, taken: readonly CopiedMedium[]): Media =>
  taken.reduce((all, { sha256, label }) => {
    if (all.filter((medium) => medium.sha256 === sha256).length !== 1)
      throw new Error('an attachment is gone')
    return edit(all, (medium) => medium.sha256 === sha256, { event, label, view: null })
  }, media)

export const forgetMedia = (media: Media, event: string): Media =>
  media.filter((medium) => medium.event !== event || medium.refusal === null)

/** With a draft go its attachments. */
export const removeDraftMedia = (media: Media, draft: DraftRow | undefined): Media => {
  const names = new Set(draft && mediaOf(draft).map(({ sha256 }) => sha256))
  return media.filter(({ event, sha256 }) => event !== '' || !names.has(sha256))
}

const AGAIN = { again: true, sentBytes: 0 } as const

export const offerMediaAgain = (media: Media, event: string): Media =>
  edit(media, (row) => row.event === event && !!row.receipt && row.pieces.length > 0, AGAIN)

export const changeMedia = (
  media: Media,
  { lacking, epoch, safe, serverMs }: MediaChange,
  hasParcel: (event: string) => boolean,
): Media => {
  const offered = edit(
    media,
    (row) => lacking.includes(row.sha256) && !!row.receipt && row.pieces.length > 0,
    AGAIN,
  )
  const needNotStay = ({ event, receipt, again }: MemoryMedium) =>
    event !== '' &&
    !hasParcel(event) &&
    receipt !== null &&
    !again &&
    ((receipt.epoch === epoch && receipt.number <= safe) ||
      serverMs - receipt.receivedMs > KEEP_DAYS * DAY_MS)
  return edit(offered, needNotStay, { pieces: [] })
}

export interface MemoryMediaDeps {
  readonly read: () => { readonly media: Media; readonly key: TestKey | null }
  readonly change: (what: string, next: (media: Media) => Media) => Promise<void>
  readonly changeDrafts: (
    what: string,
    next: (media: Media, drafts: Drafts) => { readonly media: Media; readonly drafts: Drafts },
  ) => Promise<void>
  readonly random: Random
  readonly sealing: Sealing
  /** Of the parcel that lies here under this id. */
  readonly hashOf: (event: string) => string | null
  readonly isReceived: (event: string) => boolean
  readonly textWaits: () => boolean
}

const NEW = {
  sha256: '',
  bytes: 0,
  event: '',
  attempt: null,
  sentBytes: 0,
  refusal: null,
  receipt: null,
  again: false,
  pieces: [],
  view: null,
} as const

const collect = async (stream: ReadableStream<Bytes>): Promise<Bytes> => {
  const parts: Bytes[] = []
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return concatBytes(...parts)
    parts.push(value)
  }
}

const cutIntoPieces = (bytes: Bytes): Bytes[] =>
  Array.from({ length: Math.ceil(bytes.length / PIECE_BYTES) }, (_, i) =>
    bytes.slice(i * PIECE_BYTES, (i + 1) * PIECE_BYTES),
  )

const finalLabel = async ({ label, lasted }: AboutMedium): Promise<MediumLabel> =>
  lasted ? { ...label, durationMs: await lasted } : label

const naming = (drafts: Drafts, draft: string | undefined, medium: KeptMedium): Drafts => {
  if (draft === undefined) return drafts
  const row = drafts[draft]
  if (!row) throw new Error('the draft is gone')
  return { ...drafts, [draft]: withMedium(row, medium) }
}

const keepWithin = async (
  { change, changeDrafts, random, sealing }: MemoryMediaDeps,
  recipient: string,
  content: ReadableStream<Bytes>,
  about: AboutMedium,
  used: number,
): ReturnType<AttachmentDesk['keep']> => {
  const { type, label, draft } = about
  const key = bytesToHex(random.bytes(16))
  const discard = () => change('discard', (media) => media.filter((row) => row.key !== key))
  await change('keep', (media) => [
    ...media,
    { ...NEW, type, label, key, addedMs: sealing.clock.now() },
  ])
  try {
    const plain = draft === undefined ? null : await collect(content)
    const source = plain ? new Response(plain).body! : content
    const sealed = await collect(await sealing.sealStream(recipient, source))
    if (sealed.length > Math.min(MAX_MEDIUM_BYTES, MAX_EVENT_MEDIA_BYTES - used)) {
      await discard()
      return err({ kind: used > 0 ? 'media-too-many' : 'medium-too-large' })
    }
    const hash = sealing.startSha256()
    hash.add(sealed)
    const made = { bytes: sealed.length, sha256: bytesToHex(hash.end()) }
    const medium: KeptMedium = { ...made, type, label: await finalLabel(about) }
    const view = plain && plain.length <= MAX_VIEW_BYTES ? plain : null
    await changeDrafts('kept', (media, drafts) => ({
      media: edit(media, (row) => row.key === key, {
        ...made,
        view,
        label: medium.label,
        pieces: cutIntoPieces(sealed),
      }),
      drafts: naming(drafts, draft, medium),
    }))
    return ok(medium)
  } catch (error) {
    await discard().catch(() => undefined)
    throw error
  }
}

const createDesk =
  (deps: MemoryMediaDeps): StoredMedia['desk'] =>
  (office): AttachmentDesk => ({
    keep: async (content, about, held) => {
      const recipient = office()?.recipient
      if (recipient === undefined) return err({ kind: 'no-office-key' })
      const used = held.reduce((sum, medium) => sum + medium.bytes, 0)
      if (held.length >= MAX_EVENT_MEDIA) return err({ kind: 'media-too-many' })
      try {
        return await keepWithin(deps, recipient, content, about, used)
      } catch (error) {
        const name = (error as Error).name
        return err({ kind: name === 'QuotaExceededError' ? 'storage-full' : 'storage-failed' })
      }
    },
    discard: (sha256) =>
      deps.changeDrafts('discard', (media, drafts) => ({
        media: media.filter((row) => row.sha256 !== sha256 || row.event !== ''),
        drafts: Object.fromEntries(
          Object.entries(drafts).map(([id, row]) => [id, withoutMedium(row, sha256)]),
        ),
      })),
    view: async (sha256) => deps.read().media.find((row) => row.sha256 === sha256)?.view ?? null,
  })

const readOpen = (media: Media): Media =>
  media.filter(
    ({ event, refusal, receipt, again }) => event !== '' && !refusal && (!receipt || again),
  )

const readWaiting = ({ read, isReceived, textWaits }: MemoryMediaDeps): WaitingMedia => ({
  media: readOpen(read().media)
    .filter(({ event }) => isReceived(event))
    .map((row) => row.sha256),
  text: textWaits(),
})

const readMedium = ({ read }: MemoryMediaDeps, sha256: string): StoredMedium | null => {
  const { media, key } = read()
  const row = media.find((each) => each.sha256 === sha256 && each.event !== '')
  if (!row) return null
  const name = { event: row.event, sha256 }
  const piece = (index: number) =>
    read().media.find((each) => each.key === row.key)?.pieces[index] ?? null
  return {
    name,
    bytes: row.bytes,
    proof: async () => row.proof ?? proveMedium(name, row.bytes, key!),
    piece: async (index) => piece(index),
  }
}

const createCarried = (deps: MemoryMediaDeps): CarriedMedia => {
  const takeIn = async (medium: CarriedMedium): Promise<TakenMedium> => {
    const { name, bytes, proof, parcel, content } = medium
    const isKnown = (media: Media) =>
      media.some((row) => row.sha256 === name.sha256 && row.event === name.event)
    if (deps.hashOf(name.event) !== parcel) return 'left'
    if (isKnown(deps.read().media)) return 'known'
    const sealed = await content.read(0, bytes).catch(() => null)
    const hash = deps.sealing.startSha256()
    hash.add(sealed ?? new Uint8Array(0))
    if (!sealed || bytesToHex(hash.end()) !== name.sha256) return 'left'
    const label = { kind: 'carried', durationMs: null } as const
    const own = { key: bytesToHex(deps.random.bytes(16)), addedMs: deps.sealing.clock.now() }
    const row = { ...NEW, ...own, ...name, bytes, proof, type: '', label }
    await deps.change('media-in', (media) =>
      isKnown(media) ? media : [...media, { ...row, pieces: cutIntoPieces(sealed) }],
    )
    return 'added'
  }
  return {
    leaving: async () =>
      readOpen(deps.read().media).flatMap(({ pieces, sha256 }) => {
        const medium = pieces.length > 0 ? readMedium(deps, sha256) : null
        return medium ? [medium] : []
      }),
    takeIn: async (medium) => {
      try {
        return ok(await takeIn(medium))
      } catch (error) {
        const isFull = (error as Error).name === 'QuotaExceededError'
        return err({ kind: isFull ? 'full' : 'broken' })
      }
    },
  }
}

export const createMemoryMedia = (deps: MemoryMediaDeps): StoredMedia => {
  const changeOne = (
    what: string,
    sha256: string,
    change: Partial<MemoryMedium> | ((medium: MemoryMedium) => Partial<MemoryMedium>),
  ) => deps.change(what, (media) => edit(media, (row) => row.sha256 === sha256, change))
  return {
    desk: createDesk(deps),
    carried: createCarried(deps),
    lane: {
      waiting: async () => readWaiting(deps),
      medium: async (sha256) => readMedium(deps, sha256),
      receiptKeys: async () => [],
      begin: (sha256, startedMs, leaseMs) =>
        changeOne('media-begin', sha256, { attempt: { startedMs, leaseMs, failure: null } }),
      sent: (sha256, bytes) => changeOne('media-sent', sha256, { sentBytes: bytes }),
      note: (sha256, failure) =>
        changeOne('media-note', sha256, ({ attempt }) => ({
          attempt: { ...(attempt ?? { startedMs: 0, leaseMs: 0 }), failure },
        })),
      refuse: (sha256, code, atMs) =>
        changeOne('media-refuse', sha256, { refusal: { code, atMs } }),
      settle: (receipt) =>
        changeOne('media-settle', receipt.sha256, ({ bytes, proof, pieces }) => ({
          receipt,
          pieces: proof ? [] : pieces,
          sentBytes: bytes,
          attempt: null,
          refusal: null,
          again: false,
        })),
    },
  }
}
