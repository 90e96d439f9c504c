// An account over what everybody may read and what only the village may.
import { expect, test } from 'vitest'
import {
  accountView,
  lineKey,
  newestLine,
  unlistedProgrammes,
} from '../../../src/app/account-view.ts'
import { makeLedger, makeMaskedProgramme, makeProgramme, makeRoster } from '../../support/models.ts'

const TODAY = '2025-10-10'
const line = { payee: 1, roster: 0, ordinal: 1, quantity: 25_360, rate: null, amountFen: 220_125 }

test('the open and the village part make one list of years, newest first', () => {
  const open = makeLedger({ lines: [{ ...line, state: 'paid' }] })
  const village = makeLedger({
    rosters: [makeRoster({ year: 2021 }), makeRoster({ batch: '2', audience: 'village' })],
    lines: [
      { ...line, state: 'paid' },
      { ...line, roster: 1, state: 'failed', amountFen: 1_000 },
    ],
  })
  const account = accountView([open, village], 1, TODAY)!
  expect(account.years.map(({ year, paidFen, openFen }) => [year, paidFen, openFen])).toEqual([
    [2025, 220_125, 1_000],
    [2021, 220_125, 0],
  ])
  const [programme] = account.years[0]!.programmes
  expect(programme!.lines.map((one) => lineKey(one, 1))).toEqual([
    'gengdi-dili/2025/1/result/1/1',
    'gengdi-dili/2025/2/result/1/1',
  ])
})

test('a person whom only the village part knows has an account too', () => {
  const village = makeLedger({ payees: [{ number: 9, name: '乌云', group: 1, lastFour: '' }] })
  expect(accountView([makeLedger(), village], 9, TODAY)?.payee.name).toBe('乌云')
  expect(accountView([makeLedger()], 9, TODAY)).toBeNull()
})

test('[PACK-10] a roster whose last day has passed is in no account', () => {
  const rosters = [makeRoster({ until: '2025-10-10' })]
  const ledger = makeLedger({ rosters, lines: [{ ...line, state: 'paid' }] })
  expect(accountView([ledger], 1, '2025-10-09')!.years).toHaveLength(1)
  expect(accountView([ledger], 1, '2025-10-10')!.years).toEqual([])
})

test('the newest line is the one that was published last, whatever its year', () => {
  const rosters = [makeRoster(), makeRoster({ year: 2024, published: '2025-09-01' })]
  const lines = [0, 1].map((roster) => ({ ...line, roster, state: 'paid' as const }))
  const account = accountView([makeLedger({ rosters, lines })], 1, TODAY)!
  expect(newestLine(account)?.roster.year).toBe(2024)
  expect(newestLine(accountView([makeLedger()], 1, TODAY)!)).toBeNull()
})

test('[MASK-2] the programmes without names are the same for everybody', () => {
  expect(unlistedProgrammes([makeProgramme(), makeMaskedProgramme()]).map(({ id }) => id)).toEqual([
    'dibao',
  ])
})
