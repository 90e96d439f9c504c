// The attachments of an opened instance, beside its inbox.
import { sha256, verifyP256 } from '../crypto/node-ports.ts'
import type { Inbox } from '../inbox/inbox.ts'
import { liveInboxKeys } from '../inbox/keys.ts'
import type { Instance } from '../instance.ts'
import { type Media, createMedia } from './media.ts'
import { createMediaFiles, mediaRootOf } from './media-files.ts'
import type { MediaDeps } from './ports.ts'
import { freeBytesAt } from './room.ts'

export const openMedia = (
  instance: Instance,
  { upkeep }: Pick<Inbox, 'upkeep'>,
  report: (error: Error) => void,
  changes: Partial<Pick<MediaDeps, 'freeBytes' | 'reserveBytes' | 'files'>> = {},
): Media => {
  const keys = liveInboxKeys(instance.dataDir, report)
  const files = changes.files ?? createMediaFiles(mediaRootOf(instance.dataDir))
  return createMedia({
    db: instance.store.db,
    clock: instance.clock,
    sha256,
    verifyP256,
    keys,
    openStream: keys.openStream,
    files,
    freeBytes: () => freeBytesAt(files.root),
    reserveBytes: instance.mediaReserveBytes,
    sorted: upkeep.sorted,
    report,
    ...changes,
  })
}
