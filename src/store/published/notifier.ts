// Listeners, called once after all that changes in the same turn.
export interface Notifier {
  readonly subscribe: (listener: () => void) => () => void
  readonly changed: () => void
}

export const createNotifier = (): Notifier => {
  const listeners = new Set<() => void>()
  let due = false
  const flush = () => {
    due = false
    for (const listener of [...listeners]) listener()
  }
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    changed: () => {
      if (due) return
      due = true
      queueMicrotask(flush)
    },
  }
}
