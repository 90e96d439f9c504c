// Runs in the child process that read a file: understands it and gives back what the import needs, identity numbers included.
// They go from one process to the other and never to disk.
import type { Workbook } from './grid.ts'
import { loadBanner } from '../banner/banner.ts'
import { loadHeaderAliases } from './header-aliases.ts'
import { understandWorkbook, type Understanding } from './understand.ts'

export interface ImportWorkArgs {
  readonly fileName: string
  readonly dataDir: string | null
}

export type ImportDraft = Pick<Understanding, 'rosters' | 'findings' | 'rowsRead' | 'rowsExplained'>

/** Throws when the banner's own files or aliases can't be read: the parent says so. */
export const work = (workbook: Workbook, { fileName, dataDir }: ImportWorkArgs): ImportDraft => {
  const aliases = loadHeaderAliases(dataDir ?? undefined)
  if (!aliases.ok) throw new Error(`${aliases.error.file}: ${aliases.error.problem}`)
  const banner = loadBanner(dataDir ?? undefined)
  const { rosters, findings, rowsRead, rowsExplained } = understandWorkbook(workbook, banner, {
    aliases: aliases.value,
    fileName,
  })
  return { rosters, findings, rowsRead, rowsExplained }
}
