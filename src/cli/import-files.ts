// The work of `iltod import`: each file as a whole or not at all, and what is said about it.
import path from 'node:path'
import { FEN_DECIMALS, formatDecimal } from '../base/decimal.ts'
import { createPlaceTree, type PlaceTree } from '../domain/place/rules.ts'
import type { RosterIdentity } from '../domain/roster/schema.ts'
import {
  importFile,
  type ImportFileError,
  type ImportFileOptions,
} from '../server/importing/import-file.ts'
import type { readDraft } from '../server/importing/read-draft.ts'
import { readErrorText } from '../server/intake/read/read-error-text.ts'
import type { Finding } from '../server/intake/findings.ts'
import type { Instance } from '../server/instance.ts'
import type { CommandIo } from './command.ts'
import { withInstance } from './open.ts'

const OUTCOMES = {
  new: '已导入',
  'already-here': '原已导入，没有变化',
  corrected: '已更正',
} as const

const yuan = (fen: number): string => formatDecimal(fen, FEN_DECIMALS)

interface Namer {
  readonly tree: PlaceTree
  readonly programme: (id: string) => string
}

const namerOf = ({ banner }: Instance): Namer => ({
  tree: createPlaceTree(banner.places),
  programme: (id) => banner.programmes.find((p) => p.id === id)?.name ?? id,
})

const nameOf = (namer: Namer, roster: RosterIdentity): string => {
  const batch = roster.batch === '1' ? '' : ` ${roster.batch}`
  const kind = roster.kind === 'notice' ? '（公示）' : ''
  return `${namer.tree.fullName(roster.site)} ${roster.year}年${namer.programme(roster.programme)}${batch}${kind}`
}

const sayFindings = (io: CommandIo, findings: readonly Finding[]) => {
  for (const { sheet, row, zh } of findings) {
    io.out(`  ${sheet}${row === null ? '' : ` 第 ${row} 行`}：${zh}`)
  }
}

const sayError = (io: CommandIo, namer: Namer, error: ImportFileError): number => {
  switch (error.kind) {
    case 'unreadable':
      io.out(`  ${readErrorText(error.error).zh}`)
      return 3
    case 'stopped':
      io.out('  没有导入。请先改正：')
      sayFindings(io, error.findings)
      return 2
    case 'asked':
      io.out('  没有导入。请核对下列各处；确认无误后加 --accept 再运行：')
      sayFindings(io, error.findings)
      return 4
    case 'differs':
      io.out('  没有导入。同一份名册已经存在，内容不同：')
      for (const d of error.differences) {
        io.out(
          `  ${nameOf(namer, d.roster)}：新增 ${d.added} 行，减少 ${d.removed} 行，改动 ${d.changed} 行，金额 ${yuan(d.amountFenBefore)} → ${yuan(d.amountFenAfter)} 元`,
        )
      }
      io.out('  若是更正，请加 --correct figure|identity|privacy --reason "理由"，成为新的一版。')
      return 5
    case 'nothing':
      io.out('  没有导入：表中没有人员明细。')
      return 2
    case 'invented-people':
      io.out(
        `  没有导入：有 ${error.rows} 行的身份证号以 152299 开头，这是演示中虚构人员用的号段。正式系统只导入真实名册；要试用演示表格，请另设 DATA_DIR。`,
      )
      return 2
    case 'year-missing':
      io.out('  没有导入：表中和文件名中都找不到年份。请在标题中写明年份。')
      return 2
    case 'unknown-programme':
      io.out(`  没有导入：目录中没有补贴项目 ${error.programme}。`)
      return 2
    case 'withdrawn':
      io.out(`  没有导入：${nameOf(namer, error.roster)} 已撤下，不能再导入同一批次。`)
      return 2
    case 'busy':
      io.out('  没有导入：另一个导入正在进行。稍后再试。')
      return 75
  }
}

const importOne = async (
  instance: Instance,
  io: CommandIo,
  file: string,
  options: ImportFileOptions,
  reading?: ReturnType<typeof readDraft>,
): Promise<number> => {
  io.out(path.basename(file))
  const namer = namerOf(instance)
  const result = await importFile(instance, file, options, reading)
  if (!result.ok) return sayError(io, namer, result.error)
  for (const { roster, outcome, version, persons, amountFen } of result.value.rosters) {
    io.out(
      `  ${OUTCOMES[outcome]}：${nameOf(namer, roster)}，${persons} 人（户），${yuan(amountFen)} 元，第 ${version} 版`,
    )
  }
  return 0
}

export interface ImportFiles {
  readonly files: readonly string[]
  readonly options: ImportFileOptions
  /** Of the first file, begun before anything else was loaded. */
  readonly reading: ReturnType<typeof readDraft>
}

export const importFiles = (
  { files, options, reading }: ImportFiles,
  io: CommandIo,
): Promise<number> =>
  withInstance(io, async (instance) => {
    let worst = 0
    for (const [i, file] of files.entries()) {
      const begun = i === 0 ? reading : undefined
      worst = Math.max(worst, await importOne(instance, io, file, options, begun))
    }
    return worst
  })
