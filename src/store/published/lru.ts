// The last few values by name; the one not asked for longest gives way.
export interface Lru<T> {
  readonly get: (name: string) => T | undefined
  readonly set: (name: string, value: T) => void
}

export const createLru = <T>(size: number): Lru<T> => {
  const values = new Map<string, T>()
  return {
    get: (name) => {
      const value = values.get(name)
      if (value === undefined) return undefined
      values.delete(name)
      values.set(name, value)
      return value
    },
    set: (name, value) => {
      values.delete(name)
      values.set(name, value)
      for (const oldest of values.keys()) {
        if (values.size <= size) break
        values.delete(oldest)
      }
    },
  }
}
