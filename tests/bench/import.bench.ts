// The whole commands at 100,000 rows (65,000 as .xls): `iltod check` and `iltod import` as real processes beside a parser alone: a
// kept library (hucre), our own reader in a process of its own, and that reader in the guarded child in which it has to run. Held:
// check ≤ 2 × the library, import ≤ our reader + 5 s, memory ≤ our reader's + 150 MB, and a server on the same folder answers
// within a second (p99) while the import runs. Memory is that of the
// whole tree of processes. Best of three, each import into a copy of the demo, and one more while serving. `FORMAT=csv` measures
// one of them; `BENCH_DEMO` names a folder seeded before.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { BenchRow } from '../../scripts/bench.ts'
import { FORMATS } from './measured-files.ts'
import { makeMeasuredRoster } from './measured-roster.ts'
import { type Ran, runTree } from './process-tree.ts'
import { askMeanwhile, sealQuestions, startServer } from './served-load.ts'

const MAIN = path.resolve(import.meta.dirname, '../../src/cli/main.ts')
const READER = path.join(import.meta.dirname, 'intake-run.ts')
/** As the door of every command does (scripts/run.mjs). */
const CODE_CACHE = path.resolve(import.meta.dirname, '../../.cache/code')
const TIMES = 3
const QUESTIONS = 400

const succeed = (ran: Ran): Ran => {
  if (ran.status !== 0) throw new Error(`ended with ${ran.status}: ${ran.out}`)
  return ran
}

const iltod = async (dataDir: string, ...args: string[]): Promise<Ran> =>
  succeed(await runTree([MAIN, ...args], { DATA_DIR: dataDir, NODE_COMPILE_CACHE: CODE_CACHE }))

const best = async (run: () => Promise<Ran>): Promise<Ran> => {
  const runs: Ran[] = []
  for (let i = 0; i < TIMES; i++) runs.push(await run())
  const least = (pick: (ran: Ran) => number): number => Math.min(...runs.map(pick))
  return {
    ...runs[0]!,
    ms: least((ran) => ran.ms),
    cpuMs: least((ran) => ran.cpuMs),
    peakMb: least((ran) => ran.peakMb),
  }
}

const faultsOf = (json: string): number => {
  const { rosters, findings } = JSON.parse(json) as {
    rosters: { findings: { level: string }[] }[]
    findings: { level: string }[]
  }
  const all = [...findings, ...rosters.flatMap((roster) => roster.findings)]
  return all.filter(({ level }) => level !== 'info').length
}

const p99 = (values: readonly number[]): number =>
  Math.round(values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? 0)

/** The same import again, while a server on the same folder is read from and written to. */
const serveMeanwhile = async (dataDir: string, file: string): Promise<string> => {
  const parcels = await sealQuestions(dataDir, QUESTIONS)
  const server = await startServer(MAIN, dataDir)
  try {
    let done = false
    const importing = iltod(dataDir, 'import', file).finally(() => (done = true))
    const { reads, puts, refused } = await askMeanwhile(server.address, parcels, () => done)
    const { ms } = await importing
    const asked = `${reads.length} reads p99 ${p99(reads)} ms, ${puts.length} questions p99 ${p99(puts)} ms`
    return `${asked}, ${refused} refused (import ${ms} ms)`
  } finally {
    await server.stop()
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

const times = (ran: Ran, alone: Ran): string => `${(ran.ms / alone.ms).toFixed(2)} ×`

const shown = ({ ms, cpuMs, peakMb }: Ran): string => `${ms} ms, ${cpuMs} ms cpu, ${peakMb} MB`

const measure = async (dir: string, demo: string, name: string): Promise<BenchRow> => {
  const file = path.join(dir, name)
  writeFileSync(file, FORMATS[name]!(makeMeasuredRoster))
  const fresh = (use: string): string => {
    const dataDir = path.join(dir, `${name}-${use}`)
    cpSync(demo, dataDir, { recursive: true, verbatimSymlinks: true })
    return dataDir
  }
  const reader = await best(async () => succeed(await runTree([READER, 'alone', file])))
  const library = await best(async () => succeed(await runTree([READER, 'hucre', file])))
  const guarded = await best(async () => succeed(await runTree([READER, 'child', file])))
  const check = await best(() => iltod(demo, 'check', '--json', file))
  if (faultsOf(check.out) > 0) throw new Error(`the measured roster has faults: ${check.out}`)
  let imports = 0
  const imported = await best(() => iltod(fresh(`quiet-${++imports}`), 'import', file))
  return {
    format: path.extname(name).slice(1),
    'hucre alone': shown(library),
    'reader alone': shown(reader),
    'in its child': shown(guarded),
    check: shown(check),
    import: shown(imported),
    held: [
      `check ${times(check, library)} hucre, ${times(check, reader)} the reader, ${times(check, guarded)} it in its child`,
      `import + ${seconds(imported.ms - library.ms)} / + ${seconds(imported.ms - reader.ms)} / + ${seconds(imported.ms - guarded.ms)}`,
      `memory + ${check.peakMb - reader.peakMb} / + ${imported.peakMb - reader.peakMb} MB`,
    ].join(', '),
    'served meanwhile': await serveMeanwhile(fresh('served'), file),
  }
}

export const run = async (): Promise<BenchRow[]> => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'iltod-import-'))
  try {
    const demo = process.env['BENCH_DEMO'] ?? path.join(dir, 'demo')
    if (!process.env['BENCH_DEMO']) await iltod(demo, 'seed', '--demo')
    const only = process.env['FORMAT']
    const rows: BenchRow[] = []
    for (const name of Object.keys(FORMATS)) {
      if (!only || name.endsWith(`.${only}`)) rows.push(await measure(dir, demo, name))
    }
    return rows
  } finally {
    rmSync(dir, { recursive: true })
  }
}
