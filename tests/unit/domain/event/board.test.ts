// Which word about a board counts.
import { describe, expect, test } from 'vitest'
import { type BoardPost, newestPosts } from '../../../../src/domain/event/board.ts'

const SITE = '152223105200'
const post = (
  id: string,
  day: string,
  writtenMs: number,
  group: number | null = null,
): BoardPost => ({
  id,
  writtenMs,
  body: { site: SITE, group, day, checkpoint: 1, rosters: [] },
})
const kept = (...posts: BoardPost[]) => newestPosts(posts).map(({ id }) => id)

describe('[BOARD-2] of several about one board', () => {
  test('the later day counts, whenever it was written', () => {
    const [early, late] = [post('a', '2026-11-20', 200), post('b', '2026-11-21', 100)]
    expect(kept(early, late)).toEqual(['b'])
    expect(kept(late, early)).toEqual(['b'])
  })
  test('of one day the one written later, of one moment the greater id', () => {
    expect(kept(post('b', '2026-11-20', 1), post('a', '2026-11-20', 2))).toEqual(['a'])
    expect(kept(post('b', '2026-11-20', 1), post('a', '2026-11-20', 1))).toEqual(['b'])
    expect(kept(post('a', '2026-11-20', 1), post('b', '2026-11-20', 1))).toEqual(['b'])
  })
  test('a group has a board of its own', () => {
    expect(kept(post('a', '2026-11-20', 1), post('b', '2026-11-21', 1, 2))).toEqual(['a', 'b'])
  })
})
