// What a person has to be told about the browser he is in, and the few things it does for him.
export const createSurroundings = (view: Window) => ({
  inWeChat: /MicroMessenger/i.test(view.navigator.userAgent),
  secure: view.isSecureContext,
  origin: view.location.origin,
  storageUsed: async (): Promise<{
    bytes: number
    free: number | null
    lasting: boolean
  } | null> => {
    try {
      // Missing in an insecure context and in old Safari, whatever the types say.
      const storage = view.navigator.storage as StorageManager | undefined
      const { usage, quota } = (await storage?.estimate()) ?? {}
      if (usage === undefined) return null
      const free = quota === undefined ? null : Math.max(0, quota - usage)
      return { bytes: usage, free, lasting: (await storage?.persisted()) === true }
    } catch {
      return null
    }
  },
  print: (): void => view.print(),
  reload: (): void => view.location.reload(),
  openFile: (content: Blob, name: string): void => {
    const address = URL.createObjectURL(content)
    const link = view.document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    view.setTimeout(() => URL.revokeObjectURL(address), 60_000)
  },
  copy: async (text: string): Promise<boolean> => {
    try {
      await view.navigator.clipboard.writeText(text)
      return true
    } catch {
      return false
    }
  },
})
