// The device's own clocks. The civil one may be wrong or jump; nothing is decided by it alone (PULL-7).
import type { Clock } from '../base/clock.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
}
