// Looking for a place by characters, pinyin or initials. Everything it needs is in the catalogue: what is looked for goes to
// nobody. A name as written is in the short one too; when that finds nothing, the whole one is fetched.
import { createPinyinIndex, type PinyinIndex } from '../pack/directory.ts'
import { searchPlaces, type PlaceHit } from '../pack/places-search.ts'
import type { PublishedState } from './published.svelte.ts'

export type { PlaceHit }

export class PlaceSearch {
  readonly #published: PublishedState
  #query = $state('')
  readonly #pinyin = $derived.by((): PinyinIndex | null => {
    const catalogue = this.#published.catalogue.current
    return catalogue?.ok ? createPinyinIndex(catalogue.value.pinyin) : null
  })

  constructor(published: PublishedState) {
    this.#published = published
  }

  get query(): string {
    return this.#query
  }
  set query(text: string) {
    this.#query = text
    if (this.isWaiting) this.#published.askCatalogue()
  }
  /** Nothing is found yet, and other names and readings are still to come. */
  get isWaiting(): boolean {
    const short = this.#published.status?.short ?? false
    return short && this.#query.trim() !== '' && this.hits.length === 0
  }
  get hits(): readonly PlaceHit[] {
    return this.find(this.#query, 40)
  }

  readonly find = (query: string, limit: number): readonly PlaceHit[] => {
    const tree = this.#published.tree
    return tree && this.#pinyin ? searchPlaces(tree.places, query, this.#pinyin, limit) : []
  }
}
