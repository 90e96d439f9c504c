// Reads a file in a process of its own, which may take so much time and memory and not more. The understanding runs there
// too, as a module handed over by address: the grid of a large file never travels, only what was made of it.
import { fork, type ChildProcess } from 'node:child_process'
import { statSync } from 'node:fs'
import { err, type Result } from '../../../base/result.ts'
import type { ReadError, Workbook } from '../grid.ts'
import type { ChildAnswer, ChildTask } from './child-main.ts'
import { childCode } from './prepared-child.ts'
import { MAX_FILE_BYTES, type LimitName } from './read-limits.ts'
import { watchMemory } from './watch-memory.ts'

const TIME_MS = 20_000
/** Resident memory of the child. 100,000 rows of 11 columns need 250 MB. */
const MEMORY_MB = 1536

export interface ChildLimits {
  readonly timeMs?: number
  readonly memoryMb?: number
}

export interface WorkInChild extends ChildLimits {
  readonly file: string
  /** A module that exports `work(workbook, args)`; what it returns must survive the structured clone. */
  readonly module: URL
  readonly args: unknown
  /** Ends the child; the promise then rejects. */
  readonly signal?: AbortSignal | undefined
}

/** The whole grid, copied into this process. For large files prefer `workInChild`. */
export const readInChild = (
  path: string,
  limits: ChildLimits = {},
): Promise<Result<Workbook, ReadError>> =>
  workInChild<Workbook>({
    file: path,
    module: new URL('./whole-workbook.ts', import.meta.url),
    args: null,
    ...limits,
  })

/** Rejects only where our own code failed: a file, whatever it holds, can't make it reject. */
export const workInChild = async <T>(options: WorkInChild): Promise<Result<T, ReadError>> => {
  const refusal = refusedBySize(options.file)
  if (refusal) return err(refusal)
  const memoryMb = options.memoryMb ?? MEMORY_MB
  const code = childCode(options.module)
  const child = startChild(code.main, memoryMb, options.signal)
  const task: ChildTask = {
    file: options.file,
    module: code.module.href,
    args: options.args,
  }
  child.send(task)
  const answer = await answerOf(child, options.timeMs ?? TIME_MS, memoryMb)
  if ('failure' in answer) throw new Error(`intake child: ${answer.failure}`)
  return answer.result as Result<T, ReadError>
}

/** A 200 MB file is refused before anything reads it. */
const refusedBySize = (file: string): ReadError | undefined => {
  const stats = statSync(file, { throwIfNoEntry: false })
  if (!stats?.isFile()) return { kind: 'missing' }
  if (stats.size <= MAX_FILE_BYTES) return undefined
  return { kind: 'too-large', limit: 'text-bytes' satisfies LimitName }
}

/** No keys and no settings of the server go along, and the child may write nowhere and start nothing. */
const startChild = (main: URL, memoryMb: number, signal: AbortSignal | undefined): ChildProcess =>
  fork(main, [], {
    serialization: 'advanced',
    ...(signal && { signal, killSignal: 'SIGKILL' }),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [
      '--permission',
      '--allow-fs-read=*',
      `--max-old-space-size=${memoryMb}`,
      // As fast as V8's own choice on a large machine, and 60 MB less.
      '--max-semi-space-size=16',
    ],
    env: { TZ: process.env['TZ'], SystemRoot: process.env['SystemRoot'] },
  })

const answerOf = (child: ChildProcess, timeMs: number, memoryMb: number): Promise<ChildAnswer> =>
  new Promise((resolve) => {
    const stop = (kind: 'too-slow' | 'too-hungry'): void => {
      resolve({ result: err({ kind }) })
      child.kill('SIGKILL')
    }
    const timer = setTimeout(() => stop('too-slow'), timeMs)
    const endWatch = watchMemory(child.pid, memoryMb, () => stop('too-hungry'))
    child.on('message', (answer) => resolve(answer as unknown as ChildAnswer))
    child.on('error', (error) => resolve({ failure: error.message }))
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      endWatch()
      resolve(diedOf(code, signal))
    })
  })

/** V8 aborts when the heap is full (134 where a shell stands between), the kernel kills when the machine is. */
const diedOf = (code: number | null, signal: string | null): ChildAnswer =>
  signal === 'SIGABRT' || signal === 'SIGKILL' || code === 134
    ? { result: err({ kind: 'too-hungry' }) }
    : { failure: `ended without an answer (${signal ?? code ?? 'unknown'})` }
