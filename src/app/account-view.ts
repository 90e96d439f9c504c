// One payee's account as the page tells it: what everybody may read and, where its key is held, what only the village may,
// in one list of years and programmes. The reckoning itself is the pack's (accountOf). Pure.
import type { Programme } from '../domain/programme/schema.ts'
import { accountOf, payeeIndexOf } from '../pack/account.ts'
import type { Account, AccountLine, AccountProgramme, AccountYear } from '../pack/account.ts'
import type { LedgerCore } from '../pack/model.ts'

export type { Account, AccountLine, AccountProgramme, AccountYear }

/** Roster id, payee number, ordinal (PACK-7): what an objection names. */
export const lineKey = ({ roster, line }: AccountLine, payee: number): string =>
  `${roster.id}/${payee}/${line.ordinal}`

const mergeProgrammes = (
  mine: readonly AccountProgramme[],
  other: readonly AccountProgramme[],
): readonly AccountProgramme[] => {
  const joined = mine.map((programme) => {
    const twin = other.find((one) => one.programme === programme.programme)
    if (!twin) return programme
    return {
      ...programme,
      lines: [...programme.lines, ...twin.lines],
      paidFen: programme.paidFen + twin.paidFen,
    }
  })
  const known = new Set(mine.map((one) => one.programme))
  return [...joined, ...other.filter((one) => !known.has(one.programme))]
}

const mergeYears = (
  mine: readonly AccountYear[],
  other: readonly AccountYear[],
): readonly AccountYear[] => {
  const joined = mine.map((year) => {
    const twin = other.find((one) => one.year === year.year)
    if (!twin) return year
    return {
      year: year.year,
      programmes: mergeProgrammes(year.programmes, twin.programmes),
      paidFen: year.paidFen + twin.paidFen,
      openFen: year.openFen + twin.openFen,
    }
  })
  const known = new Set(mine.map((one) => one.year))
  return [...joined, ...other.filter((one) => !known.has(one.year))].sort((a, b) => b.year - a.year)
}

/** Null when no core knows the number. `today` is the later of the device's day and the newest checkpoint's. */
export const accountView = (
  cores: readonly LedgerCore[],
  number: number,
  today: string,
): Account | null => {
  const accounts = cores.flatMap((core) => {
    const index = payeeIndexOf(core, number)
    return index < 0 ? [] : [accountOf(core, index, today)]
  })
  const [first, ...rest] = accounts
  if (!first) return null
  return rest.reduce(
    (account, other) => ({ ...account, years: mergeYears(account.years, other.years) }),
    first,
  )
}

/** The line published last, for the cards of the first screen. */
export const newestLine = (account: Account): AccountLine | null => {
  const lines = account.years.flatMap((year) => year.programmes.flatMap((one) => one.lines))
  return lines.reduce<AccountLine | null>(
    (newest, line) =>
      newest === null || line.roster.published > newest.roster.published ? line : newest,
    null,
  )
}

/** MASK-2: programmes that never list a person by name, the same list for everybody. */
export const unlistedProgrammes = (programmes: Iterable<Programme>): readonly Programme[] =>
  [...programmes].filter(
    ({ disclosure }) =>
      disclosure.notice.class !== 'named' &&
      disclosure.result.every((stage) => stage.class !== 'named'),
  )
