// POST /api/enrol {code} → {scope}: the place whose packs an enrolled device shall hold.
import type { FastifyInstance } from 'fastify'
import * as z from 'zod/mini'
import { type EnrolmentDeps, useEnrolment } from '../enrolment/enrolment.ts'
import { sendError } from './errors.ts'

const Request = z.object({ code: z.string().check(z.minLength(8), z.maxLength(20)) })

const WINDOW_MS = 60_000
const TRIES_PER_WINDOW = 30 // in all: ten letters of thirty give 2^49 codes, so guessing stays hopeless

export const registerEnrol = (app: FastifyInstance, deps: EnrolmentDeps): void => {
  let windowStart = 0
  let tries = 0
  const tooMany = (): boolean => {
    const now = deps.clock.now()
    if (now - windowStart > WINDOW_MS) {
      windowStart = now
      tries = 0
    }
    return ++tries > TRIES_PER_WINDOW
  }
  app.post('/api/enrol', async (request, reply) => {
    const body = Request.safeParse(request.body)
    if (!body.success) return sendError(reply, 'bad-request')
    if (tooMany()) return sendError(reply, 'too-many')
    const scope = await useEnrolment(deps, body.data.code)
    if (scope === null) return sendError(reply, 'not-found')
    return reply.header('cache-control', 'no-store').send({ scope })
  })
}
