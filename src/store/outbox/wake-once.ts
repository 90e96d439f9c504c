// One round of the engine with no page open: what Background Sync calls in the service worker (OUT-16). Takes the leader's
// lock like any tab; never seals, never reads published data.
import { createEngine } from '../../sync/outbox/engine.ts'
import { OUTBOX_LOCK, type OutboxHost } from './create-outbox.ts'
import { type RowsDeps, openRows } from './open-outbox.ts'

/** A tab that leads does the work itself: waiting for its lock longer than this would only keep the worker alive. */
const LOCK_PATIENCE_MS = 1_000

/** Resolves to the number of items still waiting: above zero, the browser should be told to try again later. */
export const wakeOnce = async (host: OutboxHost & RowsDeps): Promise<number> => {
  const { replica, close } = await openRows(host)
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
    return (await replica.waiting()).length
  } finally {
    stopWaiting()
    close()
  }
}
