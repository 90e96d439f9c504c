// What verified files lie here, as plain data, and what can be read off them: for each target its newest, current and
// previous generation (PULL-4, PULL-5). Nothing is noted twice: a damaged pack, a second copy, a restored head all show
// up here by being there or not.
import type { Checkpoint, PackRef, Restart, SiteHead, Trust } from '../../pack/model.ts'
import { createHeld } from '../../pack/verify.ts'
import type { Held } from '../../pack/verify.ts'
import type { Gain, HeadView } from './state.ts'

/** A signed file with heads: one site's, or the list. `seq` is the order in which they were accepted. */
export interface Source {
  readonly seq: number
  /** Target of a site file; `LIST` for sites.json. */
  readonly target: string
  readonly checkpoint: Checkpoint
  readonly heads: ReadonlyMap<string, SiteHead>
}

export const LIST = '*'

/** Which earlier generation of a target may stay, and until when at most (PULL-5). */
export interface PreviousLeave {
  readonly pair: string
  readonly until: string | null
}

export interface Shelf {
  readonly held: Held
  readonly trust: Trust | null
  /** Last accepted first. */
  readonly sources: readonly Source[]
  /** Packs that lie here and are not known to be damaged. */
  readonly packs: ReadonlySet<string>
  readonly previous: Readonly<Record<string, PreviousLeave>>
  /** The note under which the office began anew, if it ever did on this device: to be shown. */
  readonly restart: Restart | null
  /** Targets that a verified list lacked, and the last `seq` before: older heads no longer count. */
  readonly removed: Readonly<Record<string, number>>
}

export const emptyShelf: Shelf = {
  held: createHeld(),
  trust: null,
  sources: [],
  packs: new Set(),
  previous: {},
  restart: null,
  removed: {},
}

export interface Generation {
  readonly head: SiteHead
  /** Newest one under which exactly these packs were published. */
  readonly checkpoint: Checkpoint
  readonly seq: number
  readonly pair: string
}

export interface TargetView {
  readonly newest: Generation | null
  readonly current: Generation | null
  readonly previous: Generation | null
  /** Where none is current: the newest whose short form lies here (PACK-28, PACK-29). */
  readonly begun: Generation | null
}

export const sourceId = (source: Pick<Source, 'seq' | 'target'>): string =>
  `${String(source.seq).padStart(10, '0')}:${source.target}`

export const parseSourceId = (id: string): Pick<Source, 'seq' | 'target'> | null => {
  const match = /^(\d{10}):(.+)$/.exec(id)
  return match ? { seq: Number(match[1]), target: match[2]! } : null
}

export const nextSeq = (shelf: Shelf): number =>
  Math.max(0, ...shelf.sources.map((source) => source.seq), ...Object.values(shelf.removed)) + 1

export const refsOf = (head: SiteHead): readonly PackRef[] =>
  head.posts ? [head.ledger, head.posts] : [head.ledger]

const pairOf = (head: SiteHead): string =>
  refsOf(head)
    .map((ref) => ref.hash)
    .join(' ')

/** The generations of every target, newest first, each with the newest checkpoint that named it. */
const collectGenerations = ({ sources, removed }: Shelf): ReadonlyMap<string, Generation[]> => {
  const byTarget = new Map<string, Generation[]>()
  for (const { seq, checkpoint, heads } of sources) {
    for (const [target, head] of heads) {
      const generations = byTarget.get(target) ?? []
      byTarget.set(target, generations)
      const pair = pairOf(head)
      const isNew = !generations.some((generation) => generation.pair === pair)
      if (isNew && seq > (removed[target] ?? 0)) generations.push({ head, checkpoint, seq, pair })
    }
  }
  return byTarget
}

/** Heads change once a checkpoint, packs six hundred times while a banner comes in: counted once for the same heads. */
const generationsBySources = new WeakMap<
  readonly Source[],
  { readonly removed: Shelf['removed']; readonly byTarget: ReadonlyMap<string, Generation[]> }
>()

const generationsIn = (shelf: Shelf): ReadonlyMap<string, readonly Generation[]> => {
  const known = generationsBySources.get(shelf.sources)
  if (known?.removed === shelf.removed) return known.byTarget
  const byTarget = collectGenerations(shelf)
  generationsBySources.set(shelf.sources, { removed: shelf.removed, byTarget })
  return byTarget
}

const isComplete = (shelf: Shelf, { head }: Generation): boolean =>
  refsOf(head).every((ref) => shelf.packs.has(ref.hash))

const isBegun = ({ packs }: Shelf, { short }: SiteHead): boolean =>
  short !== undefined && packs.has(short.hash)

export const viewOf = (shelf: Shelf, target: string): TargetView => {
  const generations = generationsIn(shelf).get(target) ?? []
  const complete = generations.filter((generation) => isComplete(shelf, generation))
  const current =
    complete[0] ?? generations.find(({ head }) => shelf.packs.has(head.ledger.hash)) ?? null
  const previous = complete.find(
    (generation) =>
      current !== null &&
      generation.seq < current.seq &&
      shelf.previous[target]?.pair === generation.pair,
  )
  const begun = current ? undefined : generations.find(({ head }) => isBegun(shelf, head))
  return {
    newest: generations[0] ?? null,
    current,
    previous: previous ?? null,
    begun: begun ?? null,
  }
}

/** The pack that opens the target now: of the current generation, else the short one of what is begun. */
export const openingPack = ({ current, begun }: TargetView): PackRef | null =>
  current?.head.ledger ?? begun?.head.short ?? null

/** Packs that some generation of the target rests on or waits for. */
export const hashesOf = ({ newest, current, previous, begun }: TargetView): readonly string[] => {
  const heads = (...generations: readonly (Generation | null)[]) =>
    generations.filter((generation) => generation !== null).map(({ head }) => head)
  const refs = heads(newest, current, previous).flatMap(refsOf)
  const shorts = current ? [] : heads(newest, begun).flatMap(({ short }) => short ?? [])
  return [...new Set([...refs, ...shorts].map(({ hash }) => hash))]
}

/** All targets that any head here speaks of. */
export const targetsHere = (shelf: Shelf): readonly string[] => [...generationsIn(shelf).keys()]

export type Views = ReadonlyMap<string, TargetView>

export const viewsOf = (shelf: Shelf, targets: readonly string[]): Views =>
  new Map(targets.map((target) => [target, viewOf(shelf, target)]))

/** What can be opened, whole or in short. */
export const heldTargets = (shelf: Shelf): readonly string[] =>
  targetsHere(shelf).filter((target) => openingPack(viewOf(shelf, target)) !== null)

const headView = ({ checkpoint, head }: Generation, current: Generation | null): HeadView => ({
  checkpoint: checkpoint.hash,
  ledger: head.ledger,
  posts: head.posts,
  ...(head.short && !current && { short: head.short }),
})

/** What the step has to know of it. */
export const gainOf = (shelf: Shelf): Gain => {
  const heads = new Map<string, HeadView>()
  for (const target of targetsHere(shelf)) {
    const { newest, current } = viewOf(shelf, target)
    if (newest) heads.set(target, headView(newest, current))
  }
  const { checkpoint } = shelf.held
  return {
    ...(shelf.trust ? { trustVersion: shelf.trust.version } : {}),
    ...(checkpoint
      ? { newest: { hash: checkpoint.hash, trustVersion: checkpoint.trustVersion } }
      : {}),
    heads,
    packs: shelf.packs,
  }
}
