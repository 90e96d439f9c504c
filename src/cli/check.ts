// `iltod check FILE… [--json]`: reads and judges rosters; writes nothing, needs no server and no keys.
// With --json one file gives one object, several files give an array in the same order.
// Exit code: 0 readable, 2 something must be corrected, 3 a file could not be read, 64 called wrongly; the worst of all files.
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { CheckAnswer, CheckArgs } from '../server/intake/check-work.ts'
import { workInChild } from '../server/intake/read/read-in-child.ts'
import { printReport } from '../server/intake/report-table.ts'
import {
  exitCodeOf,
  explainReadError,
  reportUnreadable,
  type ReportedError,
} from '../server/intake/report.ts'

export interface CheckIo {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly dataDir?: string
}

const USAGE = '用法：check 文件… [--json]'
const CHECK_WORK = new URL('../server/intake/check-work.ts', import.meta.url)
/** A hostile file is refused within 20 s; a hundred thousand honest rows need a fraction of it. */
const TIME_MS = 18_000

export const checkCommand = async (args: string[], io: CheckIo): Promise<number> => {
  const parsed = readArguments(args)
  if (!parsed || parsed.positionals.length === 0) {
    io.err(USAGE)
    return 64
  }
  const answers: CheckAnswer[] = []
  for (const file of parsed.positionals) answers.push(await checkFile(file, io.dataDir))
  if (parsed.values.json) {
    const reports = answers.map((answer) => answer.report)
    io.out(JSON.stringify(reports.length === 1 ? reports[0] : reports))
  } else {
    io.out(answers.map(({ report, counts }) => printReport(report, counts)).join('\n\n'))
  }
  return Math.max(...answers.map((answer) => exitCodeOf(answer.report)))
}

const readArguments = (args: string[]) => {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    })
  } catch {
    return null
  }
}

const checkFile = async (file: string, dataDir: string | undefined): Promise<CheckAnswer> => {
  const name = path.basename(file)
  const args: CheckArgs = { fileName: name, ...(dataDir === undefined ? {} : { dataDir }) }
  try {
    const answer = await workInChild<CheckAnswer>({
      file,
      module: CHECK_WORK,
      args,
      timeMs: TIME_MS,
    })
    return answer.ok ? answer.value : unreadable(name, explainReadError(answer.error))
  } catch {
    // A fault of ours; its message may quote a cell, so it is not shown.
    return unreadable(name, FAULT)
  }
}

const FAULT: ReportedError = {
  code: 'fault',
  detail:
    '程序处理这个文件时出错，请把文件另存为 .xlsx 再试，并告诉维护人员。 The program failed on this file.',
}

const unreadable = (name: string, error: ReportedError): CheckAnswer => ({
  report: reportUnreadable(name, error),
  counts: { roles: {}, rejected: [] },
})
