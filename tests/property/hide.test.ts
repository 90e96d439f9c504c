// Laws of leaving out what has ended, and of segments as bytes, over arbitrary ledgers.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesToHex, utf8ToBytes } from '../../src/base/bytes.ts'
import { encodeLedger } from '../../src/pack/ledger-encode.ts'
import { decodeLedger } from '../../src/pack/ledger-decode.ts'
import type { Ledger, LedgerInput } from '../../src/pack/model.ts'
import { segmentOf } from '../../src/pack/directory.ts'
import { gzip, sha256 } from '../../src/server/crypto/node-ports.ts'
import { hideInLedger } from '../../src/sync/pull/hide.ts'
import { openRecord, sealRecord } from '../../src/sync/pull/record.ts'
import { bytesToSegment, segmentToBytes } from '../../src/sync/pull/segment-bytes.ts'
import { makeLedger, makeRosterHead, VILLAGE } from '../support/published-office.ts'
import { runs } from '../support/runs.ts'

fc.configureGlobal({ numRuns: runs(100) })

const DAYS = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'] as const
const day = fc.option(fc.constantFrom(...DAYS))
const names = ['白音', '包桂兰', '𠮷日嘎拉', '乌·兰', '欧阳　明']

const ledgers: fc.Arbitrary<Ledger> = fc
  .record({
    untils: fc.array(day, { minLength: 1, maxLength: 4 }),
    stays: fc.array(fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), { maxLength: 6 }),
    cells: fc.array(day, { maxLength: 3 }),
  })
  .map(({ untils, stays, cells }): LedgerInput => {
    const rosters = untils.map((until, i) =>
      makeRosterHead({ id: `gengdi-dili/${2020 + i}/1/result`, year: 2020 + i, until }),
    )
    return makeLedger(VILLAGE, {
      rosters,
      payees: stays.map((_, i) => ({
        number: i + 1,
        name: names[i % names.length]!,
        group: 0,
        lastFour: '',
      })),
      lines: stays.flatMap((own, payee) =>
        rosters.flatMap((_, roster) =>
          own[roster]
            ? [
                {
                  payee: payee + 1,
                  roster,
                  ordinal: 1,
                  quantity: 1_000 * (roster + 1),
                  rate: null,
                  amountFen: 100 * (payee + 1) + roster,
                  state: 'paid' as const,
                },
              ]
            : [],
        ),
      ),
      counts: cells.map((until, i) => ({
        programme: 'dibao',
        year: 2020 + i,
        batch: '1',
        kind: 'result' as const,
        persons: 9,
        amountFen: 100,
        pooled: false,
        until,
      })),
      sums: cells.map((until, i) => ({
        programme: 'gengdi-dili',
        year: 2020 + i,
        batch: '1',
        kind: 'result' as const,
        sites: 2,
        persons: 9,
        amountFen: 100,
        until,
      })),
    })
  })
  .map((input) => {
    const decoded = decodeLedger(gzip(utf8ToBytes(encodeLedger(input))))
    if (!decoded.ok) throw new Error('made here, readable here')
    return decoded.value
  })

/** Every line with all that it says, by payee and roster id: what a person could read off it. */
const readable = (ledger: Ledger) =>
  ledger.payees.flatMap((payee, i) =>
    ledger.linesOf(i).map((line) => ({
      payee: payee.number,
      name: payee.name,
      roster: ledger.rosters[line.roster]!.id,
      amountFen: line.amountFen,
      quantity: line.quantity,
    })),
  )

describe('what has ended', () => {
  test('[PULL-7] exactly the lines of rosters that have not ended remain, each as it was', () => {
    fc.assert(
      fc.property(ledgers, fc.constantFrom(...DAYS), (ledger, today) => {
        const shown = hideInLedger(ledger, today)
        const open = new Set(
          ledger.rosters.filter(({ until }) => until === null || until > today).map(({ id }) => id),
        )
        expect(shown.rosters.map(({ id }) => id)).toEqual(
          ledger.rosters.map(({ id }) => id).filter((id) => open.has(id)),
        )
        expect(readable(shown)).toEqual(readable(ledger).filter(({ roster }) => open.has(roster)))
        for (const cell of [...shown.counts, ...shown.sums])
          expect(cell.until === null || cell.until > today).toBe(true)
      }),
    )
  })

  test('[PULL-7] no payee is named who stands in nothing that is shown', () => {
    fc.assert(
      fc.property(ledgers, fc.constantFrom(...DAYS), (ledger, today) => {
        const shown = hideInLedger(ledger, today)
        if (shown.rosters.length === ledger.rosters.length) return
        shown.payees.forEach((_, i) => expect(shown.linesOf(i).length).toBeGreaterThan(0))
      }),
    )
  })

  test('[PULL-7] hiding later hides no less, and hiding twice changes nothing', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const [early, late] = [hideInLedger(ledger, DAYS[1]), hideInLedger(ledger, DAYS[2])]
        expect(readable(hideInLedger(early, DAYS[2]))).toEqual(readable(late))
        expect(hideInLedger(late, DAYS[2])).toBe(late)
      }),
    )
  })
})

describe('segments as bytes', () => {
  test('[PULL-6] come back as they were, and only under their site and pack', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const segment = segmentOf(VILLAGE, ledger)
        const bytes = segmentToBytes(segment, 'pack')
        expect(bytesToSegment(bytes, VILLAGE, 'pack')).toEqual(segment)
        expect(bytesToSegment(bytes, VILLAGE, 'other')).toBeNull()
        expect(bytesToSegment(bytes, '152223105202', 'pack')).toBeNull()
      }),
    )
  })

  test('[PULL-6] a flipped bit or a cut in a segment is seen', () => {
    fc.assert(
      fc.property(ledgers, fc.nat(), fc.nat({ max: 7 }), (ledger, at, bit) => {
        const bytes = segmentToBytes(segmentOf(VILLAGE, ledger), 'pack')
        const flipped = bytes.slice()
        flipped[at % bytes.length]! ^= 1 << bit
        expect(bytesToSegment(flipped, VILLAGE, 'pack')).toBeNull()
        expect(bytesToSegment(bytes.slice(0, at % bytes.length), VILLAGE, 'pack')).toBeNull()
      }),
    )
  })

  test('[PULL-6] any flipped bit, and any cut, is seen', () => {
    const sealed = sealRecord(sha256, 'settings held', {
      root: bytesToHex(sha256(new Uint8Array())),
    })
    expect(openRecord(sha256, 'settings held', sealed)).not.toBeUndefined()
    expect(openRecord(sha256, 'settings other', sealed)).toBeUndefined()
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), fc.nat(sealed.length - 1), (bit, length) => {
        const flipped = sealed.slice()
        flipped[bit >> 3] = flipped[bit >> 3]! ^ (1 << (bit & 7))
        expect(openRecord(sha256, 'settings held', flipped)).toBeUndefined()
        expect(openRecord(sha256, 'settings held', sealed.slice(0, length))).toBeUndefined()
      }),
    )
  })
})
