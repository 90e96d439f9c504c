// Puts the published plane of a phone together: storage, reading, search, lane. Works from a cold start without network;
// nothing here throws for what storage or network can do.
import { addDays, startOfShanghaiDay } from '../../base/clock.ts'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import type { PullFailure } from '../../sync/pull/failure.ts'
import { isSite } from '../../sync/pull/contents.ts'
import type { LostPack } from '../../sync/pull/library.ts'
import { heldTargets } from '../../sync/pull/shelf.ts'
import { CATALOGUE, POLICIES } from '../../sync/pull/state.ts'
import { todayOf } from '../../sync/pull/today.ts'
import { parseVillageKey } from '../../sync/pull/village-key.ts'
import type { Channel } from '../../sync/ports.ts'
import { createDirectory } from './directory.ts'
import { createLane } from './lane.ts'
import type { Lane } from './lane.ts'
import { createNotifier } from './notifier.ts'
import type { Notifier } from './notifier.ts'
import type { FollowError, Published } from './published.ts'
import { createReading } from './reading.ts'
import type { Reading } from './reading.ts'
import { createStatus } from './status.ts'
import { openStorage } from './storage.ts'
import type { PublishedDeps, Storage } from './storage.ts'
import { siteOf } from './site-of.ts'
import { createWanting } from './wanting.ts'
import type { Wanting } from './wanting.ts'

export type { PublishedDeps } from './storage.ts'

const CHANNEL = 'iltod-published'
const ROOT_PREFIX = /^[0-9a-f]{8}$/

/** Everything one open store consists of; what may change is in `marks`. */
interface Session extends Storage {
  readonly deps: PublishedDeps
  readonly notifier: Notifier
  readonly reading: Reading
  readonly wanting: Wanting
  readonly marks: Marks
  readonly today: () => string
}

interface Marks {
  superseded: boolean
  rechecked: boolean
  askedToKeep: boolean
  /** Who has lost packs fetched again; nobody before the lane is there. */
  lost: (pack: LostPack) => void
}

const silent: Channel = {
  post: () => undefined,
  listen: () => () => undefined,
  close: () => undefined,
}

const openSession = async (deps: PublishedDeps): Promise<Session> => {
  const notifier = createNotifier()
  const marks: Marks = {
    superseded: false,
    rechecked: false,
    askedToKeep: false,
    lost: () => undefined,
  }
  let wanting: Wanting | null = null
  const storage = await openStorage(deps, {
    wanted: () => wanting?.set() ?? new Set(),
    lost: (pack) => marks.lost(pack),
    superseded: () => {
      marks.superseded = true
      notifier.changed()
    },
  })
  const { library, log, wishes } = storage
  const today = () => todayOf(deps.clock.now(), library.shelf().held.checkpoint?.checkedMs ?? null)
  const { decrypt } = deps
  const reading = createReading({ library, log, decrypt, today, keyOf: wishes.keyOf })
  const catalogue = async () => valueOf(await reading.catalogue())
  wanting = createWanting({ library, wishes, catalogue })
  return { ...storage, deps, notifier, reading, wanting, marks, today }
}

const valueOf = <T>(result: Result<T, unknown>): T | null => (result.ok ? result.value : null)

/** Needed when a file is opened or a round is over, and not to start; null where it can't be loaded now. */
const contentCode = () => import('./content.ts').catch(() => null)

/** Hashes of the files that posts held here name. */
const namedFiles = async ({ reading, library }: Session): Promise<ReadonlySet<string>> => {
  const named = new Set<string>()
  for (const site of heldTargets(library.shelf()).filter(isSite)) {
    const posts = valueOf(await reading.posts(site))?.posts ?? []
    for (const file of posts.flatMap((post) => post.files)) named.add(file.hash)
  }
  return named
}

/** Only after a round without any failure is it certain that what nothing names is not waiting for its head. */
const afterRound = async (session: Session, failure: PullFailure | null): Promise<void> => {
  if (failure) return
  await session.library.sweep()
  const content = await contentCode()
  await content?.sweepContent(session.vault, () => namedFiles(session))
  const keepsPlace = heldTargets(session.library.shelf()).some(isSite)
  if (keepsPlace && session.reason === null && !session.marks.askedToKeep) {
    session.marks.askedToKeep = true
    await session.deps.persistence.ask()
  }
}

const startLane = (session: Session, warmed: Promise<void>): Lane => {
  const { deps, library, log, wanting, notifier } = session
  let seen = library.shelf()
  const lane = createLane({
    ports: deps,
    channel: session.reason === null ? deps.openChannel(CHANNEL) : silent,
    library,
    log,
    wanted: wanting.list,
    ready: warmed,
    reload: async () => {
      await session.reload()
      await wanting.refresh()
    },
    changed: () => {
      notifier.changed()
      if (library.shelf() === seen) return
      seen = library.shelf()
      // A new catalogue may name other places below a followed one.
      void wanting.refresh().then((changed) => {
        if (changed) lane.refresh()
      })
    },
    ended: (failure) => afterRound(session, failure),
  })
  session.marks.lost = lane.lost
  return lane
}

const followError = (kind: FollowError['kind']) => err<FollowError>({ kind })

const follow = async (
  { library, wishes, wanting, notifier }: Session,
  lane: Lane,
  place: string,
  { below = false, expectedRoot, villageKey }: NonNullable<Parameters<Published['follow']>[1]>,
): Promise<Result<void, FollowError>> => {
  if (villageKey !== undefined && !parseVillageKey(villageKey)) return followError('bad-key')
  if (expectedRoot !== undefined) {
    const prefix = expectedRoot.toLowerCase()
    const fits = ROOT_PREFIX.test(prefix) && (await library.expectRoot(prefix))
    if (!fits) return followError('other-root')
  }
  const stored = await wishes.follow({ place, below }, villageKey ?? null)
  if (!stored.ok) return followError('storage')
  await wanting.refresh()
  lane.refresh()
  notifier.changed()
  return ok(undefined)
}

const unfollow = async (
  { library, wishes, wanting, notifier }: Session,
  lane: Lane,
  place: string,
): Promise<void> => {
  const letGo = wanting.onlyFor(place)
  await wishes.unfollow(place)
  for (const site of letGo) await library.remove(site, false)
  await wanting.refresh()
  lane.refresh()
  notifier.changed()
}

/** Follows midnight, so that what ends on a day ends without a touch. */
const watchDays = ({ deps, today, notifier }: Session): (() => void) => {
  let stop: () => void = () => undefined
  const wait = () => {
    const next = startOfShanghaiDay(addDays(today(), 1)) - deps.clock.now()
    stop = deps.timers.after(Math.max(1_000, next), () => {
      notifier.changed()
      wait()
    })
  }
  wait()
  return () => stop()
}

/** After the search box is ready: nothing is shown unverified anyway, this only finds damage before somebody meets it. */
const recheck = async (session: Session, warmed: Promise<void>): Promise<void> => {
  await warmed
  await session.library.recheck()
  session.marks.rechecked = true
  session.notifier.changed()
}

export const openPublished = async (deps: PublishedDeps): Promise<Published> => {
  const session = await openSession(deps)
  const { vault, library, log, wishes, wanting, reading, notifier, marks, reason } = session
  const { sha256 } = deps.verify
  const catalogue = async () => valueOf(await reading.catalogue())
  const directory = createDirectory({ vault, library, catalogue })
  // The segments are on their way out of storage while the catalogue is decoded.
  const warmed = directory.warm()
  await wanting.refresh()
  const lane = startLane(session, warmed)
  const status = createStatus()
  const rechecked = recheck(session, warmed)
  const stopDays = watchDays(session)
  return {
    ...reading,
    status: () =>
      status({
        mode: {
          mode: reason === null ? 'stored' : 'online-only',
          reason,
          superseded: marks.superseded,
          rechecked: marks.rechecked,
        },
        shelf: library.shelf(),
        progress: lane.progress(),
        log,
        today: session.today(),
        wanted: wanting.list(),
        named: wishes.follows().flatMap(({ place, below }) => (below ? [] : [siteOf(place)])),
      }),
    subscribe: notifier.subscribe,
    askCatalogue: () => lane.ask(CATALOGUE),
    policies: async () => {
      const read = await reading.policies()
      if (!read.ok && read.error.kind === 'not-held') lane.ask(POLICIES)
      return read
    },
    trust: () => library.shelf().trust,
    villageKey: wishes.keyOf,
    content: async (hash, keep = false) => {
      const code = await contentCode()
      if (!code) return err({ kind: 'no-connection' })
      const read = await code.readContent({ vault, http: deps.http, sha256 }, hash, keep)
      return read.ok ? ok(read.value.slice().buffer) : read
    },
    search: (query, options) => directory.search(query, { ...options, today: session.today() }),
    follows: wishes.follows,
    follow: (place, options = {}) => follow(session, lane, place, options),
    unfollow: (place) => unfollow(session, lane, place),
    markOpened: async (site) => {
      await wishes.opened(site, deps.clock.now())
    },
    pins: wishes.pins,
    pin: async (payee) => {
      const pinned = await wishes.pin(payee)
      notifier.changed()
      return pinned
    },
    unpin: async (payee) => {
      await wishes.unpin(payee)
      notifier.changed()
    },
    syncNow: lane.sync,
    warmed,
    rechecked,
    refusals: log.all,
    close: () => {
      stopDays()
      lane.close()
      vault.close()
    },
  }
}
