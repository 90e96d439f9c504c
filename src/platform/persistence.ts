// Whether this browser keeps what is stored: asks for it once something is worth keeping, and says how much room is left.
export interface Persistence {
  /** Asks the browser not to evict; false when it declines or can't say. */
  readonly ask: () => Promise<boolean>
  /** Bytes left; null when the browser does not say. */
  readonly room: () => Promise<number | null>
}

export const createPersistence = (storage: StorageManager | undefined): Persistence => ({
  ask: async () => {
    try {
      return (await storage?.persist()) ?? false
    } catch {
      return false
    }
  },
  room: async () => {
    try {
      const { quota, usage } = (await storage?.estimate()) ?? {}
      return quota === undefined || usage === undefined ? null : quota - usage
    } catch {
      return null
    }
  },
})
