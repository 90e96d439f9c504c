// Builds service-worker/sw.ts after the app and writes the list of everything the shell consists of into it.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { build, type Plugin, type ResolvedConfig } from 'vite'
import { olderBrowsers } from './older-browsers-plugin.ts'

/** What workbox-precaching takes. A hashed name is its own revision. */
export interface PrecacheEntry {
  readonly url: string
  readonly revision: string | null
  readonly integrity: string
}

export const WORKER_FILE = 'sw.js'
const SHELL = /\.(js|css|html|json|png|svg|ico|webp|woff2|webmanifest|wasm)$/
const HASHED = /^assets\/.+-[\w-]{8}\.\w+$/

const namesBelow = (dir: string, prefix = ''): string[] =>
  readdirSync(path.join(dir, prefix), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? namesBelow(dir, `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
  )

/** Every file of a finished build that the app may ask for: lazy chunks, fonts and locales too, notes of the build (dot names) not. */
export const precacheEntries = (dir: string): PrecacheEntry[] =>
  namesBelow(dir)
    .filter((url) => url !== WORKER_FILE && !url.startsWith('.') && SHELL.test(url))
    .sort()
    .map((url) => {
      const bytes = readFileSync(path.join(dir, url))
      const digest = createHash('sha256').update(bytes).digest()
      return {
        url,
        revision: HASHED.test(url) ? null : digest.toString('hex').slice(0, 16),
        integrity: `sha256-${digest.toString('base64')}`,
      }
    })

const buildWorker = (config: ResolvedConfig, source: string, dir: string) =>
  build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [olderBrowsers()],
    define: {
      ...config.define,
      'process.env.NODE_ENV': '"production"',
      'self.__WB_MANIFEST': JSON.stringify(precacheEntries(dir)),
    },
    build: {
      outDir: dir,
      emptyOutDir: false,
      copyPublicDir: false,
      modulePreload: false,
      target: config.build.target,
      rolldownOptions: {
        input: source,
        output: { format: 'iife', entryFileNames: WORKER_FILE },
      },
    },
  })

/** `source`: path of the worker, relative to the folder the build is started in. */
export const serviceWorker = (source: string): Plugin => {
  let config: ResolvedConfig
  let written = false // a failed build is closed too, and its error must not be hidden by ours
  return {
    name: 'service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(resolved) {
      config = resolved
    },
    writeBundle() {
      written = true
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        if (!written) return
        await buildWorker(config, source, path.resolve(config.root, config.build.outDir))
      },
    },
  }
}
