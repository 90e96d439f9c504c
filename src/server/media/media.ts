// The server's half of attachments put together: uploads and receipts for phones, opened files for the office, upkeep. No HTTP
// here beyond tus's own requests.
import type { Result } from '../../base/result.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import { type MediaReceipt, type MediumName, mediumId } from '../../protocol/media.ts'
import { receiptOf } from './arrive.ts'
import { type HandedOut, handOut, judgeArrived } from './inside.ts'
import type { MediaDeps } from './ports.ts'
import { finishBegun, forgetLost, tidyMedia } from './tidy.ts'
import { createTurns } from './turns.ts'
import { type TusUploads, createTusUploads } from './tus-uploads.ts'

export interface MediaService {
  /** tus below `/api/media`: a refusal's body is its code alone. */
  readonly uploads: TusUploads
  readonly receipt: (name: MediumName) => Promise<Result<MediaReceipt, ErrorCode>>
}

export interface MediaDesk {
  /** Writes what is here of an event, opened, into a folder that is there. Throws when the folder can't take it. */
  readonly handOut: (event: string, folder: string) => Promise<HandedOut>
}

export interface MediaUpkeep {
  /**
   * For the start, before anybody asks: what an earlier life left between two steps is finished, and what a backup
   * that was put back does not hold is asked for again.
   */
  readonly mend: () => Promise<void>
  /** Once a day. */
  readonly tidy: () => Promise<void>
  /** Before a backup: what was lost with the disk must not count as received. */
  readonly forgetLost: () => Promise<void>
  /** Resolves once everything that had arrived before the call was looked at (MEDIA-7). */
  readonly judged: () => Promise<void>
}

export interface Media {
  readonly field: MediaService
  readonly desk: MediaDesk
  readonly upkeep: MediaUpkeep
}

export const createMedia = (deps: MediaDeps): Media => {
  const turns = createTurns()
  let judging = Promise.resolve()
  const judged = () => {
    const now = judging.then(async () => {
      await deps.sorted()
      await judgeArrived(deps)
    })
    // Whoever comes next must not fail because of this one.
    judging = now.catch(() => undefined)
    return now
  }
  const judgeSoon = () => {
    judged().catch((error: unknown) => {
      deps.report(error instanceof Error ? error : new Error(String(error)))
    })
  }
  return {
    field: {
      uploads: createTusUploads(deps, turns, judgeSoon),
      receipt: async (name) => {
        const release = await turns.take(mediumId(name))
        try {
          return await receiptOf(deps, name)
        } finally {
          release()
        }
      },
    },
    desk: {
      handOut: async (event, folder) => {
        await judged()
        return handOut(deps, event, folder)
      },
    },
    upkeep: {
      mend: async () => {
        await finishBegun(deps, turns)
        await forgetLost(deps, turns)
      },
      tidy: () => tidyMedia(deps, turns),
      forgetLost: () => forgetLost(deps, turns),
      judged,
    },
  }
}
