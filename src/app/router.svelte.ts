// Where the user is. Addresses are plain links; whatever browser it is comes in as `RouterHost`.
import { parseHref, type Address } from './routes.ts'

export interface RouterHost {
  readonly href: () => string
  readonly push: (href: string) => void
  readonly replace: (href: string) => void
  readonly back: () => void
  /** Calls back when the browser itself moved (back, forward). */
  readonly listen: (moved: () => void) => void
}

export class Router {
  readonly #host: RouterHost
  #at: Address = $state.raw({ path: '/', search: '', fragment: '' })
  /** How often the user has moved: 0 on the page that was opened. */
  #moves = $state(0)

  constructor(host: RouterHost) {
    this.#host = host
    this.#at = parseHref(host.href())
    host.listen(() => this.#arrive())
  }

  get path(): string {
    return this.#at.path
  }
  /** With its `?`; '' without one. */
  get search(): string {
    return this.#at.search
  }
  /** Without `#`. Never sent to a server: village keys travel here. */
  get fragment(): string {
    return this.#at.fragment
  }
  get moves(): number {
    return this.#moves
  }

  go(href: string): void {
    this.#host.push(href)
    this.#arrive()
  }
  /** One step back inside the app; from the page that was opened first, to the first screen. */
  back(): void {
    if (this.#moves > 0) this.#host.back()
    else this.go('/')
  }
  /** Moves without leaving the page in the history. */
  replace(href: string): void {
    this.#host.replace(href)
    this.#arrive()
  }

  #arrive(): void {
    this.#at = parseHref(this.#host.href())
    this.#moves += 1
  }
}
