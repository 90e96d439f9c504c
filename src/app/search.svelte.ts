// What is typed into the search box and what was found for it. Lives longer than the screen, so that "back" finds the
// list as it was. The text never enters an address, a history or a log.
import type { Published } from '../store/published/published.ts'
import { markLikeness, type MarkedRow } from './likeness.ts'
import type { Source } from './live.svelte.ts'

export const HITS_SHOWN = 50

export interface SearchDeps extends Source {
  readonly opened: () => Promise<Published>
}

export class Search {
  readonly #deps: SearchDeps
  #query = $state('')
  #hits: readonly MarkedRow[] = $state.raw([])
  #answered = $state('')
  #asked = 0

  constructor(deps: SearchDeps) {
    this.#deps = deps
    // A pack that arrives while somebody reads the list may bring the person he looks for.
    deps.subscribe(() => {
      if (this.#answered !== '') void this.#ask()
    })
  }

  get query(): string {
    return this.#query
  }
  set query(text: string) {
    this.#query = text
    void this.#ask()
  }
  get hits(): readonly MarkedRow[] {
    return this.#hits
  }
  /** The query that `hits` belong to: until it equals `query`, nothing is known about the newest letters. */
  get answered(): string {
    return this.#answered
  }
  get capped(): boolean {
    return this.#hits.length >= HITS_SHOWN
  }

  async #ask(): Promise<void> {
    const turn = ++this.#asked
    const query = this.#query
    const found =
      query.trim() === ''
        ? []
        : await (await this.#deps.opened()).search(query, { limit: HITS_SHOWN })
    if (turn !== this.#asked) return
    this.#hits = markLikeness(found)
    this.#answered = query
  }
}
