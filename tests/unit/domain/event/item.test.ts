// What the rows of an item say about its state and about the next try.
import { describe, expect, test } from 'vitest'
import { type ItemRows, deriveNext, deriveState } from '../../../../src/domain/event/item.ts'

const NOW = 1_000_000
const makeRows = (changes: Partial<ItemRows> = {}): ItemRows => ({
  draft: false,
  receipt: null,
  answers: [],
  refusal: null,
  attempt: null,
  ...changes,
})
const attempt = { startedMs: NOW - 10, leaseMs: NOW + 10, failure: null }
const failure = (code: string, upgrade = false) => ({
  ...attempt,
  failure: { code, retryMs: NOW + 5, upgrade },
})
const receipt = { number: 1, receivedMs: NOW }
const answer = { id: 'x', text: '答', answeredMs: NOW, from: null }

describe('the state of an item', () => {
  test.each<[string, Partial<ItemRows>, string, string]>([
    ['draft', { draft: true }, 'draft', 'finish-writing'],
    ['fresh', {}, 'waiting', 'sends-by-itself'],
    ['under way', { attempt }, 'sending', 'being-sent'],
    ['failed without network', { attempt: failure('no-network') }, 'waiting', 'sends-by-itself'],
    ['failed otherwise', { attempt: failure('portal') }, 'waiting', 'tries-again'],
    ['too old an app', { attempt: failure('app-too-old', true) }, 'waiting', 'update-app'],
    ['refused', { refusal: { code: 'event-differs' }, attempt }, 'quarantined', 'decide'],
    ['received', { receipt, attempt }, 'received', 'office-answers'],
    [
      'received after a refusal',
      { receipt, refusal: { code: 'internal' } },
      'received',
      'office-answers',
    ],
    ['answered', { receipt, answers: [answer] }, 'answered', 'read-answer'],
    ['answered, and offered again since', { answers: [answer] }, 'answered', 'read-answer'],
  ])('[OUT-2] %s', (_name, changes, state, next) => {
    const rows = makeRows(changes)
    expect([deriveState(rows, NOW), deriveNext(rows, NOW).kind]).toEqual([state, next])
  })

  test('[OUT-2] a lease left by a crash ends by time, and by a clock set back', () => {
    const rows = makeRows({ attempt })
    expect(deriveState(rows, attempt.leaseMs)).toBe('waiting')
    expect(deriveState(rows, attempt.startedMs - 1)).toBe('waiting')
    expect(deriveState(rows, 0)).toBe('waiting')
  })

  test('[OUT-2] the reason and the time of the next try are told', () => {
    expect(deriveNext(makeRows({ attempt: failure('server-busy') }), NOW)).toEqual({
      kind: 'tries-again',
      atMs: NOW + 5,
      because: 'server-busy',
    })
    expect(deriveNext(makeRows({ refusal: { code: 'parcel-damaged' } }), NOW)).toEqual({
      kind: 'decide',
      because: 'parcel-damaged',
    })
  })
})
