// The routes of a real instance, asked without a port (Fastify's inject): one town, its villages, a shell of one page.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { appOf } from '../../src/server/main.ts'
import { publish, type Publication } from '../../src/server/publish/publisher.ts'
import { createTestInstance, type TestInstance } from './test-instance.ts'

export const SHELL = '<!doctype html><title>shell</title>'

export interface TestServer extends TestInstance {
  readonly app: FastifyInstance
  readonly publishNow: () => Promise<Publication>
  /** Status, headers and text of an answer to GET. */
  readonly get: (url: string) => Promise<LightMyRequestResponse>
}

export const createTestServer = async (): Promise<TestServer> => {
  const t = await createTestInstance()
  const dist = path.join(t.dataDir, 'dist')
  mkdirSync(dist)
  writeFileSync(path.join(dist, 'index.html'), SHELL)
  const app = await appOf(t.instance, dist)
  return {
    ...t,
    app,
    publishNow: async () => {
      const result = await publish(t.instance.publisher)
      if (!result.ok) throw new Error(result.error.kind)
      return result.value
    },
    get: (url) => app.inject({ method: 'GET', url }),
    dispose: async () => {
      await app.close()
      await t.dispose()
    },
  }
}
