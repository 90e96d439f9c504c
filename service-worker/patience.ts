// Files of a new shell are waited for as long as something comes of them (SHELL-4). A browser that checks a file's hash itself hands it
// out only when it has all of it, so that nobody could tell slow from silent: the hash is checked here.
import type { Bytes } from '../src/base/bytes.ts'
import { concatBytes } from '../src/base/bytes.ts'
import { type IdleWatch, createIdleWatch } from '../src/platform/idle-watch.ts'
import type { Timers } from '../src/sync/ports.ts'

/** Longer than a slow network is silent while it works; a hanging one ends the try. */
export const SILENCE_MS = 60_000

export interface PatienceDeps {
  readonly timers: Timers
  readonly subtle: Pick<SubtleCrypto, 'digest'>
  readonly silenceMs?: number
}

interface Wait {
  readonly watch: IdleWatch
  /** As the list of the shell has it, `sha256-…`. */
  readonly integrity: string
}

const readAll = async (response: Response, watch: IdleWatch): Promise<Bytes> => {
  const reader = response.body?.getReader()
  const parts: Uint8Array[] = []
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    watch.alive()
    parts.push(value)
  }
  return concatBytes(...parts)
}

/** What a body had on its way it has no longer. */
const unpackedHeaders = ({ headers }: Response): Headers => {
  const left = new Headers(headers)
  for (const name of ['content-encoding', 'content-length']) left.delete(name)
  return left
}

export const createPatience = ({ timers, subtle, silenceMs = SILENCE_MS }: PatienceDeps) => {
  /** By address: each file is fetched once at a time. */
  const waits = new Map<string, Wait>()
  const end = ({ url }: Request): void => {
    waits.get(url)?.watch.end()
    waits.delete(url)
  }
  const isWhole = async (bytes: Bytes, integrity: string): Promise<boolean> => {
    const digest = new Uint8Array(await subtle.digest('SHA-256', bytes))
    return integrity === `sha256-${btoa(String.fromCharCode(...digest))}`
  }
  return {
    /** The same request, which ends when it has been silent for too long. */
    begin: (request: Request): Request => {
      const watch = createIdleWatch(timers, silenceMs)
      waits.set(request.url, { watch, integrity: request.integrity })
      return new Request(request, { integrity: '', signal: watch.signal })
    },
    /** The answer once it was read whole; rejects when it is silent, or not the file that it should be. */
    finish: async (request: Request, response: Response): Promise<Response> => {
      const wait = waits.get(request.url)
      if (!wait || !response.ok) return response
      wait.watch.alive()
      const bytes = await readAll(response, wait.watch)
      if (!(await isWhole(bytes, wait.integrity))) throw new Error(`not the file: ${request.url}`)
      const { status, statusText } = response
      return new Response(bytes, { status, statusText, headers: unpackedHeaders(response) })
    },
    end,
  }
}
