// Looks at the resident memory of another process, which may be too busy to look itself.
import { readFileSync } from 'node:fs'

const EVERY_MS = 100

/**
 * Calls `tooMuch` once and stops. Only Linux tells what a process holds without a program being started; elsewhere the
 * child's own heap limit and the limits on file sizes remain.
 */
export const watchMemory = (
  pid: number | undefined,
  limitMb: number,
  tooMuch: () => void,
): (() => void) => {
  if (pid === undefined || process.platform !== 'linux') return () => {}
  const timer = setInterval(() => {
    if (residentMb(pid) <= limitMb) return
    clearInterval(timer)
    tooMuch()
  }, EVERY_MS)
  return () => clearInterval(timer)
}

/** 0 for a process that has ended. */
const residentMb = (pid: number): number => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return (Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024) / 1e6
  } catch {
    return 0
  }
}
