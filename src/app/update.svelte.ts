// A new version of the shell: offered, never forced. The page reloads only after consent, in this tab or another, and
// never while something is being written.
export interface ShellUpdates {
  /** Calls back when a new shell waits, and when one has taken over. */
  readonly listen: (listener: { waiting: () => void; tookOver: () => void }) => void
  readonly consent: () => void
  readonly reload: () => void
}

export class Update {
  readonly #shell: ShellUpdates
  #waiting = $state(false)
  #later = $state(false)
  /** Inputs that are open; counted outside of runes, so that holding never re-runs whoever holds. */
  #holds = 0
  #held = $state(false)
  #reloadDue = false

  constructor(shell: ShellUpdates) {
    this.#shell = shell
    shell.listen({
      waiting: () => {
        this.#waiting = true
        this.#later = false
      },
      tookOver: () => {
        this.#reloadDue = true
        this.#reloadWhenFree()
      },
    })
  }

  /** Whether to ask now. Nobody is asked in the middle of a sentence. */
  get offered(): boolean {
    return this.#waiting && !this.#later && !this.#held
  }
  /** Whether a new version waits at all: the settings show it also after "later". */
  get waiting(): boolean {
    return this.#waiting
  }

  consent(): void {
    this.#waiting = false
    this.#shell.consent()
  }
  later(): void {
    this.#later = true
  }

  /** Holds reloads back while an input is open. Returns the way out. */
  readonly hold = (): (() => void) => {
    this.#holds += 1
    this.#held = true
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#holds -= 1
      this.#held = this.#holds > 0
      this.#reloadWhenFree()
    }
  }

  #reloadWhenFree(): void {
    if (this.#reloadDue && this.#holds === 0) this.#shell.reload()
  }
}
