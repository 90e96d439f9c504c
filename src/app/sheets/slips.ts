// Slips: the lines of one payee each (PAPER-6). Pure.
import type { LedgerCore } from '../../pack/model.ts'
import { accountView } from '../account-view.ts'
import { groupsOf } from '../groups.ts'
import type { SlipLine, SlipSheet } from './sheet.ts'

export type SlipYears = 'newest' | 'all'

export const slipOf = (
  site: string,
  cores: readonly LedgerCore[],
  number: number,
  years: SlipYears,
  today: string,
): SlipSheet | null => {
  const account = accountView(cores, number, today)
  if (!account) return null
  const told = years === 'all' ? account.years : account.years.slice(0, 1)
  const lines = told.flatMap((year) =>
    year.programmes.flatMap((programme) =>
      programme.lines.map((entry): SlipLine => ({ year: year.year, entry })),
    ),
  )
  return lines.length === 0 ? null : { kind: 'slip', site, account, lines }
}

/** Everybody of a site, or of one of its groups, who has something to be told; group by group. */
export const slipsOf = (
  site: string,
  cores: readonly LedgerCore[],
  group: number | null,
  years: SlipYears,
  today: string,
): readonly SlipSheet[] => {
  const seen = new Set<number>()
  return cores
    .flatMap((core) => groupsOf(core))
    .filter(({ number }) => group === null || number === group)
    .flatMap(({ payees }) => payees)
    .flatMap(({ number }) => {
      if (seen.has(number)) return []
      seen.add(number)
      return slipOf(site, cores, number, years, today) ?? []
    })
}
