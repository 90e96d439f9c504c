// What lies open for objections right now, from the rosters of a place. Pure.
import { isHidden } from '../pack/account.ts'
import type { LedgerCore, LedgerRoster } from '../pack/model.ts'

export interface OpenNotice {
  readonly key: string
  readonly site: string
  readonly roster: LedgerRoster
  /** Last day of the notice, inclusive. */
  readonly to: string
}

/** Running today, the one that ends first on top. A notice that has not begun is not published yet. */
export const toNotices = (site: string, core: LedgerCore, today: string): readonly OpenNotice[] =>
  core.rosters
    .flatMap((roster) => {
      const { notice } = roster
      if (notice === null || roster.kind !== 'notice') return []
      if (notice.to < today || isHidden(roster.until, today)) return []
      return [{ key: `${site}/${roster.id}`, site, roster, to: notice.to }]
    })
    .sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0))
