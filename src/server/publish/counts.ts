// MASK-3: sums of counted rosters as a partition into cells of at least five persons. Published numbers are disjoint cells,
// never totals over them, so that no subtraction of published numbers isolates fewer than five. A cell once published keeps
// its members; who comes later forms new cells. Pure.

export const SMALLEST_CELL = 5

/** One roster's sum at the site it belongs to. */
export interface SiteSum {
  readonly site: string
  /** programme/year/batch/kind: cells never join different rosters. */
  readonly roster: string
  readonly persons: number
  readonly amountFen: number
}

export interface Cell {
  /** Where it is shown: the site itself, its town, or the banner. */
  readonly place: string
  readonly roster: string
  readonly persons: number
  readonly amountFen: number
  /** Sites inside, sorted. One member: the site's own cell. */
  readonly members: readonly string[]
  /** Numbers of persons ever shown for this cell, newest last: the next one must differ from each by none or five. */
  readonly history: readonly number[]
}

export type ParentOf = (place: string) => string | null

const cellOf = (place: string, sums: readonly SiteSum[]): Cell => {
  const persons = sums.reduce((total, sum) => total + sum.persons, 0)
  return {
    place,
    roster: sums[0]!.roster,
    persons,
    amountFen: sums.reduce((total, sum) => total + sum.amountFen, 0),
    members: sums.map((sum) => sum.site).sort(),
    history: [persons],
  }
}

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

/** A cell that is shown no more, kept so that its members are never shown in another sum. */
const retire = (cell: Cell): Cell => ({ ...cell, persons: 0, amountFen: 0 })

export const isRetired = (cell: Cell): boolean => cell.persons === 0

/** A published cell brought up to date, or as it was when the change would tell of one to four persons, or of money alone. */
const refresh = (cell: Cell, sums: ReadonlyMap<string, SiteSum>): Cell => {
  if (isRetired(cell) || cell.members.some((site) => !sums.has(site))) return retire(cell)
  const now = cellOf(
    cell.place,
    cell.members.map((site) => sums.get(site)!),
  )
  const tellsOfFew = cell.history.some((shown) => Math.abs(now.persons - shown) < SMALLEST_CELL)
  if (tellsOfFew || now.persons < SMALLEST_CELL) return cell
  return { ...now, history: [...cell.history, now.persons] }
}

/** Cells for sites that are in none yet: alone, else pooled at the town, else at the banner, else unpublished. */
const formCells = (sums: readonly SiteSum[], parentOf: ParentOf): Cell[] => {
  const alone = sums.filter((sum) => sum.persons >= SMALLEST_CELL)
  const cells = alone.map((sum) => cellOf(sum.site, [sum]))
  let few = sums.filter((sum) => sum.persons > 0 && sum.persons < SMALLEST_CELL)
  const poolAt = (placeOf: (sum: SiteSum) => string | null) => {
    const kept: SiteSum[] = []
    for (const [place, group] of groupBy(few, (sum) => placeOf(sum) ?? '')) {
      const cell = cellOf(place, group)
      if (place !== '' && cell.persons >= SMALLEST_CELL) cells.push(cell)
      else kept.push(...group)
    }
    few = kept
  }
  poolAt((sum) => parentOf(sum.site))
  poolAt((sum) => {
    const town = parentOf(sum.site)
    return town === null ? null : (parentOf(town) ?? town)
  })
  return cells
}

/**
 * The cells of now for all rosters, given those of before. A cell one of whose members was withdrawn goes as a whole, and its
 * other members stay unpublished: a new sum over them would differ from the old one by exactly who went. Retired cells come
 * back too and must be kept; they are not to be shown.
 */
export const countsCells = (
  sums: readonly SiteSum[],
  published: readonly Cell[],
  parentOf: ParentOf,
): Cell[] => {
  const before = groupBy(published, (cell) => cell.roster)
  const now = groupBy(sums, (sum) => sum.roster)
  const cells: Cell[] = []
  for (const roster of new Set([...before.keys(), ...now.keys()])) {
    const group = now.get(roster) ?? []
    const bySite = new Map(group.map((sum) => [sum.site, sum]))
    const kept = (before.get(roster) ?? []).map((cell) => refresh(cell, bySite))
    const inside = new Set(kept.flatMap((cell) => cell.members))
    cells.push(
      ...kept,
      ...formCells(
        group.filter((sum) => !inside.has(sum.site)),
        parentOf,
      ),
    )
  }
  return cells.sort(
    (a, b) =>
      compare(a.place, b.place) ||
      compare(a.roster, b.roster) ||
      compare(a.members.join(), b.members.join()),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
