// What an account comes to in each year, and how long its bars are: one reckoning for the chart on the screen, the table beside
// it and the picture that is saved. Whole fen in, whole pixels out. Pure.
import type { Account } from '../account-view.ts'

export interface YearSum {
  readonly year: number
  /** Null in a year between others of which nothing is published: it is told, or the time between bars would lie. */
  readonly paidFen: number | null
  readonly openFen: number
}

/** Newest first, as the page goes. */
export const yearSums = ({ years }: Pick<Account, 'years'>): readonly YearSum[] => {
  const [newest, oldest] = [years[0], years[years.length - 1]]
  if (!newest || !oldest) return []
  const known = new Map(years.map((year) => [year.year, year]))
  return Array.from({ length: newest.year - oldest.year + 1 }, (_, back) => {
    const year = newest.year - back
    const own = known.get(year)
    return { year, paidFen: own?.paidFen ?? null, openFen: own?.openFen ?? 0 }
  })
}

/** Across; both begin where the one before ends. */
export interface YearBar {
  readonly paid: number
  readonly open: number
}

/** What is not nothing can be seen. */
const SHORTEST = 3

const lengthOf = (fen: number, mostFen: number, width: number): number =>
  fen <= 0 ? 0 : Math.max(SHORTEST, Math.round((fen / mostFen) * (width - 2 * SHORTEST)))

/** The year with most is as long as there is room. A sum below nothing has no bar; its figure stands there. */
export const yearBars = (sums: readonly YearSum[], width: number): readonly YearBar[] => {
  const wholes = sums.map(
    ({ paidFen, openFen }) => Math.max(0, paidFen ?? 0) + Math.max(0, openFen),
  )
  const mostFen = Math.max(1, ...wholes)
  return sums.map(({ paidFen, openFen }) => ({
    paid: lengthOf(paidFen ?? 0, mostFen, width),
    open: lengthOf(openFen, mostFen, width),
  }))
}
