// How long the server keeps what was said, by kind (src/protocol/SPEC.md, table of kinds): counted from the last answer, and
// what nobody answered yet is kept; or, where nobody answers, from the receipt.
import { addMonths, shanghaiDay, startOfShanghaiDay } from '../../base/clock.ts'
import type { ReadableKind } from './schema.ts'

interface Retention {
  readonly from: 'answer' | 'receipt'
  readonly months: number
}

export const RETENTION: Readonly<Record<ReadableKind, Retention>> = {
  question: { from: 'answer', months: 24 },
  objection: { from: 'answer', months: 36 },
  translation: { from: 'answer', months: 0 },
  'board-posted': { from: 'receipt', months: 24 },
}

/** Events of this kind whose last answer, or receipt, came before this moment are erased now. */
export const erasedBefore = (kind: ReadableKind, nowMs: number): number =>
  startOfShanghaiDay(addMonths(shanghaiDay(nowMs), -RETENTION[kind].months))
