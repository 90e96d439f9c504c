// All sides of the attachments in one database: the lane's, the person's, and those that are carried. Only for pages: the service worker keeps and carries
// none, and must not load what that needs.
import type { Random } from '../../base/random.ts'
import { createCarriedMedia } from './carried-media.ts'
import type { StoredMedia } from './create-outbox.ts'
import type { OutboxDatabase } from './database.ts'
import { createMediaRows } from './dexie-media.ts'
import { type MediaDeskDeps, createMediaDesk } from './media-desk.ts'

/** How attachments are sealed and named on their way in. */
export type Sealing = Pick<MediaDeskDeps, 'sealStream' | 'startSha256' | 'clock'>

export interface StoredMediaDeps {
  readonly subtle: SubtleCrypto
  readonly random: Random
  readonly sealing: Sealing
}

export const openStoredMedia = (deps: StoredMediaDeps, db: OutboxDatabase): StoredMedia => ({
  lane: createMediaRows({ db, subtle: deps.subtle }),
  carried: createCarriedMedia({ ...deps.sealing, ...deps, db }),
  desk: (office) => createMediaDesk({ ...deps.sealing, random: deps.random, db, office }),
})
