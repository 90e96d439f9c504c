// Erases what is past its time, once a civil day, while the server runs. What fails is tried again at the next look.
import { type Clock, shanghaiDay } from '../../base/clock.ts'
import type { MediaUpkeep } from '../media/media.ts'
import type { InboxUpkeep } from './inbox.ts'

export interface ErasingDeps {
  readonly upkeep: Pick<InboxUpkeep, 'eraseExpired'>
  /** Attachments go with their events, right after them (MEDIA-9). */
  readonly media: Pick<MediaUpkeep, 'tidy'>
  readonly clock: Clock
  /** Calls again and again until what it gives back is called. */
  readonly every: (ms: number, work: () => void) => () => void
  readonly report: (error: Error) => void
}

export interface Erasing {
  /** Resolves when nothing runs any more. */
  readonly stop: () => Promise<void>
}

const LOOK_EVERY_MS = 3600_000

export const startErasing = ({ upkeep, media, clock, every, report }: ErasingDeps): Erasing => {
  let erasedOn = ''
  let running = Promise.resolve()
  const look = async () => {
    const today = shanghaiDay(clock.now())
    if (today === erasedOn) return
    await upkeep.eraseExpired()
    await media.tidy()
    erasedOn = today
  }
  const round = () => {
    running = running.then(look).catch((error: unknown) => {
      report(error instanceof Error ? error : new Error(String(error)))
    })
  }
  round()
  const stopLooking = every(LOOK_EVERY_MS, round)
  return {
    stop: async () => {
      stopLooking()
      await running
    },
  }
}
