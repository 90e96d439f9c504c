// The part of `check` that runs in the child process: the workbook never leaves it, only the report does.
import { loadBanner } from '../banner/banner.ts'
import type { Workbook } from './grid.ts'
import {
  countRoles,
  reportFile,
  reportUnreadable,
  type CheckReport,
  type RowCounts,
} from './report.ts'
import { understandWorkbook } from './understand.ts'
import { loadHeaderAliases } from './header-aliases.ts'

export interface CheckArgs {
  readonly fileName: string
  readonly dataDir?: string
}

export interface CheckAnswer {
  readonly report: CheckReport
  readonly counts: RowCounts
}

export const work = (workbook: Workbook, args: CheckArgs): CheckAnswer => {
  const aliases = loadHeaderAliases(args.dataDir)
  if (!aliases.ok) {
    const { file, problem } = aliases.error
    const detail = `栏目别名文件有错：${file}（${problem}）。 The file of header aliases is wrong.`
    const report = reportUnreadable(args.fileName, { code: 'header-aliases', detail })
    return { report, counts: { roles: {}, rejected: [] } }
  }
  const understanding = understandWorkbook(workbook, loadBanner(args.dataDir), {
    aliases: aliases.value,
    fileName: args.fileName,
  })
  return { report: reportFile(args.fileName, understanding), counts: countRoles(understanding) }
}
