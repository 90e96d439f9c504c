// The inbox of an opened instance: its database, its keys, its clock.
import { sha256, verifyP256 } from '../crypto/node-ports.ts'
import type { Instance } from '../instance.ts'
import { createInbox, type Inbox } from './inbox.ts'
import { liveInboxKeys } from './keys.ts'

export const openInbox = (instance: Instance, report: (error: Error) => void): Promise<Inbox> =>
  createInbox({
    db: instance.store.db,
    clock: instance.clock,
    random: instance.random,
    sha256,
    verifyP256,
    keys: liveInboxKeys(instance.dataDir, report),
    report,
  })
