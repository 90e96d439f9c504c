// A server of the published plane reduced to what the pure step can see, and a phone beside it that answers errands:
// for laws over `step` without bytes, keys or time. Ids stand for hashes.
import { CATALOGUE, initialPullState, POLICIES } from '../../src/sync/pull/state.ts'
import type {
  Gain,
  HeadView,
  Job,
  PullEffect,
  PullEvent,
  PullState,
} from '../../src/sync/pull/state.ts'
import { step } from '../../src/sync/pull/step.ts'
import type { PullFailure } from '../../src/sync/pull/failure.ts'

const ref = (hash: string) => ({ hash, bytes: 100 })

export interface World {
  number: number
  trustVersion: number
  /** Site → generation of its content. */
  readonly sites: Map<string, number>
  /** Whether the catalogue's head names a short one (PACK-28). */
  hasShort: boolean
  /** Sites whose heads name a short ledger (PACK-29). */
  readonly large: ReadonlySet<string>
}

export const makeWorld = (
  sites: readonly string[],
  hasShort = false,
  large: readonly string[] = [],
): World => ({
  number: 1,
  trustVersion: 1,
  hasShort,
  large: new Set(large),
  sites: new Map([CATALOGUE, POLICIES, ...sites].map((site) => [site, 1])),
})

export const publish = (world: World, changed: readonly string[]): void => {
  world.number += 1
  for (const site of changed) world.sites.set(site, (world.sites.get(site) ?? 0) + 1)
}

const headOf = (world: World, site: string): HeadView | null => {
  const generation = world.sites.get(site)
  if (generation === undefined) return null
  const shared = site === CATALOGUE || site === POLICIES
  const hasShort = site === CATALOGUE ? world.hasShort : world.large.has(site)
  return {
    checkpoint: `cp${world.number}`,
    ledger: ref(`${site}-L${generation}`),
    posts: shared ? null : ref(`${site}-P${generation}`),
    ...(hasShort && { short: ref(`${site}-S${generation}`) }),
  }
}

/** A head as the phone keeps it: with nothing to begin with where an earlier generation can be opened. */
const keptHead = (world: World, site: string, { packs }: PullState): HeadView => {
  const { short, ...head } = headOf(world, site)!
  const isHeld = [...packs].some((hash) => hash.startsWith(`${site}-L`))
  return short && !isHeld ? { ...head, short } : head
}

/** The packs after one came: the whole one takes the place of the short one in the same transaction (PULL-4). */
const keptPacks = (
  { packs }: PullState,
  { target, part, ref: { hash } }: Extract<Job, { kind: 'pack' }>,
): ReadonlySet<string> => {
  const kept =
    part === 'ledger' ? [...packs].filter((one) => !one.startsWith(`${target}-S`)) : packs
  return new Set(kept).add(hash)
}

/** What an honest phone would learn from this errand against this world. */
export const answer = (world: World, state: PullState, job: Job): Gain | PullFailure => {
  const newest = { hash: `cp${world.number}`, trustVersion: world.trustVersion }
  switch (job.kind) {
    case 'trust':
      return { trustVersion: world.trustVersion }
    case 'head': {
      if (!world.sites.has(job.target)) return { kind: 'gone' }
      const head = keptHead(world, job.target, state)
      return { newest, heads: new Map(state.heads).set(job.target, head) }
    }
    case 'heads': {
      const heads = new Map(state.heads)
      for (const site of world.sites.keys()) heads.set(site, keptHead(world, site, state))
      return { newest, heads }
    }
    case 'pack': {
      const current = [...world.sites.keys()].some((site) => {
        const { ledger, posts, short } = headOf(world, site)!
        return [ledger, posts, short].some((named) => named?.hash === job.ref.hash)
      })
      return current ? { packs: keptPacks(state, job) } : { kind: 'gone' }
    }
  }
}

export interface Phone {
  state: PullState
  readonly jobs: Job[]
  readonly effects: PullEffect[]
  readonly send: (event: Distribute<PullEvent>) => void
}
type Distribute<E> = E extends unknown ? Omit<E, 'atMs' | 'roll'> : never

export const makePhone = (wanted: readonly string[]): Phone => {
  let atMs = 0
  const phone: Phone = {
    state: { ...initialPullState, wanted },
    jobs: [],
    effects: [],
    send: (event) => {
      atMs += 1
      const next = step(phone.state, { ...event, atMs, roll: 0.5 })
      phone.state = next.state
      phone.effects.push(...next.effects)
      for (const effect of next.effects) {
        if (effect.kind === 'run') phone.jobs.push(effect.job)
        if (effect.kind === 'remove') forget(phone, effect.site)
      }
    },
  }
  return phone
}

const forget = (phone: Phone, site: string) => {
  const heads = new Map(phone.state.heads)
  heads.delete(site)
  phone.state = { ...phone.state, heads }
}

export const isFailure = (reply: Gain | PullFailure): reply is PullFailure => 'kind' in reply

/** Answers one of the running errands; `disturb` may put a failure in place of the answer. */
export const answerOne = (
  phone: Phone,
  world: World,
  which: number,
  disturb: (job: Job) => PullFailure | null = () => null,
): void => {
  const { running } = phone.state
  const job = running[which % running.length]
  if (!job) return
  const reply = disturb(job) ?? answer(world, phone.state, job)
  phone.send(
    isFailure(reply) ? { kind: 'failed', job, failure: reply } : { kind: 'done', job, gain: reply },
  )
}

export const runRound = (
  phone: Phone,
  world: World,
  disturb?: (job: Job) => PullFailure | null,
  limit = 5_000,
): number => {
  let answers = 0
  while (phone.state.running.length > 0) {
    if (++answers > limit) throw new Error('the round does not end')
    answerOne(phone, world, 0, disturb)
  }
  return answers
}
