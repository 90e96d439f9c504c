// Whether the browser would put the app on the home screen by itself, asked at a moment of our choosing.
interface InstallPrompt extends Event {
  readonly prompt: () => Promise<unknown>
}

export interface Installing {
  readonly userAgent: string
  /** Opened from the home screen. */
  readonly standalone: boolean
  /** Null where the browser does not offer it (any more). */
  readonly ask: () => (() => Promise<void>) | null
}

/** To be made at the start: the browser offers once, and early. */
export const createInstalling = (view: Window): Installing => {
  let offer: InstallPrompt | null = null
  view.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    offer = event as InstallPrompt
  })
  return {
    userAgent: view.navigator.userAgent,
    standalone:
      view.matchMedia('(display-mode: standalone)').matches ||
      (view.navigator as { standalone?: boolean }).standalone === true,
    ask: () => {
      const mine = offer
      if (!mine) return null
      return async () => {
        offer = null
        await mine.prompt()
      }
    },
  }
}
