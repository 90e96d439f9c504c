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

const pad = (number: number, length: number): string => String(number).padStart(length, '0')

/** `day` plus whole months; the 31st falls back to the month's last day. */
export const addMonths = (day: string, months: number): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const count = 12 * year + month - 1 + months
  const [newYear, newMonth] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1]
  const isLeap = newYear % 4 === 0 && (newYear % 100 !== 0 || newYear % 400 === 0)
  const last = newMonth === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(newMonth) ? 30 : 31
  return `${pad(newYear, 4)}-${pad(newMonth, 2)}-${pad(Math.min(date, last), 2)}`
}
