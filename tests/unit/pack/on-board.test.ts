// What hangs on a board, judged against what is published.
import { describe, expect, test } from 'vitest'
import { judgeOnBoard } from '../../../src/pack/on-board.ts'
import { makeRoster } from '../../support/models.ts'

const TODAY = '2025-10-10'
const roster = makeRoster({ version: 2, until: '2025-10-11' })
const posted = { id: roster.id, version: 2 }

describe('[BOARD-3] a roster on a board', () => {
  test('is up to date while its version is the published one', () => {
    expect(judgeOnBoard(posted, [roster], TODAY)).toBe('current')
    // A phone that was not synced for a while may know less than the paper.
    expect(judgeOnBoard({ ...posted, version: 3 }, [roster], TODAY)).toBe('current')
  })
  test('has a newer version when a greater one is published', () => {
    expect(judgeOnBoard({ ...posted, version: 1 }, [roster], TODAY)).toBe('newer')
  })
  test.each([
    ['it was withdrawn', [], TODAY],
    ['its until has come', [roster], '2025-10-11'],
    ['it is published in sums only', [{ ...roster, class: 'counts' as const }], TODAY],
  ])('must come down when %s', (_why, rosters, today) => {
    expect(judgeOnBoard(posted, rosters, today)).toBe('take-down')
    expect(judgeOnBoard({ ...posted, version: 1 }, rosters, today)).toBe('take-down')
  })
})
