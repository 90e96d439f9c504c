// The day that decides what may be shown (PACK-10, PULL-7).
import { shanghaiDay } from '../../base/clock.ts'

/** Later days have no four-digit year and would no longer sort as text; such a clock is broken anyway. */
const LAST_MS = Date.UTC(9999, 11, 31)

const dayOf = (ms: number): string => shanghaiDay(Math.min(Math.max(ms, 0), LAST_MS))

/** The later of the device's day and the day of the newest verified checkpoint. */
export const todayOf = (deviceMs: number, checkedMs: number | null): string => {
  const device = dayOf(Number.isFinite(deviceMs) ? deviceMs : 0)
  const checked = checkedMs === null ? device : dayOf(checkedMs)
  return device > checked ? device : checked
}
