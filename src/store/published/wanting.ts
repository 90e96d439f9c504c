// The list of sites that this device wants: followed, below a followed place, and whatever it holds, so that a lost note of a
// follow never costs data (PULL-6).
import { createPlaceTree } from '../../domain/place/rules.ts'
import type { PlaceTree } from '../../domain/place/rules.ts'
import type { Catalogue } from '../../pack/model.ts'
import { isSite } from '../../sync/pull/contents.ts'
import type { Library } from '../../sync/pull/library.ts'
import { heldTargets } from '../../sync/pull/shelf.ts'
import type { Follow } from './published.ts'
import { siteOf } from './site-of.ts'
import type { Wishes } from './wishes.ts'

export interface Wanting {
  /** The one last opened first. */
  readonly list: () => readonly string[]
  readonly set: () => ReadonlySet<string>
  /** Counts anew; true when the list changed. */
  readonly refresh: () => Promise<boolean>
  /** Sites that only this follow asks for. */
  readonly onlyFor: (place: string) => readonly string[]
}

export interface WantingDeps {
  readonly library: Library
  readonly wishes: Wishes
  readonly catalogue: () => Promise<Catalogue | null>
}

const andBelow = (tree: PlaceTree, place: string): readonly string[] => [
  place,
  ...tree.childrenOf(place).flatMap(({ id }) => andBelow(tree, id)),
]

const sitesOf = (tree: PlaceTree, { place, below }: Follow): readonly string[] =>
  below ? andBelow(tree, place) : [siteOf(place)]

export const createWanting = ({ library, wishes, catalogue }: WantingDeps): Wanting => {
  let tree = createPlaceTree([])
  let places: Catalogue['places'] | null = null
  let list: readonly string[] = []
  let set: ReadonlySet<string> = new Set()

  const refresh = async (): Promise<boolean> => {
    const current = (await catalogue())?.places ?? null
    if (current && current !== places) tree = createPlaceTree(current)
    places = current ?? places
    const held = heldTargets(library.shelf()).filter(isSite)
    const sites = new Set([...wishes.follows().flatMap((follow) => sitesOf(tree, follow)), ...held])
    const next = [...sites].sort((a, b) => wishes.openedMs(b) - wishes.openedMs(a))
    const changed = next.join() !== list.join()
    list = next
    set = sites
    return changed
  }

  return {
    list: () => list,
    set: () => set,
    refresh,
    onlyFor: (place) => {
      const [own, others] = [true, false].map((wanted) =>
        wishes
          .follows()
          .filter((follow) => (follow.place === place) === wanted)
          .flatMap((follow) => sitesOf(tree, follow)),
      )
      return own!.filter((site) => !others!.includes(site))
    },
  }
}
