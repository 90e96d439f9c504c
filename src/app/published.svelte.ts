// The published plane as the screens see it: there from the first moment, filled once the store has opened. Rows are
// replaced, never mutated; every reading follows changes from any tab.
import { createSubscriber } from 'svelte/reactivity'
import type { Result } from '../base/result.ts'
import { createPlaceTree, type PlaceTree } from '../domain/place/rules.ts'
import type { Policy } from '../domain/policy/schema.ts'
import type { Programme } from '../domain/programme/schema.ts'
import type { Catalogue, Ledger, LedgerCore, Policies, Posts } from '../pack/model.ts'
import type {
  Follow,
  FollowError,
  PinnedPayee,
  Published,
  PublishedStatus,
  ReadError,
} from '../store/published/published.ts'
import { byId } from './by-id.ts'
import { Live, type Source } from './live.svelte.ts'
import { word } from './word.ts'
import type { Key } from './words-keys.ts'
import type { Say } from './words.svelte.ts'

export type Reading<T> = Live<Result<T, ReadError>>

/** The country, the region and the league: their rules hold in every banner below. */
const LEVELS_ABOVE: ReadonlySet<string> = new Set([
  '全国',
  '国家',
  '中央',
  '内蒙古自治区',
  '内蒙古',
  '兴安盟',
])

/** Decoded packs that screens hold on to; the store keeps its own few besides. */
const READINGS_KEPT = 24

/** The store hands out the same decoded pack until it changes; progress of a download must not redraw what is shown. */
const sameAnswer = <T>(a: Result<T, ReadError>, b: Result<T, ReadError> | undefined): boolean =>
  b !== undefined && a.ok && b.ok && a.value === b.value

/** Area of their names. */
const PROGRAMME = 'programme.'

export class PublishedState implements Source {
  readonly #opening: Promise<Published>
  #published: Published | null = $state.raw(null)
  readonly #watch: () => void
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- who looks watches the reading, not the list of them
  readonly #recent = new Map<string, Reading<unknown>>()
  readonly catalogue: Reading<Catalogue>
  readonly #tree = $derived.by((): PlaceTree | null => {
    const catalogue = this.catalogue.current
    return catalogue?.ok ? createPlaceTree(catalogue.value.places) : null
  })
  readonly #programmes = $derived.by((): ReadonlyMap<string, Programme> => {
    const catalogue = this.catalogue.current
    return byId(catalogue?.ok ? catalogue.value.programmes : [])
  })

  constructor(opening: Promise<Published>) {
    this.#opening = opening
    void opening.then((published) => (this.#published = published))
    this.#watch = createSubscriber((changed) => this.subscribe(changed))
    this.catalogue = this.#live((published) => published.catalogue())
  }

  readonly subscribe = (changed: () => void): (() => void) => {
    let leave: (() => void) | null = null
    let left = false
    void this.#opening.then((published) => {
      if (left) return
      leave = published.subscribe(changed)
      changed()
    })
    return () => {
      left = true
      leave?.()
    }
  }

  /** Null until the store has opened. */
  get status(): PublishedStatus | null {
    this.#watch()
    return this.#published?.status() ?? null
  }
  get follows(): readonly Follow[] {
    this.#watch()
    return this.#published?.follows() ?? []
  }
  get pins(): readonly PinnedPayee[] {
    this.#watch()
    return this.#published?.pins() ?? []
  }

  get settings(): Catalogue['settings'] | null {
    const catalogue = this.catalogue.current
    return catalogue?.ok ? catalogue.value.settings : null
  }
  get tree(): PlaceTree | null {
    return this.#tree
  }
  get programmes(): ReadonlyMap<string, Programme> {
    return this.#programmes
  }

  /** The later of the device's day and the checkpoint's; the end of time until the store has opened, so that nothing slips through. */
  get today(): string {
    return this.status?.today ?? '9999-12-31'
  }

  readonly nameOf = (place: string): string => this.tree?.fullName(place) ?? place
  /** A programme the catalogue does not name yet keeps its id. */
  readonly programmeName = (id: string): string => this.programmes.get(id)?.name ?? id
  /** Its word in the language read, else the name it was published under. */
  readonly programmeWords =
    (id: string): Say =>
    (t) => {
      const key = `programme.${id}` as Key // a banner may have programmes of its own
      const word = t(key)
      return word === key ? this.programmeName(id) : word
    }

  /** A policy by its programmes in the language read; in Chinese, and where one has no word, by the title it was published under. */
  readonly policyWords =
    ({ title, programmes }: Pick<Policy, 'title' | 'programmes'>): Say =>
    (t) => {
      const names = programmes.map((id) => t(`programme.${id}` as Key))
      const known = programmes.every((id, index) => names[index] !== `programme.${id}`)
      return known && names.length > 0 ? names.join(t('shell.list-comma')) : title
    }

  /** Any word of the app, programmes among them: their Chinese is what was published. */
  readonly wordOf = (key: Key): Say =>
    key.startsWith(PROGRAMME) ? this.programmeWords(key.slice(PROGRAMME.length)) : word(key)

  /** Whether a rule of that place does not hold in this banner. The levels above it are its own. */
  readonly isElsewhere = (place: string): boolean => {
    const banner = this.settings?.bannerName
    return banner !== undefined && !place.includes(banner) && !LEVELS_ABOVE.has(place)
  }

  readonly ledger = (site: string): Reading<Ledger> =>
    this.#recall(`ledger ${site}`, (published) => published.ledger(site))
  readonly posts = (site: string): Reading<Posts> =>
    this.#recall(`posts ${site}`, (published) => published.posts(site))
  readonly villageCore = (site: string): Reading<LedgerCore> =>
    this.#recall(`village ${site}`, (published) => published.villageCore(site))
  readonly policies = (): Reading<Policies> =>
    this.#recall('policies', (published) => published.policies())

  readonly askCatalogue = (): void => {
    void this.#opening.then((published) => published.askCatalogue())
  }

  /** For what is asked once, after a tap or a key. */
  readonly opened = (): Promise<Published> => this.#opening

  readonly follow = async (
    place: string,
    options?: Parameters<Published['follow']>[1],
  ): Promise<Result<void, FollowError>> => (await this.#opening).follow(place, options)

  readonly unfollow = async (place: string): Promise<void> => (await this.#opening).unfollow(place)

  /** The same reading for the same question, so that going back shows at once what was there; the oldest give way. */
  #recall<T>(
    name: string,
    read: (published: Published) => Promise<Result<T, ReadError>>,
  ): Reading<T> {
    const known = this.#recent.get(name) as Reading<T> | undefined
    const reading = known ?? this.#live(read)
    this.#recent.delete(name)
    this.#recent.set(name, reading)
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= READINGS_KEPT) break
      this.#recent.delete(oldest)
    }
    return reading
  }

  #live<T>(read: (published: Published) => Promise<Result<T, ReadError>>): Reading<T> {
    return new Live(this, async () => read(await this.#opening), sameAnswer)
  }
}
