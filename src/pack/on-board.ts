// What hangs on a board against what is published (BOARD-3). Pure.
import { isHidden } from './account.ts'
import type { LedgerRoster } from './model.ts'

export interface PostedRoster {
  /** `programme/year/batch/kind`. */
  readonly id: string
  readonly version: number
}

/** `newer`: a later version is published. `take-down`: withdrawn, past its `until`, or no longer for this board's readers. */
export type OnBoard = 'current' | 'newer' | 'take-down'

/** `rosters`: all that this board's readers may read, the village's own among them where its board shows such. */
export const judgeOnBoard = (
  { id, version }: PostedRoster,
  rosters: readonly LedgerRoster[],
  today: string,
): OnBoard => {
  const published = rosters.find((roster) => roster.id === id)
  if (!published || published.class === 'counts' || isHidden(published.until, today))
    return 'take-down'
  return published.version > version ? 'newer' : 'current'
}
