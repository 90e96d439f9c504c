// What is printed, as plain data: every figure and name in it comes out of a verified pack (PAPER-2).
import type { Policy } from '../../domain/policy/schema.ts'
import type {
  CountsCell,
  LedgerLine,
  LedgerPayee,
  LedgerRoster,
  MaskedList,
  SumCell,
} from '../../pack/model.ts'
import type { Account, AccountLine } from '../account-view.ts'

export interface BoardLine {
  readonly payee: LedgerPayee
  readonly group: string
  readonly line: LedgerLine
}

export interface BoardTotals {
  /** Each null where the office published no such sum, or where a line lacks the figure. */
  readonly persons: number | null
  readonly quantity: number | null
  readonly amountFen: number | null
}

/** One roster as it hangs on a board: whole, or of one group. */
export interface BoardSheet {
  readonly kind: 'board'
  readonly site: string
  readonly group: { readonly number: number; readonly name: string } | null
  readonly roster: LedgerRoster
  /** By group, then number; empty for a masked roster. */
  readonly lines: readonly BoardLine[]
  readonly masked: MaskedList['rows'] | null
  readonly totals: BoardTotals
  readonly policy: Policy | null
}

/** What is published in sums alone, of one year. */
export interface SumsSheet {
  readonly kind: 'sums'
  readonly site: string
  readonly year: number
  readonly sums: readonly SumCell[]
  readonly counts: readonly CountsCell[]
  /** The first day on which something of it must not hang any more. */
  readonly until: string | null
}

/** A line with the year it stands under. */
export interface SlipLine {
  readonly year: number
  readonly entry: AccountLine
}

export interface SlipSheet {
  readonly kind: 'slip'
  readonly site: string
  readonly account: Account
  /** Newest year first. */
  readonly lines: readonly SlipLine[]
}

export interface LeafletSheet {
  readonly kind: 'leaflet'
  readonly policy: Policy
}

export type Sheet = BoardSheet | SumsSheet | SlipSheet | LeafletSheet
