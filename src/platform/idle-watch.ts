// Ends a request that has been silent for too long: however slow a network is, something must come of it.
import type { Timers } from '../sync/ports.ts'

/** Aborts after silence; `alive` starts the time anew. */
export const createIdleWatch = (timers: Timers, idleMs: number, outer?: AbortSignal) => {
  const controller = new AbortController()
  const abort = () => controller.abort()
  let stop = timers.after(idleMs, abort)
  outer?.addEventListener('abort', abort)
  if (outer?.aborted === true) abort()
  return {
    signal: controller.signal,
    abort,
    alive: () => {
      stop()
      stop = timers.after(idleMs, abort)
    },
    end: () => {
      stop()
      outer?.removeEventListener('abort', abort)
    },
  }
}

export type IdleWatch = ReturnType<typeof createIdleWatch>
