// From one verified state of the shelf to the next, as one set of writes (PULL-4, PULL-5, PULL-8): what comes in, the
// directory segment of a switched site, and everything that nothing refers to any more.
import type { Bytes } from '../../base/bytes.ts'
import { shanghaiDay } from '../../base/clock.ts'
import { segmentOf } from '../../pack/directory.ts'
import type { VerifyPorts } from '../../pack/ports.ts'
import { isHidden } from '../../pack/account.ts'
import { isSite, openLedger, openPosts } from './contents.ts'
import { firstUntil, mayStay } from './leave.ts'
import type { Contents } from './leave.ts'
import type { Write } from './ports.ts'
import { sealRecord } from './record.ts'
import { segmentToBytes } from './segment-bytes.ts'
import { hashesOf, LIST, refsOf, sourceId, targetsHere, viewOf } from './shelf.ts'
import type { Generation, PreviousLeave, Shelf, Source, TargetView } from './shelf.ts'

export interface AdvanceDeps {
  readonly verify: VerifyPorts
  /** A whole pack from the vault, or null. */
  readonly readPack: (hash: string) => Promise<Bytes | null>
  readonly wanted: ReadonlySet<string>
}

export interface Advance {
  readonly shelf: Shelf
  readonly writes: readonly Write[]
}

const PREVIOUS_BYTES = 2 * 1024 * 1024
/** Sites held up to which packs lie twice; above, the device is a cadre's and the network mends it. */
const TWICE_UP_TO = 16
const LISTS_KEPT = 3

type Views = ReadonlyMap<string, TargetView>

const viewsOf = (shelf: Shelf, targets: readonly string[]): Views =>
  new Map(targets.map((target) => [target, viewOf(shelf, target)]))

const openContents = async (
  deps: AdvanceDeps,
  target: string,
  { head }: Generation,
): Promise<Contents | null> => {
  const bytes = await deps.readPack(head.ledger.hash)
  const ledger = bytes && openLedger(bytes, target)
  if (!ledger?.ok) return null
  if (!head.posts) return { ledger: ledger.value, posts: null }
  const postBytes = await deps.readPack(head.posts.hash)
  const posts = postBytes && openPosts(postBytes, target)
  return { ledger: ledger.value, posts: posts?.ok ? posts.value : null }
}

/** Null: it must go. */
const leaveFor = async (
  deps: AdvanceDeps,
  target: string,
  earlier: Generation,
  current: Generation,
): Promise<PreviousLeave | null> => {
  if (!isSite(target)) return { pair: earlier.pair, until: null }
  const before = await openContents(deps, target, earlier)
  const now = await openContents(deps, target, current)
  if (!before || !now || !mayStay(before, now)) return null
  return { pair: earlier.pair, until: firstUntil(before) }
}

const isSwitch = (before: TargetView | undefined, after: TargetView): boolean =>
  after.current !== null && after.current.pair !== before?.current?.pair

/** Leaves for targets that switch; those of others stay while their day has not come. */
const decideLeaves = async (
  deps: AdvanceDeps,
  before: Views,
  after: Shelf,
): Promise<Record<string, PreviousLeave>> => {
  const leaves: Record<string, PreviousLeave | null> = { ...after.previous }
  for (const [target, { current: earlier }] of before) {
    const view = viewOf(after, target)
    if (!isSwitch(before.get(target), view)) continue
    leaves[target] = earlier && (await leaveFor(deps, target, earlier, view.current!))
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
const withinRoom = (shelf: Shelf): Record<string, PreviousLeave> => {
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

const packsIn = (views: Views): ReadonlySet<string> =>
  new Set([...views.values()].flatMap(hashesOf))

const seqs = (generations: readonly (Generation | null)[]): ReadonlySet<number> =>
  new Set(generations.filter((generation) => generation !== null).map(({ seq }) => seq))

/** Signed files that some generation rests on; a list is large, and kept for earlier generations only while lists are few. */
const keptSources = (shelf: Shelf, wanted: ReadonlySet<string>): readonly Source[] => {
  const views = [...viewsOf(shelf, targetsHere(shelf))]
    .filter(([target, view]) => view.current !== null || wanted.has(target) || !isSite(target))
    .map(([, view]) => view)
  const firm = seqs(views.flatMap(({ newest, current }) => [newest, current]))
  const soft = seqs(views.map(({ previous }) => previous))
  let lists = 0
  return shelf.sources.filter(({ seq, target }) => {
    if (target === LIST) lists += 1
    return firm.has(seq) || (soft.has(seq) && (target !== LIST || lists <= LISTS_KEPT))
  })
}

const drops = (before: Shelf, beforeViews: Views, after: Shelf): readonly Write[] => {
  const staying = new Set(after.sources.map(sourceId))
  const packs = packsIn(viewsOf(after, [...beforeViews.keys()]))
  const heads = before.sources.map(sourceId).filter((id) => !staying.has(id))
  const gone = [...packsIn(beforeViews)].filter((hash) => !packs.has(hash))
  return [
    ...heads.map((id): Write => ({ table: 'heads', id, bytes: null })),
    ...gone.map((id): Write => ({ table: 'packs', id, bytes: null })),
  ]
}

const segments = async (
  deps: AdvanceDeps,
  before: Views,
  after: Shelf,
): Promise<readonly Write[]> => {
  const writes: Write[] = []
  for (const target of [...before.keys()].filter(isSite)) {
    const hash = viewOf(after, target).current?.head.ledger.hash
    if (hash === undefined || hash === before.get(target)?.current?.head.ledger.hash) continue
    const bytes = await deps.readPack(hash)
    const ledger = bytes && openLedger(bytes, target)
    if (!ledger?.ok) continue
    const segment = segmentToBytes(deps.verify.sha256, segmentOf(target, ledger.value), hash)
    writes.push({ table: 'segments', id: target, bytes: segment })
  }
  return writes
}

const RECORDS = ['held', 'previous', 'removed'] as const

const changedRecords = (deps: AdvanceDeps, before: Shelf, after: Shelf): readonly Write[] =>
  RECORDS.filter((id) => JSON.stringify(before[id]) !== JSON.stringify(after[id])).map((id) => ({
    table: 'settings',
    id,
    bytes: sealRecord(deps.verify.sha256, `settings ${id}`, after[id]),
    copies: 2,
  }))

/** Packs that come in, and the only targets that they can switch. */
export interface Arrival {
  readonly targets: readonly string[]
  readonly packs: ReadonlyMap<string, Bytes>
}

/** `after` counts the packs of `arrival` as being here. */
export const advance = async (
  deps: AdvanceDeps,
  before: Shelf,
  after: Shelf,
  arrival: Arrival | null = null,
): Promise<Advance> => {
  const incoming = arrival?.packs ?? new Map<string, Bytes>()
  const reading = {
    ...deps,
    readPack: async (hash: string) => incoming.get(hash) ?? (await deps.readPack(hash)),
  }
  const beforeViews = viewsOf(before, arrival?.targets ?? targetsHere(after))
  const leaving = { ...after, previous: await decideLeaves(reading, beforeViews, after) }
  const bounded = { ...leaving, previous: withinRoom(leaving) }
  const swept = arrival ? bounded : { ...bounded, sources: keptSources(bounded, deps.wanted) }
  const dropped = drops(before, beforeViews, swept)
  const gone = new Set(dropped.filter(({ table }) => table === 'packs').map(({ id }) => id))
  const shelf = { ...swept, packs: new Set([...after.packs].filter((hash) => !gone.has(hash))) }
  const copies = deps.wanted.size <= TWICE_UP_TO ? 2 : 1
  const packs = [...incoming].map(([id, bytes]): Write => ({ table: 'packs', id, bytes, copies }))
  return {
    shelf,
    writes: [
      ...packs,
      ...(await segments(reading, beforeViews, shelf)),
      ...changedRecords(deps, before, shelf),
      ...dropped,
    ],
  }
}
