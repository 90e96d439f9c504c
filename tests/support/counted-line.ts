// A line between a phone and a server on this machine that counts what goes over it, headers and all, request by request, and
// keeps silent where it is told to.
import net, { type AddressInfo, type Socket } from 'node:net'

/** One request, with what it and its answer cost. */
export interface Carried {
  readonly path: string
  /** By `performance.now()`. */
  readonly beganMs: number
  readonly up: number
  readonly down: number
  /** The answer came whole. */
  readonly isAnswered: boolean
}

export interface CountedLine {
  /** `http://localhost:<port>` */
  readonly url: string
  /** In the order in which they began. */
  readonly carried: readonly Carried[]
  /** Forgets what was counted. */
  readonly reset: () => void
  /** A request for which this says true waits for ever; asked when it begins. */
  holds: (path: string, before: readonly Carried[]) => boolean
  readonly close: () => Promise<void>
}

type Counting = { -readonly [K in keyof Carried]: Carried[K] }

const START = /^[A-Z]+ (\S+) HTTP\/1\.1\r\n/
const END_OF_HEAD = '\r\n\r\n'

/** How long the answer will be that begins so. */
const lengthOf = (text: string): number => {
  const head = text.slice(0, text.indexOf(END_OF_HEAD) + END_OF_HEAD.length)
  return head.length + Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
}

export const sumOf = (
  carried: readonly Carried[],
): { readonly up: number; readonly down: number } => ({
  up: carried.reduce((sum, { up }) => sum + up, 0),
  down: carried.reduce((sum, { down }) => sum + down, 0),
})

export const openCountedLine = async (port: number): Promise<CountedLine> => {
  const sockets = new Set<Socket>()
  const carried: Counting[] = []

  /** Neither browsers nor Node send a second request over a connection before the first is answered. */
  const join = (near: Socket) => {
    const far = net.connect(port, '127.0.0.1')
    let now: Counting | null = null
    let length = 0
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => (socket === near ? far : near).destroy())
    }
    near.on('data', (data) => {
      const path = START.exec(data.toString('latin1'))?.[1]
      if (path !== undefined && line.holds(path, carried)) {
        near.pause()
        return
      }
      if (path !== undefined)
        carried.push(
          (now = { path, beganMs: performance.now(), up: 0, down: 0, isAnswered: false }),
        )
      if (now) now.up += data.length
      far.write(data)
    })
    far.on('data', (data) => {
      if (now) {
        if (now.down === 0) length = lengthOf(data.toString('latin1'))
        now.down += data.length
        now.isAnswered = now.down >= length
      }
      near.write(data)
    })
  }

  const server = net.createServer(join)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const line: CountedLine = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    carried,
    reset: () => void carried.splice(0),
    holds: () => false,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return line
}
