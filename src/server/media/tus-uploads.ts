// tus 1.0.0 by @tus/server, on a store of our own: rows of the database in the place of side files, the bytes on disk as the only
// word on where to go on, nothing that truncates, reads back or deletes (MEDIA-2, MEDIA-3, MEDIA-4).
import type { Readable } from 'node:stream'
import { DataStore, ERRORS as TUS, type Locker, Server, Upload } from '@tus/server'
import { ERRORS, type ErrorCode } from '../../protocol/errors.ts'
import { MAX_MEDIUM_BYTES } from '../../protocol/limits.ts'
import { MEDIA_PATH, mediumId, parseMediumId, type MediumName } from '../../protocol/media.ts'
import { type Standing, stand } from './arrive.ts'
import { begin } from './begin.ts'
import type { MediaDeps } from './ports.ts'
import { Refusal, isDiskFull } from './refusal.ts'
import { hasRoom } from './room.ts'
import type { Turns } from './turns.ts'

/** A request that hangs has so long to give its turn away; what it brought stays. */
const HAND_OVER_MS = 2_000

const toName = (id: string): MediumName => {
  const name = parseMediumId(id)
  if (!name) throw new Refusal('media-missing')
  return name
}

const standOrRefuse = async (deps: MediaDeps, id: string): Promise<Standing> => {
  const stands = await stand(deps, toName(id))
  if (!stands.ok) throw new Refusal(stands.error)
  return stands.value
}

/** tus calls all of it in the medium's turn. */
class MediumStore extends DataStore {
  override readonly extensions = ['creation']
  readonly #deps: MediaDeps
  readonly #arrived: () => void

  constructor(deps: MediaDeps, arrived: () => void) {
    super()
    this.#deps = deps
    this.#arrived = arrived
  }

  override async create(upload: Upload): Promise<Upload> {
    await standOrRefuse(this.#deps, upload.id)
    return upload
  }

  override async getUpload(id: string): Promise<Upload> {
    const { row, offset } = await standOrRefuse(this.#deps, id)
    return new Upload({ id, size: row.bytes, offset })
  }

  override async write(bytes: Readable, id: string, offset: number): Promise<number> {
    const before = await standOrRefuse(this.#deps, id)
    if (before.row.state !== 'begun') return before.offset
    if (!(await hasRoom(this.#deps))) throw new Refusal('server-full')
    try {
      // Not destroyed when we fail: tus would take that for the fault, and ours would be lost.
      const chunks = bytes.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
      await this.#deps.files.write(toName(id), offset, chunks)
    } catch (error) {
      throw isDiskFull(error) ? new Refusal('server-full') : error
    }
    const after = await standOrRefuse(this.#deps, id)
    if (after.row.state !== 'begun') this.#arrived()
    return after.offset
  }
}

const lockerOf = (turns: Turns): Locker => ({
  newLock: (id) => {
    let release = () => {}
    return {
      lock: async (signal, cancel) => {
        release = await turns.take(id, () => void cancel(), signal)
      },
      unlock: async () => {
        release()
      },
    }
  },
})

/** What tus itself has to say, in words of the registry. */
const CODES = new Map<unknown, ErrorCode>([
  [TUS.FILE_NOT_FOUND, 'media-missing'],
  [TUS.INVALID_OFFSET, 'media-offset'],
  [TUS.ERR_SIZE_EXCEEDED, 'too-large'],
  [TUS.ERR_MAX_SIZE_EXCEEDED, 'too-large'],
  [TUS.ABORTED, 'unavailable'],
])

const codeOf = (error: Error | { readonly status_code: number }): ErrorCode => {
  if (error instanceof Refusal) return error.code
  const known = CODES.get(error)
  if (known) return known
  const status = 'status_code' in error ? error.status_code : 500
  if (status === 413) return 'too-large'
  return status < 500 || status === 501 ? 'bad-request' : 'internal'
}

const toError = (error: unknown): Error =>
  error instanceof Error ? error : new Error('an upload failed inside tus')

/** Answers requests below `/api/media`; a refusal's body is its code alone. */
export type TusUploads = (request: Request) => Promise<Response>

export const createTusUploads = (
  deps: MediaDeps,
  turns: Turns,
  arrived: () => void,
): TusUploads => {
  const tus = new Server({
    path: MEDIA_PATH,
    datastore: new MediumStore(deps, arrived),
    locker: lockerOf(turns),
    lockDrainTimeout: HAND_OVER_MS,
    relativeLocation: true,
    respectForwardedHeaders: false,
    maxSize: MAX_MEDIUM_BYTES,
    namingFunction: async (request, metadata) => {
      const begun = await begin(deps, metadata, Number(request.headers.get('upload-length')))
      if (!begun.ok) throw new Refusal(begun.error)
      return mediumId(begun.value)
    },
    onResponseError: (_request, error) => {
      const code = codeOf(error)
      if (code === 'internal') deps.report(toError(error))
      return { status_code: ERRORS[code].status, body: code }
    },
  })
  return (request) => tus.handleWeb(request)
}
