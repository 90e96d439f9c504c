// Timers of the browser; longer than its 31 bits of milliseconds would fire at once, so they are cut.
import type { Timers } from '../sync/ports.ts'

const LONGEST_MS = 2 ** 31 - 1

export const systemTimers: Timers = {
  after: (delayMs, callback) => {
    const id = setTimeout(callback, Math.min(Math.max(0, delayMs), LONGEST_MS))
    return () => clearTimeout(id)
  },
}
