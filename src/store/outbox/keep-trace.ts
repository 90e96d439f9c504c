// Keeps the trace of the queue up to date, and finds out when the browser cleared the database it was about (OUT-19).
import type { Clock } from '../../base/clock.ts'
import type { OutboxShelf } from '../../sync/outbox/ports.ts'
import {
  type DistantTraceJar,
  type Lost,
  type TraceJar,
  decodeLost,
  decodeTrace,
  encodeLost,
  encodeTrace,
  lossOf,
  traceOf,
} from '../../sync/outbox/trace.ts'

export interface TraceDeps {
  readonly clock: Clock
  readonly jar: TraceJar
  readonly shelf: OutboxShelf
}

export interface TraceKeeper {
  /** Calls `listener` now and whenever a loss was found or dismissed. */
  readonly watchLost: (listener: (lost: Lost | null) => void) => () => void
  readonly dismiss: () => void
  readonly stop: () => void
}

const keep = async ({ clock, jar, shelf }: TraceDeps): Promise<void> => {
  // The list first: were it of an older life than the mark, the loss would be told twice at worst, never missed.
  const items = await shelf.list()
  const life = await shelf.life()
  const nowMs = clock.now()
  const lost = lossOf(decodeTrace(jar.read('unsent')), decodeLost(jar.read('lost')), life, nowMs)
  if (lost) jar.write('lost', encodeLost(lost))
  jar.write('unsent', life === null ? null : encodeTrace(traceOf(items, life, nowMs)))
}

/**
 * After a round with no page open: what is delivered is no longer noted as unsent. A mark of another database stays for the page,
 * which alone tells a loss.
 */
export const noteRound = async (
  clock: Clock,
  jar: DistantTraceJar,
  shelf: OutboxShelf,
): Promise<void> => {
  const noted = decodeTrace(await jar.read())
  const items = await shelf.list()
  if (noted === null || noted.life !== (await shelf.life())) return
  await jar.write(encodeTrace(traceOf(items, noted.life, clock.now())))
}

export const createTraceKeeper = (deps: TraceDeps): TraceKeeper => {
  const listeners = new Set<(lost: Lost | null) => void>()
  const tell = () => {
    const lost = decodeLost(deps.jar.read('lost'))
    for (const listener of listeners) listener(lost)
  }
  let turn = Promise.resolve()
  const run = () => {
    // One after another, or an older look would have the last word. What could not be read is looked at after the next change.
    turn = turn.then(() => keep(deps)).then(tell, () => undefined)
  }
  run()
  const unwatch = deps.shelf.watch(run)
  return {
    watchLost: (listener) => {
      listeners.add(listener)
      listener(decodeLost(deps.jar.read('lost')))
      return () => listeners.delete(listener)
    },
    dismiss: () => {
      deps.jar.write('lost', null)
      tell()
    },
    stop: unwatch,
  }
}
