// What a place published last, and what of it is new since this person last looked. Pure.
import { shanghaiDay } from '../base/clock.ts'
import { isHidden } from '../pack/account.ts'
import type { LedgerCore, LedgerRoster } from '../pack/model.ts'
import type { Follow } from '../store/published/published.ts'

export interface RecentRoster {
  readonly key: string
  readonly site: string
  readonly roster: LedgerRoster
  readonly isNew: boolean
}

/** Results only: what is on notice has a list of its own. A place that was never looked at has nothing new. */
export const toRecent = (
  { place, openedMs }: Pick<Follow, 'place' | 'openedMs'>,
  core: LedgerCore,
  today: string,
): readonly RecentRoster[] =>
  core.rosters
    .filter((roster) => roster.kind === 'result' && !isHidden(roster.until, today))
    .map((roster) => ({
      key: `${place}/${roster.id}`,
      site: place,
      roster,
      isNew: openedMs > 0 && roster.published > shanghaiDay(openedMs),
    }))

/** New ones first, then by day of publication, then the newer year. */
export const byNewest = (a: RecentRoster, b: RecentRoster): number =>
  Number(b.isNew) - Number(a.isNew) ||
  (b.roster.published > a.roster.published
    ? 1
    : b.roster.published < a.roster.published
      ? -1
      : 0) ||
  b.roster.year - a.roster.year
