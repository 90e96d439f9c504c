// Serves the built app: hashed assets for ever, everything else anew; unknown addresses of the app open its index.
import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

export interface ShellDeps {
  /** Folder of the build; its hashed assets lie in `assets/`. */
  readonly distDir: string
}

const YEAR = 'public, max-age=31536000, immutable'

/** Addresses that are data, not screens: an unknown one is an error, never the app's page. */
const NOT_SCREENS = /^\/(api|published|s|assets)(\/|$)/

export const isScreenAddress = (url: string): boolean =>
  !NOT_SCREENS.test(url) && !/\.[a-z0-9]{1,12}$/i.test(url.split('?')[0] ?? '')

export const registerShell = async (app: FastifyInstance, deps: ShellDeps): Promise<void> => {
  if (!existsSync(path.join(deps.distDir, 'index.html'))) return
  await app.register(fastifyStatic, {
    root: deps.distDir,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, file) => {
      const hashed = file.includes(`${path.sep}assets${path.sep}`)
      reply.header('cache-control', hashed ? YEAR : 'no-cache')
    },
  })
}
