// What this person wrote and what became of it. The outbox opens on its own: a look-up never waits for it.
import { createSubscriber } from 'svelte/reactivity'
import type { Item } from '../domain/event/item.ts'
import type { Outbox } from '../store/outbox/outbox.ts'
import type { Lost } from '../sync/outbox/trace.ts'

const UNSENT: ReadonlySet<Item['state']> = new Set(['waiting', 'sending', 'quarantined'])

export const isUnsent = (item: Item): boolean => UNSENT.has(item.state)

export class OutboxState {
  readonly #opening: Promise<Outbox>
  #items: readonly Item[] | null = null
  #lost: Lost | null = null
  readonly #watch: () => void

  constructor(opening: Promise<Outbox>) {
    this.#opening = opening
    this.#watch = createSubscriber((changed) => {
      let ways: readonly (() => void)[] = []
      let left = false
      void this.#opening.then((outbox) => {
        if (left) return
        const leaveItems = outbox.subscribe((items) => {
          this.#items = items
          changed()
        })
        const leaveLost = outbox.watchLost((lost) => {
          this.#lost = lost
          changed()
        })
        ways = [leaveItems, leaveLost]
      })
      return () => {
        left = true
        ways.forEach((leave) => {
          leave()
        })
      }
    })
  }

  /** Newest first; null until the outbox has opened. */
  get items(): readonly Item[] | null {
    this.#watch()
    return this.#items
  }
  /** What the browser cleared, until somebody has read it; null when nothing is missed. */
  get lost(): Lost | null {
    this.#watch()
    return this.#lost
  }
  get unsent(): number {
    return this.items?.filter(isUnsent).length ?? 0
  }
  get unread(): number {
    return this.items?.filter((item) => item.state === 'answered').length ?? 0
  }

  readonly opened = (): Promise<Outbox> => this.#opening
}
