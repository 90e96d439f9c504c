// How long a picked recording plays, as far as the browser can tell from the file's first part.

/** Milliseconds; null when the file does not say, or takes too long to. */
export type ReadMediaLength = (file: Blob, kind: 'voice' | 'video') => Promise<number | null>

const WAIT_MS = 3_000

export const createMediaLength =
  (view: Window & typeof globalThis): ReadMediaLength =>
  async (file, kind) => {
    const address = view.URL.createObjectURL(file)
    const player = view.document.createElement(kind === 'voice' ? 'audio' : 'video')
    let giveUp = 0
    const seconds = await new Promise<number>((done) => {
      giveUp = view.setTimeout(() => done(NaN), WAIT_MS)
      player.onloadedmetadata = () => done(player.duration)
      player.onerror = () => done(NaN)
      player.preload = 'metadata'
      player.src = address
    })
    view.clearTimeout(giveUp)
    player.removeAttribute('src')
    view.URL.revokeObjectURL(address)
    return Number.isFinite(seconds) ? Math.round(seconds * 1000) : null
  }
