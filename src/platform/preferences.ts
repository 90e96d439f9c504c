// Small choices of this device (size, light, language) that must be known before the first paint. Storage that is shut
// off or full loses a choice, never the app.
export const createPreferences = (storage: () => Storage) => ({
  read: (name: string): string | null => {
    try {
      return storage().getItem(`iltod.${name}`)
    } catch {
      return null
    }
  },
  write: (name: string, value: string): void => {
    try {
      storage().setItem(`iltod.${name}`, value)
    } catch {
      // The choice holds until the page closes.
    }
  },
})
