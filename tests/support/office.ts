// An office for end-to-end tests: its own data folder, the real command line and the real server as processes, so that
// "the server is gone" means just that.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'

const MAIN = path.resolve(import.meta.dirname, '../../src/cli/main.ts')
const SERVE_SHELL = path.resolve(import.meta.dirname, 'serve-shell.ts')

export interface CommandResult {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Office {
  readonly dataDir: string
  /** `http://localhost:<port>`, the same over restarts. */
  readonly url: string
  readonly iltod: (...args: string[]) => Promise<CommandResult>
  /** With the build in dist/, or with that of another folder. */
  readonly start: (distDir?: string) => Promise<void>
  /** Kills the server without ceremony. */
  readonly kill: () => Promise<void>
  readonly dispose: () => Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => {
        done(port)
      })
    })
  })

const isUp = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/api/health`)).ok
  } catch {
    return false
  }
}

/** As the door of every command does (scripts/run.mjs): an office starts dozens of processes. */
const CODE_CACHE = path.resolve(import.meta.dirname, '../../.cache/code')

/** Without anything, or with all that another office had when it was closed. */
export const openOffice = async (like?: string): Promise<Office> => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'iltod-office-'))
  if (like !== undefined) cpSync(like, dataDir, { recursive: true, verbatimSymlinks: true })
  const port = await freePort()
  const url = `http://localhost:${port}`
  // A build made in this process leaves NODE_ENV=production behind, and these offices are demos. Playwright's wish for colours
  // makes Node complain beside NO_COLOR, where nothing but errors should stand.
  const { NODE_ENV: _built, FORCE_COLOR: _coloured, ...inherited } = process.env
  const own = { DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1' }
  const env = { ...inherited, ...own, NODE_COMPILE_CACHE: CODE_CACHE }
  let server: ChildProcess | null = null

  const iltod = (...args: string[]): Promise<CommandResult> =>
    new Promise((done) => {
      execFile(
        process.execPath,
        [MAIN, ...args],
        { env, maxBuffer: 1 << 26 },
        (error, out, err) => {
          done({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err })
        },
      )
    })
  const kill = (): Promise<void> =>
    new Promise((done) => {
      if (server === null || server.exitCode !== null) {
        done()
        return
      }
      server.once('exit', () => {
        done()
      })
      server.kill('SIGKILL')
      server = null
    })
  const start = async (distDir?: string) => {
    const args = distDir === undefined ? [MAIN, 'serve'] : [SERVE_SHELL, distDir]
    server = spawn(process.execPath, args, {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    for (let tries = 0; tries < 300; tries++) {
      if (await isUp(url)) return
      await new Promise((again) => setTimeout(again, 100))
    }
    throw new Error('the server did not come up')
  }
  return {
    dataDir,
    url,
    iltod,
    start,
    kill,
    dispose: async () => {
      await kill()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
