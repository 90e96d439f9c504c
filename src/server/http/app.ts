// Puts the routes together. Builds, does not listen: tests drive it with `inject`.
import path from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { type EnrolmentDeps } from '../enrolment/enrolment.ts'
import { registerEnrol } from './enrol.ts'
import { registerErrors, sendError } from './errors.ts'
import { registerPlainPages } from './plain/routes.ts'
import { registerPublished } from './published.ts'
import { registerSecurityHeaders } from './security-headers.ts'
import { isScreenAddress, registerShell } from './shell.ts'

/** A roster's batch is printed text; percent-encoded Chinese takes nine characters each. */
const MAX_PARAM = 1000

export interface AppDeps {
  readonly enrolment: EnrolmentDeps
  /** DATA_DIR/published */
  readonly publishedRoot: string
  readonly distDir: string
  /** Registers the field plane's routes (events, feed, claims). */
  readonly fieldRoutes: (app: FastifyInstance) => Promise<void> | void
  readonly today: () => string
  /** Hears of our own faults. */
  readonly report: (error: Error) => void
}

export const createApp = async (deps: AppDeps): Promise<FastifyInstance> => {
  const app = Fastify({
    logger: false,
    bodyLimit: 1 << 20,
    trustProxy: false,
    routerOptions: { maxParamLength: MAX_PARAM },
    // Addresses that can't be decoded never reach a route; the framework's own answer would repeat them.
    frameworkErrors: (_error, _request, reply) => {
      void sendError(reply, 'bad-request')
    },
  })
  registerSecurityHeaders(app)
  registerErrors(app, deps.report)
  app.get('/api/health', () => ({ ok: true }))
  registerEnrol(app, deps.enrolment)
  await deps.fieldRoutes(app)
  registerPublished(app, { root: deps.publishedRoot })
  registerPlainPages(app, { root: deps.publishedRoot, today: deps.today })
  await registerShell(app, { distDir: deps.distDir })
  app.setNotFoundHandler((request, reply) => {
    if (['GET', 'HEAD'].includes(request.method) && isScreenAddress(request.url)) {
      return reply.header('cache-control', 'no-cache').sendFile('index.html', deps.distDir)
    }
    return sendError(reply, 'not-found')
  })
  return app
}

/** Where a data folder keeps what is published. */
export const publishedRootOf = (dataDir: string): string => path.join(dataDir, 'published')
