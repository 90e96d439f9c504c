// Requests to our own server through `fetch`: bounded in size and in silence, never cached, never followed elsewhere.
// A captive portal answers with a redirect or another origin; that is told apart from having no network at all.
import type { Bytes } from '../base/bytes.ts'
import { concatBytes } from '../base/bytes.ts'
import { err, ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import { type IdleWatch, createIdleWatch } from './idle-watch.ts'
import type { Http, HttpFailure, HttpReply, HttpRequest, Timers } from '../sync/ports.ts'

const DEFAULT_IDLE_MS = 20_000

export interface BrowserHttpDeps {
  readonly fetch: typeof fetch
  /** Where our server lives, e.g. `https://example.cn`. */
  readonly origin: string
  readonly timers: Timers
}

const readBody = async (
  response: Response,
  request: HttpRequest,
  watch: IdleWatch,
): Promise<Result<Bytes, HttpFailure>> => {
  const reader = response.body?.getReader()
  if (!reader) return ok(new Uint8Array(0))
  const pieces: Uint8Array[] = []
  let received = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return ok(concatBytes(...pieces))
    watch.alive()
    pieces.push(value)
    received += value.length
    if (received > request.limitBytes) {
      watch.abort()
      return err({ kind: 'too-long' })
    }
    request.onBytes?.(received)
  }
}

/** Only an unencoded body can be compared with the length that was announced. */
const isShort = (response: Response, received: number): boolean => {
  const announced = response.headers.get('content-length')
  const encoded = response.headers.get('content-encoding')
  return announced !== null && encoded === null && received < Number(announced)
}

const isForeign = (response: Response, origin: string): boolean =>
  response.type === 'opaqueredirect' ||
  response.redirected ||
  (response.url !== '' && new URL(response.url).origin !== origin)

const receive = async (
  response: Response,
  request: HttpRequest,
  watch: IdleWatch,
  origin: string,
): Promise<Result<HttpReply, HttpFailure>> => {
  const bodyless = request.method === 'HEAD' || response.status === 304 || response.status === 204
  try {
    const body = await readBody(response, request, watch)
    if (!body.ok) return body
    if (!bodyless && isShort(response, body.value.length)) return err({ kind: 'cut' })
    return ok({
      status: response.status,
      header: (name) => response.headers.get(name),
      bytes: body.value,
      foreign: isForeign(response, origin),
    })
  } catch {
    return err({ kind: 'cut' })
  }
}

export const createBrowserHttp = ({ fetch: send, origin, timers }: BrowserHttpDeps): Http => ({
  send: async (request) => {
    const watch = createIdleWatch(timers, request.idleMs ?? DEFAULT_IDLE_MS, request.signal)
    try {
      const response = await send(origin + request.path, {
        method: request.method,
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'manual',
        referrerPolicy: 'no-referrer',
        signal: watch.signal,
        ...(request.headers ? { headers: { ...request.headers } } : {}),
        ...(request.body ? { body: request.body } : {}),
      })
      watch.alive()
      return await receive(response, request, watch, origin)
    } catch {
      return err({ kind: 'offline' })
    } finally {
      watch.end()
    }
  },
})
