// Runs a tool to its end in a process group of its own, so that nothing it started outlives it.
import { spawn, type ChildProcess } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'

export interface Ended {
  readonly ok: boolean
  /** Both streams, as they came. */
  readonly output: string
}

const root = path.resolve(import.meta.dirname, '../..')
const running = new Set<ChildProcess>()

const killGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // gone already
  }
}

/** For an end from outside: nothing stays behind. */
export const killAll = (): void => {
  for (const child of running) killGroup(child, 'SIGKILL')
}

/** Settings of the person who tests (a database, a port, production mode) are not settings of the tests. */
const OWN = ['NODE_ENV', 'DATA_DIR', 'DATABASE_URL', 'PORT', 'HOST', 'ILTOD_DOOR', 'FORCE_COLOR']

const testEnv = (extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const inherited = Object.entries(process.env).filter(([name]) => !OWN.includes(name))
  return { ...Object.fromEntries(inherited), NO_COLOR: '1', ...extra }
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly limitMs: number
  /** It gets what time others leave. */
  readonly patient?: boolean
  /** Where it runs; the project's root when absent. */
  readonly cwd?: string
}

/** `script`: a JavaScript file below node_modules, run by this Node: no shell, the same on every system. */
export const runTool = (
  script: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Ended> => runNode([path.join(root, 'node_modules', script), ...args], options)

export const runNode = (
  args: readonly string[],
  { env = {}, limitMs, patient = false, cwd = root }: RunOptions,
): Promise<Ended> =>
  new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: testEnv(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    })
    running.add(child)
    if (patient && child.pid !== undefined)
      os.setPriority(child.pid, os.constants.priority.PRIORITY_BELOW_NORMAL)
    let output = ''
    const timer = setTimeout(() => {
      output += `\nstopped after ${limitMs / 1000} s\n`
      killGroup(child, 'SIGKILL')
    }, limitMs)
    const keep = (bytes: Buffer): void => {
      output += bytes.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => (output += error.message))
    child.on('close', (code) => {
      clearTimeout(timer)
      killGroup(child, 'SIGKILL')
      running.delete(child)
      done({ ok: code === 0, output })
    })
  })
