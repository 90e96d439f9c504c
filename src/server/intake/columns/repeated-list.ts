// A list printed in two or three halves beside each other to save paper: 姓名 … 金额 | 姓名 … 金额.
import type { Column } from './header.ts'

export interface RepeatedList {
  /** The columns of the first list. */
  readonly columns: readonly Column[]
  /** Where each list begins. */
  readonly starts: readonly number[]
  /** How far it is from one list to the next. */
  readonly width: number
}

/** Null unless the same labels stand in the same order and distances again, up to the last column. */
export const findRepeatedList = (columns: readonly Column[]): RepeatedList | null => {
  for (const count of [2, 3]) {
    const size = columns.length / count
    if (!Number.isInteger(size) || size < 2) continue
    const first = columns.slice(0, size)
    const start = first[0]!.index
    const width = columns[size]!.index - start
    const repeats = columns.every((column, i) => {
      const model = first[i % size]!
      return (
        wordsOf(column) === wordsOf(model) &&
        column.index === model.index + Math.floor(i / size) * width
      )
    })
    const names = first.some(({ match }) => match?.role === 'name')
    if (!repeats || !names) continue
    return {
      columns: first,
      starts: Array.from({ length: count }, (_, i) => start + i * width),
      width,
    }
  }
  return null
}

const wordsOf = ({ path }: Column): string => path.map(({ text }) => text).join('/')
