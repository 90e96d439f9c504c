// The newest years of a large ledger, for a phone to begin with (PACK-29). It says of itself from which year it goes.
import type { Bytes } from '../base/bytes.ts'
import type { Result } from '../base/result.ts'
import { decodeLedger } from './ledger-decode.ts'
import type { Ledger, LedgerInput, LedgerPayee, Refusal } from './model.ts'
import { UNREADABLE } from './wire.ts'

interface OfYear {
  readonly year: number
}

/** Years of which a ledger shows anything in the open, newest first. */
export const yearsOf = ({ rosters, counts, sums }: LedgerInput): readonly number[] => {
  const dated: readonly OfYear[] = [...rosters, ...counts, ...sums]
  return [...new Set(dated.map(({ year }) => year))].sort((a, b) => b - a)
}

/** `programme/year/batch/kind` */
const yearOfRoster = (id: string): number => Number(id.split('/')[1])

/** Who has a line here, and merged numbers that point to them. */
const payeesOf = (
  payees: readonly LedgerPayee[],
  numbers: ReadonlySet<number>,
): readonly LedgerPayee[] =>
  payees.filter(({ number, see }) => numbers.has(number) || (see !== undefined && numbers.has(see)))

/**
 * Keeps every number, name and figure as it is: what a short ledger shows, the whole one shows too. `also`: ids of rosters of the
 * year before `from`, where the newest year alone is too large.
 */
export const shortenLedger = (
  whole: LedgerInput,
  from: number,
  also: ReadonlySet<string> = new Set(),
): LedgerInput => {
  const isIn = ({ year }: OfYear) => year >= from
  const rosters = whole.rosters.filter((roster) => isIn(roster) || also.has(roster.id))
  const at = new Map(rosters.map(({ id }, position) => [id, position]))
  /** Its roster by its new position; nothing where that is left out. */
  const placed = <T extends { readonly roster: number }>(part: T): readonly T[] => {
    const roster = at.get(whole.rosters[part.roster]!.id)
    return roster === undefined ? [] : [{ ...part, roster }]
  }
  const lines = whole.lines.flatMap(placed)
  return {
    ...whole,
    seed: '',
    from,
    payees: payeesOf(whole.payees, new Set(lines.map(({ payee }) => payee))),
    rosters,
    lines,
    masked: whole.masked.flatMap(placed),
    counts: whole.counts.filter(isIn),
    sums: whole.sums.filter(isIn),
    withdrawn: whole.withdrawn.filter(({ id }) => yearOfRoster(id) >= from),
    sealed: null,
  }
}

/** One that did not say from which year it goes would be shown as if nothing had been paid before. */
export const decodeShortLedger = (bytes: Bytes): Result<Ledger, Refusal> => {
  const ledger = decodeLedger(bytes)
  return ledger.ok && ledger.value.from === undefined ? UNREADABLE : ledger
}
