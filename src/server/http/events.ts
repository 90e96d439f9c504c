// The field plane's routes: parse → inbox → reply. Bounds come before reading, refusals out of the registry (EVT-6, ERR-1).
import type { FastifyInstance, FastifyReply } from 'fastify'
import {
  CLAIM_REPLY_BYTES,
  MAX_CLAIM_REQUEST_BYTES,
  MAX_FEED_REQUEST_BYTES,
  MAX_PARCEL_BYTES,
} from '../../protocol/limits.ts'
import { ClaimRequest } from '../../protocol/claims.ts'
import { ERRORS } from '../../protocol/errors.ts'
import { FeedRequest } from '../../protocol/feed.ts'
import type { FieldService } from '../inbox/inbox.ts'
import { errorBody, sendError } from './errors.ts'

export interface EventRouteDeps {
  readonly field: FieldService
}

const JSON_TYPE = 'application/json; charset=utf-8'

const sendJson = (reply: FastifyReply, text: string) =>
  reply.header('cache-control', 'no-store').type(JSON_TYPE).send(text)

const sendNonce = (reply: FastifyReply, nonce: string) =>
  sendJson(
    reply.code(ERRORS['nonce-needed'].status),
    JSON.stringify({ ...errorBody('nonce-needed'), nonce }),
  )

const putEvent = (app: FastifyInstance, { field }: EventRouteDeps): void => {
  app.put<{ Params: { id: string } }>(
    '/api/events/:id',
    { bodyLimit: MAX_PARCEL_BYTES },
    async (request, reply) => {
      if (!Buffer.isBuffer(request.body)) return sendError(reply, 'unsupported-type')
      const digest = request.headers['content-digest']
      const received = await field.receive({
        id: request.params.id,
        digest: typeof digest === 'string' ? digest : undefined,
        bytes: new Uint8Array(request.body),
      })
      if (!received.ok) return sendError(reply, received.error)
      return sendJson(reply, JSON.stringify(received.value))
    },
  )
}

const postFeed = (app: FastifyInstance, { field }: EventRouteDeps): void => {
  app.post('/api/feed', { bodyLimit: MAX_FEED_REQUEST_BYTES }, async (request, reply) => {
    const query = FeedRequest.safeParse(request.body)
    if (!query.success) return sendError(reply, 'bad-request')
    const answer = await field.feed(query.data)
    if (answer.ok) return sendJson(reply, JSON.stringify(answer.value))
    if (answer.error.code === 'nonce-needed') return sendNonce(reply, answer.error.nonce)
    return sendError(reply, answer.error.code)
  })
}

const postClaim = (app: FastifyInstance, { field }: EventRouteDeps): void => {
  app.post('/api/claims', { bodyLimit: MAX_CLAIM_REQUEST_BYTES }, async (request, reply) => {
    const asked = ClaimRequest.safeParse(request.body)
    if (!asked.success) return sendError(reply, 'bad-request')
    const state = await field.lookUp(asked.data.claim)
    if (!state.ok) return sendError(reply, state.error)
    // Spaces behind the JSON make every answer as long as any other.
    return sendJson(reply, JSON.stringify(state.value).padEnd(CLAIM_REPLY_BYTES))
  })
}

/** In a context of its own, so that raw bodies are taken here and nowhere else. */
export const registerEvents = async (app: FastifyInstance, deps: EventRouteDeps): Promise<void> => {
  await app.register(async (routes) => {
    routes.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer' },
      (_request, body, done) => {
        done(null, body)
      },
    )
    putEvent(routes, deps)
    postFeed(routes, deps)
    postClaim(routes, deps)
  })
}
