// Plays short sounds one after the other. One element for all of them: iOS lets an element play on by itself once a finger has
// started it, and no other.

export interface Playable {
  readonly type: string
  readonly bytes: ArrayBuffer
}

export type PlayEnd = 'ended' | 'stopped' | 'failed'

export interface ClipPlayer {
  readonly can: (type: string) => boolean
  /** While the finger is still on the button: from then on `play` may come after a look into the storage. */
  readonly wake: () => void
  /** Stops what is played; resolves when the last one was heard, or why not. */
  readonly play: (clips: readonly Playable[]) => Promise<PlayEnd>
  readonly stop: () => void
}

/** A WAV of one sample. */
const SILENCE = [
  ...[82, 73, 70, 70, 37, 0, 0, 0, 87, 65, 86, 69, 102, 109, 116, 32, 16, 0, 0, 0, 1, 0, 1, 0],
  ...[64, 31, 0, 0, 64, 31, 0, 0, 1, 0, 8, 0, 100, 97, 116, 97, 1, 0, 0, 0, 128],
]

export const createClipPlayer = (view: Window & typeof globalThis): ClipPlayer => {
  const element = view.document.createElement('audio')
  let halt: () => void = () => undefined

  const show = (content: Blob): (() => void) => {
    const address = view.URL.createObjectURL(content)
    element.src = address
    return () => {
      view.URL.revokeObjectURL(address)
    }
  }

  const playOne = ({ type, bytes }: Playable, stopped: Promise<'stopped'>): Promise<PlayEnd> => {
    const hide = show(new Blob([bytes], { type }))
    const heard = new Promise<PlayEnd>((done) => {
      element.onended = () => done('ended')
      element.onerror = () => done('failed')
      element.play().catch(() => done('failed'))
    })
    return Promise.race([heard, stopped]).finally(() => {
      element.onended = null
      element.onerror = null
      element.pause()
      hide()
    })
  }

  return {
    can: (type) => element.canPlayType(type) !== '',
    wake: () => {
      halt()
      const hide = show(new Blob([new Uint8Array(SILENCE)], { type: 'audio/wav' }))
      void element
        .play()
        .catch(() => undefined)
        .then(hide)
    },
    play: async (clips) => {
      halt()
      const stopped = new Promise<'stopped'>((done) => {
        halt = () => done('stopped')
      })
      for (const clip of clips) {
        const end = await playOne(clip, stopped)
        if (end !== 'ended') return end
      }
      return 'ended'
    },
    stop: () => halt(),
  }
}
