// Builds service-worker/sw.ts and the script beside it after the app, and writes the list of everything the shell consists of
// into it.
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
/** Belongs to the worker, which reads it when it is installed; no page asks for it. */
const OUTBOX_FILE = 'sw-outbox.js'
const SHELL = /\.(js|css|html|json|png|svg|ico|webp|woff2|webmanifest|wasm)$/
const HASHED = /^assets\/.+-[\w-]{8}\.\w+$/

const namesBelow = (dir: string, prefix = ''): string[] =>
  readdirSync(path.join(dir, prefix), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? namesBelow(dir, `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
  )

/** Every file of a finished build that the app may ask for: lazy chunks, fonts and locales too, notes of the build (dot names) not. */
export const precacheEntries = (dir: string): PrecacheEntry[] =>
  namesBelow(dir)
    .filter((url) => url !== WORKER_FILE && url !== OUTBOX_FILE)
    .filter((url) => !url.startsWith('.') && SHELL.test(url))
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

interface WorkerScript {
  readonly source: string
  readonly file: string
  readonly define: Readonly<Record<string, string>>
}

const buildScript = (config: ResolvedConfig, dir: string, { source, file, define }: WorkerScript) =>
  build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [olderBrowsers()],
    define: { ...config.define, 'process.env.NODE_ENV': '"production"', ...define },
    build: {
      outDir: dir,
      emptyOutDir: false,
      copyPublicDir: false,
      modulePreload: false,
      target: config.build.target,
      rolldownOptions: {
        input: source,
        output: { format: 'iife', entryFileNames: file },
      },
    },
  })

/** The address changes with the content: a worker never reads another version's script. */
const addressOf = (dir: string, file: string): string => {
  const hash = createHash('sha256').update(readFileSync(path.join(dir, file)))
  return `/${file}?${hash.digest('hex').slice(0, 16)}`
}

const buildWorker = async (config: ResolvedConfig, source: string, dir: string) => {
  const outbox = path.join(path.dirname(source), 'outbox.ts')
  await buildScript(config, dir, { source: outbox, file: OUTBOX_FILE, define: {} })
  await buildScript(config, dir, {
    source,
    file: WORKER_FILE,
    define: {
      __OUTBOX_SCRIPT__: JSON.stringify(addressOf(dir, OUTBOX_FILE)),
      'self.__WB_MANIFEST': JSON.stringify(precacheEntries(dir)),
    },
  })
}

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
