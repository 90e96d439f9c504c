// From one verified state of the shelf to the next, as one set of writes (PULL-4, PULL-5, PULL-8): what comes in, the
// directory segment of a switched site, and everything that nothing refers to any more.
import type { Bytes } from '../../base/bytes.ts'
import { segmentOf } from '../../pack/directory.ts'
import type { VerifyPorts } from '../../pack/ports.ts'
import { isSite } from './contents.ts'
import type { Opened } from './contents.ts'
import { decideLeaves, withinRoom } from './leaves.ts'
import { createPackOpener } from './opener.ts'
import type { PackOpener } from './opener.ts'
import type { Write } from './ports.ts'
import { sealRecord } from './record.ts'
import { segmentToBytes } from './segment-bytes.ts'
import { hashesOf, LIST, openingPack, sourceId, targetsHere, viewOf, viewsOf } from './shelf.ts'
import type { Generation, Shelf, Source, Views } from './shelf.ts'

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

/** Sites held up to which packs lie twice; above, the device is a cadre's and the network mends it. */
const TWICE_UP_TO = 16
const LISTS_KEPT = 3

const packsIn = (views: Views): ReadonlySet<string> =>
  new Set([...views.values()].flatMap(hashesOf))

const seqs = (generations: readonly (Generation | null)[]): ReadonlySet<number> =>
  new Set(generations.filter((generation) => generation !== null).map(({ seq }) => seq))

/** Signed files that some generation rests on; a list is large, and kept for earlier generations only while lists are few. */
const keptSources = (shelf: Shelf, wanted: ReadonlySet<string>): readonly Source[] => {
  const views = [...viewsOf(shelf, targetsHere(shelf))]
    .filter(([target, view]) => openingPack(view) !== null || wanted.has(target) || !isSite(target))
    .map(([, view]) => view)
  const firm = seqs(views.flatMap(({ newest, current, begun }) => [newest, current, begun]))
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
  opener: PackOpener,
  before: Views,
  after: Shelf,
): Promise<readonly Write[]> => {
  const writes: Write[] = []
  for (const [target, view] of before) {
    const hash = openingPack(viewOf(after, target))?.hash
    if (!isSite(target) || hash === undefined || hash === openingPack(view)?.hash) continue
    const ledger = await opener.ledger(hash, target)
    if (!ledger) continue
    const bytes = segmentToBytes(segmentOf(target, ledger), hash)
    writes.push({ table: 'segments', id: target, bytes })
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

/** A pack that comes in, and the only target that it can switch. */
export interface Arrival {
  readonly target: string
  readonly hash: string
  readonly bytes: Bytes
  readonly opened: Opened
}

const packWrites = (arrival: Arrival | null, wanted: number): readonly Write[] => {
  if (!arrival) return []
  const { hash: id, bytes } = arrival
  return [{ table: 'packs', id, bytes, copies: wanted <= TWICE_UP_TO ? 2 : 1 }]
}

/** `after` counts the pack of `arrival` as being here; without one any target may change, as after a head or a list. */
export const advance = async (
  deps: AdvanceDeps,
  before: Shelf,
  after: Shelf,
  arrival: Arrival | null = null,
): Promise<Advance> => {
  const arrived = new Map(arrival ? [[arrival.hash, arrival.opened]] : [])
  const opener = createPackOpener(deps.readPack, arrived)
  const beforeViews = viewsOf(before, arrival ? [arrival.target] : targetsHere(after))
  const leaving = { ...after, previous: await decideLeaves(opener, beforeViews, after) }
  const bounded = { ...leaving, previous: withinRoom(leaving) }
  const swept = arrival ? bounded : { ...bounded, sources: keptSources(bounded, deps.wanted) }
  const dropped = drops(before, beforeViews, swept)
  const gone = new Set(dropped.filter(({ table }) => table === 'packs').map(({ id }) => id))
  const shelf = { ...swept, packs: new Set([...after.packs].filter((hash) => !gone.has(hash))) }
  return {
    shelf,
    writes: [
      ...packWrites(arrival, deps.wanted.size),
      ...(await segments(opener, beforeViews, shelf)),
      ...changedRecords(deps, before, shelf),
      ...dropped,
    ],
  }
}
