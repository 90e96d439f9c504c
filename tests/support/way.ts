// The way between a phone and an office, as a process in between: it can be cut and opened again, and counts what passed.
import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Way {
  /** What the phone calls the office. */
  readonly url: string
  /** `METHOD path` of each request that was let through, in order. */
  readonly passed: string[]
  /** While cut, every connection breaks off. */
  cut: boolean
  readonly close: () => Promise<void>
}

/** PUTs of events that were let through. */
export const putsOf = (way: Way): string[] =>
  way.passed.filter((line) => line.startsWith('PUT /api/events/'))

export const openWay = async (office: string): Promise<Way> => {
  const way = { url: '', passed: [] as string[], cut: false }
  const server = http.createServer((request, response) => {
    if (way.cut) {
      request.socket.destroy()
      return
    }
    way.passed.push(`${request.method} ${request.url}`)
    const onward = http.request(
      office + request.url!,
      { method: request.method!, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => request.socket.destroy())
    request.pipe(onward)
  })
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done)
  })
  way.url = `http://localhost:${(server.address() as AddressInfo).port}`
  return Object.assign(way, {
    close: () =>
      new Promise<void>((done) => {
        server.close(() => {
          done()
        })
        server.closeAllConnections()
      }),
  })
}
