// What a banner decides for itself: its name, the order of scripts, languages, which days offices are closed.
import * as z from 'zod/mini'

const Day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))

export const Holiday = z.object({ from: Day, to: Day, name: z.string() })
export type Holiday = z.infer<typeof Holiday>

export const Settings = z.object({
  bannerId: z.string().check(z.regex(/^\d{6}$/)),
  bannerName: z.string().check(z.minLength(2)),
  /** Which script stands first, left or above where both are shown (DOMAIN §1.10). */
  scriptOrder: z.enum(['zh-first', 'mn-first']),
  languages: z.array(z.string()).check(z.minLength(1)),
  /** Last day for which `holidays` and `workdays` are complete: the State Council decrees them year by year. */
  holidaysKnownUntil: Day,
  /** Days off as decreed, both ends included, weekends inside them too. */
  holidays: z.array(Holiday),
  /** Saturdays and Sundays that are worked in exchange. */
  workdays: z.array(Day),
})
export type Settings = z.infer<typeof Settings>

/** Whether offices work on a civil day `YYYY-MM-DD`. After `holidaysKnownUntil` only weekends are left out. */
export const isWorkingDay = (
  settings: Pick<Settings, 'holidays' | 'workdays'>,
  day: string,
): boolean => {
  if (settings.workdays.includes(day)) return true
  if (settings.holidays.some((holiday) => holiday.from <= day && day <= holiday.to)) return false
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}
