// The pull lane's decisions, one by one, against a world of ids (tests/support/pull-world.ts).
import { describe, expect, test } from 'vitest'
import { CATALOGUE, jobKey, POLICIES } from '../../../../src/sync/pull/state.ts'
import { makePhone, makeWorld, publish, runRound } from '../../../support/pull-world.ts'

const sites = (count: number) => Array.from({ length: count }, (_, i) => `site${i}`)
const started = (wanted: readonly string[], all = wanted, hasShort = false) => {
  const world = makeWorld(all, hasShort)
  const phone = makePhone(wanted)
  phone.send({ kind: 'woken', cause: 'start' })
  runRound(phone, world)
  const since = () => phone.jobs.splice(0).map(jobKey)
  return { world, phone, since }
}

describe('a round', () => {
  test('[PULL-1] reads trust list, catalogue head, heads, then packs', () => {
    const { phone, since } = started(['a'])
    expect(since()).toEqual([
      'trust',
      'head catalogue',
      'head a',
      'pack catalogue-L1',
      'pack a-L1',
      'pack a-P1',
      'head policies',
      'pack policies-L1',
    ])
    expect(phone.state.round).toBeNull()
    expect(phone.state.lastFailure).toBeNull()
  })

  test('[PULL-1] reads one small file when nothing changed', () => {
    const { world, phone, since } = started(['a', 'b'])
    since()
    phone.send({ kind: 'woken', cause: 'timer' })
    runRound(phone, world)
    expect(since()).toEqual(['head catalogue'])
  })

  test('[PULL-1] a wish soon after a round that went well reads its place and nothing else', () => {
    const { world, phone, since } = started([], ['a'])
    since()
    phone.send({ kind: 'wishes', wanted: ['a'] })
    runRound(phone, world)
    expect(since().slice(0, 3)).toEqual(['head a', 'pack a-L1', 'pack a-P1'])
    phone.send({ kind: 'woken', cause: 'button' })
    runRound(phone, world, () => ({ kind: 'offline' }))
    since()
    phone.send({ kind: 'wishes', wanted: ['a'] })
    expect(since()).toEqual(['head catalogue'])
  })

  test('[PULL-3] without a wish the policies are read once they were opened, not before', () => {
    const { world, phone, since } = started([], ['a'])
    expect(since()).toEqual(['trust', 'head catalogue', 'pack catalogue-L1'])
    phone.send({ kind: 'wishes', wanted: [POLICIES] })
    runRound(phone, world)
    expect(since()).toEqual(['head policies', 'pack policies-L1'])
  })

  test('[PULL-3] a place that is refused does not keep the policies away', () => {
    const world = makeWorld(['a'])
    const phone = makePhone(['a'])
    phone.send({ kind: 'woken', cause: 'start' })
    runRound(phone, world, (job) =>
      job.kind === 'pack' && job.target === 'a'
        ? { kind: 'refused', refusal: { kind: 'damaged' } }
        : null,
    )
    expect(phone.state.packs.has('policies-L1')).toBe(true)
  })

  test('[PULL-1] reads only what changed when one site changed', () => {
    const { world, phone, since } = started(['a', 'b'])
    since()
    publish(world, ['b'])
    phone.send({ kind: 'woken', cause: 'timer' })
    runRound(phone, world)
    expect(since().filter((key) => key.startsWith('pack'))).toEqual(['pack b-L2', 'pack b-P2'])
  })

  test('[PULL-1] reads the trust list again when a checkpoint names a newer one', () => {
    const { world, phone, since } = started(['a'])
    since()
    world.trustVersion = 2
    phone.send({ kind: 'woken', cause: 'timer' })
    runRound(phone, world)
    expect(since()).toEqual(['head catalogue', 'trust'])
    expect(phone.state.trustVersion).toBe(2)
  })

  test('[PULL-1] tries a refused signature once more after the trust list was read anew', () => {
    const { world, phone, since } = started(['a'])
    since()
    let refusals = 0
    phone.send({ kind: 'woken', cause: 'timer' })
    runRound(phone, world, (job) =>
      job.kind === 'head' && refusals++ === 0
        ? { kind: 'refused', refusal: { kind: 'key-not-valid' } }
        : null,
    )
    expect(since()).toEqual(['head catalogue', 'trust', 'head catalogue'])
    expect(phone.state.lastFailure).toBeNull()
  })

  test('[PULL-2] more than eight stale heads are one read of the list', () => {
    const { since } = started(sites(20))
    expect(since().filter((key) => key.startsWith('head'))).toEqual(['head catalogue', 'heads'])
  })

  test('[PULL-3] the place last opened comes first and alone, the rest four at a time', () => {
    const world = makeWorld(sites(20))
    const phone = makePhone(sites(20))
    phone.send({ kind: 'woken', cause: 'start' })
    let most = 0
    runRound(phone, world, () => {
      const packs = phone.state.running.filter((job) => job.kind === 'pack')
      if (!phone.state.packs.has('site0-L1')) expect(packs.length).toBeLessThanOrEqual(1)
      most = Math.max(most, packs.length)
      return null
    })
    expect(most).toBe(4)
    const packs = phone.jobs.filter((job) => job.kind === 'pack').map((job) => job.ref.hash)
    expect(packs.slice(0, 3)).toEqual(['catalogue-L1', 'site0-L1', 'site0-P1'])
    expect(packs[packs.length - 1]).toBe('policies-L1')
  })

  test('[PULL-4] a broken-off round goes on where it stopped', () => {
    const world = makeWorld(sites(3))
    const phone = makePhone(sites(3))
    phone.send({ kind: 'woken', cause: 'start' })
    runRound(phone, world, (job) =>
      job.kind === 'pack' && job.ref.hash === 'site1-L1' ? { kind: 'offline' } : null,
    )
    const before = phone.state.packs.size
    expect(before).toBeGreaterThanOrEqual(3)
    phone.jobs.splice(0)
    phone.send({ kind: 'woken', cause: 'online' })
    runRound(phone, world)
    expect(phone.state.packs.size).toBe(8)
    expect(phone.jobs.filter((job) => job.kind === 'pack')).toHaveLength(8 - before)
  })
})

describe('a phone without a catalogue', () => {
  const begun = (wanted: readonly string[]) => started(wanted, ['a', 'b'], true)

  test('[PULL-3] begins with the short one, and reads the whole one when its first place can be opened', () => {
    const { since } = begun(['a'])
    expect(since()).toEqual([
      'trust',
      'head catalogue',
      'head a',
      'pack catalogue-S1',
      'pack a-L1',
      'pack catalogue-L1',
      'pack a-P1',
      'head policies',
      'pack policies-L1',
    ])
  })

  test('[PULL-3] that wishes for nothing is sent the short one alone, and then what its first place needs', () => {
    const { world, phone, since } = begun([])
    expect(since()).toEqual(['trust', 'head catalogue', 'pack catalogue-S1'])
    phone.send({ kind: 'woken', cause: 'timer' })
    runRound(phone, world)
    expect(since()).toEqual(['head catalogue'])
    phone.send({ kind: 'wishes', wanted: ['a'] })
    runRound(phone, world)
    expect(since().slice(0, 3)).toEqual(['head a', 'pack a-L1', 'pack catalogue-L1'])
  })

  test('[PULL-3] is sent the whole one when somebody asks for it, and no policies', () => {
    const { world, phone, since } = begun([])
    since()
    phone.send({ kind: 'wishes', wanted: [CATALOGUE] })
    runRound(phone, world)
    expect(since()).toEqual(['pack catalogue-L1'])
    phone.send({ kind: 'wishes', wanted: ['b', CATALOGUE] })
    runRound(phone, world)
    expect(since().slice(0, 2)).toEqual(['head b', 'pack b-L1'])
  })

  test.each([{ kind: 'missing' }, { kind: 'refused', refusal: { kind: 'damaged' } }] as const)(
    '[PULL-3] reads the whole one where the short one does not come: $kind',
    (failure) => {
      const world = makeWorld(['a'], true)
      for (const wanted of [[], ['a']]) {
        const phone = makePhone(wanted)
        phone.send({ kind: 'woken', cause: 'start' })
        runRound(phone, world, (job) =>
          job.kind === 'pack' && job.part === 'short' ? failure : null,
        )
        expect(phone.state.packs.has('catalogue-L1')).toBe(true)
        expect(phone.state.packs.has('a-L1')).toBe(wanted.length > 0)
      }
    },
  )

  test('[PULL-3] is not kept from the whole one by a place that can’t be had', () => {
    const world = makeWorld(['a'], true)
    const phone = makePhone(['nowhere', 'a'])
    phone.send({ kind: 'woken', cause: 'start' })
    runRound(phone, world, (job) =>
      job.kind === 'pack' && job.target === 'a'
        ? { kind: 'refused', refusal: { kind: 'damaged' } }
        : null,
    )
    expect(phone.state.packs.has('catalogue-L1')).toBe(true)
  })

  test('[PULL-3] that has one reads a newer one whole', () => {
    const { world, phone, since } = begun(['a'])
    since()
    publish(world, [CATALOGUE])
    phone.send({ kind: 'woken', cause: 'timer' })
    runRound(phone, world)
    expect(since().filter((key) => key.startsWith('pack'))).toEqual(['pack catalogue-L2'])
  })
})

describe('a phone without a place', () => {
  const packsOf = (keys: readonly string[]) => keys.filter((key) => key.startsWith('pack'))
  const arrive = (wanted: readonly string[], large: readonly string[], all = wanted) => {
    const world = makeWorld(all, true, large)
    const phone = makePhone(wanted)
    phone.send({ kind: 'woken', cause: 'start' })
    const since = () => packsOf(phone.jobs.splice(0).map(jobKey))
    return { world, phone, since }
  }

  test('[PULL-3] [PACK-29] begins with the short ledger of its first; the whole one comes before all else, alone', () => {
    const { world, phone, since } = arrive(['a', 'b'], ['a', 'b'])
    let most = 0
    runRound(phone, world, (job) => {
      if (job.kind === 'pack' && job.ref.hash === 'a-L1') most = phone.state.running.length
      return null
    })
    expect(since()).toEqual([
      'pack catalogue-S1',
      'pack a-S1',
      'pack a-L1',
      'pack catalogue-L1',
      'pack a-P1',
      'pack b-L1',
      'pack b-P1',
      'pack policies-L1',
    ])
    expect(most).toBe(1)
    expect([...phone.state.packs].filter((hash) => hash.includes('-S'))).toEqual([])
  })

  test('[PULL-3] whose first has no short ledger reads that one whole', () => {
    const { world, phone, since } = arrive(['a', 'b'], ['b'])
    runRound(phone, world)
    expect(since().slice(0, 3)).toEqual(['pack catalogue-S1', 'pack a-L1', 'pack catalogue-L1'])
  })

  test.each([{ kind: 'missing' }, { kind: 'refused', refusal: { kind: 'damaged' } }] as const)(
    '[PULL-3] reads the whole one where the short one does not come: $kind',
    (failure) => {
      const { world, phone, since } = arrive(['a', 'b'], ['a', 'b'])
      runRound(phone, world, (job) =>
        job.kind === 'pack' && job.ref.hash === 'a-S1' ? failure : null,
      )
      expect(since().slice(0, 4)).toEqual([
        'pack catalogue-S1',
        'pack a-S1',
        'pack a-L1',
        'pack catalogue-L1',
      ])
    },
  )

  test('[PULL-3] begins with the next where nothing of the first can be had', () => {
    const { world, phone, since } = arrive(['a', 'b'], ['a', 'b'])
    runRound(phone, world, (job) =>
      job.kind === 'pack' && job.target === 'a'
        ? { kind: 'refused', refusal: { kind: 'damaged' } }
        : null,
    )
    expect(since()).toContain('pack b-S1')
    expect(phone.state.packs.has('b-L1')).toBe(true)
  })

  test('[PULL-4] killed between short and whole it goes on with the whole one', () => {
    const { world, phone, since } = arrive(['a'], ['a'])
    runRound(phone, world, (job) =>
      job.kind === 'pack' && job.ref.hash === 'a-L1' ? { kind: 'offline' } : null,
    )
    since()
    phone.send({ kind: 'woken', cause: 'online' })
    runRound(phone, world)
    expect(since().slice(0, 2)).toEqual(['pack a-L1', 'pack catalogue-L1'])
  })

  test('[PULL-4] that meets a newer publication before the whole one begins anew with that', () => {
    const { world, phone, since } = arrive(['a'], ['a'])
    runRound(phone, world, (job) =>
      job.kind === 'pack' && job.ref.hash === 'a-L1' ? { kind: 'offline' } : null,
    )
    since()
    publish(world, ['a'])
    phone.send({ kind: 'woken', cause: 'online' })
    runRound(phone, world)
    expect(since().slice(0, 2)).toEqual(['pack a-S2', 'pack a-L2'])
  })

  test('[PULL-3] that can open one place reads others whole', () => {
    const { world, phone, since } = arrive(['a'], ['a', 'b'], ['a', 'b'])
    runRound(phone, world)
    since()
    phone.send({ kind: 'wishes', wanted: ['b', 'a'] })
    runRound(phone, world)
    expect(since().sort()).toEqual(['pack b-L1', 'pack b-P1'])
  })
})

describe('withdrawal', () => {
  test('[PULL-8] a site that answers 410 is removed only once a verified list lacks it', () => {
    const { world, phone } = started(['a', 'b'])
    world.sites.delete('b')
    publish(world, [])
    phone.effects.splice(0)
    phone.send({ kind: 'woken', cause: 'timer' })
    runRound(phone, world, (job) => (job.kind === 'heads' ? { kind: 'offline' } : null))
    expect(phone.effects.some((effect) => effect.kind === 'remove')).toBe(false)
    phone.send({ kind: 'woken', cause: 'online' })
    runRound(phone, world)
    expect(phone.effects).toContainEqual({ kind: 'remove', site: 'b' })
    expect([...phone.state.absent]).toEqual(['b'])
  })

  test('[PULL-8] a pack that answers 410 makes its head be read anew', () => {
    const { world, phone, since } = started(['a'])
    since()
    publish(world, ['a'])
    phone.send({ kind: 'woken', cause: 'timer' })
    let withdrawn = false
    runRound(phone, world, (job) => {
      if (job.kind === 'pack' && !withdrawn) {
        withdrawn = true
        publish(world, ['a'])
        return { kind: 'gone' }
      }
      return null
    })
    expect(phone.state.packs.has('a-L3')).toBe(true)
    expect(phone.state.packs.has('a-P3')).toBe(true)
    expect(since().filter((key) => key === 'head a').length).toBe(2)
  })

  test('[PULL-8] a place that comes back after its removal is held again', () => {
    const { world, phone } = started(['a', 'b'])
    world.sites.delete('b')
    publish(world, [])
    phone.send({ kind: 'woken', cause: 'timer' })
    runRound(phone, world)
    publish(world, ['b'])
    phone.send({ kind: 'woken', cause: 'timer' })
    runRound(phone, world)
    expect(phone.state.absent.size).toBe(0)
    expect(phone.state.heads.has('b')).toBe(true)
  })
})

describe('trying again', () => {
  test('[PULL-9] pauses grow while nothing comes through and are short again after progress', () => {
    const world = makeWorld(['a'])
    const phone = makePhone(['a'])
    const pauses: number[] = []
    for (let i = 0; i < 12; i++) {
      phone.send({ kind: 'woken', cause: 'timer' })
      runRound(phone, world, () => ({ kind: 'offline' }))
      pauses.push(phone.state.nextTryMs! - phone.state.lastEndMs!)
    }
    expect(pauses[0]).toBe(1_500)
    expect(pauses[3]).toBe(12_000)
    expect(pauses[11]).toBe(675_000)
    phone.send({ kind: 'woken', cause: 'timer' })
    runRound(phone, world, (job) =>
      job.kind === 'pack' && job.target === POLICIES ? { kind: 'cut' } : null,
    )
    expect(phone.state.nextTryMs! - phone.state.lastEndMs!).toBe(1_500)
  })

  test('[PULL-9] a busy server is not asked before the time it named', () => {
    const world = makeWorld(['a'])
    const phone = makePhone(['a'])
    phone.send({ kind: 'woken', cause: 'start' })
    runRound(phone, world, () => ({ kind: 'busy', afterMs: 120_000 }))
    expect(phone.state.nextTryMs! - phone.state.lastEndMs!).toBe(120_000)
  })

  test('[PULL-9] the button and a network that came start at once, the front only after a minute', () => {
    const { phone } = started(['a'])
    phone.send({ kind: 'woken', cause: 'visible' })
    expect(phone.state.round).toBeNull()
    phone.send({ kind: 'woken', cause: 'button' })
    expect(phone.state.round).not.toBeNull()
  })

  test('[PULL-10] one refused place does not hold up the others', () => {
    const world = makeWorld(['a', 'b'])
    const phone = makePhone(['a', 'b'])
    phone.send({ kind: 'woken', cause: 'start' })
    runRound(phone, world, (job) =>
      job.kind === 'head' && job.target === 'a'
        ? { kind: 'refused', refusal: { kind: 'bad-proof' } }
        : null,
    )
    expect(phone.state.packs.has('b-L1')).toBe(true)
    expect(phone.state.heads.has('a')).toBe(false)
    expect(phone.state.lastFailure).toEqual({ kind: 'refused', refusal: { kind: 'bad-proof' } })
  })

  test('[PULL-10] a refused trust list at the first start ends the round with its reason', () => {
    const world = makeWorld(['a'])
    const phone = makePhone(['a'])
    phone.send({ kind: 'woken', cause: 'start' })
    runRound(phone, world, () => ({ kind: 'refused', refusal: { kind: 'other-root' } }))
    expect(phone.jobs.map(jobKey)).toEqual(['trust'])
    expect(phone.state.lastFailure).toEqual({ kind: 'refused', refusal: { kind: 'other-root' } })
  })

  test('a wish made while a round runs is served by that round', () => {
    const world = makeWorld(['a', 'b'])
    const phone = makePhone([])
    phone.send({ kind: 'woken', cause: 'start' })
    phone.send({ kind: 'wishes', wanted: ['b'] })
    runRound(phone, world)
    expect(phone.state.packs.has('b-L1')).toBe(true)
    expect(phone.state.heads.has(CATALOGUE)).toBe(true)
  })
})
