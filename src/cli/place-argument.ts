// A place as a person types it: its code, its name, or parent and name together; names of villages repeat between towns.
import { createPlaceTree, type PlaceTree } from '../domain/place/rules.ts'
import type { Place } from '../domain/place/schema.ts'
import type { CommandIo } from './command.ts'

const candidates = (tree: PlaceTree, wanted: string): Place[] => {
  const exact = tree.byId.get(wanted)
  if (exact) return [exact]
  const full = tree.places.filter((place) => tree.fullName(place.id) === wanted)
  return full.length > 0 ? full : tree.places.filter((place) => place.name === wanted)
}

/** Null after telling why: none of that name, or which ones there are. */
export const findPlace = (
  places: readonly Place[],
  wanted: string,
  io: Pick<CommandIo, 'err'>,
): Place | null => {
  const tree = createPlaceTree(places)
  const found = candidates(tree, wanted)
  const [place] = found
  if (place && found.length === 1) return place
  if (!place) io.err(`没有“${wanted}”这个地方。请写名称（如 巴达尔胡镇巴达尔胡嘎查）或代码。`)
  else {
    io.err(`叫“${wanted}”的地方不止一个，请写全名或代码：`)
    for (const { id } of found) io.err(`  ${id}  ${tree.fullName(id)}`)
  }
  return null
}

/** The place and all below it. */
export const placesWithin = (places: readonly Place[], id: string): ReadonlySet<string> => {
  const tree = createPlaceTree(places)
  const isWithin = (place: Place) =>
    place.id === id || tree.ancestorsOf(place.id).some((above) => above.id === id)
  return new Set(places.filter(isWithin).map((place) => place.id))
}
