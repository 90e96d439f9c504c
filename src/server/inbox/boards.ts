// What cadres told of boards, read from under the office's seal: the newest word of each board (BOARD-2).
import { type BoardPost, newestPosts } from '../../domain/event/board.ts'
import type { InboxDeps } from './ports.ts'
import { lookInside } from './sort.ts'

/** Its id is the event's: a photo is handed out by it. */
export interface PostedBoard extends BoardPost {
  readonly receivedMs: number
  readonly photos: number
}

export const listBoards = async (deps: InboxDeps): Promise<readonly PostedBoard[]> => {
  const rows = await deps.db
    .selectFrom('inbox_event')
    .selectAll()
    .where('kind', '=', 'board-posted')
    .where('state', '=', 'open')
    .where('parcel', 'is not', null)
    .orderBy('site')
    .execute()
  const posts: PostedBoard[] = []
  for (const row of rows) {
    const inside = await lookInside(deps, row)
    if (inside.state !== 'open' || inside.event.kind !== 'board-posted') continue
    const { body, created, attachments } = inside.event
    const { id, received_ms: receivedMs } = row
    posts.push({ id, receivedMs, writtenMs: created.deviceMs, body, photos: attachments.length })
  }
  return newestPosts(posts)
}
