// How long the server keeps what was said, by kind, counted from the last answer (src/protocol/SPEC.md, table of kinds).
// What nobody answered yet is kept.
import { addMonths, shanghaiDay, startOfShanghaiDay } from '../../base/clock.ts'
import type { ReadableKind } from './schema.ts'

const MONTHS_AFTER_ANSWER: Readonly<Record<ReadableKind, number>> = {
  question: 24,
  objection: 36,
  translation: 0,
}

/** Events of this kind whose last answer came before this moment are erased now. */
export const erasedBefore = (kind: ReadableKind, nowMs: number): number =>
  startOfShanghaiDay(addMonths(shanghaiDay(nowMs), -MONTHS_AFTER_ANSWER[kind]))
