// Runs a command as its user does and watches it and everything it starts (Linux only: /proc): wall time, processor time, and
// the most memory that all of it held at one moment, a page that two processes share being one page (PSS).
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Looking costs the one looked at a few milliseconds each time. */
const EVERY_MS = 90
const TICK_MS = 10

export interface Ran {
  readonly status: number
  readonly ms: number
  readonly cpuMs: number
  readonly peakMb: number
  readonly out: string
}

interface Seen {
  readonly pid: number
  readonly parent: number
  readonly ownTicks: number
  /** Of children that ended and were waited for. */
  readonly childTicks: number
}

/** Of one process, in kB; 0 when it ended between two looks. */
const heldKb = (pid: number): number => {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)
  } catch {
    return 0
  }
}

const see = (pid: number): Seen | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = (at: number): number => Number(fields[at]) + Number(fields[at + 1])
    return { pid, parent: Number(fields[1]), ownTicks: ticks(11), childTicks: ticks(13) }
  } catch {
    return null // it ended between two looks
  }
}

const treeOf = (root: number): Seen[] => {
  const all = new Map<number, Seen>()
  // Whatever it started came after it and has a greater number.
  for (const pid of readdirSync('/proc').map(Number)) {
    const seen = pid >= root ? see(pid) : null
    if (seen) all.set(pid, seen)
  }
  const belongs = (pid: number): boolean => {
    const seen = all.get(pid)
    return pid === root || (seen !== undefined && seen.parent > 1 && belongs(seen.parent))
  }
  return [...all].filter(([pid]) => belongs(pid)).map(([, seen]) => seen)
}

const total = (tree: readonly Seen[], of: (seen: Seen) => number): number =>
  tree.reduce((sum, seen) => sum + of(seen), 0)

export const runTree = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> =>
  new Promise((resolve) => {
    const start = performance.now()
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let out = ''
    let ticks = 0
    let kb = 0
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    const look = () => {
      const tree = treeOf(child.pid!)
      ticks = Math.max(
        ticks,
        total(tree, (seen) => seen.ownTicks + seen.childTicks),
      )
      kb = Math.max(
        kb,
        total(tree, (seen) => heldKb(seen.pid)),
      )
    }
    const timer = setInterval(look, EVERY_MS)
    child.on('close', (status) => {
      clearInterval(timer)
      const ms = Math.round(performance.now() - start)
      resolve({
        status: status ?? -1,
        ms,
        cpuMs: ticks * TICK_MS,
        peakMb: Math.round(kb / 1024),
        out,
      })
    })
  })
