// Where a row belongs: its own columns first, then the section it stands in, then what stands above the table.
import { isTownLevel } from '../../../domain/place/rules.ts'
import type { Place } from '../../../domain/place/schema.ts'
import type { RowPlace } from './body-model.ts'
import type { Context } from './context.ts'
import type { PlaceFinder, PlaceReading } from '../words/place-finder.ts'

export interface PlaceCells {
  readonly town: string
  readonly village: string
  readonly villageGroup: string
  readonly place: string
  readonly address: string
}

export interface PlacedRow {
  readonly place: RowPlace
  /** Group that stood in the same words as the place: 团结村1组. */
  readonly group: string | null
}

export const NO_CELLS: PlaceCells = {
  town: '',
  village: '',
  villageGroup: '',
  place: '',
  address: '',
}

/** Remembers what it has looked up: a roster has few places and many rows, and neighbours mostly agree. */
export const createRowPlacer = (
  places: PlaceFinder,
  context: Context,
): ((cells: PlaceCells, section: PlaceReading | null) => PlacedRow) => {
  const known = new Map<string, PlacedRow>()
  let last: { cells: PlaceCells; section: PlaceReading | null; placed: PlacedRow } | null = null
  return (cells, section) => {
    if (last?.section === section && sameCells(last.cells, cells)) return last.placed
    const { town, village, villageGroup, place, address } = cells
    const key = [town, village, villageGroup, place, address, section?.name ?? ''].join('\n')
    const placed = known.get(key) ?? settle(places, context, cells, section)
    known.set(key, placed)
    last = { cells, section, placed }
    return placed
  }
}

const sameCells = (a: PlaceCells, b: PlaceCells): boolean =>
  a.town === b.town &&
  a.village === b.village &&
  a.villageGroup === b.villageGroup &&
  a.place === b.place &&
  a.address === b.address

const settle = (
  places: PlaceFinder,
  context: Context,
  cells: PlaceCells,
  section: PlaceReading | null,
): PlacedRow => {
  const townReading = cells.town === '' ? null : readTown(places, cells.town)
  const townCell = townOf(townReading)
  const hint = townCell ?? townOf(section) ?? context.town ?? null
  const village =
    villageOfCells(places, cells, hint) ??
    villageReading(section) ??
    (townCell ? null : context.village)
  if (village) return place(withTown(village, hint), village.rest)
  const address = cells.address === '' ? null : addressReading(places, cells.address, hint)
  if (address?.village?.verdict === 'found') return place(address.village, address.group)
  if (townReading) return place(townReading, townReading.rest)
  const town = hint ?? address?.town ?? null
  return town
    ? { place: { verdict: 'found', site: town.id, name: town.name }, group: null }
    : NOWHERE
}

/** A column of towns may hold villages in a careless file. */
const readTown = (places: PlaceFinder, text: string): PlaceReading | null => {
  const reading = places.lookUp(text, null, 'town')
  return reading?.verdict === 'unknown' ? places.lookUp(text, null, 'any') : reading
}

const NOWHERE: PlacedRow = { place: { verdict: 'none', site: null, name: '' }, group: null }

const townOf = (reading: PlaceReading | null): Place | null =>
  reading?.place && isTownLevel(reading.place) ? reading.place : null

const villageReading = (reading: PlaceReading | null): PlaceReading | null =>
  reading && !townOf(reading) ? reading : null

const villageOfCells = (
  places: PlaceFinder,
  cells: PlaceCells,
  town: Place | null,
): PlaceReading | null => {
  for (const [text, level] of [
    [cells.village, 'village'],
    [cells.villageGroup, 'village'],
    [cells.place, 'any'],
  ] as const) {
    if (text !== '') return places.lookUp(text, town, level)
  }
  return null
}

const addressReading = (places: PlaceFinder, address: string, town: Place | null) => {
  const scanned = places.scan(address)
  const village =
    scanned.village?.verdict === 'ambiguous' && town
      ? places.lookUp(scanned.village.name, town, 'village')
      : scanned.village
  const word = scanned.words.at(-1) ?? ''
  const rest = word === '' ? '' : address.slice(address.indexOf(word) + word.length)
  return { town: scanned.town, village, group: rest }
}

const withTown = (reading: PlaceReading, town: Place | null): PlaceReading =>
  reading.verdict === 'found' || !town || reading.name.startsWith(town.name)
    ? reading
    : { ...reading, name: town.name + reading.name }

const place = (reading: PlaceReading, group: string): PlacedRow => ({
  place: { verdict: reading.verdict, site: reading.place?.id ?? null, name: reading.name },
  group: group === '' ? null : group,
})
