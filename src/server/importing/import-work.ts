// Runs in the child process that read a file: understands it and gives back what the import needs, identity numbers included.
// They go from one process to the other and never to disk.
import type { ImportRoster } from '../registry/import-types.ts'
import type { Workbook } from '../intake/grid.ts'
import { loadBanner } from '../banner/banner.ts'
import type { Finding } from '../intake/findings.ts'
import { loadHeaderAliases } from '../intake/header-aliases.ts'
import { packLines, type LineColumns } from './line-columns.ts'
import { understandWorkbook, type UnderstoodRoster } from '../intake/understand.ts'

export interface ImportWorkArgs {
  readonly fileName: string
  readonly dataDir: string | null
}

export interface ImportDraft {
  readonly rosters: readonly DraftedRoster[]
  /** The file's and those of its rosters. */
  readonly findings: readonly Finding[]
}

/** What could not be understood is null; a finding stops it, except a missing year. */
export type DraftedRoster = Pick<UnderstoodRoster, 'site' | 'programme' | 'year'> &
  Omit<ImportRoster, 'site' | 'programme' | 'year' | 'lines'> & { readonly lines: LineColumns }

/** Throws when the banner's own files or aliases can't be read: the parent says so. */
export const work = (workbook: Workbook, { fileName, dataDir }: ImportWorkArgs): ImportDraft => {
  const aliases = loadHeaderAliases(dataDir ?? undefined)
  if (!aliases.ok) throw new Error(`${aliases.error.file}: ${aliases.error.problem}`)
  const banner = loadBanner(dataDir ?? undefined)
  const { rosters, findings } = understandWorkbook(workbook, banner, {
    aliases: aliases.value,
    fileName,
  })
  return {
    rosters: rosters.map(draftOf),
    findings: [...findings, ...rosters.flatMap((roster) => roster.findings)],
  }
}

const draftOf = (roster: UnderstoodRoster): DraftedRoster => {
  const { site, programme, year, batch, kind, title, unit, lines } = roster
  return { site, programme, year, batch, kind, title, unit: unit ?? '', lines: packLines(lines) }
}
