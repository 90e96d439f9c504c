// The outbox where nothing can be stored: an insecure context, no IndexedDB, a profile that can't be opened. It saves nothing
// and says so; asking after a claim code still works.
import { err } from '../../base/result.ts'
import { type LookUpDeps, lookUpCode } from '../../sync/outbox/look-up.ts'
import type { Outbox, SaveError, SendUnsaved } from './outbox.ts'

const REFUSED = err<SaveError>({ kind: 'storage-unavailable' })

export interface NoOutboxDeps extends LookUpDeps {
  readonly sendUnsaved: SendUnsaved | null
}

export const createNoOutbox = (deps: NoOutboxDeps): Outbox => ({
  ask: () => Promise.resolve(REFUSED),
  tellBoard: () => Promise.resolve(REFUSED),
  proposeWord: () => Promise.resolve(REFUSED),
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
  sendUnsaved: deps.sendUnsaved,
  media: null,
  network: null,
  exportUnsent: () => Promise.resolve(null),
  importUnsent: () => Promise.resolve(REFUSED),
  watchLost: () => () => undefined,
  dismissLost: () => undefined,
  close: () => undefined,
})
