// What the rows of one table turned out to be, before they become lines of rosters.
import type { Programme } from '../../../domain/programme/schema.ts'
import type { PaymentState, RosterKind } from '../../../domain/roster/schema.ts'
import type { Context } from './context.ts'
import type { IdReading } from '../cells/identity.ts'
import type { Layout } from '../columns/layout-model.ts'
import type { TotalWord } from '../words/row-words.ts'

/** Why a row with content gives no line. */
export type RejectReason =
  | 'no-header' // nothing above says what the columns are
  | 'no-name' // figures without anybody
  | 'no-figures' // somebody without quantity or amount
  | 'summary' // a place with sums, no person
  | 'not-understood'

export type RowRole =
  | {
      readonly role:
        | 'payee'
        | 'title'
        | 'unit'
        | 'header'
        | 'section'
        | 'subtotal'
        | 'total'
        | 'footer'
        | 'blank'
    }
  | { readonly role: 'rejected'; readonly reason: RejectReason }

/** A printed figure with its value in fixed units and whether that says all of it. */
export interface Scaled {
  readonly value: number
  readonly exact: boolean
  readonly text: string
}

/** One programme's figures of a row. */
export interface BlockFigures {
  readonly quantity: Scaled | null
  readonly rate: Scaled | null
  readonly amount: Scaled | null
  readonly due: Scaled | null
  /** Exact quantity × rate in fen, where both are there. */
  readonly productFen: number | null
  /** Something stands in the amount cell that is no number: #REF!, 停发. */
  readonly amountWords: string
  /** The amount belongs to the merged cell above: this row only adds its quantity. */
  readonly joinsAbove: boolean
  /** Amount and quantity are whole, not negative and fit each other: whatever else is asked, there is nothing to tell. */
  readonly sound: boolean
}

export interface RowPlace {
  readonly verdict: 'found' | 'unknown' | 'ambiguous' | 'none'
  readonly site: string | null
  /** Full name, or as printed; '' when nothing names a place. */
  readonly name: string
}

export interface PayeeRow {
  /** Figures without a name: counted in sums, no line of a roster. */
  readonly nobody: boolean
  readonly row: number
  /** By which `Repeats` knows it. */
  readonly noted: number
  readonly name: string
  readonly id: IdReading
  readonly account: string | null
  readonly householdCode: string | null
  readonly place: RowPlace
  /** Row that names the place: its own, a section's; null where it stands above the table. */
  readonly placeRow: number | null
  readonly group: string | null
  /** From a column or a section; null where the title or the head decides. */
  readonly programme: { readonly programme: Programme | null; readonly text: string } | null
  readonly year: number | null
  readonly batch: string | null
  readonly state: PaymentState | null
  readonly stateText: string
  readonly remark: string | null
  /** A number without trouble, no remark, not sent back: nothing to tell of the person. */
  readonly quiet: boolean
  /** One per block of the layout; null where the row takes no part. */
  readonly figures: readonly (BlockFigures | null)[]
  readonly grand: Scaled | null
  /** Cells of unnamed columns: what tells two plots of one person apart. */
  readonly others: string
}

/** Something begins or ends before payee number `at` of the table. */
export interface Boundary {
  readonly at: number
  readonly kind: 'section' | 'page' | 'sum'
}

/** A row of sums, standing before payee number `at` of the table. */
export interface SumRow {
  readonly row: number
  readonly at: number
  /** How many boundaries were known when it came. */
  readonly after: number
  readonly word: TotalWord
  readonly label: string
  /** Per block, and the grand total last. */
  readonly printed: readonly (Scaled | null)[]
}

export interface Table {
  readonly sheet: string
  readonly headerRow: number
  readonly context: Context
  readonly layout: Layout
  readonly kind: RosterKind
  readonly payees: readonly PayeeRow[]
  readonly sums: readonly SumRow[]
  readonly boundaries: readonly Boundary[]
}
