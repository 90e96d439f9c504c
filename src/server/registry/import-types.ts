// What intake hands over for storing. Identity numbers are in memory only from here to the encrypted block.
import type { CorrectionReason, PaymentState, RosterIdentity } from '../../domain/roster/schema.ts'

export interface ImportLine {
  readonly sheet: string
  /** The spreadsheet's own row number, from 1. */
  readonly row: number
  readonly name: string
  /** Group as printed (屯、组、艾里、独贵龙); '' where the roster has none. */
  readonly group: string
  /** 18 characters, already upgraded; null when the roster gives none or a masked one. */
  readonly idNumber: string | null
  readonly account: string | null
  readonly quantity: number | null
  readonly rate: number | null
  readonly amountFen: number | null
  readonly state: PaymentState
}

export interface ImportRoster extends RosterIdentity {
  readonly title: string
  readonly unit: string
  readonly lines: readonly ImportLine[]
}

export interface ImportRequest {
  readonly fileName: string
  readonly bytes: Uint8Array
  readonly who: string
  readonly rosters: readonly ImportRoster[]
  /** Rows without ID may be linked to a known payee by name and group where both are unique. */
  readonly linkByName: boolean
  /** How to take rosters that exist already with other content; null = refuse and show the difference. */
  readonly correction: { readonly reason: CorrectionReason; readonly text: string } | null
}

/** What changed between two versions, in numbers that may be shown to a clerk. */
export interface RosterDifference {
  readonly roster: RosterIdentity
  readonly version: number
  readonly added: number
  readonly removed: number
  readonly changed: number
  readonly amountFenBefore: number
  readonly amountFenAfter: number
}

export interface ImportedRoster {
  readonly roster: RosterIdentity
  readonly outcome: 'new' | 'already-here' | 'corrected'
  readonly version: number
  readonly persons: number
  readonly amountFen: number
}

export type ImportError =
  | { readonly kind: 'differs'; readonly differences: readonly RosterDifference[] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown-programme'; readonly programme: string }
  | { readonly kind: 'withdrawn'; readonly roster: RosterIdentity }
