// Carries the step's effects out: one timer, one PUT and one feed question at a time, everything that comes of them told back
// to the step. Owns no rule: what may follow what is decided in step.ts.
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { Timers } from '../ports.ts'
import { type AskFeedDeps, askFeed } from './ask-feed.ts'
import { type DeliverDeps, PUT_IDLE_MS, deliver } from './deliver.ts'
import type { OutboxReplica } from './ports.ts'
import { readPage } from './read-page.ts'
import {
  type Happening,
  type OutboxEffect,
  type OutboxState,
  type Stamp,
  type WakeCause,
  freshState,
} from './state.ts'
import { isAtRest, step } from './step.ts'

export interface EngineDeps extends DeliverDeps, AskFeedDeps {
  readonly clock: Clock
  readonly random: Random
  readonly timers: Timers
  readonly replica: OutboxReplica
  /** Called whenever a server of ours has answered. */
  readonly heard?: () => void
}

export interface OutboxEngine {
  /** Rows changed: reads them anew. */
  readonly refresh: () => Promise<void>
  readonly wake: (cause: WakeCause) => void
  /** Resolves when nothing is under way and nothing may start before its time. */
  readonly rest: () => Promise<void>
  /** Ends timers; what is under way is still stored, nothing new begins. */
  readonly stop: () => void
}

/** Longer than any silence a request may have: a lease only matters to screens, after a crash. */
const LEASE_MS = 2 * PUT_IDLE_MS

export const createEngine = (deps: EngineDeps): OutboxEngine => {
  const { clock, random, timers, replica } = deps
  let state: OutboxState = freshState
  let stopped = false
  let cancelTimer = () => {}
  let resting: (() => void)[] = []

  const stamp = (): Stamp => ({ atMs: clock.monotonic(), roll: (random.bytes(1)[0] ?? 0) / 256 })

  const tell = (happening: Happening): void => {
    const next = step(state, { ...happening, ...stamp() })
    // Once stopped, what was under way is still stored; what would begin is not begun.
    const effects = stopped ? next.effects.filter(isStoring) : next.effects
    state = next.state
    effects.forEach(carryOut)
    if (isAtRest(state) || stopped) {
      resting.forEach((resolve) => {
        resolve()
      })
      resting = []
    }
  }

  const sleep = (untilMs: number | null): void => {
    cancelTimer()
    cancelTimer = () => {}
    if (untilMs === null) return
    // Rounded up: a timer that fires a fraction too early would find nothing due and be set again and again.
    cancelTimer = timers.after(Math.max(0, Math.ceil(untilMs - clock.monotonic())), () => {
      tell({ kind: 'woken', cause: 'timer' })
    })
  }

  const put = async (id: string): Promise<void> => {
    try {
      const [parcel, keys] = await Promise.all([replica.parcel(id), replica.receiptKeys()])
      if (!parcel) {
        tell({ kind: 'stored', id })
        return
      }
      const startedMs = clock.now()
      // Only screens read it; a full disk must not keep a sentence from being sent.
      await replica.begin(id, startedMs, startedMs + LEASE_MS).catch(() => undefined)
      const verdict = await deliver(deps, id, parcel, keys)
      if (verdict.kind === 'receipt') deps.heard?.()
      tell({ kind: 'replied', id, verdict })
    } catch {
      tell({ kind: 'store-failed', id })
    }
  }

  const store = async (id: string, write: () => Promise<void>): Promise<void> => {
    try {
      await write()
    } catch {
      tell({ kind: 'store-failed', id })
      return
    }
    // Rows first: what else they bring is known before anybody may believe that all is at rest.
    await refresh()
    tell({ kind: 'stored', id })
  }

  const ask = async (
    proof: Extract<OutboxEffect, { kind: 'ask-feed' }>['proof'],
  ): Promise<void> => {
    try {
      const [position, keys] = await Promise.all([replica.feedPosition(), replica.receiptKeys()])
      if (!position) throw new Error('no device yet')
      const outcome = await askFeed(deps, { position, proof, keys })
      if (outcome.kind === 'page') deps.heard?.()
      tell({ kind: 'feed-replied', outcome })
    } catch {
      tell({ kind: 'feed-store-failed' })
    }
  }

  const storeFeed = async (
    effect: Extract<OutboxEffect, { kind: 'store-feed' }>,
  ): Promise<void> => {
    const change = readPage(effect.page, effect.asked, random)
    try {
      await replica.storeFeed(change)
    } catch {
      tell({ kind: 'feed-store-failed' })
      return
    }
    await refresh()
    // Where the cursor could not move, the same page would come again at once.
    const more = effect.page.more && change.cursor !== null
    tell({ kind: 'feed-stored', more, lacking: change.lacking[0] ?? null })
  }

  const carryOut = (effect: OutboxEffect): void => {
    switch (effect.kind) {
      case 'put':
        return void put(effect.id)
      case 'settle':
        return void store(effect.id, () => replica.settle(effect.receipt, effect.nonce))
      case 'refuse':
        return void store(effect.id, () => replica.refuse(effect.id, effect.code, clock.now()))
      case 'note': {
        const { id, code, delayMs, upgrade } = effect
        const note = { code, retryMs: clock.now() + delayMs, upgrade }
        return void replica.note(id, note).catch(() => undefined)
      }
      case 'ask-feed':
        return void ask(effect.proof)
      case 'store-feed':
        return void storeFeed(effect)
      case 'sleep':
        sleep(effect.untilMs)
    }
  }

  const refresh = async (): Promise<void> => {
    try {
      const [waiting, feed] = await Promise.all([replica.waiting(), replica.feedNeed()])
      tell({ kind: 'rows', waiting, feed })
    } catch {
      // Storage does not answer: what is known stays, the next wake reads again.
    }
  }

  return {
    refresh,
    wake: (cause) => {
      tell({ kind: 'woken', cause })
    },
    rest: () =>
      isAtRest(state) || stopped
        ? Promise.resolve()
        : new Promise((resolve) => resting.push(resolve)),
    stop: () => {
      stopped = true
      cancelTimer()
      tell({ kind: 'woken', cause: 'timer' })
    },
  }
}

const isStoring = (effect: OutboxEffect): boolean =>
  effect.kind === 'settle' ||
  effect.kind === 'refuse' ||
  effect.kind === 'store-feed' ||
  effect.kind === 'note'
