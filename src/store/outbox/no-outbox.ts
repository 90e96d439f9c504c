// The outbox where nothing can be stored: an insecure context, no IndexedDB, a profile that can't be opened. It saves nothing
// and says so; asking after a claim code still works.
import { err } from '../../base/result.ts'
import { type LookUpDeps, lookUpCode } from '../../sync/outbox/look-up.ts'
import type { Outbox, SaveError } from './outbox.ts'

const REFUSED = err<SaveError>({ kind: 'storage-unavailable' })

export const createNoOutbox = (deps: LookUpDeps): Outbox => ({
  ask: () => Promise.resolve(REFUSED),
  items: () => Promise.resolve([]),
  subscribe: (listener) => {
    listener([])
    return () => undefined
  },
  saveDraft: () => Promise.resolve(REFUSED),
  sendNow: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  sendAsNew: () => Promise.resolve(null),
  lookUp: (code) => lookUpCode(deps, code),
  watchLost: () => () => undefined,
  dismissLost: () => undefined,
  close: () => undefined,
})
