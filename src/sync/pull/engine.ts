// The runner around the pure step: starts errands, tells the step what came of them, keeps the one timer. Everything it
// touches comes in as an argument.
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { Result } from '../../base/result.ts'
import type { Timers } from '../ports.ts'
import type { Carrying } from './carry.ts'
import type { PullFailure } from './failure.ts'
import { missingPacks } from './jobs.ts'
import { initialPullState, jobKey } from './state.ts'
import type { Gain, Job, PullEffect, PullEvent, PullState, WakeCause } from './state.ts'
import { step } from './step.ts'

export interface EngineDeps {
  readonly clock: Clock
  readonly random: Random
  readonly timers: Timers
  readonly carry: (job: Job, carrying: Carrying) => Promise<Result<Gain, PullFailure>>
  /** Takes a site off the device that a verified list lacks; tells what is here afterwards. */
  readonly remove: (site: string) => Promise<Gain>
  /** A round is over; `failure` null when everything went well. */
  readonly ended: (failure: PullFailure | null) => Promise<void>
  readonly changed: () => void
}

export interface Progress {
  readonly syncing: boolean
  readonly fetching: string | null
  readonly bytesDone: number
  readonly bytesTotal: number
  readonly lastFailure: PullFailure | null
  readonly nextTryMs: number | null
  /** Sites that the newest list lacks. */
  readonly absent: readonly string[]
}

export interface PullEngine {
  readonly wake: (cause: WakeCause) => void
  readonly wish: (wanted: readonly string[]) => void
  readonly storeChanged: (gain: Gain) => void
  readonly progress: () => Progress
  /** Resolves when no round runs any more and what follows from the last one is done. */
  readonly idle: () => Promise<void>
  readonly stop: () => void
}

type Unstamped = PullEvent extends infer E
  ? E extends unknown
    ? Omit<E, 'atMs' | 'roll'>
    : never
  : never

const rollOf = (random: Random): number => {
  const [high = 0, low = 0] = random.bytes(2)
  return (high * 256 + low) / 65_536
}

const nameOf = (job: Job): string =>
  job.kind === 'trust' || job.kind === 'heads' ? job.kind : job.target

const progressOf = (state: PullState, received: ReadonlyMap<string, number>): Progress => {
  const done = state.round?.bytesDone ?? 0
  const missing = missingPacks(state).reduce((sum, { ref }) => sum + ref.bytes, 0)
  const underway = [...received.values()].reduce((sum, bytes) => sum + bytes, 0)
  const [first] = state.running
  return {
    syncing: state.round !== null,
    fetching: first ? nameOf(first) : null,
    bytesDone: done + Math.min(underway, missing),
    bytesTotal: state.round ? done + missing : 0,
    lastFailure: state.lastFailure,
    nextTryMs: state.nextTryMs,
    absent: [...state.absent],
  }
}

export const createPullEngine = (deps: EngineDeps): PullEngine => {
  const { clock, random, timers } = deps
  const aborter = new AbortController()
  const received = new Map<string, number>()
  let state = initialPullState
  let stopTimer: () => void = () => undefined
  let waiting: (() => void)[] = []
  /** What follows from a round and has to be over before the round counts as over. */
  let aftermath = 0

  const send = (event: Unstamped): void => {
    if (aborter.signal.aborted) return
    const stamped = { ...event, atMs: clock.now(), roll: rollOf(random) } as PullEvent
    const next = step(state, stamped)
    state = next.state
    for (const effect of next.effects) run(effect)
    deps.changed()
    releaseWhenIdle()
  }

  const isIdle = () => state.round === null && aftermath === 0

  const releaseWhenIdle = () => {
    if (!isIdle()) return
    const released = waiting
    waiting = []
    for (const go of released) go()
  }

  const follow = async (task: Promise<void>): Promise<void> => {
    aftermath += 1
    await task
    aftermath -= 1
    releaseWhenIdle()
  }

  const remove = async (site: string): Promise<void> => {
    const gain = await deps.remove(site)
    send({ kind: 'store-changed', gain })
  }

  const carry = async (job: Job): Promise<void> => {
    const key = jobKey(job)
    const onBytes = (bytes: number) => {
      if (job.kind !== 'pack') return
      received.set(key, Math.min(bytes, job.ref.bytes))
      deps.changed()
    }
    const result = await deps.carry(job, { onBytes, signal: aborter.signal })
    received.delete(key)
    send(
      result.ok
        ? { kind: 'done', job, gain: result.value }
        : { kind: 'failed', job, failure: result.error },
    )
  }

  const sleep = (untilMs: number) => {
    stopTimer()
    stopTimer = timers.after(untilMs - clock.now(), () => send({ kind: 'woken', cause: 'timer' }))
  }

  const run = (effect: PullEffect): void => {
    switch (effect.kind) {
      case 'run':
        void carry(effect.job)
        return
      case 'remove':
        void follow(remove(effect.site))
        return
      case 'sleep':
        return sleep(effect.untilMs)
      case 'round-ended':
        void follow(deps.ended(state.lastFailure))
    }
  }

  return {
    wake: (cause) => send({ kind: 'woken', cause }),
    wish: (wanted) => send({ kind: 'wishes', wanted }),
    storeChanged: (gain) => send({ kind: 'store-changed', gain }),
    progress: () => progressOf(state, received),
    idle: () =>
      isIdle()
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push(resolve)
          }),
    stop: () => {
      aborter.abort()
      stopTimer()
      for (const go of waiting.splice(0)) go()
    },
  }
}
