// The enrolment on screen: the code being typed, what came of it, and the place that is then held whole and searched at once.
import type { Enrol, EnrolError } from './enrol.ts'
import type { PublishedState } from './published.svelte.ts'

export type EnrolState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'done'; readonly scope: string }
  | { readonly kind: 'failed'; readonly error: EnrolError['kind'] | 'storage' }

export class Enrolment {
  readonly #enrol: Enrol
  readonly #published: PublishedState
  code = $state('')
  #state: EnrolState | null = $state.raw(null)

  constructor(enrol: Enrol, published: PublishedState) {
    this.#enrol = enrol
    this.#published = published
  }

  get state(): EnrolState | null {
    return this.#state
  }

  readonly submit = async (): Promise<void> => {
    const code = this.code.replace(/\s/g, '')
    if (code === '') return
    this.#state = { kind: 'asking' }
    const granted = await this.#enrol(code)
    if (!granted.ok) {
      this.#state = { kind: 'failed', error: granted.error.kind }
      return
    }
    const followed = await this.#published.follow(granted.value, { below: true })
    this.#state = followed.ok
      ? { kind: 'done', scope: granted.value }
      : { kind: 'failed', error: 'storage' }
    if (followed.ok) this.code = ''
  }
}
