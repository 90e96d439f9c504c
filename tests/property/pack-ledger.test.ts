// Laws of the ledger's encoding: nothing is lost, nothing depends on order, and no bytes make the reader throw.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8ToBytes } from '../../src/base/bytes.ts'
import { decodeCore, decodeLedger } from '../../src/pack/ledger-decode.ts'
import { encodeCore, encodeLedger } from '../../src/pack/ledger-encode.ts'
import { orderCore, orderLedger } from '../../src/pack/ledger-order.ts'
import type { LedgerCore, LedgerLineInput } from '../../src/pack/model.ts'
import { shortenLedger, yearsOf } from '../../src/pack/short-ledger.ts'
import { ledgerRoot } from '../../src/pack/statement.ts'
import { gzip, sha256 } from '../../src/server/crypto/node-ports.ts'
import {
  arbitraryCore,
  arbitraryLedger,
  createShuffle,
  reorderLedger,
} from '../support/arbitrary-ledger.ts'
import { runs } from '../support/runs.ts'

const pack = (text: string) => gzip(utf8ToBytes(text))

/** Lines as the publisher's plain list again. */
const linesOf = (core: LedgerCore): LedgerLineInput[] =>
  core.payees.flatMap((payee, i) =>
    core.linesOf(i).map((line) => ({ ...line, payee: payee.number })),
  )

const plainOf = ({ linesOf: _, ...core }: LedgerCore) => core

describe('a ledger', () => {
  test('[PACK-5] read back is the model that was written', () => {
    fc.assert(
      fc.property(arbitraryLedger, (ledger) => {
        const decoded = decodeLedger(pack(encodeLedger(ledger)))
        if (!decoded.ok) throw new Error(decoded.error.kind)
        const { lines, ...rest } = orderLedger(ledger)
        expect(plainOf(decoded.value)).toEqual(rest)
        expect(linesOf(decoded.value)).toEqual(lines)
      }),
      { numRuns: runs(300) },
    )
  })

  test('[PACK-5] has the same bytes and the same root in whatever order its parts come', () => {
    fc.assert(
      fc.property(arbitraryLedger, fc.nat(), (ledger, seed) => {
        const reordered = reorderLedger(ledger, createShuffle(seed))
        expect(encodeLedger(reordered)).toBe(encodeLedger(ledger))
        expect(ledgerRoot(reordered, sha256)).toBe(ledgerRoot(ledger, sha256))
      }),
      { numRuns: runs(100) },
    )
  })

  test('[PACK-12] a core by itself is read back as it was written', () => {
    fc.assert(
      fc.property(arbitraryCore, (core) => {
        const decoded = decodeCore(pack(encodeCore(core)))
        if (!decoded.ok) throw new Error(decoded.error.kind)
        const { lines, ...rest } = orderCore(core)
        expect(plainOf(decoded.value)).toEqual(rest)
        expect(linesOf(decoded.value)).toEqual(lines)
      }),
      { numRuns: runs(50) },
    )
  })
})

const lineTexts = (core: LedgerCore): string[] =>
  linesOf(core).map(({ roster, ...line }) => JSON.stringify([core.rosters[roster]!.id, line]))

describe('a short ledger', () => {
  test('[PACK-29] says its first year, and shows of this and later ones all that the whole one does, and nothing else', () => {
    fc.assert(
      fc.property(arbitraryLedger, fc.nat(), (ledger, pick) => {
        const years = yearsOf(ledger)
        fc.pre(years.length > 0)
        const from = years[pick % years.length]!
        const read = (text: string) => {
          const decoded = decodeLedger(pack(text))
          if (!decoded.ok) throw new Error(decoded.error.kind)
          return decoded.value
        }
        const whole = read(encodeLedger(ledger))
        const before = ledger.rosters.filter(({ year }) => year === from - 1)
        const also = new Set(before.filter((_, at) => (pick >> at) % 2 === 1).map(({ id }) => id))
        const short = read(encodeLedger(shortenLedger(ledger, from, also)))
        const isIn = ({ year }: { readonly year: number }) => year >= from
        expect(short).toMatchObject({ site: whole.site, from, seed: '', sealed: null })
        expect(short.rosters).toEqual(
          whole.rosters.filter((roster) => isIn(roster) || also.has(roster.id)),
        )
        expect(short.counts).toEqual(whole.counts.filter(isIn))
        expect(short.sums).toEqual(whole.sums.filter(isIn))
        const kept = new Set(short.rosters.map(({ id }) => id))
        const inYears = (text: string) => kept.has((JSON.parse(text) as [string])[0])
        expect(lineTexts(short)).toEqual(lineTexts(whole).filter(inYears))
        const lists = ({ masked, rosters }: LedgerCore) =>
          masked.map(({ roster, rows }) => ({ id: rosters[roster]!.id, rows }))
        expect(lists(short)).toEqual(lists(whole).filter(({ id }) => kept.has(id)))
        const shown = new Set(linesOf(short).map(({ payee }) => payee))
        const isShown = (number: number | undefined) => number !== undefined && shown.has(number)
        expect(short.payees).toEqual(
          whole.payees.filter(({ number, see }) => isShown(number) || isShown(see)),
        )
      }),
      { numRuns: runs(150) },
    )
  })
})

/** The same JSON with one value somewhere in it replaced. */
const replaceAt = (value: unknown, path: readonly number[], by: unknown): unknown => {
  if (path.length === 0 || typeof value !== 'object' || value === null) return by
  const keys = Object.keys(value)
  const key = keys[path[0]! % Math.max(1, keys.length)]
  if (key === undefined) return by
  const own = (value as Record<string, unknown>)[key]
  const changed = replaceAt(own, path.slice(1), by)
  return Array.isArray(value)
    ? value.map((entry: unknown, i) => (String(i) === key ? changed : entry))
    : { ...value, [key]: changed }
}

const isRefusedOrRead = (bytes: Uint8Array<ArrayBuffer>): boolean => {
  const decoded = decodeLedger(bytes)
  if (!decoded.ok) return decoded.error.kind === 'unreadable' || decoded.error.kind === 'too-new'
  decoded.value.payees.forEach((_, i) => decoded.value.linesOf(i))
  return true
}

describe('bytes from outside', () => {
  test('[PACK-4] a pack with any one value replaced is refused or read, never a crash', () => {
    fc.assert(
      fc.property(
        arbitraryLedger,
        fc.array(fc.nat(60), { minLength: 1, maxLength: 5 }),
        fc.jsonValue(),
        (ledger, path, by) => {
          const json: unknown = JSON.parse(encodeLedger(ledger))
          expect(isRefusedOrRead(pack(JSON.stringify(replaceAt(json, path, by))))).toBe(true)
        },
      ),
      { numRuns: runs(500) },
    )
  })

  test('[PACK-4] a column with any one letter replaced is refused or read, never a crash', () => {
    fc.assert(
      fc.property(arbitraryLedger, fc.nat(), fc.constantFrom('A', '_', '9', '.'), (l, at, by) => {
        const text = encodeLedger(l)
        const lines = text.indexOf('"lines"')
        const place = lines + (at % (text.length - lines))
        const changed = text.slice(0, place) + by + text.slice(place + 1)
        expect(isRefusedOrRead(pack(changed))).toBe(true)
      }),
      { numRuns: runs(500) },
    )
  })

  test('[PACK-4] a gzip file with any bytes replaced is refused or read, never a crash', () => {
    fc.assert(
      fc.property(
        arbitraryLedger,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (ledger, changes) => {
          const bytes = pack(encodeLedger(ledger))
          for (const [at, by] of changes) bytes[at % bytes.length] = by
          expect(isRefusedOrRead(bytes)).toBe(true)
        },
      ),
      { numRuns: runs(300) },
    )
  })
})
