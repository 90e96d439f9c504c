// Which errands may run now (PULL-1 … PULL-3), read off the state: nothing is queued, so nothing can go stale in a queue.
import type { PackRef } from '../../pack/model.ts'
import { CATALOGUE, jobKey, POLICIES } from './state.ts'
import type { HeadView, Job, PullState, Round } from './state.ts'

/** More stale heads than this are read at once from sites.json. */
const HEADS_SINGLY = 8
const HEADS_AT_ONCE = 4
const PACKS_AT_ONCE = 4
/** A head that changes while it is read is read again, but not for ever. */
const HEAD_READS = 3

type PackJob = Extract<Job, { kind: 'pack' }>

const wantedSites = (state: PullState): readonly string[] =>
  state.wanted.filter((site) => site !== CATALOGUE && site !== POLICIES)

/** The policies only once their head is known: until then they wait for everything else (`lastJob`). */
export const targetsOf = (state: PullState): readonly string[] => [
  CATALOGUE,
  ...wantedSites(state),
  ...(state.heads.has(POLICIES) ? [POLICIES] : []),
]

const parts = (head: HeadView): readonly (readonly ['ledger' | 'posts', PackRef])[] =>
  head.posts
    ? [
        ['ledger', head.ledger],
        ['posts', head.posts],
      ]
    : [['ledger', head.ledger]]

const missingOf = (state: PullState, target: string): readonly PackJob[] => {
  const head = state.heads.get(target)
  if (!head || state.absent.has(target)) return []
  return parts(head)
    .filter(([, ref]) => !state.packs.has(ref.hash))
    .map(([part, ref]) => ({ kind: 'pack', target, part, ref }))
}

const isHere = ({ packs }: PullState, ref: PackRef | undefined): boolean =>
  ref !== undefined && packs.has(ref.hash)

const someWanted = (state: PullState, holds: (head: HeadView) => boolean): boolean =>
  wantedSites(state).some((site) => {
    const head = state.heads.get(site)
    return head !== undefined && holds(head)
  })

/** One of the wanted places can be opened. */
const isUsable = (state: PullState): boolean =>
  someWanted(state, ({ ledger, short }) => isHere(state, ledger) || isHere(state, short))

/** A short pack, while it is all that is needed to begin; null where it brings nothing, or did not come. */
const shortOf = (state: PullState, target: string): PackJob | null => {
  const { short: ref, ledger } = state.heads.get(target) ?? {}
  if (!ref || isHere(state, ledger)) return null
  const job = { kind: 'pack', target, part: 'short', ref } as const
  return state.round?.blocked.has(jobKey(job)) ? null : job
}

/** The first wanted place that may still come, where a short ledger opens it sooner. */
const firstLedger = (state: PullState): readonly PackJob[] => {
  const first = wantedSites(state).find((site) =>
    missingOf(state, site).some(
      (job) => job.part === 'ledger' && !state.round?.blocked.has(jobKey(job)),
    ),
  )
  const short = first === undefined ? null : shortOf(state, first)
  return short ? [short] : []
}

/** Who reads the newest years of a place waits for the others. */
const begunLedgers = (state: PullState): readonly PackJob[] =>
  wantedSites(state)
    .filter((site) => isHere(state, state.heads.get(site)?.short))
    .flatMap((site) => missingOf(state, site))
    .filter(({ part }) => part === 'ledger')

/** What a phone begins with waits for nothing that it can be opened without. */
const inOrder = (state: PullState): readonly PackJob[] => {
  const [catalogue = [], ...others] = targetsOf(state).map((target) => missingOf(state, target))
  if (isUsable(state)) return [...begunLedgers(state), ...catalogue, ...others.flat()]
  const sites = [...firstLedger(state), ...others.flat()]
  const short = shortOf(state, CATALOGUE)
  if (!short) return [...catalogue, ...sites]
  const first = isHere(state, short.ref) ? [] : [short]
  return [...first, ...sites, ...(state.wanted.length > 0 ? catalogue : [])]
}

/** In the order in which they are to come; a pack that two places share once. */
export const missingPacks = (state: PullState): readonly PackJob[] => {
  const jobs = new Map<string, PackJob>()
  for (const job of inOrder(state)) {
    if (!jobs.has(job.ref.hash)) jobs.set(job.ref.hash, job)
  }
  return [...jobs.values()]
}

const isStale = (state: PullState, target: string): boolean =>
  !state.absent.has(target) && state.heads.get(target)?.checkpoint !== state.newest?.hash

/** One errand that everything else waits for. */
const gate = (state: PullState, round: Round): Job | null => {
  if (state.trustVersion === null) return { kind: 'trust' }
  if (round.trustAsked && !round.trustRead) return { kind: 'trust' }
  if (!round.probed) return { kind: 'head', target: CATALOGUE }
  const named = state.newest?.trustVersion ?? 0
  return named > state.trustVersion && !round.trustRead ? { kind: 'trust' } : null
}

const headJobs = (state: PullState, round: Round): readonly Job[] => {
  const stale = targetsOf(state).filter(
    (target) =>
      isStale(state, target) &&
      !round.blocked.has(`head ${target}`) &&
      (round.headReads.get(target) ?? 0) < HEAD_READS,
  )
  const listFresh = round.listRead !== null && round.listRead === state.newest?.hash
  const listWanted = (round.listAsked || stale.length > HEADS_SINGLY) && !listFresh
  if (listWanted && !round.blocked.has('heads')) return [{ kind: 'heads' }]
  return stale.slice(0, HEADS_AT_ONCE).map((target) => ({ kind: 'head', target }))
}

/** Until one place is here whole the line belongs to it alone (64 kbit/s must not be shared). */
const packsAtOnce = (state: PullState): number =>
  someWanted(state, ({ ledger }) => isHere(state, ledger)) ? PACKS_AT_ONCE : 1

/** Who wishes for no place is not sent the policies, unless he asked for them. */
const lastJob = (state: PullState, round: Round): readonly Job[] => {
  const isWished = state.wanted.some((target) => target !== CATALOGUE)
  const isDue = isWished && !state.heads.has(POLICIES)
  const reads = round.headReads.get(POLICIES) ?? 0
  return isDue && reads < HEAD_READS ? [{ kind: 'head', target: POLICIES }] : []
}

/** Errands to start now, beside those that run. Empty and nothing running: the round is over. */
export const jobsToStart = (state: PullState): readonly Job[] => {
  const { round, running } = state
  if (!round || round.stopped) return []
  const packsOnly = running.every((job) => job.kind === 'pack')
  const open = (job: Job) =>
    !round.blocked.has(jobKey(job)) && !running.some((other) => jobKey(other) === jobKey(job))
  const first = gate(state, round)
  if (first) return packsOnly && open(first) ? [first] : []
  const heads = headJobs(state, round).filter(open)
  const headsRunning = running.some((job) => job.kind !== 'pack')
  if (heads.length > 0) return headsRunning ? [] : heads
  if (headsRunning) return []
  const free = packsAtOnce(state) - running.length
  const packs = missingPacks(state).filter(open).slice(0, Math.max(0, free))
  return packs.length > 0 || running.length > 0 ? packs : lastJob(state, round).filter(open)
}
