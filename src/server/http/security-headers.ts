// The same few headers on every answer: no foreign code, no framing, no address passed on to other sites.
import type { FastifyInstance } from 'fastify'

const CONTENT_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'", // widths and heights that scripts compute; no markup of others is ever shown
  "img-src 'self' data: blob:",
  "media-src 'self' blob:", // what one has just recorded, played before it is saved
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ')

/** Published files are data: should one be opened by itself, nothing in it may run. Short, because a first village pays for it six times. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"

export const registerSecurityHeaders = (app: FastifyInstance): void => {
  app.addHook('onSend', async (request, reply) => {
    const isData = request.url.startsWith('/published/')
    reply.header('content-security-policy', isData ? DATA_POLICY : CONTENT_POLICY)
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
    if (!isData) reply.header('cross-origin-opener-policy', 'same-origin')
  })
}
