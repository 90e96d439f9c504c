// Carries the media step's effects out: one upload and one timer at a time. Owns no rule: those are in step.ts.
import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { Stamp, WakeCause } from '../outbox/state.ts'
import type { Timers } from '../ports.ts'
import { type CarryDeps, carryMedium } from './carry-medium.ts'
import { type MediaNetwork, type MediaRows, mayCarry } from './ports.ts'
import { type MediaEffect, type MediaHappening, type MediaState, freshMedia } from './state.ts'
import { isMediaAtRest, mediaStep } from './step.ts'

export interface MediaEngineDeps extends CarryDeps {
  readonly clock: Clock
  readonly random: Random
  readonly timers: Timers
  readonly rows: MediaRows
  readonly network: MediaNetwork
}

export interface MediaEngine {
  /** Rows changed: reads them anew. */
  readonly refresh: () => Promise<void>
  readonly wake: (cause: WakeCause) => void
  /** Resolves when nothing is under way and nothing may start before its time. */
  readonly rest: () => Promise<void>
  /** Ends timers and, after its request, what is under way. */
  readonly stop: () => void
}

/** After a crash a screen says "sending" so long at most; each answer of the server renews it. */
const LEASE_MS = 10 * 60_000

const isStoring = ({ kind }: MediaEffect): boolean =>
  kind === 'settle' || kind === 'refuse' || kind === 'note'

export const createMediaEngine = (deps: MediaEngineDeps): MediaEngine => {
  const { clock, random, timers, rows, network } = deps
  let state: MediaState = freshMedia
  let stopped = false
  let cancelTimer = () => {}
  let pausing = new AbortController()
  let resting: (() => void)[] = []

  const stamp = (): Stamp => ({ atMs: clock.monotonic(), roll: (random.bytes(1)[0] ?? 0) / 256 })

  const tell = (happening: MediaHappening): void => {
    const next = mediaStep(state, { ...happening, ...stamp() })
    const effects = stopped ? next.effects.filter(isStoring) : next.effects
    state = next.state
    effects.forEach(carryOut)
    if (!isMediaAtRest(state) && !stopped) return
    resting.forEach((resolve) => {
      resolve()
    })
    resting = []
  }

  const sleep = (untilMs: number | null): void => {
    cancelTimer()
    cancelTimer = () => {}
    if (untilMs === null) return
    cancelTimer = timers.after(Math.max(0, Math.ceil(untilMs - clock.monotonic())), () => {
      tell({ kind: 'woken', cause: 'timer' })
    })
  }

  const carry = async (sha256: string): Promise<void> => {
    pausing = new AbortController()
    const { signal } = pausing
    try {
      const [medium, keys] = await Promise.all([rows.medium(sha256), rows.receiptKeys()])
      if (!medium) {
        tell({ kind: 'stored', sha256 })
        return
      }
      const startedMs = clock.now()
      await rows.begin(sha256, startedMs, startedMs + LEASE_MS).catch(() => undefined)
      const onSent = (bytes: number) => void rows.sent(sha256, bytes).catch(() => undefined)
      const verdict = await carryMedium(deps, medium, keys, { signal, onSent })
      tell({ kind: 'replied', sha256, verdict })
    } catch {
      tell({ kind: 'store-failed', sha256 })
    }
  }

  const store = async (sha256: string, write: () => Promise<void>): Promise<void> => {
    try {
      await write()
    } catch {
      tell({ kind: 'store-failed', sha256 })
      return
    }
    await refresh()
    tell({ kind: 'stored', sha256 })
  }

  const carryOut = (effect: MediaEffect): void => {
    switch (effect.kind) {
      case 'carry':
        return void carry(effect.sha256)
      case 'pause':
        pausing.abort()
        return
      case 'settle':
        return void store(effect.receipt.sha256, () => rows.settle(effect.receipt))
      case 'refuse':
        return void store(effect.sha256, () => rows.refuse(effect.sha256, effect.code, clock.now()))
      case 'note': {
        const { sha256, code, delayMs, upgrade } = effect
        const note = { code, retryMs: clock.now() + delayMs, upgrade }
        return void rows.note(sha256, note).catch(() => undefined)
      }
      case 'sleep':
        sleep(effect.untilMs)
    }
  }

  const refresh = async (): Promise<void> => {
    try {
      const { media, text } = await rows.waiting()
      tell({ kind: 'network', allowed: mayCarry(network) })
      tell({ kind: 'rows', media, text })
    } catch {
      // Storage does not answer: what is known stays, the next wake reads again.
    }
  }

  const unlisten = network.listen(() => {
    tell({ kind: 'network', allowed: mayCarry(network) })
  })

  return {
    refresh,
    wake: (cause) => {
      tell({ kind: 'woken', cause })
    },
    rest: () =>
      isMediaAtRest(state) || stopped
        ? Promise.resolve()
        : new Promise((resolve) => resting.push(resolve)),
    stop: () => {
      stopped = true
      unlisten()
      cancelTimer()
      pausing.abort()
      tell({ kind: 'woken', cause: 'timer' })
    },
  }
}
