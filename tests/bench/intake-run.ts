// One measured reading, in a process of its own so that nothing else is in its memory: `node intake-run.ts alone|child|hucre FILE`.
// Prints what it took as JSON. Also the module whose `work` the child runs.
import { readFileSync } from 'node:fs'
import type { Workbook } from '../../src/server/intake/grid.ts'
import { workInChild } from '../../src/server/intake/read/read-in-child.ts'
import { readWorkbook } from '../../src/server/intake/read/read-workbook.ts'

export interface Taken {
  readonly rows: number
  readonly cpuMs: number
  readonly peakMb: number
}

const taken = (rows: number): Taken => {
  const { user, system } = process.cpuUsage()
  return {
    rows,
    cpuMs: Math.round((user + system) / 1000),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

export const work = (workbook: Workbook): Taken => taken(workbook.sheets[0]?.rows.length ?? 0)

const MODES: Readonly<Record<string, (file: string) => Promise<Taken>>> = {
  alone: async (file) => {
    const read = await readWorkbook(readFileSync(file), file)
    if (!read.ok) throw new Error(read.error.kind)
    return work(read.value)
  },
  /** Processor time and memory of both processes together. */
  child: async (file) => {
    const module = new URL(import.meta.url)
    const result = await workInChild<Taken>({ file, module, args: null, timeMs: 120_000 })
    if (!result.ok) throw new Error(result.error.kind)
    const own = taken(0)
    return {
      rows: result.value.rows,
      cpuMs: result.value.cpuMs + own.cpuMs,
      peakMb: result.value.peakMb + own.peakMb,
    }
  },
  hucre: async (file) => {
    // Loaded here only: the other modes must not pay for a parser they do not use.
    const { parseCsv, readOds, readXls, readXlsx } = await import('hucre')
    const bytes = readFileSync(file)
    if (file.endsWith('.csv')) return taken(parseCsv(bytes.toString('utf8')).length)
    const read = file.endsWith('.xls') ? readXls : file.endsWith('.ods') ? readOds : readXlsx
    return taken((await read(bytes)).sheets[0]?.rows.length ?? 0)
  },
}

if (process.argv[1] === import.meta.filename) {
  const [mode = '', file = ''] = process.argv.slice(2)
  console.log(JSON.stringify(await MODES[mode]?.(file)))
}
