// Messages between the tabs of one device; silent where BroadcastChannel is missing, because tabs re-read when shown.
import type { Channel } from '../sync/ports.ts'

const silent: Channel = {
  post: () => undefined,
  listen: () => () => undefined,
  close: () => undefined,
}

export const createTabChannel = (
  name: string,
  Broadcast: typeof BroadcastChannel | undefined,
): Channel => {
  if (Broadcast === undefined) return silent
  const channel = new Broadcast(name)
  return {
    post: (message) => channel.postMessage(message),
    listen: (listener) => {
      const onMessage = (event: MessageEvent<unknown>) => listener(event.data)
      channel.addEventListener('message', onMessage)
      return () => channel.removeEventListener('message', onMessage)
    },
    close: () => channel.close(),
  }
}
