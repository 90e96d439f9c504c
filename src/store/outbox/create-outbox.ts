// The outbox of one tab over its rows: saves, shows, runs the engine while this tab leads. Knows no database by name.
import { createUuidV7 } from '../../base/ids.ts'
import { type Result, err, ok } from '../../base/result.ts'
import { type Item, deriveMediumState, deriveNext, deriveState } from '../../domain/event/item.ts'
import type { Channel, Connectivity, Locks } from '../../sync/ports.ts'
import { type MediaEngine, createMediaEngine } from '../../sync/media/engine.ts'
import {
  type CarryMedium,
  type MediaNetwork,
  type MediaRows,
  mayCarry,
} from '../../sync/media/ports.ts'
import type { CarriedMedia } from '../../sync/outbox/carry-file.ts'
import { composeQuestion, judgeText } from '../../sync/outbox/compose.ts'
import { type EngineDeps, type OutboxEngine, createEngine } from '../../sync/outbox/engine.ts'
import { lookUpCode } from '../../sync/outbox/look-up.ts'
import type {
  OfficeView,
  OutboxReplica,
  OutboxShelf,
  Seal,
  ShelfItem,
} from '../../sync/outbox/ports.ts'
import type { WakeCause } from '../../sync/outbox/state.ts'
import type { TraceJar } from '../../sync/outbox/trace.ts'
import { createCarrier } from './carrier.ts'
import { failureToError } from './failure-to-error.ts'
import { createTraceKeeper } from './keep-trace.ts'
import type { AttachmentDesk, Outbox, SaveError, Saved } from './outbox.ts'
import { createUnsavedSender } from './send-unsaved.ts'
import { type WrittenCopy, toBoardCopy, toCopy, toWordCopy } from './to-copy.ts'

export interface OutboxRows {
  readonly shelf: OutboxShelf
  readonly replica: OutboxReplica
  /** Null where no attachments are kept. */
  readonly media: StoredMedia | null
  readonly close: () => void
}

export interface StoredMedia {
  readonly lane: MediaRows
  readonly carried: CarriedMedia
  readonly desk: (office: () => OfficeView | null) => AttachmentDesk
}

/** What both the page and the service worker need. */
export interface OutboxHost extends Omit<EngineDeps, 'replica' | 'heard'> {
  readonly locks: Locks
}

export interface OutboxDeps extends OutboxHost {
  readonly channel: Channel
  readonly connectivity: Connectivity
  readonly seal: Seal
  /** Makes keys; without it nothing is sent that was not stored (OUT-21). */
  readonly subtle?: SubtleCrypto
  /** Null before the first verified publication; see `officeView` (src/sync/outbox/office.ts). */
  readonly office: () => OfficeView | null
  /** Asks for one more wake-up with no page open, where there is one (OUT-17). */
  readonly requestWake?: () => void
  /** Asks the browser to keep what is stored (OUT-18). */
  readonly askToKeep?: () => void
  /** Outlives the database (OUT-19); without one nothing is remembered. */
  readonly jar?: TraceJar
  /** How attachments are carried, and over which network (OUT-26). */
  readonly media?: { readonly carry: CarryMedium; readonly network: MediaNetwork }
}

const NO_JAR: TraceJar = { read: () => null, write: () => undefined }

/** Whoever holds it runs the engine: a tab, or the service worker for one round (OUT-3). */
export const OUTBOX_LOCK = 'iltod-outbox'

/** Message between tabs: the button was pressed somewhere. */
const WAKE = 'wake'

const toItem = (
  { id, savedMs, copy, rows, media }: ShelfItem,
  nowMs: number,
  held: boolean,
): Item => ({
  id,
  savedMs,
  copy,
  state: deriveState(rows, nowMs),
  next: deriveNext(rows, nowMs),
  receipt: rows.receipt,
  answers: rows.answers,
  media: media.map(({ medium, sentBytes, ...state }) => ({
    ...medium,
    sentBytes,
    state: deriveMediumState(state, held, nowMs),
    because: state.refusal?.code ?? state.attempt?.failure?.code ?? null,
  })),
})

const saveWritten = async (
  deps: OutboxDeps,
  shelf: OutboxShelf,
  copy: WrittenCopy,
  draft: string | null,
): Promise<Result<Saved, SaveError>> => {
  const flaw = copy.kind === 'board-posted' ? null : judgeText(copy.text)
  if (flaw) return err(flaw)
  const office = deps.office()
  if (!office) return err({ kind: 'no-office-key' })
  const identity = await shelf.identity()
  if (!identity.ok) return err(failureToError(identity.error))
  const composed = await composeQuestion(deps, { copy, office, draft, identity: identity.value })
  if (!composed.ok) return composed
  const stored = await shelf.save(composed.value)
  if (!stored.ok) return err(failureToError(stored.error))
  deps.requestWake?.()
  deps.askToKeep?.()
  return ok({ id: composed.value.id, claimCode: composed.value.copy.claimCode })
}

interface Lanes {
  readonly text: OutboxEngine
  readonly media: MediaEngine | null
}

/** Runs both lanes as long as this tab leads; `current` is null while another one does. */
const createLeader = (deps: OutboxDeps, shelf: OutboxShelf, makeLanes: () => Lanes) => {
  const ending = new AbortController()
  let current: Lanes | null = null
  const lead = async (): Promise<void> => {
    const lanes = makeLanes()
    const { text, media } = lanes
    const refresh = () => Promise.all([text.refresh(), media?.refresh()])
    const unwatch = shelf.watch(() => void refresh())
    current = lanes
    await refresh()
    await new Promise<void>((resolve) => {
      if (ending.signal.aborted) resolve()
      else
        ending.signal.addEventListener('abort', () => {
          resolve()
        })
    })
    current = null
    unwatch()
    text.stop()
    media?.stop()
    await Promise.all([text.rest(), media?.rest()])
  }
  return {
    over: deps.locks.lead(OUTBOX_LOCK, lead, ending.signal),
    text: () => current?.text ?? null,
    wake: (cause: WakeCause) => {
      current?.text.wake(cause)
      current?.media?.wake(cause)
    },
    end: () => {
      ending.abort()
    },
  }
}

/** Calls `listener` with the newest list; changes during a read lead to one more read. */
const createSubscription = (read: () => Promise<readonly Item[]>) => {
  return (
    listener: (items: readonly Item[]) => void,
    watch: OutboxShelf['watch'],
  ): (() => void) => {
    let left = false
    const hasLeft = () => left
    let running = false
    let again = false
    const run = async (): Promise<void> => {
      if (running) {
        again = true
        return
      }
      running = true
      do {
        again = false
        const items = await read().catch(() => null)
        // A list that could not be read is followed by the next change.
        if (items && !hasLeft()) listener(items)
      } while (again as boolean)
      running = false
    }
    const unwatch = watch(() => void run())
    void run()
    return () => {
      left = true
      unwatch()
    }
  }
}

const latest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b)

/** The outbox over rows that are already open. */
export const createOutbox = (deps: OutboxDeps, rows: OutboxRows): Outbox => {
  const { shelf, replica } = rows
  let heardMs: number | null = null
  const office = (): OfficeView | null => {
    const view = deps.office()
    return view && { ...view, heardMs: latest(view.heardMs, heardMs) }
  }
  const heard = () => {
    heardMs = deps.clock.monotonic()
  }
  const currentKeys = async () => deps.office()?.receiptKeys ?? replica.receiptKeys()
  const network = deps.media?.network ?? null
  const makeMediaLane = (): MediaEngine | null =>
    deps.media && rows.media
      ? createMediaEngine({
          ...deps,
          ...deps.media,
          rows: { ...rows.media.lane, receiptKeys: currentKeys },
        })
      : null
  const leader = createLeader(deps, shelf, () => ({
    text: createEngine({ ...deps, heard, replica: { ...replica, receiptKeys: currentKeys } }),
    media: makeMediaLane(),
  }))
  const trace = createTraceKeeper({ clock: deps.clock, jar: deps.jar ?? NO_JAR, shelf })
  const unlisten = [
    trace.stop,
    deps.connectivity.listen(leader.wake),
    deps.channel.listen((message) => {
      if (message === WAKE) leader.wake('button')
    }),
  ]
  const items = async () => {
    const nowMs = deps.clock.now()
    const held = network !== null && !mayCarry(network)
    return (await shelf.list()).map((item) => toItem(item, nowMs, held))
  }
  const subscribeTo = createSubscription(items)
  void replica.waiting().then(
    (waiting) => waiting.length > 0 && deps.requestWake?.(),
    () => undefined,
  )
  return {
    ask: ({ draft, ...input }) =>
      saveWritten({ ...deps, office }, shelf, toCopy(input), draft ?? null),
    tellBoard: (posted) => saveWritten({ ...deps, office }, shelf, toBoardCopy(posted), null),
    proposeWord: (word) => saveWritten({ ...deps, office }, shelf, toWordCopy(word), null),
    items,
    subscribe: (listener) => subscribeTo(listener, shelf.watch),
    saveDraft: async (input) => {
      const id = input.id ?? createUuidV7(deps.clock, deps.random)
      const copy = { ...toCopy(input), claimCode: '' }
      const stored = await shelf.saveDraft({ id, savedMs: deps.clock.now(), copy })
      return stored.ok ? ok({ id }) : err(failureToError(stored.error))
    },
    sendNow: async () => {
      deps.channel.post(WAKE)
      leader.wake('button')
      await leader.text()?.rest()
    },
    remove: (id) => shelf.remove(id),
    sendAsNew: async (id) => {
      const item = (await shelf.list()).find((candidate) => candidate.id === id)
      if (!item?.copy || item.rows.draft || item.rows.receipt) return null
      const { claimCode: _old, ...copy } = item.copy
      return saveWritten({ ...deps, office }, shelf, copy, null)
    },
    lookUp: (code) => lookUpCode(deps, code),
    sendUnsaved: deps.subtle ? createUnsavedSender({ ...deps, office, subtle: deps.subtle }) : null,
    media: network && rows.media ? rows.media.desk(office) : null,
    network,
    ...createCarrier(deps, rows),
    watchLost: trace.watchLost,
    dismissLost: trace.dismiss,
    close: () => {
      unlisten.forEach((leave) => {
        leave()
      })
      leader.end()
      void leader.over.finally(rows.close)
    },
  }
}
