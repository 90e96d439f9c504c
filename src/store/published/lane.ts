// The pull lane in this tab: leads when this tab holds the lock, else passes wishes to the tab that does and hears from it
// what came (PULL-14).
import type { Progress, PullEngine } from '../../sync/pull/engine.ts'
import type { PullFailure } from '../../sync/pull/failure.ts'
import type { Library, LostPack } from '../../sync/pull/library.ts'
import type { RefusalLog } from '../../sync/pull/refusal-log.ts'
import { gainOf } from '../../sync/pull/shelf.ts'
import type { Shelf } from '../../sync/pull/shelf.ts'
import { CATALOGUE, POLICIES } from '../../sync/pull/state.ts'
import type { WakeCause } from '../../sync/pull/state.ts'
import type { Channel, HostPorts } from '../../sync/ports.ts'

export interface LaneDeps {
  readonly ports: HostPorts
  readonly channel: Channel
  readonly library: Library
  readonly log: RefusalLog
  readonly wanted: () => readonly string[]
  /** No round begins before the search box answers. */
  readonly ready: Promise<void>
  /** Another tab stored something: read the vault anew. */
  readonly reload: () => Promise<void>
  /** Progress, data or both changed. */
  readonly changed: () => void
  readonly ended: (failure: PullFailure | null) => Promise<void>
}

export interface Lane {
  readonly progress: () => Progress
  /** What is wanted or held changed here. */
  readonly refresh: () => void
  /** What everybody shares is wanted by somebody, and not here. */
  readonly ask: (target: SharedTarget) => void
  /** A pack was found damaged here: whoever leads fetches it again. */
  readonly lost: (pack: LostPack) => void
  /** A round now; resolves when it is over. */
  readonly sync: () => Promise<void>
  readonly close: () => void
}

/** Comes by itself only to who wants a place. */
export type SharedTarget = 'catalogue' | 'policies'

type Message =
  | { readonly kind: 'stored' }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'wake'; readonly cause: WakeCause }
  | ({ readonly kind: 'lost' } & LostPack)
  | { readonly kind: `ask-${SharedTarget}` }

const LOCK = 'iltod-pull'
/** Other tabs re-read at most this often while packs pour in. */
const TELL_MS = 500
const OTHERS_SYNC_MS = 60_000
const LOAD_AGAIN_MS = 5_000

const idle: Progress = {
  syncing: false,
  fetching: null,
  bytesDone: 0,
  bytesTotal: 0,
  lastFailure: null,
  nextTryMs: null,
  absent: [],
}

const isMessage = (message: unknown): message is Message =>
  typeof message === 'object' && message !== null && 'kind' in message

export const createLane = (deps: LaneDeps): Lane => {
  const { ports, channel, library } = deps
  const aborter = new AbortController()
  let engine: PullEngine | null = null
  let others = idle
  /** What the other tabs were told of; null: something beside the shelf changed. */
  let told: Shelf | null = library.shelf()
  let telling = false
  let over: (() => void)[] = []
  const asked = new Set<SharedTarget>()

  const settle = () => {
    const settled = over
    over = []
    for (const go of settled) go()
  }

  const post = (message: Message) => channel.post(message)

  const wish = () => engine?.wish([...deps.wanted(), ...asked])

  const tellNow = () => {
    telling = false
    if (aborter.signal.aborted) return
    if (library.shelf() !== told) post({ kind: 'stored' })
    told = library.shelf()
    if (engine) post({ kind: 'progress', progress: engine.progress() })
  }

  const tell = () => {
    if (telling) return
    telling = true
    ports.timers.after(TELL_MS, tellNow)
  }

  /** Only who leads needs the engine's code, and no look-up waits for it. */
  const loadEngine = async () => {
    for (;;) {
      try {
        return await Promise.all([
          import('../../sync/pull/engine.ts'),
          import('../../sync/pull/carry.ts'),
        ])
      } catch {
        await new Promise<void>((resolve) => ports.timers.after(LOAD_AGAIN_MS, resolve))
      }
    }
  }

  const startEngine = async (): Promise<PullEngine> => {
    const [{ createPullEngine }, { createCarrier }] = await loadEngine()
    return createPullEngine({
      clock: ports.clock,
      random: ports.random,
      timers: ports.timers,
      carry: createCarrier({ http: ports.http, library, log: deps.log }),
      remove: (site) => library.remove(site, true),
      ended: deps.ended,
      changed: () => {
        tell()
        deps.changed()
      },
    })
  }

  const lead = async (): Promise<void> => {
    await deps.ready
    // Another tab may have led until now, and told nobody what it stored last.
    if (!(await library.isCurrent())) await deps.reload()
    engine = await startEngine()
    engine.storeChanged(gainOf(library.shelf()))
    wish()
    // Somebody may have asked for a round before this tab led.
    void engine.idle().then(settle)
    await new Promise<void>((resolve) => {
      aborter.signal.addEventListener('abort', () => resolve())
      if (aborter.signal.aborted) resolve()
    })
    engine.stop()
  }

  const refresh = () => {
    engine?.storeChanged(gainOf(library.shelf()))
    wish()
    told = null
    tell()
  }

  const onStored = async () => {
    await deps.reload()
    told = library.shelf()
    engine?.storeChanged(gainOf(library.shelf()))
    wish()
    deps.changed()
  }

  const hear = (message: Message) => {
    switch (message.kind) {
      case 'stored':
        void onStored()
        return
      case 'wake':
        engine?.wake(message.cause)
        return
      case 'lost':
        // Read it here as well: this tab then finds out for itself, and fetches it if it leads.
        void library.pack(message.hash, message.target)
        return
      case 'ask-catalogue':
      case 'ask-policies':
        asked.add(message.kind === 'ask-policies' ? POLICIES : CATALOGUE)
        wish()
        return
      case 'progress':
        others = message.progress
        deps.changed()
        if (!others.syncing) settle()
    }
  }

  const wake = (cause: WakeCause) => {
    if (engine) engine.wake(cause)
    else post({ kind: 'wake', cause })
  }

  const stopListening = [
    channel.listen((message) => {
      if (isMessage(message)) hear(message)
    }),
    ports.connectivity.listen(wake),
  ]
  void ports.locks.lead(LOCK, lead, aborter.signal)

  return {
    progress: () => engine?.progress() ?? others,
    refresh,
    ask: (target) => {
      if (asked.has(target)) return
      asked.add(target)
      if (engine) wish()
      else post({ kind: `ask-${target}` })
    },
    lost: (pack) => {
      if (engine) refresh()
      else post({ kind: 'lost', ...pack })
      deps.changed()
    },
    sync: async () => {
      wake('button')
      if (engine) return engine.idle()
      const ended = new Promise<void>((resolve) => {
        over.push(resolve)
      })
      ports.timers.after(OTHERS_SYNC_MS, settle)
      return ended
    },
    close: () => {
      aborter.abort()
      for (const stop of stopListening) stop()
      channel.close()
      settle()
    },
  }
}
