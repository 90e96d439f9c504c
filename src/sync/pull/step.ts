// The pull lane as a pure step: state × event → state + effects (PULL-1 … PULL-9). The runner carries errands out and
// tells what came of them; whatever order that happens in, the state alone says what may follow.
import { idleDelayMs, retryDelayMs } from '../backoff.ts'
import type { PullFailure } from './failure.ts'
import { jobsToStart, targetsOf } from './jobs.ts'
import { CATALOGUE, freshRound, jobKey, POLICIES } from './state.ts'
import type {
  Gain,
  Job,
  PullEffect,
  PullEvent,
  PullState,
  Round,
  Stamp,
  WakeCause,
} from './state.ts'

export interface Step {
  readonly state: PullState
  readonly effects: readonly PullEffect[]
}

type HeadJob = Extract<Job, { kind: 'head' }>

/** Coming to the front this soon after a round is no reason for another, and a wish none to ask what is new. */
const FRONT_PAUSE_MS = 60_000

const gained = (state: PullState, gain: Gain): PullState => {
  const next = {
    ...state,
    trustVersion: gain.trustVersion ?? state.trustVersion,
    newest: gain.newest ?? state.newest,
    heads: gain.heads ?? state.heads,
    packs: gain.packs ?? state.packs,
  }
  // What was absent under one checkpoint may be back under the next.
  return next.newest?.hash === state.newest?.hash ? next : { ...next, absent: new Set() }
}

/** A failure of the way, not of the thing: every further errand would meet it too. */
const stopsAll = (failure: PullFailure): boolean =>
  ['offline', 'cut', 'portal', 'busy', 'storage'].includes(failure.kind)

const isLost = (failure: PullFailure): boolean =>
  failure.kind === 'missing' || failure.kind === 'gone'

const isShared = (target: string): boolean => target === CATALOGUE || target === POLICIES

/** A lost site may be withdrawn, a lost pack replaced: both are told by a head that is read anew. */
const afterLoss = (round: Round, job: Job): Round => {
  if (job.kind === 'head' && !isShared(job.target)) return { ...round, listAsked: true }
  return job.kind === 'pack' ? { ...round, probed: false } : round
}

/** What the trust list held can't explain, a newer one may: it is read once, then the same thing once more. */
const mayBeTrust = (failure: PullFailure): boolean =>
  failure.kind === 'refused' &&
  ['bad-signature', 'key-not-valid', 'older', 'two-versions'].includes(failure.refusal.kind)

const afterFailure = (round: Round, job: Job, failure: PullFailure): Round => {
  if (mayBeTrust(failure) && job.kind !== 'trust' && !round.trustRead) {
    return { ...round, trustAsked: true }
  }
  const blocked = new Set(round.blocked).add(jobKey(job))
  const noted = { ...round, blocked, failure, stopped: round.stopped || stopsAll(failure) }
  if (job.kind === 'trust') return { ...noted, trustRead: true }
  return isLost(failure) ? afterLoss(noted, job) : noted
}

/** Nothing is held of it, so nothing has to be proved: it is simply not published (now). */
const isUnpublished = (state: PullState, job: Job, failure: PullFailure): job is HeadJob =>
  job.kind === 'head' && isLost(failure) && !isShared(job.target) && !state.heads.has(job.target)

const failed = (state: PullState, job: Job, failure: PullFailure): PullState => {
  const running = state.running.filter((other) => jobKey(other) !== jobKey(job))
  if (isUnpublished(state, job, failure)) {
    return { ...state, running, absent: new Set(state.absent).add(job.target) }
  }
  const round = state.round && afterFailure(state.round, job, failure)
  return { ...state, running, round, lastFailure: failure }
}

const afterDone = (state: PullState, job: Job): Round | null => {
  const { round } = state
  if (!round) return null
  switch (job.kind) {
    case 'trust':
      return { ...round, trustRead: true }
    case 'heads':
      return { ...round, listRead: state.newest?.hash ?? null, listAsked: false }
    case 'head': {
      const reads = (round.headReads.get(job.target) ?? 0) + 1
      const headReads = new Map(round.headReads).set(job.target, reads)
      return { ...round, headReads, probed: round.probed || job.target === CATALOGUE }
    }
    case 'pack':
      return {
        ...round,
        packsRead: round.packsRead + 1,
        bytesDone: round.bytesDone + job.ref.bytes,
      }
  }
}

/** Wanted sites that the list of the newest checkpoint does not name. */
const missingFromList = (state: PullState): readonly string[] =>
  targetsOf(state).filter((target) => state.heads.get(target)?.checkpoint !== state.newest?.hash)

const done = (before: PullState, job: Job, gain: Gain): Step => {
  const running = before.running.filter((other) => jobKey(other) !== jobKey(job))
  const state = gained({ ...before, running }, gain)
  const next = { ...state, round: afterDone(state, job) }
  if (job.kind !== 'heads') return { state: next, effects: [] }
  const lost = missingFromList(next)
  const held = lost.filter((site) => next.heads.has(site))
  return {
    state: { ...next, absent: new Set([...next.absent, ...lost]) },
    effects: held.map((site) => ({ kind: 'remove', site })),
  }
}

const beginsRound = (state: PullState, cause: WakeCause, atMs: number): boolean => {
  if (cause !== 'visible') return true
  return state.lastEndMs === null || Math.abs(atMs - state.lastEndMs) >= FRONT_PAUSE_MS
}

/** What a round read that just ended well is as new as the server's: a wish need not ask again. */
const isFresh = ({ newest, lastFailure, lastEndMs }: PullState, atMs: number): boolean =>
  newest !== null &&
  lastFailure === null &&
  lastEndMs !== null &&
  Math.abs(atMs - lastEndMs) < FRONT_PAUSE_MS

const woken = (state: PullState, cause: WakeCause, atMs: number): PullState => {
  const failures = cause === 'online' || cause === 'button' ? 0 : state.failures
  const absent = cause === 'button' ? new Set<string>() : state.absent
  const next = { ...state, failures, absent }
  if (state.round || !beginsRound(state, cause, atMs)) return next
  const probed = cause === 'wish' && isFresh(state, atMs)
  return { ...next, round: { ...freshRound, probed }, nextTryMs: null }
}

/** Progress proves that the way is good: the next pause is short again. */
const failuresAfter = (state: PullState, round: Round): number => {
  if (!round.failure) return 0
  return round.packsRead > 0 ? 1 : state.failures + 1
}

const endRound = (state: PullState, round: Round, { atMs, roll }: Stamp): Step => {
  const failures = failuresAfter(state, round)
  const asked = round.failure?.kind === 'busy' ? round.failure.afterMs : null
  const delayMs = failures === 0 ? idleDelayMs(roll) : retryDelayMs(failures, roll, asked)
  const nextTryMs = atMs + delayMs
  return {
    state: {
      ...state,
      round: null,
      failures,
      lastFailure: round.failure,
      lastEndMs: atMs,
      nextTryMs,
    },
    effects: [{ kind: 'round-ended' }, { kind: 'sleep', untilMs: nextTryMs }],
  }
}

/** Starts what may start; closes the round when nothing runs and nothing may. */
const proceed = ({ state, effects }: Step, stamp: Stamp): Step => {
  const jobs = jobsToStart(state)
  const running = [...state.running, ...jobs]
  const runs = jobs.map((job): PullEffect => ({ kind: 'run', job }))
  if (running.length === 0 && state.round) {
    const ended = endRound(state, state.round, stamp)
    return { state: ended.state, effects: [...effects, ...ended.effects] }
  }
  return { state: { ...state, running }, effects: [...effects, ...runs] }
}

const apply = (state: PullState, event: PullEvent): Step => {
  switch (event.kind) {
    case 'woken':
      return { state: woken(state, event.cause, event.atMs), effects: [] }
    case 'wishes': {
      const absent = new Set(event.wanted.filter((site) => state.absent.has(site)))
      const wished = { ...state, wanted: event.wanted, absent }
      return { state: woken(wished, 'wish', event.atMs), effects: [] }
    }
    case 'store-changed':
      return { state: gained(state, event.gain), effects: [] }
    case 'done':
      return done(state, event.job, event.gain)
    case 'failed':
      return { state: failed(state, event.job, event.failure), effects: [] }
  }
}

export const step = (state: PullState, event: PullEvent): Step =>
  proceed(apply(state, event), event)
