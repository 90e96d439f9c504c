// A request's body as a web stream that takes no more than is asked for. A connection that breaks ends it, and what came before is
// kept: that is all that resuming needs.
import type { IncomingMessage } from 'node:http'

export interface RequestBytes {
  readonly stream: ReadableStream<Uint8Array>
  /** Lets go of what nobody read, or the next request on this connection would wait for ever. */
  readonly drop: () => void
}

export const requestBytes = (raw: IncomingMessage): RequestBytes => {
  let listening = false
  let over = false
  const listen = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    listening = true
    const end = () => {
      if (!over) controller.close()
      over = true
    }
    raw.on('data', (bytes: Uint8Array) => {
      if (over) return
      raw.pause()
      controller.enqueue(bytes)
    })
    for (const event of ['end', 'error', 'close']) raw.on(event, end)
  }
  const drop = () => {
    over = true
    raw.resume()
  }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (!listening) listen(controller)
        raw.resume()
      },
      cancel: drop,
    },
    { highWaterMark: 0 },
  )
  return { stream, drop }
}
