// Lives many seeds in as many processes as there are processors, and adds up what came of them. As a program: one process's share,
// `node run-lives.ts FIRST COUNT`, which prints one line of JSON.
import { execFile } from 'node:child_process'
import os from 'node:os'
import { promisify } from 'node:util'
import { type Outcome, simulateField } from './field-simulation.ts'

export interface Lived {
  readonly seeds: number
  readonly saved: number
  readonly requests: number
  readonly faults: Readonly<Record<string, number>>
  /** Lives in which something was lost, doubled or misdirected, with the end of their logs. */
  readonly failed: readonly Pick<Outcome, 'seed' | 'violations' | 'log'>[]
}

const LOG_LINES = 60
const FEW = 5

export const livesOf = async (seeds: readonly number[]): Promise<Lived> => {
  const faults: Record<string, number> = {}
  const failed: Lived['failed'][number][] = []
  let saved = 0
  let requests = 0
  for (const seed of seeds) {
    const outcome = await simulateField(seed)
    saved += outcome.saved
    requests += outcome.requests
    for (const [name, times] of outcome.faults) faults[name] = (faults[name] ?? 0) + times
    const { violations, log } = outcome
    if (violations.length > 0 && failed.length < FEW)
      failed.push({ seed, violations, log: log.slice(-LOG_LINES) })
  }
  return { seeds: seeds.length, saved, requests, faults, failed }
}

const addUp = (parts: readonly Lived[]): Lived => {
  const faults: Record<string, number> = {}
  for (const part of parts) {
    for (const [name, times] of Object.entries(part.faults))
      faults[name] = (faults[name] ?? 0) + times
  }
  const sum = (pick: (part: Lived) => number) => parts.reduce((all, part) => all + pick(part), 0)
  return {
    seeds: sum((part) => part.seeds),
    saved: sum((part) => part.saved),
    requests: sum((part) => part.requests),
    faults,
    failed: parts.flatMap((part) => part.failed),
  }
}

const seedsFrom = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first + i)

const run = promisify(execFile)

/** Seeds 1 … count, shared out among processes. */
export const liveAll = async (count: number): Promise<Lived> => {
  const processes = Math.min(os.availableParallelism(), count)
  // In blocks, so that each has its hundredths, which take longest.
  const block = Math.ceil(count / processes)
  const shares = Array.from({ length: processes }, async (_, i) => {
    const share = Math.max(0, Math.min(block, count - i * block))
    const words = [import.meta.filename, 1 + i * block, share].map(String)
    const { stdout } = await run(process.execPath, words, { maxBuffer: 64 << 20 })
    return JSON.parse(stdout) as Lived
  })
  return addUp(await Promise.all(shares))
}

if (process.argv[1] === import.meta.filename) {
  const [first = 1, count = 1] = process.argv.slice(2).map(Number)
  process.stdout.write(JSON.stringify(await livesOf(seedsFrom(first, count))))
}
