// What of a ledger is here whole, and of which year only a part.
import { expect, test } from 'vitest'
import { isBegun, partialYear, wholeLedger } from '../../../src/app/whole-ledger.ts'
import { ok } from '../../../src/base/result.ts'
import { makeLedger, makeRoster } from '../../support/models.ts'

const ledger = makeLedger({ rosters: [makeRoster({ year: 2025 })] })

test('[PACK-29] a whole ledger is whole, and none of its years partial', () => {
  expect(wholeLedger(ok(ledger))).toBe(ledger)
  expect(isBegun(ok(ledger))).toBe(false)
  expect(partialYear(ledger)).toBeUndefined()
})

test('[PACK-29] a short one is not; its year before the first whole one is partial where it has some of it', () => {
  expect(wholeLedger(ok({ ...ledger, from: 2025 }))).toBeNull()
  expect(isBegun(ok({ ...ledger, from: 2025 }))).toBe(true)
  expect(partialYear({ ...ledger, from: 2025 })).toBeUndefined()
  expect(partialYear({ ...ledger, from: 2026 })).toBe(2025)
})
