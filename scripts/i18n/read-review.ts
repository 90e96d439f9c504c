// What a reviewer's table changes: judged row by row, each refusal with a sentence that says what to do. Pure.
import type { MongolianEntry } from './locale-files.ts'
import { faultsOfBlanks, faultsOfMongolian, repairMongolian } from './mongolian-text.ts'
import { REVIEW_WORDS, type SheetRow } from './sheet.ts'

export type Judged =
  | { readonly kind: 'same' }
  | { readonly kind: 'take'; readonly entry: MongolianEntry; readonly repairs: readonly string[] }
  | { readonly kind: 'refuse'; readonly because: string }

const refuse = (because: string): Judged => ({ kind: 'refuse', because })

/** What a table may say of the review; `null` for anything else. */
const reviewOf = (cell: string): MongolianEntry['review'] | null => {
  if (cell === '' || cell === REVIEW_WORDS.draft || cell === 'draft') return 'draft'
  return cell === REVIEW_WORDS.reviewed || cell === 'reviewed' ? 'reviewed' : null
}

const passedBy = (row: SheetRow): Pick<MongolianEntry, 'by' | 'on'> =>
  row.reviewer === '' ? {} : { by: row.reviewer, on: row.day }

const isDay = (day: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)

const isRealDay = (day: string): boolean => {
  try {
    return isDay(day)
  } catch {
    return false // a 32nd of a month is no time at all
  }
}

/** The new word: what was sent, repaired where there is one way, and what was sent beside it. */
const correct = (row: SheetRow, review: MongolianEntry['review'], chinese: string): Judged => {
  const { text, repairs } = repairMongolian(row.correction)
  const faults = [...faultsOfMongolian(text), ...faultsOfBlanks(text, chinese)]
  if (faults.length > 0) return refuse(`the correction ${faults.join('; ')}`)
  if (row.reviewer === '') return refuse('a correction needs the name of whoever made it')
  if (!isRealDay(row.day)) return refuse('a correction needs its day, like 2026-11-30')
  return {
    kind: 'take',
    repairs,
    entry: {
      text,
      review,
      source: `corrected by ${row.reviewer}, ${row.day}`,
      ...(review === 'reviewed' ? passedBy(row) : {}),
      ...(text === row.correction ? {} : { sent: row.correction }),
    },
  }
}

const pass = (row: SheetRow, current: MongolianEntry | undefined): Judged => {
  if (current === undefined) return refuse('there is no word to pass; write one as a correction')
  if (current.text !== row.mongolian)
    return refuse('the word was changed after this table was written; look at it again')
  if (row.reviewer === '') return refuse('a passed word needs the name of its reviewer')
  if (!isRealDay(row.day)) return refuse('a passed word needs its day, like 2026-11-30')
  return { kind: 'take', repairs: [], entry: { ...current, review: 'reviewed', ...passedBy(row) } }
}

const isEqual = (a: MongolianEntry | undefined, b: MongolianEntry): boolean =>
  a !== undefined &&
  (['text', 'review', 'source', 'by', 'on', 'sent'] as const).every((name) => a[name] === b[name])

/** `chinese` undefined: no such word. A row that changes nothing is `same`; a passed word is not taken back by an older table. */
export const judgeRow = (
  row: SheetRow,
  current: MongolianEntry | undefined,
  chinese: string | undefined,
): Judged => {
  if (chinese === undefined) return refuse('no word has this number; it may have been changed')
  const review = reviewOf(row.review)
  if (review === null) return refuse(`a word is ${REVIEW_WORDS.draft} or ${REVIEW_WORDS.reviewed}`)
  if (row.correction === '' && review === 'draft') return { kind: 'same' }
  const judged = row.correction === '' ? pass(row, current) : correct(row, review, chinese)
  return judged.kind === 'take' && isEqual(current, judged.entry) ? { kind: 'same' } : judged
}
