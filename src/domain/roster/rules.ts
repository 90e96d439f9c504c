// Identity of rosters and the arithmetic of their lines.
import { multiplyToFen } from '../../base/decimal.ts'
import type { RosterIdentity } from './schema.ts'

/** Stable text key of a roster; versions share it. Used in line keys, addresses and objections. */
export const rosterKey = (roster: RosterIdentity): string =>
  [roster.site, roster.programme, roster.year, roster.batch, roster.kind].join('/')

/** How a printed amount stands to quantity × rate (DOMAIN §2.6): up to 1 fen clean, up to 1 yuan rounding, else mismatch. */
export type AmountJudgement = 'clean' | 'rounding' | 'mismatch'

export const judgeAmount = (quantity: number, rate: number, amountFen: number): AmountJudgement => {
  const difference = Math.abs(multiplyToFen(quantity, rate) - amountFen)
  if (difference <= 1) return 'clean'
  return difference <= 100 ? 'rounding' : 'mismatch'
}
