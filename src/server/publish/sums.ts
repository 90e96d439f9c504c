// PACK-14: what the places below publish for everybody, added up for their town, for the banner, and for the department
// whose programme it is. Made of numbers that stand in the open anyway, so that no sum can tell of anybody hidden. Pure.
import type { LedgerRoster, SumCell } from '../../pack/model.ts'

/** A roster that everybody may see at its site, with the sums it names itself. */
export interface OpenRoster {
  readonly site: string
  readonly head: LedgerRoster
}

export interface SumPlaces {
  readonly parentOf: (place: string) => string | null
  readonly departmentOf: (programme: string) => string | null
}

/** Every place above the site, and the department; never the site itself, which lists the roster. */
const placesFor = ({ site, head }: OpenRoster, { parentOf, departmentOf }: SumPlaces): string[] => {
  const above: string[] = []
  for (let place = parentOf(site); place !== null; place = parentOf(place)) above.push(place)
  const department = departmentOf(head.programme)
  return department === null ? above : [...above, department]
}

const earlier = (a: string | null, b: string | null): string | null =>
  a === null ? b : b === null || a < b ? a : b

const add = (cell: SumCell | undefined, head: LedgerRoster): SumCell => ({
  programme: head.programme,
  year: head.year,
  batch: head.batch,
  kind: head.kind,
  sites: (cell?.sites ?? 0) + 1,
  persons: (cell?.persons ?? 0) + (head.persons ?? 0),
  amountFen: (cell?.amountFen ?? 0) + (head.amountFen ?? 0),
  until: cell === undefined ? head.until : earlier(cell.until, head.until),
})

/** Sums by the place on whose page they stand. A roster that names no sums is in none. */
export const sumsByPlace = (
  rosters: readonly OpenRoster[],
  places: SumPlaces,
): ReadonlyMap<string, readonly SumCell[]> => {
  const cells = new Map<string, Map<string, SumCell>>()
  for (const roster of rosters) {
    const { head } = roster
    if (head.persons === null || head.amountFen === null) continue
    for (const place of placesFor(roster, places)) {
      const own = cells.get(place) ?? new Map<string, SumCell>()
      cells.set(place, own.set(head.id, add(own.get(head.id), head)))
    }
  }
  return new Map([...cells].map(([place, own]) => [place, [...own.values()]]))
}
