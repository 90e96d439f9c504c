// Laws of the pull lane: whatever fails, in whatever order answers come, a round ends, reads nothing twice, and a good
// network afterwards brings the phone to the server's state.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PullFailure } from '../../src/sync/pull/failure.ts'
import { CATALOGUE, jobKey } from '../../src/sync/pull/state.ts'
import { answerOne, makePhone, makeWorld, publish, runRound } from '../support/pull-world.ts'
import type { Phone, World } from '../support/pull-world.ts'
import { runs } from '../support/runs.ts'

const SITES = Array.from({ length: 12 }, (_, i) => `s${i}`)
const failures: PullFailure[] = [
  { kind: 'offline' },
  { kind: 'cut' },
  { kind: 'portal' },
  { kind: 'busy', afterMs: 5_000 },
  { kind: 'server' },
  { kind: 'missing' },
  { kind: 'gone' },
  { kind: 'storage' },
  { kind: 'refused', refusal: { kind: 'damaged' } },
  { kind: 'refused', refusal: { kind: 'older' } },
  { kind: 'refused', refusal: { kind: 'key-not-valid' } },
]

const move = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('answer' as const), which: fc.nat(9) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      which: fc.nat(9),
      failure: fc.constantFrom(...failures),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('wake' as const),
      cause: fc.constantFrom('online', 'timer', 'visible', 'button'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('publish' as const),
      sites: fc.subarray([CATALOGUE, ...SITES]),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wish' as const), wanted: fc.subarray(SITES) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('withdraw' as const),
      site: fc.constantFrom(...SITES),
    }),
  },
)
const history = fc.array(move, { maxLength: 120 })
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never

const play = (phone: Phone, world: World, next: Move): void => {
  switch (next.kind) {
    case 'answer':
      return answerOne(phone, world, next.which)
    case 'fail':
      return answerOne(phone, world, next.which, () => next.failure)
    case 'wake':
      return phone.send({ kind: 'woken', cause: next.cause as 'timer' })
    case 'publish':
      return publish(world, next.sites)
    case 'wish':
      return phone.send({ kind: 'wishes', wanted: next.wanted })
    case 'withdraw':
      world.sites.delete(next.site)
      return publish(world, [])
  }
}

const checkRunning = ({ running, wanted, heads, packs }: Phone['state']) => {
  const keys = running.map(jobKey)
  const isWhole = wanted.some((site) => packs.has(heads.get(site)?.ledger.hash ?? ''))
  const fetched = running.filter(({ kind }) => kind === 'pack')
  if (!isWhole && fetched.some((job) => job.kind === 'pack' && job.part === 'short'))
    expect(fetched).toHaveLength(1)
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys.length).toBeLessThanOrEqual(8)
}

const expectCaughtUp = (phone: Phone, world: World) => {
  const [wished] = phone.state.wanted
  if (wished !== undefined) {
    expect(phone.state.packs.has(`${CATALOGUE}-L${world.sites.get(CATALOGUE)}`)).toBe(true)
  }
  for (const site of phone.state.wanted) {
    const generation = world.sites.get(site)
    if (generation === undefined) {
      expect(phone.state.heads.has(site)).toBe(false)
      continue
    }
    expect(phone.state.heads.get(site)?.checkpoint).toBe(`cp${world.number}`)
    expect(phone.state.packs.has(`${site}-L${generation}`)).toBe(true)
    expect(phone.state.packs.has(`${site}-P${generation}`)).toBe(true)
    expect([...phone.state.packs].filter((hash) => hash.startsWith(`${site}-S`))).toEqual([])
  }
}

describe('laws of the pull lane', () => {
  test('[PULL-4] after any history a good network brings everything that is wished for', () => {
    fc.assert(
      fc.property(history, fc.boolean(), fc.subarray(SITES), (moves, hasShort, large) => {
        const world = makeWorld(SITES, hasShort, large)
        const phone = makePhone(['s0'])
        phone.send({ kind: 'woken', cause: 'start' })
        for (const next of moves) {
          play(phone, world, next)
          checkRunning(phone.state)
        }
        runRound(phone, world)
        for (let round = 0; round < 2; round++) {
          phone.send({ kind: 'woken', cause: 'button' })
          runRound(phone, world)
        }
        expectCaughtUp(phone, world)
        expect(phone.state.lastFailure).toBeNull()
      }),
      { numRuns: runs(300) },
    )
  })

  test('[PULL-1] a round ends after a bounded number of errands, whatever fails', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.option(fc.constantFrom(...failures))), (stream) => {
        const world = makeWorld(SITES, true, SITES)
        const phone = makePhone(SITES)
        phone.send({ kind: 'woken', cause: 'start' })
        const answers = runRound(
          phone,
          world,
          () => (stream.next().value as PullFailure | null) ?? null,
          400,
        )
        expect(answers).toBeLessThan(400)
        expect(phone.state.round).toBeNull()
        expect(phone.effects.filter((effect) => effect.kind === 'round-ended')).toHaveLength(1)
      }),
      { numRuns: runs(300) },
    )
  })
})
