// Attachments over HTTP: tus below /api/media, and the signed receipt beside it. Requests are handed to tus one by one and its
// answers brought back through Fastify, so that headers, refusals and words are those of every other address (ERR-1).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorCode, isErrorCode } from '../../protocol/errors.ts'
import { MEDIA_PATH, parseMediumId } from '../../protocol/media.ts'
import type { MediaService } from '../media/media.ts'
import { sendError } from './errors.ts'
import { requestBytes } from './request-bytes.ts'

export interface MediaRouteDeps {
  readonly media: MediaService
}

const CHUNK_TYPE = 'application/offset+octet-stream'

/** What tus is told of a request, and what of its answer is passed on. */
const ASKED = [
  'tus-resumable',
  'upload-offset',
  'upload-length',
  'upload-defer-length',
  'upload-metadata',
  'upload-concat',
  'content-type',
  'content-length',
]
const ANSWERED = [
  'location',
  'tus-resumable',
  'tus-version',
  'tus-extension',
  'tus-max-size',
  'upload-offset',
  'upload-length',
]

const toTus = (request: FastifyRequest, body: ReadableStream | null): Request => {
  const headers = new Headers()
  for (const name of ASKED) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  // A creation brings no bytes: they would be written over what is there.
  if (!body) headers.delete('content-type')
  return new Request(`http://localhost${request.url}`, {
    method: request.method,
    headers,
    ...(body ? { body, duplex: 'half' } : {}),
  })
}

/** A text of tus's own, before it looks at anything, is about headers that no client of ours sends. */
const codeIn = (text: string, status: number): ErrorCode => {
  if (isErrorCode(text)) return text
  return status < 500 ? 'bad-request' : 'internal'
}

const passToTus =
  ({ media }: MediaRouteDeps) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const body = request.method === 'PATCH' ? requestBytes(request.raw) : null
    const response = await media.uploads(toTus(request, body?.stream ?? null))
    body?.drop()
    for (const name of ANSWERED) {
      const value = response.headers.get(name)
      if (value !== null) reply.header(name, value)
    }
    if (response.status >= 400)
      return sendError(reply, codeIn(await response.text(), response.status))
    return reply.code(response.status).header('cache-control', 'no-store').send()
  }

const getReceipt = (app: FastifyInstance, { media }: MediaRouteDeps): void => {
  app.get<{ Params: { id: string } }>(`${MEDIA_PATH}/:id/receipt`, async (request, reply) => {
    const name = parseMediumId(request.params.id)
    if (!name) return sendError(reply, 'not-found')
    const receipt = await media.receipt(name)
    if (!receipt.ok) return sendError(reply, receipt.error)
    return reply.header('cache-control', 'no-store').send(receipt.value)
  })
}

/** In a context of its own, so that chunks are taken here and nowhere else. Nothing is read back, nothing deleted (MEDIA-2). */
export const registerMedia = async (app: FastifyInstance, deps: MediaRouteDeps): Promise<void> => {
  const pass = passToTus(deps)
  await app.register(async (routes) => {
    routes.addContentTypeParser(CHUNK_TYPE, (_request, _body, done) => {
      done(null)
    })
    routes.post(MEDIA_PATH, (request, reply) =>
      request.headers['content-type'] === CHUNK_TYPE
        ? sendError(reply, 'unsupported-type')
        : pass(request, reply),
    )
    routes.route({ method: 'OPTIONS', url: MEDIA_PATH, handler: pass })
    routes.route({ method: ['HEAD', 'PATCH', 'OPTIONS'], url: `${MEDIA_PATH}/:id`, handler: pass })
    getReceipt(routes, deps)
  })
}
