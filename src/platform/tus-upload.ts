// Carries one attachment by tus (MEDIA-2) over our own way of making requests, so that portals, proxies and silence are told apart
// as everywhere else. The address is worked out, not remembered: nothing is stored by the library, here or in localStorage.
import type { FileReader, HttpRequest, HttpResponse, HttpStack, Upload } from 'tus-js-client'
import type { Bytes } from '../base/bytes.ts'
import { bytesToUtf8 } from '../base/bytes.ts'
import type { Result } from '../base/result.ts'
import { MEDIA_CHUNK_BYTES } from '../protocol/limits.ts'
import { MEDIA_PATH, mediumId } from '../protocol/media.ts'
import type { CarryMedium, SealedBytes, UploadOutcome, UploadTask } from '../sync/media/ports.ts'
import { judgeWireReply } from '../sync/outbox/wire-reply.ts'
import type { Http, HttpFailure, HttpReply, HttpRequest as OurRequest } from '../sync/ports.ts'

/** The library wants whole addresses; ours are paths, so this name is never looked up. */
const ORIGIN = 'https://iltod.invalid'
/** Half a megabyte over the slowest mobile network: two kilobytes a second. */
const CHUNK_IDLE_MS = 5 * 60_000
const LIMIT_BYTES = 8192

type Method = OurRequest['method']
type Sent = Result<HttpReply, HttpFailure>

/** What the library takes for a network that failed. */
class NoReply extends Error {}

const toResponse = (reply: HttpReply, address: string): HttpResponse => ({
  // A foreign answer is a portal's, whatever status it has.
  getStatus: () => (reply.foreign ? 0 : reply.status),
  // Worked out, not believed: a stale answer of something on the way would have these bytes sent to another's place.
  getHeader: (name) =>
    name.toLowerCase() === 'location' ? address : (reply.header(name.toLowerCase()) ?? undefined),
  getBody: () => bytesToUtf8(reply.bytes),
  getUnderlyingObject: () => reply,
})

interface Carrying {
  readonly http: Http
  /** Of this upload. */
  readonly address: string
  readonly sent: (reply: Sent) => void
}

const createRequest = (
  { http, address, sent }: Carrying,
  method: string,
  url: string,
): HttpRequest => {
  const headers: Record<string, string> = {}
  const ending = new AbortController()
  return {
    getMethod: () => method,
    getURL: () => url,
    setHeader: (name, value) => {
      headers[name.toLowerCase()] = value
    },
    getHeader: (name) => headers[name.toLowerCase()],
    setProgressHandler: () => undefined,
    send: async (body: unknown) => {
      const reply = await http.send({
        method: method as Method,
        path: new URL(url).pathname,
        headers,
        idleMs: CHUNK_IDLE_MS,
        limitBytes: LIMIT_BYTES,
        signal: ending.signal,
        ...(body instanceof Uint8Array ? { body: body as Bytes } : {}),
      })
      sent(reply)
      if (!reply.ok) throw new NoReply(reply.error.kind)
      return toResponse(reply.value, address)
    },
    abort: () => {
      ending.abort()
      return Promise.resolve()
    },
    getUnderlyingObject: () => null,
  }
}

const readerOf = (content: SealedBytes): FileReader => ({
  openFile: () =>
    Promise.resolve({
      size: content.length,
      slice: async (start, end) => {
        const bytes = await content.read(start, Math.min(end, content.length))
        // The library asks a piece for its size, as a Blob has it.
        const value = Object.assign(bytes, { size: bytes.length })
        return { value, done: end >= content.length }
      },
      close: () => undefined,
    }),
})

/** The last answer says why; an error without one is a fault of the way or of what lies here. */
const outcomeOf = (last: Sent | null): UploadOutcome => {
  if (!last) return { kind: 'failed', code: 'storage-failed', askedMs: null }
  const judged = judgeWireReply(last)
  if (judged.kind === 'error')
    return { kind: 'failed', code: judged.error.code, askedMs: judged.askedMs }
  if (judged.kind === 'fault') return { kind: 'failed', code: judged.code, askedMs: judged.askedMs }
  return { kind: 'failed', code: 'portal', askedMs: null }
}

const upload = (
  Tus: typeof Upload,
  { http, chunkBytes }: { readonly http: Http; readonly chunkBytes: number },
  task: UploadTask,
  done: (outcome: UploadOutcome) => void,
): void => {
  let last: Sent | null = null
  const { name, proof, signal } = task
  const endpoint = ORIGIN + MEDIA_PATH
  const address = `${endpoint}/${mediumId(name)}`
  const carrying: Carrying = { http, address, sent: (reply) => (last = reply) }
  const stack: HttpStack = {
    createRequest: (method, url) => createRequest(carrying, method, url),
    getName: () => 'iltod',
  }
  const running = new Tus(new Blob([]), {
    endpoint,
    uploadUrl: address,
    uploadSize: task.content.length,
    metadata: {
      event: name.event,
      sha256: name.sha256,
      key: proof.publicKey,
      signature: proof.signature,
    },
    chunkSize: chunkBytes,
    retryDelays: null,
    storeFingerprintForResuming: false,
    fingerprint: () => Promise.resolve(mediumId(name)),
    httpStack: stack,
    fileReader: readerOf(task.content),
    onChunkComplete: (_size, accepted) => {
      task.onSent(accepted)
      if (!signal.aborted || accepted === task.content.length) return
      void running.abort().catch(() => undefined)
      done({ kind: 'paused' })
    },
    onSuccess: () => {
      done({ kind: 'carried' })
    },
    onError: () => {
      done(outcomeOf(last))
    },
  })
  running.start()
}

/** The library begins at 0 what it has just created; the server may have had bytes of it. Asking where it stands settles it. */
const ELSEWHERE = 'media-offset'

/** The library is loaded when there is something to carry. */
export const createTusUpload =
  (http: Http, chunkBytes = MEDIA_CHUNK_BYTES): CarryMedium =>
  async (task) => {
    const { Upload: Tus } = await import('tus-js-client')
    if (task.signal.aborted) return { kind: 'paused' }
    const run = () =>
      new Promise<UploadOutcome>((resolve) => {
        upload(Tus, { http, chunkBytes }, task, resolve)
      })
    const first = await run()
    return first.kind === 'failed' && first.code === ELSEWHERE ? run() : first
  }
