// Coming by the code of a board: the address may name the office's root (`?r=`) and carry the village's key (`#k=`).
// A place that is held already takes the key at once; a new one waits until the person wants it.
import { readBoardCode, type BoardCode } from './board-code.ts'
import type { FollowError } from '../store/published/published.ts'
import type { PublishedState } from './published.svelte.ts'
import type { Router } from './router.svelte.ts'

export class PlaceArrival {
  readonly #published: PublishedState
  readonly #site: string
  readonly #code: BoardCode
  #refused: FollowError | null = $state.raw(null)
  #busy = $state(false)

  constructor(published: PublishedState, router: Router, site: string) {
    this.#published = published
    this.#site = site
    this.#code = readBoardCode(router.search, router.fragment)
  }

  get refused(): FollowError | null {
    return this.#refused
  }
  get busy(): boolean {
    return this.#busy
  }
  /** Whether the address brought something that a held place has not got yet. */
  get brought(): boolean {
    return this.#code.villageKey !== undefined || this.#code.expectedRoot !== undefined
  }

  readonly follow = async (): Promise<boolean> => {
    this.#busy = true
    const held = (await this.#published.opened()).follows()
    const below = held.some((follow) => follow.place === this.#site && follow.below)
    const result = await this.#published.follow(this.#site, { ...this.#code, below })
    this.#busy = false
    this.#refused = result.ok ? null : result.error
    return result.ok
  }

  /** For a place that is followed: it has been looked at; the root is checked and the key kept, without a question. */
  readonly bring = async (): Promise<void> => {
    const store = await this.#published.opened()
    const followed = store.follows().some((follow) => follow.place === this.#site)
    if (followed) await store.markOpened(this.#site)
    await this.take()
  }

  /** What the address brought, for a place that is followed. */
  readonly take = async (): Promise<void> => {
    if (!this.brought) return
    const store = await this.#published.opened()
    if (store.follows().some((follow) => follow.place === this.#site)) await this.follow()
  }
}
