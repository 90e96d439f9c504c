// One round of the engine with no page open: what Background Sync calls in the service worker (OUT-16). Takes the leader's
// lock like any tab; never seals, never reads published data.
import { createEngine } from '../../sync/outbox/engine.ts'
import type { DistantTraceJar } from '../../sync/outbox/trace.ts'
import { OUTBOX_LOCK, type OutboxHost } from './create-outbox.ts'
import { noteRound } from './keep-trace.ts'
import { type RowsDeps, openRows } from './open-outbox.ts'

/** A tab that leads does the work itself: waiting for its lock longer than this would only keep the worker alive. */
const LOCK_PATIENCE_MS = 1_000

export interface WakeHost extends OutboxHost, RowsDeps {
  /** Where a worker reaches cookies (OUT-19). */
  readonly trace?: DistantTraceJar
}

/** Resolves to the number of items still waiting: above zero, the browser should be told to try again later. */
export const wakeOnce = async (host: WakeHost): Promise<number> => {
  const { shelf, replica, close } = await openRows(host)
  const giveUp = new AbortController()
  const stopWaiting = host.timers.after(LOCK_PATIENCE_MS, () => {
    giveUp.abort()
  })
  const round = async (): Promise<void> => {
    stopWaiting()
    const engine = createEngine({ ...host, replica })
    await engine.refresh()
    await engine.rest()
    engine.stop()
  }
  try {
    await host.locks.lead(OUTBOX_LOCK, round, giveUp.signal)
    if (host.trace) await noteRound(host.clock, host.trace, shelf).catch(() => undefined)
    return (await replica.waiting()).length
  } finally {
    stopWaiting()
    close()
  }
}
