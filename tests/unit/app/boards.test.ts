// What a device knows of boards: from its own rows against the packs it holds, and what telling it anew saves.
import { describe, expect, test } from 'vitest'
import { readBoards, toBoards } from '../../../src/app/boards/board-address.ts'
import { BoardForm } from '../../../src/app/boards/board-form.svelte.ts'
import { isEnrolled } from '../../../src/app/boards/enrolled.ts'
import { choosable, hangingOn, knownPosts } from '../../../src/app/boards/known-boards.ts'
import { OutboxState } from '../../../src/app/outbox.svelte.ts'
import { createMemoryOutbox, makeItem } from '../../support/memory-outbox.ts'
import { makeLedger, makeRoster, SITE } from '../../support/models.ts'

const TODAY = '2025-10-10'
const roster = makeRoster({ version: 2 })
const board = (change = {}) => ({
  site: SITE,
  group: null,
  day: TODAY,
  checkpoint: 3,
  rosters: [{ id: roster.id, version: 1 }],
  ...change,
})
const item = (id: string, change = {}) =>
  makeItem({
    id,
    copy: {
      kind: 'board-posted',
      site: SITE,
      programme: null,
      year: null,
      text: '',
      claimCode: '0123456789012347',
      board: board(change),
    },
  })

test('[BOARD-2] of what was told here the newest word of each board is shown, questions are none', () => {
  const items = [makeItem(), item('b', { day: '2025-10-01' }), item('a'), item('c', { group: 2 })]
  expect(knownPosts(items).map(({ id }) => id)).toEqual(['a', 'c'])
})

test('[BOARD-3] it is judged by the packs held here, and by nothing where none are', () => {
  const [post] = knownPosts([item('a')])
  const states = (cores: Parameters<typeof hangingOn>[1]) =>
    hangingOn(post!, cores, TODAY).map(({ state }) => state)
  expect(states([makeLedger({ rosters: [roster] })])).toEqual(['newer'])
  expect(states([makeLedger({ rosters: [] })])).toEqual(['take-down'])
  expect(states(null)).toEqual(['unknown'])
})

test('what can be ticked is what can be printed, and what hangs there though it is gone', () => {
  const gone = { id: 'gengdi-dili/2020/1/result', version: 1 }
  expect(choosable([roster], [{ id: roster.id, version: 1 }, gone])).toEqual([
    { id: roster.id, version: 2, roster },
    { ...gone, roster: null },
  ])
})

test('[BOARD-4] a device that holds a place with all below it is enrolled', () => {
  const follow = { place: SITE, below: false, openedMs: 0 }
  expect(isEnrolled([follow])).toBe(false)
  expect(isEnrolled([follow, { ...follow, below: true }])).toBe(true)
})

describe('[BOARD-1] telling what hangs there', () => {
  const open = (ticked: readonly string[]) => {
    const box = createMemoryOutbox()
    const outbox = new OutboxState(Promise.resolve(box))
    const openCapture = () => Promise.reject(new Error('no capture'))
    const start = { site: SITE, group: null, day: TODAY, ticked }
    return { box, form: new BoardForm({ outbox, openCapture }, start) }
  }
  const all = choosable([roster, makeRoster({ year: 2024 })], [])

  test('names the whole board in the versions that are printed now', async () => {
    const { box, form } = open([roster.id])
    form.tick(all[1]!.id, true)
    form.tick(roster.id, false)
    await form.save(all, 9)
    expect(form.saved).toBe(true)
    const [saved] = await box.items()
    expect(saved!.copy!.board).toEqual(
      board({ checkpoint: 9, rosters: [{ id: all[1]!.id, version: 1 }] }),
    )
  })
  test('an empty board is told too', async () => {
    const { box, form } = open([])
    await form.save(all, 9)
    expect((await box.items())[0]!.copy!.board!.rosters).toEqual([])
  })
  test('a photo that can’t be kept is said, and nothing is saved without the person', async () => {
    const { box, form } = open([roster.id])
    form.photo = new File(['x'], 'board.jpg', { type: 'image/jpeg' })
    await form.save(all, 9)
    expect([form.saved, form.fault]).toEqual([false, 'photo-not-kept'])
    expect(await box.items()).toEqual([])
  })
})

test('the address of the page carries a board and what was just printed', () => {
  const about = { place: SITE, group: 2, rosters: [roster.id, 'a/2025/1/notice'] }
  expect(readBoards(toBoards(about).slice('/boards'.length))).toEqual(about)
  expect(toBoards()).toBe('/boards')
  expect(readBoards('?group=abc')).toEqual({ rosters: [] })
})
