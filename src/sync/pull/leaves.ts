// Which earlier generations stay on the phone beside the current ones, decided at each switch and swept by day and room
// (PULL-5).
import { shanghaiDay } from '../../base/clock.ts'
import { isHidden } from '../../pack/account.ts'
import { isSite } from './contents.ts'
import { firstUntil, mayStay } from './may-stay.ts'
import type { Contents } from './may-stay.ts'
import type { PackOpener } from './opener.ts'
import { refsOf, viewOf } from './shelf.ts'
import type { Generation, PreviousLeave, Shelf, TargetView, Views } from './shelf.ts'

const PREVIOUS_BYTES = 2 * 1024 * 1024

const openContents = async (
  opener: PackOpener,
  target: string,
  { head }: Generation,
): Promise<Contents | null> => {
  const ledger = await opener.ledger(head.ledger.hash, target)
  if (!ledger) return null
  return { ledger, posts: head.posts && (await opener.posts(head.posts.hash, target)) }
}

/** Null: it must go. */
const leaveFor = async (
  opener: PackOpener,
  target: string,
  earlier: Generation,
  current: Generation,
): Promise<PreviousLeave | null> => {
  if (!isSite(target)) return { pair: earlier.pair, until: null }
  const before = await openContents(opener, target, earlier)
  const now = await openContents(opener, target, current)
  if (!before || !now || !mayStay(before, now)) return null
  return { pair: earlier.pair, until: firstUntil(before) }
}

const isSwitch = (before: TargetView | undefined, after: TargetView): boolean =>
  after.current !== null && after.current.pair !== before?.current?.pair

/** Leaves for targets that switch; those of others stay while their day has not come. */
export const decideLeaves = async (
  opener: PackOpener,
  before: Views,
  after: Shelf,
): Promise<Record<string, PreviousLeave>> => {
  const leaves: Record<string, PreviousLeave | null> = { ...after.previous }
  for (const [target, { current: earlier }] of before) {
    const view = viewOf(after, target)
    if (!isSwitch(before.get(target), view)) continue
    leaves[target] = earlier && (await leaveFor(opener, target, earlier, view.current!))
  }
  const checkedDay = shanghaiDay(after.held.checkpoint?.checkedMs ?? 0)
  return Object.fromEntries(
    Object.entries(leaves).filter(
      (entry): entry is [string, PreviousLeave] =>
        entry[1] !== null && !isHidden(entry[1].until, checkedDay),
    ),
  )
}

const ownBytes = ({ current, previous }: TargetView): number => {
  const shared = new Set(current ? refsOf(current.head).map((ref) => ref.hash) : [])
  const own = previous ? refsOf(previous.head).filter((ref) => !shared.has(ref.hash)) : []
  return own.reduce((sum, ref) => sum + ref.bytes, 0)
}

/** The latest stay as far as the room for earlier generations goes. */
export const withinRoom = (shelf: Shelf): Record<string, PreviousLeave> => {
  let room = PREVIOUS_BYTES
  const views = Object.keys(shelf.previous)
    .map((target) => ({ target, view: viewOf(shelf, target) }))
    .filter(({ view }) => view.previous !== null)
    .sort((a, b) => b.view.previous!.seq - a.view.previous!.seq)
  const kept: Record<string, PreviousLeave> = {}
  for (const { target, view } of views) {
    room -= ownBytes(view)
    if (room >= 0) kept[target] = shelf.previous[target]!
  }
  return kept
}
