// The media lane's step alone: what may start when, and what comes of each answer.
import { describe, expect, it } from 'vitest'
import { MEDIA_RECEIPT_FORMAT, type MediaReceipt } from '../../../../src/protocol/media.ts'
import { mayCarry } from '../../../../src/sync/media/ports.ts'
import type { NetworkKind } from '../../../../src/sync/media/ports.ts'
import {
  type MediaEffect,
  type MediaHappening,
  type MediaState,
  type MediaVerdict,
  freshMedia,
} from '../../../../src/sync/media/state.ts'
import { mediaStep } from '../../../../src/sync/media/step.ts'

/** A lane to which things happen one after another. */
const createLane = () => {
  let state: MediaState = freshMedia
  let atMs = 0
  const effects: MediaEffect[] = []
  const lane = {
    happens: (...happenings: readonly MediaHappening[]) => {
      for (const happening of happenings) {
        const next = mediaStep(state, { ...happening, atMs, roll: 0.5 })
        state = next.state
        effects.push(...next.effects)
      }
      return lane
    },
    later: (ms: number) => {
      atMs += ms
      return lane.happens({ kind: 'woken', cause: 'timer' })
    },
    /** Effects since the last look, without the alarm clock. */
    did: () => effects.splice(0).filter(({ kind }) => kind !== 'sleep'),
    sleepsUntil: () => {
      const last = effects.findLast((effect) => effect.kind === 'sleep')
      return last?.untilMs ?? null
    },
  }
  return lane
}

const allowed: MediaHappening = { kind: 'network', allowed: true }
const forbidden: MediaHappening = { kind: 'network', allowed: false }
const rows = (media: readonly string[], text = false): MediaHappening => ({
  kind: 'rows',
  media,
  text,
})
const replied = (sha256: string, verdict: MediaVerdict): MediaHappening => ({
  kind: 'replied',
  sha256,
  verdict,
})
const failed = (scope: 'way' | 'item', code = 'no-network'): MediaVerdict => ({
  kind: 'later',
  code,
  scope,
  askedMs: null,
})
const receiptOf = (sha256: string): MediaReceipt => ({
  format: MEDIA_RECEIPT_FORMAT,
  event: '0193b2c4-1111-7abc-8def-0123456789ab',
  sha256,
  epoch: '0'.repeat(16),
  number: 1,
  receivedMs: 0,
  key: 'r1',
  signature: 'AA',
})

describe('[OUT-25] text before media', () => {
  it('nothing is carried while a text may be sent; one that comes in between goes first', () => {
    const lane = createLane().happens(allowed, rows(['a'], true))
    expect(lane.did()).toEqual([])
    lane.happens(rows(['a'], false))
    expect(lane.did()).toEqual([{ kind: 'carry', sha256: 'a' }])
    lane.happens(rows(['a'], true))
    expect(lane.did()).toEqual([{ kind: 'pause' }])
    lane.happens(replied('a', { kind: 'paused' }))
    expect(lane.did()).toEqual([])
    lane.happens(rows(['a'], false))
    expect(lane.did()).toEqual([{ kind: 'carry', sha256: 'a' }])
  })

  it('one is under way at a time, until its receipt is stored', () => {
    const lane = createLane().happens(allowed, rows(['a', 'b']))
    expect(lane.did()).toEqual([{ kind: 'carry', sha256: 'a' }])
    const receipt = receiptOf('a')
    lane.happens(replied('a', { kind: 'receipt', receipt }))
    expect(lane.did()).toEqual([{ kind: 'settle', receipt }])
    lane.happens(rows(['b']), { kind: 'stored', sha256: 'a' })
    expect(lane.did()).toEqual([{ kind: 'carry', sha256: 'b' }])
  })

  it('what fails by itself waits by itself; the next goes on', () => {
    const lane = createLane().happens(allowed, rows(['a', 'b']))
    lane.did()
    lane.happens(replied('a', failed('item', 'media-damaged')))
    expect(lane.did()).toEqual([
      { kind: 'note', sha256: 'a', code: 'media-damaged', delayMs: 1500, upgrade: false },
      { kind: 'carry', sha256: 'b' },
    ])
  })

  it('a fault of the way makes the lane wait, longer each time, and the least tried goes first then', () => {
    const lane = createLane().happens(allowed, rows(['a', 'b']))
    lane.happens(replied('a', failed('way')))
    expect(lane.sleepsUntil()).toBe(1500)
    lane.did()
    lane.later(1500)
    expect(lane.did()).toEqual([{ kind: 'carry', sha256: 'b' }])
    lane.happens(replied('b', failed('way')))
    expect(lane.sleepsUntil()).toBe(1500 + 3000)
    lane.did()
    lane.happens({ kind: 'woken', cause: 'online' })
    expect(lane.did()).toEqual([{ kind: 'carry', sha256: 'a' }])
  })

  it('a receipt that could not be stored is fetched again later', () => {
    const lane = createLane().happens(allowed, rows(['a']))
    lane.happens(replied('a', { kind: 'receipt', receipt: receiptOf('a') }))
    lane.did()
    lane.happens({ kind: 'store-failed', sha256: 'a' })
    expect(lane.did()).toMatchObject([{ kind: 'note', code: 'storage-failed' }])
    lane.later(1500)
    expect(lane.did()).toEqual([{ kind: 'carry', sha256: 'a' }])
  })
})

describe('[OUT-26] attachments by Wi-Fi only', () => {
  const network = (kind: NetworkKind, wifiOnly: boolean) => ({
    kind: () => kind,
    wifiOnly: () => wifiOnly,
    setWifiOnly: () => undefined,
    listen: () => () => undefined,
  })

  it('holds on mobile data and where the browser says nothing, and only by choice', () => {
    const kinds: readonly NetworkKind[] = ['mobile', 'wifi', 'unknown']
    expect(kinds.map((kind) => mayCarry(network(kind, true)))).toEqual([false, true, false])
    expect(kinds.map((kind) => mayCarry(network(kind, false)))).toEqual([true, true, true])
  })

  it('what is held waits for the network or the button; the button counts for what waits now', () => {
    const lane = createLane().happens(forbidden, rows(['a']))
    expect(lane.did()).toEqual([])
    expect(lane.sleepsUntil()).toBeNull()
    lane.happens({ kind: 'woken', cause: 'button' })
    expect(lane.did()).toEqual([{ kind: 'carry', sha256: 'a' }])
    lane.happens(replied('a', { kind: 'receipt', receipt: receiptOf('a') }))
    lane.happens(rows([]), { kind: 'stored', sha256: 'a' }, rows([]), rows(['b']))
    expect(lane.did().filter(({ kind }) => kind === 'carry')).toEqual([])
    lane.happens(allowed)
    expect(lane.did()).toEqual([{ kind: 'carry', sha256: 'b' }])
  })

  it('going over to mobile data pauses what is under way', () => {
    const lane = createLane().happens(allowed, rows(['a']))
    lane.did()
    lane.happens(forbidden)
    expect(lane.did()).toEqual([{ kind: 'pause' }])
  })
})

describe('[OUT-28] refused for good', () => {
  it('one is quarantined with its code and not tried again; the others go on', () => {
    const lane = createLane().happens(allowed, rows(['a', 'b']))
    lane.did()
    lane.happens(replied('a', { kind: 'refused', code: 'media-too-many' }))
    expect(lane.did()).toEqual([{ kind: 'refuse', sha256: 'a', code: 'media-too-many' }])
    lane.happens(rows(['b']), { kind: 'stored', sha256: 'a' })
    expect(lane.did()).toEqual([{ kind: 'carry', sha256: 'b' }])
  })
})
