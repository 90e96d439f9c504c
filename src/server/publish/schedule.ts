// What the programme's schedule says of a roster on a given day: how people appear, to whom, and until when.
// Days are civil days in Asia/Shanghai. Pure.
import { addDays, addMonths } from '../../base/clock.ts'
import type { Audience, Disclosure, DisclosureClass } from '../../domain/programme/schema.ts'
import type { RosterKind } from '../../domain/roster/schema.ts'

export interface Stage {
  readonly class: DisclosureClass
  readonly audience: Audience
  /** First day on which this form must not be shown any more; null = no end. */
  readonly until: string | null
}

export interface NoticePeriod {
  /** Both days inclusive. */
  readonly from: string
  readonly to: string
}

/** Whether offices work on a day: the banner's settings know the decreed holidays. */
export type IsWorkingDay = (day: string) => boolean

/** The period of a notice that goes up on `from`: `days` calendar or working days, the first one counted. */
export const noticePeriod = (
  notice: Disclosure['notice'],
  from: string,
  isWorkingDay: IsWorkingDay,
): NoticePeriod => {
  if (notice.count === 'calendar') return { from, to: addDays(from, Math.max(notice.days, 1) - 1) }
  let to = from
  let left = notice.days - (isWorkingDay(from) ? 1 : 0)
  while (left > 0) {
    to = addDays(to, 1)
    if (isWorkingDay(to)) left--
  }
  return { from, to }
}

export interface ScheduledRoster {
  readonly kind: RosterKind
  /** Day of first publication. */
  readonly published: string
  readonly noticeTo: string | null
}

const resultStage = (disclosure: Disclosure, published: string, day: string): Stage | null => {
  let begin = published
  for (const stage of disclosure.result) {
    const until = stage.months === null ? null : addMonths(begin, stage.months)
    if (until === null || day < until) {
      return { class: stage.class, audience: stage.audience, until }
    }
    begin = until
  }
  return null
}

/** Null when the roster must not appear on `day` in any form. */
export const stageOn = (
  disclosure: Disclosure,
  roster: ScheduledRoster,
  day: string,
): Stage | null => {
  if (roster.kind === 'result') return resultStage(disclosure, roster.published, day)
  const until = addDays(roster.noticeTo ?? roster.published, 1)
  if (day >= until) return null
  return { class: disclosure.notice.class, audience: disclosure.notice.audience, until }
}
