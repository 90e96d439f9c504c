// Where a long list is cut into pages: every row once, in order, the heads and the end counted in (PAPER-3). Pure.
export interface Filling {
  /** What each row takes along the reading axis. */
  readonly rows: readonly number[]
  /** What there is on a page for head, rows and end. */
  readonly room: number
  /** Head of the first page, and of the others. */
  readonly first: number
  readonly other: number
  /** What follows the last row, on the same page. */
  readonly end: number
}

/** Rows from `from` up to, not including, `to`. */
export interface PageRows {
  readonly from: number
  readonly to: number
}

/** A page that holds nothing but the end takes so many rows along, so that it is seen what ends. */
const COMPANY = 2

const roomOf = ({ room, first, other }: Filling, page: number): number =>
  room - (page === 0 ? first : other)

/** At least one page, and at least one row a page: what is longer than a page hangs over it. */
export const fillPages = (filling: Filling): readonly PageRows[] => {
  const { rows, end } = filling
  const pages: PageRows[] = []
  let from = 0
  let taken = 0
  rows.forEach((row, at) => {
    if (taken + row > roomOf(filling, pages.length) && at > from) {
      pages.push({ from, to: at })
      from = at
      taken = 0
    }
    taken += row
  })
  const last = rows.length
  if (last === 0 || taken + end <= roomOf(filling, pages.length))
    return [...pages, { from, to: last }]
  const cut = Math.max(Math.min(from + 1, last), last - COMPANY)
  const along = rows.slice(cut).reduce((sum, row) => sum + row, 0)
  const to = along + end <= roomOf(filling, pages.length + 1) ? cut : last
  return [...pages, { from, to }, { from: to, to: last }]
}
