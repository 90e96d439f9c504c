// Background Sync, where the browser has it: asks for one more wake-up of the service worker (OUT-17). Nothing depends on it.
interface SyncRegistration {
  readonly sync?: { readonly register: (tag: string) => Promise<void> }
}

/** Undefined where there is no service worker (insecure context, old browser). */
export const createWakeRequest =
  (container: Pick<ServiceWorkerContainer, 'ready'> | undefined) =>
  async (tag: string): Promise<boolean> => {
    try {
      const registration = (await container?.ready) as SyncRegistration | undefined
      if (registration?.sync === undefined) return false
      await registration.sync.register(tag)
      return true
    } catch {
      return false // the person, or the browser, does not allow it
    }
  }
