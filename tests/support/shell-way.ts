// The way between a phone and two servers, an older and a newer shell: it can be cut, it can change to the newer one, and it can spoil
// one file of the shell.
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const FAULTS = [
  'broken off',
  'answered with 500',
  'never answered',
  'one bit flipped',
  'replaced by a portal’s page',
] as const
/** The last one ends only by somebody's patience. */
export type Fault = (typeof FAULTS)[number] | 'stopped half way'

export interface ShellWay {
  readonly url: string
  /** Whose shell is served; data and the interface are always the first server's. */
  shell: string
  /** While cut, every connection breaks off. */
  cut: boolean
  /** `path` is the file's, with its query. */
  spoilt: { readonly path: string; readonly fault: Fault } | null
  /** How often the spoilt file was asked for since it was spoilt. */
  met: number
  /** `METHOD path` of each request that was let through. */
  readonly passed: string[]
  /** Breaks off what was never answered. */
  readonly letGo: () => void
  readonly close: () => Promise<void>
}

/** A portal that lets itself be cached. */
const PORTAL = '<!doctype html><title>Wi-Fi</title><p>请先登录'
const PORTAL_HEADERS = { 'content-type': 'text/html', 'cache-control': 'max-age=86400' }

const IS_DATA = /^\/(api|published)\//

const collect = async (answer: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of answer) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

type Bend = (bytes: Buffer, response: ServerResponse) => void

const flip: Bend = (bytes, response) => {
  bytes[bytes.length >> 1]! ^= 1
  response.end(bytes)
}
const stop: Bend = (bytes, response) => void response.write(bytes.subarray(0, bytes.length >> 1))

const passOn = (to: string, request: IncomingMessage, response: ServerResponse, bend?: Bend) => {
  const { 'accept-encoding': _packed, ...plain } = request.headers
  const onward = http.request(
    to + request.url!,
    { method: request.method!, headers: bend ? plain : request.headers },
    (answer) => {
      response.writeHead(answer.statusCode!, answer.headers)
      if (bend) void collect(answer).then((bytes) => bend(bytes, response))
      else answer.pipe(response)
    },
  )
  onward.on('error', () => request.socket.destroy())
  request.pipe(onward)
}

export const openShellWay = async (older: string): Promise<ShellWay> => {
  const hanging = new Set<IncomingMessage>()
  const way = {
    url: '',
    shell: older,
    cut: false,
    spoilt: null as ShellWay['spoilt'],
    met: 0,
    passed: [] as string[],
  }
  const spoil = (fault: Fault, request: IncomingMessage, response: ServerResponse) => {
    way.met += 1
    if (fault === 'broken off') request.socket.destroy()
    else if (fault === 'never answered') hanging.add(request)
    else if (fault === 'answered with 500') response.writeHead(500).end()
    else if (fault === 'one bit flipped') passOn(way.shell, request, response, flip)
    else if (fault === 'stopped half way') passOn(way.shell, request, response, stop)
    else response.writeHead(200, PORTAL_HEADERS).end(PORTAL)
  }
  const server = http.createServer((request, response) => {
    if (way.cut) request.socket.destroy()
    else if (way.spoilt?.path === request.url) spoil(way.spoilt!.fault, request, response)
    else {
      way.passed.push(`${request.method} ${request.url}`)
      passOn(IS_DATA.test(request.url!) ? older : way.shell, request, response)
    }
  })
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done)
  })
  way.url = `http://localhost:${(server.address() as AddressInfo).port}`
  return Object.assign(way, {
    letGo: () => {
      hanging.forEach((request) => request.socket.destroy())
      hanging.clear()
    },
    close: () =>
      new Promise<void>((done) => {
        server.close(() => {
          done()
        })
        server.closeAllConnections()
      }),
  })
}
