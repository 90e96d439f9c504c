// One at a time for each medium, in the order of asking. Whoever holds the turn hears that somebody waits: a phone that lost its
// connection asks again while the old request still hangs.

export type Release = () => void

export interface Turns {
  /** Rejects with `signal`'s reason when it is aborted while waiting. */
  readonly take: (id: string, wanted?: () => void, signal?: AbortSignal) => Promise<Release>
}

interface Place {
  readonly start: () => void
  readonly wanted: () => void
}

export const createTurns = (): Turns => {
  const lines = new Map<string, Place[]>()
  const leave = (id: string, place: Place) => {
    const line = lines.get(id) ?? []
    const at = line.indexOf(place)
    if (at < 0) return
    line.splice(at, 1)
    if (line.length === 0) lines.delete(id)
    else if (at === 0) line[0]?.start()
  }
  return {
    take: (id, wanted = () => undefined, signal) =>
      new Promise((resolve, reject) => {
        const line = lines.get(id) ?? []
        lines.set(id, line)
        const giveUp = () => {
          leave(id, place)
          reject(signal?.reason as Error)
        }
        const place: Place = {
          wanted,
          start: () => {
            signal?.removeEventListener('abort', giveUp)
            resolve(() => {
              leave(id, place)
            })
            if (line.length > 1) wanted()
          },
        }
        line.push(place)
        if (line.length === 1) {
          place.start()
          return
        }
        signal?.addEventListener('abort', giveUp)
        line[0]?.wanted()
      }),
  }
}
