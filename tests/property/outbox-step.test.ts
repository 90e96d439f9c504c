// Laws of the outbox's step under any order of events.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FeedPage } from '../../src/protocol/feed.ts'
import type { Receipt } from '../../src/protocol/receipts.ts'
import { type OutboxEvent, freshState } from '../../src/sync/outbox/state.ts'
import { step } from '../../src/sync/outbox/step.ts'
import { runs } from '../support/runs.ts'

const ids = ['a', 'b', 'c', 'd']
const id = fc.constantFrom(...ids)
const stamp = { atMs: fc.nat(5_000), roll: fc.double({ min: 0, max: 0.999, noNaN: true }) }
const receipt = { id: 'a' } as Receipt

const event = fc.oneof(
  fc.record({
    ...stamp,
    kind: fc.constant('rows' as const),
    waiting: fc.subarray(ids),
    feed: fc.constantFrom('none' as const, 'calm' as const, 'eager' as const),
  }),
  fc.record({
    ...stamp,
    kind: fc.constant('woken' as const),
    cause: fc.constantFrom(
      'timer' as const,
      'online' as const,
      'visible' as const,
      'button' as const,
    ),
  }),
  fc.record({
    ...stamp,
    kind: fc.constant('replied' as const),
    id,
    verdict: fc.oneof(
      fc.constant({ kind: 'receipt' as const, receipt, nonce: '' }),
      fc.constant({ kind: 'refused' as const, code: 'event-differs' }),
      fc.constant({ kind: 'upgrade' as const, code: 'app-too-old' }),
      fc.record({
        kind: fc.constant('later' as const),
        code: fc.constant('portal'),
        scope: fc.constantFrom('way' as const, 'item' as const),
        askedMs: fc.option(fc.nat(1e7)),
      }),
    ),
  }),
  fc.record({ ...stamp, kind: fc.constant('stored' as const), id }),
  fc.record({ ...stamp, kind: fc.constant('store-failed' as const), id }),
  fc.record({
    ...stamp,
    kind: fc.constant('feed-replied' as const),
    outcome: fc.constantFrom(
      { kind: 'page' as const, page: {} as FeedPage, asked: [] },
      { kind: 'later' as const, code: 'portal', askedMs: null },
    ),
  }),
  fc.record({
    ...stamp,
    kind: fc.constant('feed-stored' as const),
    more: fc.boolean(),
    lacking: fc.constantFrom(receipt, null),
  }),
  fc.record({ ...stamp, kind: fc.constant('feed-store-failed' as const) }),
)

type Told = OutboxEvent | { readonly kind: 'unasked' }

/** What a runner could tell in this state: answers come only to what is under way. */
const possible = (
  told: OutboxEvent,
  sending: string | null,
  settling: boolean,
  asking: boolean,
): Told => {
  switch (told.kind) {
    case 'replied':
      return sending === null || settling ? { kind: 'unasked' } : { ...told, id: sending }
    case 'stored':
    case 'store-failed':
      return sending === null ? { kind: 'unasked' } : { ...told, id: sending }
    case 'feed-replied':
    case 'feed-stored':
    case 'feed-store-failed':
      return asking ? told : { kind: 'unasked' }
    default:
      return told
  }
}

test('[OUT-3] [OUT-4] [OUT-6] whatever happens in whatever order: one parcel at a time, none leaves unstored, none is forgotten', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      let state = freshState
      let settling = false
      let atMs = 1_000
      for (const raw of events) {
        const told = possible(raw, state.sending, settling, state.feed.asking)
        if (told.kind === 'unasked') continue
        atMs += told.atMs
        const before = state
        const next = step(state, { ...told, atMs })
        const { effects } = next
        state = next.state
        const puts = effects.filter((effect) => effect.kind === 'put')
        const asks = effects.filter((effect) => effect.kind === 'ask-feed')
        settling =
          effects.some((effect) => effect.kind === 'settle' || effect.kind === 'refuse') ||
          (settling && told.kind !== 'stored' && told.kind !== 'store-failed')
        expect(puts.length).toBeLessThanOrEqual(1)
        expect(asks.length).toBeLessThanOrEqual(1)
        // Nothing new begins while something is under way.
        if (before.sending !== null && state.sending === before.sending) expect(puts).toEqual([])
        if (before.feed.asking && told.kind !== 'feed-stored') {
          if (!told.kind.startsWith('feed-')) expect(asks).toEqual([])
        }
        // Only storing, or rows that no longer name it, takes an item out.
        if (told.kind !== 'stored' && told.kind !== 'rows') {
          expect(state.items.map((item) => item.id)).toEqual(before.items.map((item) => item.id))
        }
        // Whoever may be sent is being sent, or a time is named at which it will be.
        const open = state.items.filter((item) => !item.held)
        const sleep = effects.at(-1)
        expect(sleep?.kind).toBe('sleep')
        if (open.length > 0 && state.sending === null) {
          expect(sleep).toMatchObject({ untilMs: expect.any(Number) })
          if (sleep?.kind === 'sleep') expect(sleep.untilMs).toBeLessThanOrEqual(atMs + 900_000)
        }
      }
    }),
    { numRuns: runs(500) },
  )
})
