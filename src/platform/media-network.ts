// What the browser tells of the network (Chromium on phones; others nothing), and the person's choice for attachments, kept with
// the other small choices of this device.
import type { MediaNetwork, NetworkKind } from '../sync/media/ports.ts'

/** As far as browsers have it. */
interface Connection extends EventTarget {
  readonly type?: string
}

interface Preferences {
  readonly read: (name: string) => string | null
  readonly write: (name: string, value: string) => void
}

const CHOICE = 'media-wifi-only'

const kindOf = (type: string | undefined): NetworkKind => {
  if (type === 'cellular') return 'mobile'
  return type === 'wifi' || type === 'ethernet' ? 'wifi' : 'unknown'
}

export const createMediaNetwork = (
  view: Window & typeof globalThis,
  preferences: Preferences,
): MediaNetwork => {
  const { connection } = view.navigator as { readonly connection?: Connection }
  const listeners = new Set<() => void>()
  const tell = (): void => {
    listeners.forEach((changed) => {
      changed()
    })
  }
  connection?.addEventListener('change', tell)
  // Another tab may lead.
  view.addEventListener('storage', tell)
  return {
    kind: () => kindOf(connection?.type),
    wifiOnly: () => preferences.read(CHOICE) === 'yes',
    setWifiOnly: (on) => {
      preferences.write(CHOICE, on ? 'yes' : 'no')
      tell()
    },
    listen: (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
  }
}
