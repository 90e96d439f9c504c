// The media lane as a pure step: state × event → state + effects (OUT-25, OUT-26, OUT-28). It never touches the text lane: it only
// asks whether text waits.
import { retryDelayMs } from '../backoff.ts'
import type { Stamp } from '../outbox/state.ts'
import type { LaneMedium, MediaEffect, MediaEvent, MediaState, MediaVerdict } from './state.ts'

export interface MediaStep {
  readonly state: MediaState
  readonly effects: readonly MediaEffect[]
}

const takeRows = (state: MediaState, media: readonly string[], text: boolean): MediaState => {
  const known = new Map(state.media.map((medium) => [medium.sha256, medium]))
  const hashes =
    state.carrying === null || media.includes(state.carrying) ? media : [state.carrying, ...media]
  return {
    ...state,
    textWaits: text,
    pressed: state.pressed && hashes.length > 0,
    media: hashes.map(
      (sha256): LaneMedium =>
        known.get(sha256) ?? { sha256, attempts: 0, notBeforeMs: 0, held: false },
    ),
  }
}

const startAnew = (state: MediaState): MediaState => ({
  ...state,
  media: state.media.map((medium) => ({ ...medium, notBeforeMs: 0 })),
  lane: { failures: 0, notBeforeMs: 0 },
})

const changeMedium = (
  state: MediaState,
  sha256: string,
  change: (medium: LaneMedium) => LaneMedium,
): MediaState => ({
  ...state,
  media: state.media.map((medium) => (medium.sha256 === sha256 ? change(medium) : medium)),
})

type Later = Extract<MediaVerdict, { kind: 'later' }>

/** A fault of the way makes the lane wait; one that may lie in the medium only that one. */
const postpone = (
  state: MediaState,
  sha256: string,
  verdict: Later,
  { atMs, roll }: Stamp,
): MediaStep => {
  const ofWay = verdict.scope === 'way'
  const attempts = (state.media.find((medium) => medium.sha256 === sha256)?.attempts ?? 0) + 1
  const failures = ofWay ? state.lane.failures + 1 : state.lane.failures
  const delayMs = retryDelayMs(ofWay ? failures : attempts, roll, verdict.askedMs)
  const waiting = changeMedium(state, sha256, (medium) => ({
    ...medium,
    attempts,
    notBeforeMs: ofWay ? medium.notBeforeMs : atMs + delayMs,
  }))
  const lane = { failures, notBeforeMs: ofWay ? atMs + delayMs : state.lane.notBeforeMs }
  return {
    state: { ...waiting, carrying: null, lane },
    effects: [{ kind: 'note', sha256, code: verdict.code, delayMs, upgrade: false }],
  }
}

const replied = (
  state: MediaState,
  sha256: string,
  verdict: MediaVerdict,
  stamp: Stamp,
): MediaStep => {
  const reached = { ...state, lane: { failures: 0, notBeforeMs: 0 } }
  switch (verdict.kind) {
    case 'receipt':
      return { state: reached, effects: [{ kind: 'settle', receipt: verdict.receipt }] }
    case 'refused':
      return { state: reached, effects: [{ kind: 'refuse', sha256, code: verdict.code }] }
    case 'paused':
      return { state: { ...reached, carrying: null }, effects: [] }
    case 'upgrade': {
      const held = changeMedium(reached, sha256, (medium) => ({ ...medium, held: true }))
      const { code } = verdict
      return {
        state: { ...held, carrying: null },
        effects: [{ kind: 'note', sha256, code, delayMs: 0, upgrade: true }],
      }
    }
    case 'later':
      return postpone(state, sha256, verdict, stamp)
  }
}

const withoutMedium = (state: MediaState, sha256: string): MediaState => ({
  ...state,
  media: state.media.filter((medium) => medium.sha256 !== sha256),
  carrying: state.carrying === sha256 ? null : state.carrying,
})

const STORE_FAILED: Later = {
  kind: 'later',
  code: 'storage-failed',
  scope: 'item',
  askedMs: null,
}

const apply = (state: MediaState, event: MediaEvent): MediaStep => {
  switch (event.kind) {
    case 'rows':
      return { state: takeRows(state, event.media, event.text), effects: [] }
    case 'network':
      return { state: { ...state, allowed: event.allowed }, effects: [] }
    case 'woken': {
      if (event.cause === 'timer' || event.cause === 'visible') return { state, effects: [] }
      const pressed = state.pressed || (event.cause === 'button' && state.media.length > 0)
      return { state: { ...startAnew(state), pressed }, effects: [] }
    }
    case 'replied':
      return replied(state, event.sha256, event.verdict, event)
    case 'stored':
      return { state: withoutMedium(state, event.sha256), effects: [] }
    case 'store-failed':
      return postpone(state, event.sha256, STORE_FAILED, event)
  }
}

/** Text first, and only over a network that the person wants to use for it (OUT-25, OUT-26). */
const mayRun = ({ textWaits, allowed, pressed }: MediaState): boolean =>
  !textWaits && (allowed || pressed)

/** Least tried first, then oldest: one that always fails can't stand before the others. */
const nextMedium = ({ media }: MediaState, atMs: number): LaneMedium | null =>
  media
    .filter((medium) => !medium.held && medium.notBeforeMs <= atMs)
    .reduce<LaneMedium | null>(
      (best, medium) => (best === null || medium.attempts < best.attempts ? medium : best),
      null,
    )

const start = ({ state, effects }: MediaStep, atMs: number): MediaStep => {
  if (state.carrying !== null)
    return mayRun(state) ? { state, effects } : { state, effects: [...effects, { kind: 'pause' }] }
  const medium = mayRun(state) && state.lane.notBeforeMs <= atMs ? nextMedium(state, atMs) : null
  if (!medium) return { state, effects }
  return {
    state: { ...state, carrying: medium.sha256 },
    effects: [...effects, { kind: 'carry', sha256: medium.sha256 }],
  }
}

/** Where text or the network holds it, no time brings it on: rows or the network do. */
const nextDueMs = (state: MediaState): number | null => {
  if (state.carrying !== null || !mayRun(state)) return null
  const dues = state.media
    .filter((medium) => !medium.held)
    .map((medium) => Math.max(medium.notBeforeMs, state.lane.notBeforeMs))
  return dues.length === 0 ? null : Math.min(...dues)
}

export const mediaStep = (state: MediaState, event: MediaEvent): MediaStep => {
  const next = start(apply(state, event), event.atMs)
  return {
    state: next.state,
    effects: [...next.effects, { kind: 'sleep', untilMs: nextDueMs(next.state) }],
  }
}

export const isMediaAtRest = (state: MediaState): boolean => state.carrying === null
