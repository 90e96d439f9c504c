// What the screen says about the published data: as of when, what is under way, what was refused.
import { isSite } from '../../sync/pull/contents.ts'
import type { Progress } from '../../sync/pull/engine.ts'
import type { RefusalLog } from '../../sync/pull/refusal-log.ts'
import { heldTargets, viewOf } from '../../sync/pull/shelf.ts'
import type { Shelf } from '../../sync/pull/shelf.ts'
import { CATALOGUE } from '../../sync/pull/state.ts'
import type { PublishedStatus } from './published.ts'

export interface StatusParts {
  readonly mode: Pick<PublishedStatus, 'mode' | 'reason' | 'superseded' | 'rechecked'>
  readonly shelf: Shelf
  readonly progress: Progress
  readonly log: RefusalLog
  readonly today: string
  readonly wanted: readonly string[]
  /** Places followed by themselves, not only below another. */
  readonly named: readonly string[]
}

interface Holdings {
  readonly held: readonly string[]
  readonly behind: readonly string[]
  readonly begun: readonly string[]
  readonly short: boolean
}

const holdingsOf = (shelf: Shelf): Holdings => {
  const held = heldTargets(shelf).filter(isSite)
  const behind = held.filter((site) => {
    const { newest, current } = viewOf(shelf, site)
    return current !== null && newest?.pair !== current.pair
  })
  const begun = held.filter((site) => viewOf(shelf, site).begun !== null)
  return { held, behind, begun, short: viewOf(shelf, CATALOGUE).begun !== null }
}

/** A whole banner is 297 views, and a screen asks often: counted once a shelf. */
const createHoldings = () => {
  let last: { readonly shelf: Shelf; readonly holdings: Holdings } | null = null
  return (shelf: Shelf): Holdings => {
    if (last?.shelf !== shelf) last = { shelf, holdings: holdingsOf(shelf) }
    return last.holdings
  }
}

const dataOf = (shelf: Shelf): PublishedStatus['data'] => {
  const { checkpoint } = shelf.held
  if (!checkpoint) return null
  const { number, hash, checkedMs } = checkpoint
  const named = shelf.sources.find((source) => source.checkpoint.hash === hash) ?? shelf.sources[0]
  return { number, checkedMs, changedMs: named?.checkpoint.changedMs ?? checkedMs }
}

export const createStatus = () => {
  const holdings = createHoldings()
  return ({ mode, shelf, progress, log, today, wanted, named }: StatusParts): PublishedStatus => {
    const { held, behind, begun, short } = holdings(shelf)
    const gone = wanted.filter((site) => site in shelf.removed && !held.includes(site))
    const absent = progress.absent.filter((site) => named.includes(site))
    return {
      ...mode,
      data: dataOf(shelf),
      today,
      root: shelf.held.rootHash?.slice(0, 8) ?? null,
      syncing: progress.syncing,
      fetching: progress.fetching,
      bytesDone: progress.bytesDone,
      bytesTotal: progress.bytesTotal,
      held,
      wanted,
      short,
      behind,
      begun,
      removed: [...new Set([...gone, ...absent])],
      lastFailure: progress.lastFailure,
      nextTryMs: progress.nextTryMs,
      lastRefusal: log.unresolved(),
      restart: shelf.restart,
    }
  }
}
