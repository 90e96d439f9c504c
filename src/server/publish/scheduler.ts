// Publishes by itself: at start (a late start catches up on notices that began or ended meanwhile), whenever imports became
// ready or keys were rotated, and at least once a day, when the checkpoint is signed anew. At most one checkpoint in ten seconds (DESIGN §3).
import { shanghaiDay } from '../../base/clock.ts'
import { loadKeys } from '../keys/key-files.ts'
import { publish, type PublisherDeps } from './publisher.ts'

export interface Scheduler {
  readonly stop: () => Promise<void>
}

const LOOK_EVERY_MS = 10_000

/** What decides whether there is something to publish: the newest change in the store, the civil day, the trust list. */
const stateOf = async ({ db, clock, dataDir }: PublisherDeps): Promise<string> => {
  const log = await db
    .selectFrom('state_log')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirst()
  const posts = await db
    .selectFrom('post')
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirst()
  const { trustVersion } = loadKeys(dataDir)
  return `${shanghaiDay(clock.now())} ${log?.id ?? 0} ${posts?.count ?? 0} ${trustVersion}`
}

export const startScheduler = (deps: PublisherDeps, report: (error: Error) => void): Scheduler => {
  let published = ''
  let running = Promise.resolve()
  let stopped = false
  const look = async () => {
    const state = await stateOf(deps)
    if (stopped || state === published) return
    const result = await publish(deps)
    // Another publisher at work is no fault: look again next time.
    if (result.ok) published = state
  }
  const round = () => {
    running = running.then(look).catch((error: unknown) => {
      report(error instanceof Error ? error : new Error(String(error)))
    })
  }
  round()
  const timer = setInterval(round, LOOK_EVERY_MS)
  return {
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}
