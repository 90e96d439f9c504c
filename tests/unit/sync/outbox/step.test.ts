// The pure step of the outbox: what is sent next, and when an item may go.
import { describe, expect, test } from 'vitest'
import type { FeedPage } from '../../../../src/protocol/feed.ts'
import type { Receipt } from '../../../../src/protocol/receipts.ts'
import {
  type Happening,
  type OutboxEffect,
  type OutboxState,
  type PutVerdict,
  type WakeCause,
  freshState,
} from '../../../../src/sync/outbox/state.ts'
import { isAtRest, step } from '../../../../src/sync/outbox/step.ts'
import type { FeedNeed } from '../../../../src/sync/outbox/ports.ts'

/** Drives the step by hand, with a clock and a fixed throw of the dice. */
const createDrive = () => {
  let state: OutboxState = freshState
  let atMs = 10_000
  let effects: readonly OutboxEffect[] = []
  const tell = (event: Happening) => {
    const next = step(state, { ...event, atMs, roll: 1 })
    state = next.state
    effects = next.effects
    return effects.filter((effect) => effect.kind !== 'sleep')
  }
  const sleepMs = () => {
    const effect = effects.findLast((each) => each.kind === 'sleep')
    return effect?.kind === 'sleep' && effect.untilMs !== null ? effect.untilMs - atMs : null
  }
  return {
    tell,
    sleepMs,
    state: () => state,
    pass: (ms: number) => {
      atMs += ms
    },
    rows: (waiting: readonly string[], feed: FeedNeed = 'none') =>
      tell({ kind: 'rows', waiting, feed }),
    wake: (cause: WakeCause) => tell({ kind: 'woken', cause }),
    reply: (id: string, verdict: PutVerdict) => tell({ kind: 'replied', id, verdict }),
  }
}

const receipt = { id: 'a', number: 1 } as Receipt
const later = (code: string, scope: 'way' | 'item', askedMs: number | null = null): PutVerdict => ({
  kind: 'later',
  code,
  scope,
  askedMs,
})
const put = (id: string) => ({ kind: 'put', id })
const page = (changes: Partial<FeedPage> = {}): FeedPage => ({
  device: '',
  draw: '',
  nonce: '',
  serverMs: 0,
  epoch: '',
  safe: 0,
  lacks: [],
  seq: null,
  entries: [],
  more: false,
  ...changes,
})

describe('the step of the outbox', () => {
  test('[OUT-3] one parcel is under way at a time, the oldest first', () => {
    const drive = createDrive()
    expect(drive.rows(['a', 'b'])).toEqual([put('a')])
    expect(drive.rows(['a', 'b', 'c'])).toEqual([])
    expect(drive.wake('button')).toEqual([])
  })

  test('[OUT-3] feed and parcel do not wait for each other', () => {
    const drive = createDrive()
    expect(drive.rows(['a'], 'eager')).toEqual([put('a'), { kind: 'ask-feed', proof: null }])
  })

  test('[OUT-4] an item leaves only when its receipt is stored; until then nothing else is sent', () => {
    const drive = createDrive()
    drive.rows(['a', 'b'])
    expect(drive.reply('a', { kind: 'receipt', receipt, nonce: 'n' })).toEqual([
      { kind: 'settle', id: 'a', receipt, nonce: 'n' },
    ])
    expect(drive.state().items.map((item) => item.id)).toEqual(['a', 'b'])
    expect(drive.tell({ kind: 'stored', id: 'a' })).toEqual([put('b')])
    expect(drive.state().items.map((item) => item.id)).toEqual(['b'])
  })

  test('[OUT-4] a receipt that could not be stored leaves the item waiting', () => {
    const drive = createDrive()
    drive.rows(['a'])
    drive.reply('a', { kind: 'receipt', receipt, nonce: 'n' })
    expect(drive.tell({ kind: 'store-failed', id: 'a' })).toMatchObject([
      { kind: 'note', id: 'a', code: 'storage-failed' },
    ])
    drive.pass(2_000)
    expect(drive.wake('timer')).toEqual([put('a')])
  })

  test('[OUT-4] rows read before the storing do not bring an item back that is under way', () => {
    const drive = createDrive()
    drive.rows(['a'])
    drive.reply('a', { kind: 'receipt', receipt, nonce: 'n' })
    expect(drive.rows(['a'])).toEqual([])
    expect(drive.rows([])).toEqual([])
    expect(drive.tell({ kind: 'stored', id: 'a' })).toEqual([])
    expect(drive.state().items).toEqual([])
    expect(isAtRest(drive.state())).toBe(true)
  })

  test('[OUT-5] one that always fails never holds up another', () => {
    const drive = createDrive()
    drive.rows(['bad', 'good', 'fine'])
    expect(drive.reply('bad', later('internal', 'item'))).toMatchObject([
      { kind: 'note', id: 'bad' },
      put('good'),
    ])
    drive.reply('good', later('portal', 'way'))
    drive.pass(60_000)
    // All are due again; the least tried goes first, then the oldest.
    expect(drive.wake('timer')).toEqual([put('fine')])
    drive.tell({ kind: 'stored', id: 'fine' })
    expect(drive.state().sending).toBe('bad')
  })

  test('[OUT-6] a fault of the way makes the whole lane wait, twice as long each time, up to a quarter of an hour', () => {
    const drive = createDrive()
    drive.rows(['a', 'b'])
    const waits: (number | null)[] = []
    for (let i = 0; i < 12; i++) {
      drive.reply(drive.state().sending ?? '', later('no-network', 'way'))
      waits.push(drive.sleepMs())
      expect(drive.state().sending).toBeNull()
      drive.pass(waits[i] ?? 0)
      drive.wake('timer')
    }
    expect(waits.slice(0, 4)).toEqual([2_000, 4_000, 8_000, 16_000])
    expect(waits.at(-1)).toBe(900_000)
  })

  test('[OUT-6] a fault of the item makes only that item wait', () => {
    const drive = createDrive()
    drive.rows(['a', 'b'])
    const effects = drive.reply('a', later('digest-mismatch', 'item'))
    expect(effects).toEqual([
      { kind: 'note', id: 'a', code: 'digest-mismatch', delayMs: 2_000, upgrade: false },
      put('b'),
    ])
  })

  test('[OUT-6] a busy server is given the time it asks for', () => {
    const drive = createDrive()
    drive.rows(['a'])
    drive.reply('a', later('server-busy', 'way', 120_000))
    expect(drive.sleepMs()).toBe(120_000)
    drive.pass(119_999)
    expect(drive.wake('timer')).toEqual([])
    drive.pass(1)
    expect(drive.wake('timer')).toEqual([put('a')])
  })

  test.each(['online', 'button'] as const)(
    '[OUT-7] %s starts at once, with short waits again',
    (cause) => {
      const drive = createDrive()
      drive.rows(['a'])
      for (let i = 0; i < 6; i++) {
        drive.reply('a', later('no-network', 'way'))
        drive.pass(drive.sleepMs() ?? 0)
        drive.wake('timer')
      }
      drive.reply('a', later('no-network', 'way'))
      expect(drive.sleepMs()).toBeGreaterThan(60_000)
      expect(drive.wake(cause)).toEqual([put('a')])
      drive.reply('a', later('no-network', 'way'))
      expect(drive.sleepMs()).toBe(2_000)
    },
  )

  test('[OUT-7] coming to the front tries again only after a minute', () => {
    const drive = createDrive()
    drive.rows(['a'])
    drive.reply('a', later('server-busy', 'way', 600_000))
    drive.pass(59_999)
    expect(drive.wake('visible')).toEqual([])
    drive.pass(1)
    expect(drive.wake('visible')).toEqual([put('a')])
    drive.reply('a', later('no-network', 'way'))
    expect(drive.sleepMs()).toBe(4_000)
  })

  test('[OUT-8] a refusal for good is stored as such, and the next item goes', () => {
    const drive = createDrive()
    drive.rows(['a', 'b'])
    expect(drive.reply('a', { kind: 'refused', code: 'event-differs' })).toEqual([
      { kind: 'refuse', id: 'a', code: 'event-differs' },
    ])
    expect(drive.tell({ kind: 'stored', id: 'a' })).toEqual([put('b')])
  })

  test('[OUT-8] what needs a newer app is held, says so, and stops nothing', () => {
    const drive = createDrive()
    drive.rows(['a', 'b'])
    expect(drive.reply('a', { kind: 'upgrade', code: 'app-too-old' })).toEqual([
      { kind: 'note', id: 'a', code: 'app-too-old', delayMs: 0, upgrade: true },
      put('b'),
    ])
    drive.tell({ kind: 'stored', id: 'b' })
    expect(drive.wake('button')).toEqual([])
    expect(drive.sleepMs()).toBeNull()
  })

  test('[OUT-13] the feed rests after a page, longer when no answer is awaited, and not at all when more waits', () => {
    const drive = createDrive()
    const stored = (more: boolean) => drive.tell({ kind: 'feed-stored', more, lacking: null })
    expect(drive.rows([], 'eager')).toEqual([{ kind: 'ask-feed', proof: null }])
    expect(
      drive.tell({ kind: 'feed-replied', outcome: { kind: 'page', page: page(), asked: [] } }),
    ).toEqual([{ kind: 'store-feed', page: page(), asked: [] }])
    expect(stored(true)).toEqual([{ kind: 'ask-feed', proof: null }])
    stored(false)
    expect(drive.sleepMs()).toBe(375_000)
    drive.rows([], 'calm')
    drive.wake('button')
    stored(false)
    expect(drive.sleepMs()).toBe(2_250_000)
    drive.rows([], 'none')
    expect(drive.sleepMs()).toBeNull()
  })

  test('[OUT-13] a server that always says more is left alone after fifty pages', () => {
    const drive = createDrive()
    drive.rows([], 'eager')
    let asked = 1
    while (drive.tell({ kind: 'feed-stored', more: true, lacking: null }).length > 0) {
      if (++asked > 500) throw new Error('asks for ever')
    }
    expect(asked).toBe(50)
    expect(drive.sleepMs()).toBe(375_000)
    drive.pass(375_000)
    expect(drive.wake('timer')).toEqual([{ kind: 'ask-feed', proof: null }])
  })

  test('[OUT-13] whoever wakes the feed while it is being asked gets a fresh answer', () => {
    const drive = createDrive()
    drive.rows([], 'calm')
    expect(drive.wake('button')).toEqual([])
    expect(drive.tell({ kind: 'feed-stored', more: false, lacking: null })).toEqual([
      { kind: 'ask-feed', proof: null },
    ])
  })

  test('[OUT-13] a feed that fails, or whose page could not be stored, is asked again with back-off', () => {
    const drive = createDrive()
    drive.rows([], 'calm')
    drive.tell({ kind: 'feed-replied', outcome: { kind: 'later', code: 'portal', askedMs: null } })
    expect(drive.sleepMs()).toBe(2_000)
    drive.pass(2_000)
    expect(drive.wake('timer')).toEqual([{ kind: 'ask-feed', proof: null }])
    drive.tell({ kind: 'feed-store-failed' })
    expect(drive.sleepMs()).toBe(4_000)
  })

  test('[OUT-10] one receipt of what is lacking is shown as proof, once', () => {
    const drive = createDrive()
    drive.rows([], 'calm')
    expect(drive.tell({ kind: 'feed-stored', more: false, lacking: receipt })).toEqual([
      { kind: 'ask-feed', proof: receipt },
    ])
    expect(drive.tell({ kind: 'feed-stored', more: false, lacking: receipt })).toEqual([])
  })
})
