// A word of the app that somebody would write otherwise: what it says now, the proposal, and what came of saving it.
import type { Saved, SaveError } from '../store/outbox/outbox.ts'
import type { OutboxState } from './outbox.svelte.ts'
import type { Key, ReviewedWord } from './words-keys.ts'
import type { Words } from './words.svelte.ts'

const LANGUAGE = 'mn-Mong-CN'

export class WordProposal {
  readonly #outbox: OutboxState
  readonly #words: Words
  readonly key: Key
  text = $state('')
  #now: ReviewedWord | null = $state.raw(null)
  #saved: Saved | null = $state.raw(null)
  #failed: SaveError | null = $state.raw(null)
  #busy = $state(false)

  constructor(outbox: OutboxState, words: Words, key: Key) {
    this.#outbox = outbox
    this.#words = words
    this.key = key
    void this.#look()
  }

  /** Null where there is no Mongolian word yet. */
  get now(): ReviewedWord | null {
    return this.#now
  }
  get saved(): Saved | null {
    return this.#saved
  }
  get failed(): SaveError | null {
    return this.#failed
  }
  /** Nothing to send: nothing is written, or it is what stands there. */
  get idle(): boolean {
    return this.#busy || !/\S/.test(this.text) || this.text === this.#now?.text
  }

  readonly save = async (): Promise<void> => {
    if (this.idle) return
    this.#busy = true
    const { key, text } = this
    const saved = await (await this.#outbox.opened()).proposeWord({ key, language: LANGUAGE, text })
    this.#busy = false
    this.#saved = saved.ok ? saved.value : null
    this.#failed = saved.ok ? null : saved.error
  }

  async #look(): Promise<void> {
    const now = await this.#words.entryOf(this.key).catch(() => null)
    this.#now = now
    // What stands there is changed more easily than written anew.
    if (this.text === '' && now) this.text = now.text
  }
}
