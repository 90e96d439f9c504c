// Reading 100,000 rows (65,000 as .xls): the parser alone in a process of its own, the same behind the guarded child with a
// work that does nothing, and hucre as the measure from outside. Every figure is the best of three runs; "both" is the sum over
// the two processes. Processor time says more than the clock where other programs run.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { BenchRow } from '../../scripts/bench.ts'
import { makeRosterRows } from '../unit/intake-read/make-files.ts'
import { FORMATS } from './measured-files.ts'
import type { Taken } from './intake-run.ts'

const TIMES = 3

interface Measured extends Taken {
  readonly ms: number
}

const once = (mode: string, file: string): Measured | undefined => {
  const script = path.join(import.meta.dirname, 'intake-run.ts')
  const start = performance.now()
  const run = spawnSync(process.execPath, ['--max-old-space-size=6000', script, mode, file], {
    encoding: 'utf8',
  })
  if (run.status !== 0) return undefined
  return { ...(JSON.parse(run.stdout) as Taken), ms: Math.round(performance.now() - start) }
}

const best = (mode: string, file: string): Measured | undefined => {
  const runs = Array.from({ length: TIMES }, () => once(mode, file)).filter(
    (run) => run !== undefined,
  )
  const least = (pick: (run: Measured) => number): number => Math.min(...runs.map(pick))
  const [first] = runs
  if (!first) return undefined
  return {
    rows: first.rows,
    ms: least((run) => run.ms),
    cpuMs: least((run) => run.cpuMs),
    peakMb: least((run) => run.peakMb),
  }
}

const shown = (run: Measured | undefined): string =>
  run ? `${run.ms} ms, ${run.cpuMs} ms cpu, ${run.peakMb} MB` : '—'

export const run = (): BenchRow[] => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'iltod-bench-'))
  try {
    return Object.entries(FORMATS).map(([name, make]) => {
      const file = path.join(dir, name)
      writeFileSync(file, make(makeRosterRows))
      const alone = best('alone', file)
      return {
        format: path.extname(name).slice(1),
        rows: alone?.rows ?? 0,
        size: `${(statSync(file).size / 1e6).toFixed(1)} MB`,
        'parser alone': shown(alone),
        'in the child, both': shown(best('child', file)),
        hucre: name.endsWith('.csv') ? '—' : shown(best('hucre', file)),
      }
    })
  } finally {
    rmSync(dir, { recursive: true })
  }
}
