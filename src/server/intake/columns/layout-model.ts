// The shape of one table once its columns are understood.
import type { Ratio } from '../cells/cell-number.ts'
import type { GridView } from '../cells/grid-view.ts'
import type { Column } from './header.ts'
import type { Role } from '../header-aliases.ts'
import type { MeasureColumn, Tag } from './measures.ts'
import type { UnitNote } from '../cells/units.ts'

export interface Measure {
  readonly index: number
  readonly label: string
  readonly ratio: Ratio
}

export interface QuantityPlan {
  /** Multiplied with each other: 保障人口 × 月数. */
  readonly factors: readonly Measure[]
  readonly unit: string | null
}

export interface RatePlan {
  /** Null for a rate printed in a label or note, the same for all rows. */
  readonly index: number | null
  readonly fixed: string | null
  readonly ratio: Ratio
}

/** One programme's columns. Most tables have one block, wide ones several. */
export interface Block {
  readonly tag: Tag | null
  readonly quantity: QuantityPlan | null
  readonly rate: RatePlan | null
  readonly amount: Measure | null
  /** 应发 beside 实发: what quantity × rate must give. */
  readonly due: Measure | null
  /** The quantity belongs to several blocks: a blank amount then means "takes no part". */
  readonly sharedQuantity: boolean
  /** Share of sampled rows in which quantity × rate gives the amount; null without a rate. */
  readonly fit: number | null
}

/**
 * Why a table can't be taken as it is: nobody to pay, nothing to pay, money under a word nobody knows, two columns that both
 * claim to be the amount, or two lists side by side.
 */
export type LayoutTrouble = 'no-name' | 'no-figures' | 'no-amount' | 'two-amounts' | 'two-lists'

export interface StatusColumn {
  readonly index: number
  /** Reasons of failure stand here: whatever is written means failed. */
  readonly isReason: boolean
}

export interface Layout {
  readonly columns: Readonly<Partial<Record<Role, number>>>
  readonly statusColumns: readonly StatusColumn[]
  readonly remarkColumns: readonly number[]
  readonly batchLabel: string
  readonly blocks: readonly Block[]
  /** Sum over the blocks, in wide tables. */
  readonly grand: Measure | null
  /** Columns without a known meaning: what tells two plots of one person apart. */
  readonly otherColumns: readonly number[]
  readonly unitsMissing: boolean
  readonly trouble: LayoutTrouble | null
}

export interface LayoutInput {
  readonly grid: GridView
  readonly columns: readonly Column[]
  readonly measures: readonly MeasureColumn[]
  readonly note: UnitNote
  /** Rows that look like payees, a few hundred at most. */
  readonly sample: readonly number[]
  /** A rate written above the table: 补贴标准：67.41元/亩. */
  readonly noteRate: string | null
  /** The title names the one programme of the table. */
  readonly titleDecides: boolean
}
