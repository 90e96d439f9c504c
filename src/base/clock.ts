// Time as an argument. Milliseconds since 1970 UTC; days are civil days of Asia/Shanghai, the only zone of the banner.

export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z as this device believes. May jump either way. */
  readonly now: () => number
  /** Milliseconds that only grow while the process lives. */
  readonly monotonic: () => number
}

const SHANGHAI_OFFSET_MS = 8 * 3600_000 // no summer time since 1991
export const DAY_MS = 86_400_000

/** `YYYY-MM-DD` of the civil day in Asia/Shanghai that contains `ms`. */
export const shanghaiDay = (ms: number): string =>
  new Date(ms + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10)

/** First millisecond of a civil day in Asia/Shanghai; NaN when `day` is no date. */
export const startOfShanghaiDay = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)

/** `day` plus whole days. */
export const addDays = (day: string, days: number): string =>
  shanghaiDay(startOfShanghaiDay(day) + days * DAY_MS)

/** `day` plus whole months; the 31st falls back to the month's last day. */
export const addMonths = (day: string, months: number): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(date, last))
  return first.toISOString().slice(0, 10)
}
