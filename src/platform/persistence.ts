// Asks the browser to keep what is stored. Many grant it only to installed apps; nothing depends on the answer.
import type { Persistence } from '../sync/ports.ts'

export const createPersistence = (storage: StorageManager | undefined): Persistence => ({
  ask: async () => {
    try {
      return (await storage?.persist()) ?? false
    } catch {
      return false
    }
  },
})
