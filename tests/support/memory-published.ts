// A published plane without network, packs or storage: models in, models out. For tests of state and for looking at screens.
import { err, ok } from '../../src/base/result.ts'
import type { Catalogue, Ledger, LedgerInput, Policies, Posts } from '../../src/pack/model.ts'
import { MAX_PINS } from '../../src/store/published/published.ts'
import type {
  Follow,
  PayeeHit,
  PinnedPayee,
  Published,
  PublishedStatus,
} from '../../src/store/published/published.ts'

export interface MemoryContent {
  readonly catalogue: Catalogue
  readonly policies?: Policies
  readonly ledgers?: readonly Ledger[]
  readonly posts?: readonly Posts[]
}

export interface MemoryPublished extends Published {
  /** Changes the status and tells everybody. */
  readonly set: (change: Partial<PublishedStatus>) => void
}

/** A ledger from the publisher's side of the model: lines in any order, with payee numbers. */
export const ledgerOf = ({ lines, ...rest }: LedgerInput): Ledger => ({
  ...rest,
  groupNumbers: rest.groupNumbers ?? rest.groups.map((_, i) => i + 1),
  linesOf: (position) => lines.filter((line) => line.payee === rest.payees[position]?.number),
})

const hitsIn = (ledger: Ledger, query: string): PayeeHit[] =>
  ledger.payees
    .filter(
      (payee) => payee.name.includes(query) || (query !== '' && payee.lastFour.startsWith(query)),
    )
    .map((payee) => ({
      site: ledger.site,
      number: payee.number,
      name: payee.name,
      group: ledger.groups[payee.group] ?? '',
      lastFour: payee.lastFour,
      twin: false,
      see: payee.see ?? null,
      match: 'inside' as const,
    }))

const startStatus: PublishedStatus = {
  mode: 'stored',
  reason: null,
  data: { number: 12, changedMs: 1_760_000_000_000, checkedMs: 1_760_086_400_000 },
  today: '2025-10-10',
  root: '5f0c1a2b',
  syncing: false,
  fetching: null,
  bytesDone: 0,
  bytesTotal: 0,
  held: [],
  wanted: [],
  short: false,
  begun: [],
  behind: [],
  removed: [],
  lastFailure: null,
  nextTryMs: null,
  lastRefusal: null,
  restart: null,
  superseded: false,
  rechecked: true,
}

export const createMemoryPublished = (content: MemoryContent): MemoryPublished => {
  const listeners = new Set<() => void>()
  let status = startStatus
  let follows: readonly Follow[] = []
  let pins: readonly PinnedPayee[] = []
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const set = (change: Partial<PublishedStatus>) => {
    status = { ...status, ...change }
    tell()
  }
  const setFollows = (next: readonly Follow[]) => {
    follows = next
    const places = next.map((follow) => follow.place)
    const held = places.filter((place) => content.ledgers?.some((one) => one.site === place))
    set({ wanted: places, held })
  }
  return {
    set,
    status: () => status,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    trust: () => null,
    catalogue: async () => ok(content.catalogue),
    askCatalogue: () => undefined,
    policies: async () => (content.policies ? ok(content.policies) : err({ kind: 'not-held' })),
    ledger: async (site) => {
      const found = content.ledgers?.find((one) => one.site === site)
      return found && status.held.includes(site) ? ok(found) : err({ kind: 'not-held' })
    },
    posts: async (site) => {
      const found = content.posts?.find((one) => one.site === site)
      return found ? ok(found) : err({ kind: 'not-held' })
    },
    villageCore: async () => err({ kind: 'no-key' }),
    villageKey: () => null,
    content: async () => err({ kind: 'no-connection' }),
    search: async (query, options) =>
      (content.ledgers ?? [])
        .filter(({ site }) => status.held.includes(site))
        .filter(({ site }) => options?.site === undefined || options.site === site)
        .flatMap((ledger) => hitsIn(ledger, query))
        .slice(0, options?.limit ?? 50),
    follows: () => follows,
    follow: async (place, options) => {
      if (options?.expectedRoot !== undefined && options.expectedRoot !== status.root)
        return err({ kind: 'other-root' })
      if (!follows.some((follow) => follow.place === place))
        setFollows([...follows, { place, below: options?.below ?? false, openedMs: 0 }])
      return ok(undefined)
    },
    unfollow: async (place) => setFollows(follows.filter((follow) => follow.place !== place)),
    markOpened: async () => undefined,
    pins: () => pins,
    pin: async (payee) => {
      if (pins.length >= MAX_PINS) return false
      pins = [...pins, payee]
      tell()
      return true
    },
    unpin: async (payee) => {
      pins = pins.filter((one) => one.site !== payee.site || one.number !== payee.number)
      tell()
    },
    syncNow: async () => undefined,
    warmed: Promise.resolve(),
    rechecked: Promise.resolve(),
    refusals: async () => [],
    close: () => listeners.clear(),
  }
}
