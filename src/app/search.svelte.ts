// What is typed into the search box and what was found for it. Lives longer than the screen, so that "back" finds the
// list as it was. The text never enters an address, a history or a log.
import type { PayeeHit, Published } from '../store/published/published.ts'

export const HITS_SHOWN = 50

/** What a row shows of a payee. */
export type PayeeRow = Pick<PayeeHit, 'site' | 'number' | 'name' | 'group' | 'lastFour'>

/** A row and whether others can be mistaken for it: same name, or the same in everything that is shown. */
export interface MarkedHit extends PayeeRow {
  readonly likeness: 'none' | 'same-name' | 'same-row'
}

const rowOf = (hit: PayeeRow): string => [hit.site, hit.name, hit.group, hit.lastFour].join('\n')

const countBy = (hits: readonly PayeeRow[], keyOf: (hit: PayeeRow) => string): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const hit of hits) counts.set(keyOf(hit), (counts.get(keyOf(hit)) ?? 0) + 1)
  return counts
}

export const markLikeness = (hits: readonly PayeeRow[]): readonly MarkedHit[] => {
  const names = countBy(hits, (hit) => hit.name)
  const rows = countBy(hits, rowOf)
  return hits.map((hit) => ({
    ...hit,
    likeness:
      (rows.get(rowOf(hit)) ?? 0) > 1
        ? 'same-row'
        : (names.get(hit.name) ?? 0) > 1
          ? 'same-name'
          : 'none',
  }))
}

export class Search {
  readonly #open: () => Promise<Published>
  #query = $state('')
  #hits: readonly MarkedHit[] = $state.raw([])
  #answered = $state('')
  #asked = 0

  constructor(open: () => Promise<Published>) {
    this.#open = open
  }

  get query(): string {
    return this.#query
  }
  set query(text: string) {
    this.#query = text
    void this.#ask()
  }
  get hits(): readonly MarkedHit[] {
    return this.#hits
  }
  /** The query that `hits` belong to: until it equals `query`, nothing is known about the newest letters. */
  get answered(): string {
    return this.#answered
  }
  get capped(): boolean {
    return this.#hits.length >= HITS_SHOWN
  }

  /** Asks again, when packs have changed under a standing query. */
  readonly again = (): void => void this.#ask()

  async #ask(): Promise<void> {
    const turn = ++this.#asked
    const query = this.#query
    const empty = query.trim() === ''
    const hits = empty ? [] : await (await this.#open()).search(query, { limit: HITS_SHOWN })
    if (turn !== this.#asked) return
    this.#hits = markLikeness(hits)
    this.#answered = query
  }
}
