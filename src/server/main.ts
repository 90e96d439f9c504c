// The server of one data folder: publishes what became due, serves the shell, the published folder, the plain pages and the
// field plane. `startServer` listens; everything below it can be driven without a port.
import { shanghaiDay } from '../base/clock.ts'
import { registerEvents } from './http/events.ts'
import { registerMedia } from './http/media.ts'
import { createApp } from './http/app.ts'
import { startErasing } from './inbox/erasing.ts'
import type { Inbox } from './inbox/inbox.ts'
import { openInbox } from './inbox/open-inbox.ts'
import type { Media } from './media/media.ts'
import { openMedia } from './media/open-media.ts'
import { type Instance, openFromEnvironment, systemClock } from './instance.ts'
import { RefusedError } from './no-instance.ts'
import { startScheduler } from './publish/scheduler.ts'

export interface ServerOptions {
  readonly dataDir: string
  readonly port: number
  readonly host: string
  readonly distDir: string
}

export interface RunningServer {
  readonly address: string
  readonly stop: () => Promise<void>
}

/** Our own faults only: no request, no body, no address goes into a log. */
const report = (error: Error) => {
  process.stderr.write(
    `${new Date(systemClock.now()).toISOString()} ${error.stack ?? error.message}\n`,
  )
}

const every = (ms: number, work: () => void) => {
  const timer = setInterval(work, ms)
  return () => {
    clearInterval(timer)
  }
}

const appWith = (instance: Instance, inbox: Inbox, media: Media, distDir: string) =>
  createApp({
    enrolment: { db: instance.store.db, clock: instance.clock, places: instance.banner.places },
    publishedRoot: instance.publishedRoot,
    distDir,
    fieldRoutes: async (app) => {
      await registerEvents(app, { field: inbox.field })
      await registerMedia(app, { media: media.field })
    },
    today: () => shanghaiDay(instance.clock.now()),
    report,
  })

/** The routes of an instance without a port. */
export const appOf = async (instance: Instance, distDir: string) => {
  const inbox = await openInbox(instance, report)
  return appWith(instance, inbox, openMedia(instance, inbox, report), distDir)
}

export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const opened = await openFromEnvironment(options.dataDir, true)
  if (!opened.ok) throw new RefusedError(opened.error)
  const instance = opened.value
  const inbox = await openInbox(instance, report)
  const media = openMedia(instance, inbox, report)
  await media.upkeep.mend().catch(report)
  media.upkeep.judged().catch(report)
  const app = await appWith(instance, inbox, media, options.distDir)
  const address = await app.listen({ port: options.port, host: options.host })
  const scheduler = startScheduler(instance.publisher, report)
  const erasing = startErasing({
    upkeep: inbox.upkeep,
    media: media.upkeep,
    clock: instance.clock,
    every,
    report,
  })
  return {
    address,
    stop: async () => {
      await app.close()
      await Promise.all([scheduler.stop(), erasing.stop()])
      // Receipts are out for it: it shall be on the desk whoever opens the folder next.
      await media.upkeep.judged().catch(report)
      await instance.close()
    },
  }
}
