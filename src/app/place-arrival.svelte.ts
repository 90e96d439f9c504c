// Coming by the code of a board: the address may name the office's root (`?r=`) and carry the village's key (`#k=`).
// A place that is held already takes the key at once; a new one waits until the person wants it.
import type { FollowError } from '../store/published/published.ts'
import type { PublishedState } from './published.svelte.ts'
import type { Router } from './router.svelte.ts'

const ROOT_DIGITS = /^[0-9a-f]{8}$/i

export class PlaceArrival {
  readonly #published: PublishedState
  readonly #site: string
  readonly #options: { expectedRoot?: string; villageKey?: string }
  #refused: FollowError | null = $state.raw(null)
  #busy = $state(false)

  constructor(published: PublishedState, router: Router, site: string) {
    this.#published = published
    this.#site = site
    const root = router.query.get('r')
    const key = new URLSearchParams(router.fragment).get('k')
    this.#options = {
      ...(root !== null && ROOT_DIGITS.test(root) ? { expectedRoot: root.toLowerCase() } : {}),
      ...(key !== null && key !== '' ? { villageKey: key } : {}),
    }
  }

  get refused(): FollowError | null {
    return this.#refused
  }
  get busy(): boolean {
    return this.#busy
  }
  /** Whether the address brought something that a held place has not got yet. */
  get brought(): boolean {
    return this.#options.villageKey !== undefined || this.#options.expectedRoot !== undefined
  }

  readonly follow = async (): Promise<boolean> => {
    this.#busy = true
    const result = await this.#published.follow(this.#site, this.#options)
    this.#busy = false
    this.#refused = result.ok ? null : result.error
    return result.ok
  }

  /** For a place that is followed: checks the root and keeps the key, without a question. */
  readonly bring = async (): Promise<void> => {
    const store = await this.#published.opened()
    const followed = store.follows().some((follow) => follow.place === this.#site)
    if (followed && this.brought) await this.follow()
  }
}
