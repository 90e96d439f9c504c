// A value that is read from a source and read again whenever the source says that something changed. Reads while
// somebody looks, not before; an answer that was overtaken by a newer one is dropped.
import { createSubscriber } from 'svelte/reactivity'

export interface Source {
  readonly subscribe: (changed: () => void) => () => void
}

export class Live<T> {
  #value: T | undefined
  readonly #watch: () => void

  /** `same`: an answer that equals the last one changes nothing on screen. */
  constructor(
    source: Source,
    read: () => Promise<T>,
    same: (a: T, b: T | undefined) => boolean = Object.is,
  ) {
    let asked = 0
    this.#watch = createSubscriber((changed) => {
      const readAgain = () => {
        const turn = ++asked
        void read().then((value) => {
          if (turn !== asked || same(value, this.#value)) return
          this.#value = value
          changed()
        })
      }
      readAgain()
      const leave = source.subscribe(readAgain)
      return () => {
        asked += 1
        leave()
      }
    })
  }

  /** Undefined until the first answer. */
  get current(): T | undefined {
    this.#watch()
    return this.#value
  }
}
