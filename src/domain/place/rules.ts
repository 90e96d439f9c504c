// What is true of places whoever asks: who is above whom, and how a place is named so that it can't be mistaken.
import type { Place } from './schema.ts'

export interface PlaceTree {
  readonly places: readonly Place[]
  readonly byId: ReadonlyMap<string, Place>
  readonly childrenOf: (id: string) => readonly Place[]
  /** Own parents, nearest first, the banner last. */
  readonly ancestorsOf: (id: string) => readonly Place[]
  /** `巴达尔胡镇巴达尔胡嘎查`: parent and name for villages (names repeat between towns), the plain name above. */
  readonly fullName: (id: string) => string
}

/** Any place but a department or the banner may hold payees (DESIGN §3). */
export const holdsPayees = (place: Place): boolean =>
  place.type !== 'department' && place.type !== 'banner'

export const isVillageLevel = (place: Place): boolean =>
  place.type === 'village' || place.type === 'gacha' || place.type === 'community'

export const isTownLevel = (place: Place): boolean =>
  place.type === 'town' ||
  place.type === 'sumu' ||
  place.type === 'township' ||
  place.type === 'farm'

export const createPlaceTree = (places: readonly Place[]): PlaceTree => {
  const byId = new Map(places.map((place) => [place.id, place]))
  const children = new Map<string, Place[]>()
  for (const place of places) {
    if (place.parent === null) continue
    const siblings = children.get(place.parent)
    if (siblings) siblings.push(place)
    else children.set(place.parent, [place])
  }
  const ancestorsOf = (id: string): Place[] => {
    const chain: Place[] = []
    for (let parent = byId.get(id)?.parent; parent; parent = byId.get(parent)?.parent) {
      const place = byId.get(parent)
      if (!place || chain.includes(place)) break
      chain.push(place)
    }
    return chain
  }
  const fullName = (id: string): string => {
    const place = byId.get(id)
    if (!place) return id
    const parent = place.parent === null ? undefined : byId.get(place.parent)
    return isVillageLevel(place) && parent ? parent.name + place.name : place.name
  }
  return { places, byId, childrenOf: (id) => children.get(id) ?? [], ancestorsOf, fullName }
}
