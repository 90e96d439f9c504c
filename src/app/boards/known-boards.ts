// What this device knows of boards, from what was told on it, against the packs it holds (BOARD-2, BOARD-3). Pure.
import { newestPosts, type BoardPost } from '../../domain/event/board.ts'
import type { Item } from '../../domain/event/item.ts'
import type { LedgerCore, LedgerRoster } from '../../pack/model.ts'
import { judgeOnBoard, type OnBoard, type PostedRoster } from '../../pack/on-board.ts'

export interface KnownPost extends BoardPost {
  readonly item: Item
}

/** The newest word of each board, in the order of places. */
export const knownPosts = (items: readonly Item[]): readonly KnownPost[] =>
  newestPosts(
    items.flatMap((item) =>
      item.copy?.board
        ? [{ id: item.id, writtenMs: item.savedMs, body: item.copy.board, item }]
        : [],
    ),
  )

export type HangingState = OnBoard | 'unknown'

export interface Hanging extends PostedRoster {
  /** `unknown`: of its place nothing is held here. */
  readonly state: HangingState
}

/** `cores` null: the place is not held. */
export const hangingOn = (
  { body }: BoardPost,
  cores: readonly LedgerCore[] | null,
  today: string,
): readonly Hanging[] => {
  const rosters = cores?.flatMap((core) => core.rosters)
  return body.rosters.map((posted) => ({
    ...posted,
    state: rosters ? judgeOnBoard(posted, rosters, today) : 'unknown',
  }))
}

export interface Choosable {
  readonly id: string
  /** The version that a sheet printed now shows; what hangs there and is gone keeps the one it shows. */
  readonly version: number
  /** Null for what hangs there and is not published any more. */
  readonly roster: LedgerRoster | null
}

/** What may hang on a board: what can be printed today, and what was said to hang there. */
export const choosable = (
  printable: readonly LedgerRoster[],
  hanging: readonly PostedRoster[],
): readonly Choosable[] => {
  const known = new Set(printable.map(({ id }) => id))
  return [
    ...printable.map((roster) => ({ id: roster.id, version: roster.version, roster })),
    ...hanging
      .filter(({ id }) => !known.has(id))
      .map(({ id, version }) => ({ id, version, roster: null })),
  ]
}
