// What hangs on boards, as cadres told it: one board of a village, or of one of its groups; the newest word counts. Pure.
import type { BoardPostedBody } from './schema.ts'

export interface BoardPost {
  readonly id: string
  /** The device's clock when it was written. */
  readonly writtenMs: number
  readonly body: BoardPostedBody
}

/** The board itself: a village's, or that of a group of it. */
export const boardKey = ({ site, group }: BoardPostedBody): string =>
  group === null ? site : `${site}/${group}`

/** BOARD-2: the later day, of one day what was written later, of one moment the greater id. */
const isNewer = (a: BoardPost, b: BoardPost): boolean => {
  if (a.body.day !== b.body.day) return a.body.day > b.body.day
  return a.writtenMs === b.writtenMs ? a.id > b.id : a.writtenMs > b.writtenMs
}

/** One post for each board, in the order of their keys. */
export const newestPosts = <Post extends BoardPost>(posts: readonly Post[]): readonly Post[] => {
  const byBoard = new Map<string, Post>()
  for (const post of posts) {
    const key = boardKey(post.body)
    const known = byBoard.get(key)
    if (!known || isNewer(post, known)) byBoard.set(key, post)
  }
  return [...byBoard].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, post]) => post)
}
