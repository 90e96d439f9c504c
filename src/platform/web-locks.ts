// Leadership through Web Locks: one engine per device, the next tab takes over when the leading one goes. Where the
// browser has none, every tab leads: requests are then doubled, data is not (all writes are idempotent).
import type { Locks } from '../sync/ports.ts'

const leadAlone: Locks = { lead: (_name, lead) => lead() }

export const createWebLocks = (manager: LockManager | undefined): Locks =>
  manager === undefined
    ? leadAlone
    : {
        lead: async (name, lead, signal) => {
          try {
            await manager.request(name, { signal }, lead)
          } catch (error) {
            // Taken back while waiting. Anything else is a fault of the leading itself.
            if (!signal.aborted) throw error
          }
        },
      }
