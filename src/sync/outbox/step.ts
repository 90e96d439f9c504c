// The text lane and the feed as a pure step: state × event → state + effects (OUT-3 … OUT-8). The runner carries effects out
// and tells what came of them; whatever order that happens in, the state alone says what may follow.
import { idleDelayMs, retryDelayMs } from '../backoff.ts'
import type {
  LaneItem,
  OutboxEffect,
  OutboxEvent,
  OutboxState,
  PutVerdict,
  Stamp,
  WakeCause,
} from './state.ts'

export interface Step {
  readonly state: OutboxState
  readonly effects: readonly OutboxEffect[]
}

/** Coming to the front this soon after a try is no reason for another. */
const FRONT_PAUSE_MS = 60_000
/** While an answer is awaited the feed is asked a sixth as long after the last time as the pull lane would be. */
const EAGER_FRACTION = 6
/** A server that always has more, or never knows our cursor, must not eat a person's data allowance. */
const MOST_PAGES_AT_ONCE = 50

const without = (state: OutboxState, id: string): OutboxState => ({
  ...state,
  items: state.items.filter((item) => item.id !== id),
  sending: state.sending === id ? null : state.sending,
})

const changeItem = (
  state: OutboxState,
  id: string,
  change: (item: LaneItem) => LaneItem,
): OutboxState => ({
  ...state,
  items: state.items.map((item) => (item.id === id ? change(item) : item)),
})

/** Rows are the truth: what they no longer name goes, what they name anew comes last, back-off stays. */
const takeRows = (state: OutboxState, waiting: readonly string[]): OutboxState => {
  const known = new Map(state.items.map((item) => [item.id, item]))
  const ids =
    state.sending === null || waiting.includes(state.sending)
      ? waiting
      : [state.sending, ...waiting]
  const items = ids.map(
    (id): LaneItem => known.get(id) ?? { id, attempts: 0, notBeforeMs: 0, held: false },
  )
  return { ...state, items }
}

const startAnew = (state: OutboxState): OutboxState => ({
  ...state,
  items: state.items.map((item) => ({ ...item, notBeforeMs: 0 })),
  lane: { ...state.lane, failures: 0, notBeforeMs: 0 },
  feed: { ...state.feed, failures: 0, notBeforeMs: 0, again: state.feed.asking },
})

const pausedEnough = (lastMs: number | null, atMs: number): boolean =>
  lastMs === null || atMs - lastMs >= FRONT_PAUSE_MS

/** Starts what waited for a minute at least; the waits stay as long as they had become. */
const comeToFront = (state: OutboxState, atMs: number): OutboxState => {
  const lane = pausedEnough(state.lane.lastMs, atMs)
  const feed = pausedEnough(state.feed.lastMs, atMs)
  return {
    ...state,
    items: lane ? state.items.map((item) => ({ ...item, notBeforeMs: 0 })) : state.items,
    lane: lane ? { ...state.lane, notBeforeMs: 0 } : state.lane,
    feed: feed ? { ...state.feed, notBeforeMs: 0 } : state.feed,
  }
}

const woken = (state: OutboxState, cause: WakeCause, atMs: number): OutboxState => {
  if (cause === 'timer') return state
  return cause === 'visible' ? comeToFront(state, atMs) : startAnew(state)
}

type Later = Extract<PutVerdict, { kind: 'later' }>

/** Either the lane waits or the item does (OUT-6); tried less than the others it is no longer in any case (OUT-5). */
const postpone = (state: OutboxState, id: string, verdict: Later, { atMs, roll }: Stamp): Step => {
  const ofWay = verdict.scope === 'way'
  const attempts = (state.items.find((item) => item.id === id)?.attempts ?? 0) + 1
  const failures = ofWay ? state.lane.failures + 1 : state.lane.failures
  const delayMs = retryDelayMs(ofWay ? failures : attempts, roll, verdict.askedMs)
  const untilMs = atMs + delayMs
  const waiting = changeItem(state, id, (item) => ({
    ...item,
    attempts,
    notBeforeMs: ofWay ? item.notBeforeMs : untilMs,
  }))
  const lane = { failures, lastMs: atMs, notBeforeMs: ofWay ? untilMs : state.lane.notBeforeMs }
  return {
    state: { ...waiting, sending: null, lane },
    effects: [{ kind: 'note', id, code: verdict.code, delayMs, upgrade: false }],
  }
}

const hold = (state: OutboxState, id: string, code: string): Step => ({
  state: { ...changeItem(state, id, (item) => ({ ...item, held: true })), sending: null },
  effects: [{ kind: 'note', id, code, delayMs: 0, upgrade: true }],
})

const replied = (state: OutboxState, id: string, verdict: PutVerdict, stamp: Stamp): Step => {
  const reached = { ...state, lane: { failures: 0, notBeforeMs: 0, lastMs: stamp.atMs } }
  switch (verdict.kind) {
    case 'receipt': {
      const { receipt, nonce } = verdict
      return { state: reached, effects: [{ kind: 'settle', id, receipt, nonce }] }
    }
    case 'refused':
      return { state: reached, effects: [{ kind: 'refuse', id, code: verdict.code }] }
    case 'upgrade':
      return hold(reached, id, verdict.code)
    case 'later':
      return postpone(state, id, verdict, stamp)
  }
}

const storeFailed = (state: OutboxState, id: string, stamp: Stamp): Step =>
  postpone(
    state,
    id,
    { kind: 'later', code: 'storage-failed', scope: 'item', askedMs: null },
    stamp,
  )

const feedFailed = (state: OutboxState, askedMs: number | null, { atMs, roll }: Stamp): Step => {
  const failures = state.feed.failures + 1
  const notBeforeMs = atMs + retryDelayMs(failures, roll, askedMs)
  const feed = { ...state.feed, asking: false, again: false, failures, notBeforeMs, lastMs: atMs }
  return { state: { ...state, feed }, effects: [] }
}

/** A page that has more, that a proof must follow, or that may be too old is followed at once; otherwise the feed rests. */
const feedStored = (
  state: OutboxState,
  event: Extract<OutboxEvent, { kind: 'feed-stored' }>,
): Step => {
  const { atMs, roll, more } = event
  // One proof suffices, also when the server goes on lacking: the item is offered again in any case.
  const proof = state.feed.proof === null ? event.lacking : null
  const rest = idleDelayMs(roll) / (state.feed.need === 'eager' ? EAGER_FRACTION : 1)
  const pages = state.feed.pages + 1
  const wanted = more || proof !== null || state.feed.again
  const atOnce = wanted && pages < MOST_PAGES_AT_ONCE
  const notBeforeMs = atOnce ? atMs : atMs + rest
  const feed = {
    ...state.feed,
    asking: false,
    again: false,
    failures: 0,
    pages: atOnce ? pages : 0,
    notBeforeMs,
    lastMs: atMs,
    proof,
  }
  return { state: { ...state, feed }, effects: [] }
}

const apply = (state: OutboxState, event: OutboxEvent): Step => {
  switch (event.kind) {
    case 'rows': {
      const feed = { ...state.feed, need: event.feed }
      return { state: { ...takeRows(state, event.waiting), feed }, effects: [] }
    }
    case 'woken':
      return { state: woken(state, event.cause, event.atMs), effects: [] }
    case 'replied':
      return replied(state, event.id, event.verdict, event)
    case 'stored':
      return { state: without(state, event.id), effects: [] }
    case 'store-failed':
      return storeFailed(state, event.id, event)
    case 'feed-replied':
      return event.outcome.kind === 'page'
        ? { state, effects: [{ ...event.outcome, kind: 'store-feed' }] }
        : feedFailed(state, event.outcome.askedMs, event)
    case 'feed-stored':
      return feedStored(state, event)
    case 'feed-store-failed':
      return feedFailed(state, null, event)
  }
}

/** Least tried first, then oldest: one that always fails can't stand before the others (OUT-5). */
const nextItem = (state: OutboxState, atMs: number): LaneItem | null => {
  const due = state.items.filter((item) => !item.held && item.notBeforeMs <= atMs)
  return due.reduce<LaneItem | null>(
    (best, item) => (best === null || item.attempts < best.attempts ? item : best),
    null,
  )
}

const startPut = (step: Step, atMs: number): Step => {
  const { state } = step
  if (state.sending !== null || state.lane.notBeforeMs > atMs) return step
  const item = nextItem(state, atMs)
  if (!item) return step
  return {
    state: { ...state, sending: item.id },
    effects: [...step.effects, { kind: 'put', id: item.id }],
  }
}

const startFeed = (step: Step, atMs: number): Step => {
  const { feed } = step.state
  if (feed.asking || feed.need === 'none' || feed.notBeforeMs > atMs) return step
  return {
    state: { ...step.state, feed: { ...feed, asking: true } },
    effects: [...step.effects, { kind: 'ask-feed', proof: feed.proof }],
  }
}

const nextDueMs = (state: OutboxState): number | null => {
  const open = state.sending === null ? state.items.filter((item) => !item.held) : []
  const dues = open.map((item) => Math.max(item.notBeforeMs, state.lane.notBeforeMs))
  if (!state.feed.asking && state.feed.need !== 'none') dues.push(state.feed.notBeforeMs)
  return dues.length === 0 ? null : Math.min(...dues)
}

export const step = (state: OutboxState, event: OutboxEvent): Step => {
  const next = startFeed(startPut(apply(state, event), event.atMs), event.atMs)
  return {
    state: next.state,
    effects: [...next.effects, { kind: 'sleep', untilMs: nextDueMs(next.state) }],
  }
}

/** Nothing is under way and nothing may start before time passes or somebody wakes it. */
export const isAtRest = (state: OutboxState): boolean =>
  state.sending === null && !state.feed.asking
