// Grids written in a test as they look in a spreadsheet, invented people with valid numbers, and the whole way to an
// understanding with the delivered places, programmes and words.
import { idCheckCharacter } from '../../src/domain/payee/rules.ts'
import { loadBanner } from '../../src/server/banner/banner.ts'
import type { CellValue, Merge, Sheet, Workbook } from '../../src/server/intake/grid.ts'
import { loadHeaderAliases } from '../../src/server/intake/header-aliases.ts'
import { understandWorkbook, type Understanding } from '../../src/server/intake/understand.ts'

const column = (letters: string): number =>
  [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1

/** `A1:G1` */
export const makeMerge = (range: string): Merge => {
  const match = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(range)!
  return {
    top: Number(match[2]) - 1,
    left: column(match[1]!),
    bottom: Number(match[4]) - 1,
    right: column(match[3]!),
  }
}

export interface SheetOptions {
  readonly name?: string
  readonly merges?: readonly string[]
  readonly hidden?: boolean
  /** Spreadsheet row numbers. */
  readonly hiddenRows?: readonly number[]
  readonly hiddenColumns?: readonly string[]
}

/** `|` separates cells of a row given as text; numbers stay text there, `#12.5` is a number cell. */
export type RowText = string | readonly CellValue[]

const readRow = (row: RowText): readonly CellValue[] =>
  typeof row !== 'string'
    ? row
    : row.split('|').map((cell) => {
        const text = cell.trim()
        if (text === '') return null
        return text.startsWith('#') ? Number(text.slice(1)) : text
      })

export const makeSheet = (rows: readonly RowText[], options: SheetOptions = {}): Sheet => ({
  name: options.name ?? 'Sheet1',
  hidden: options.hidden ?? false,
  rows: rows.map(readRow),
  merges: (options.merges ?? []).map(makeMerge),
  hiddenRows: new Set((options.hiddenRows ?? []).map((row) => row - 1)),
  hiddenColumns: new Set((options.hiddenColumns ?? []).map(column)),
})

export const makeWorkbook = (...sheets: readonly Sheet[]): Workbook => ({ format: 'xlsx', sheets })

/** Valid, of the unassigned area 152299; different for each `n` below 900. */
export const makeId = (n: number): string => {
  const first17 = `152299${1940 + (n % 60)}0${1 + (n % 9)}1${n % 10}${String(100 + (n % 900)).padStart(3, '0')}`
  return first17 + idCheckCharacter(first17)
}

export const makeAccount = (n: number): string =>
  `62179${String(10_000_000 + n * 7919).padStart(14, '0')}`

const banner = loadBanner()
const aliases = (() => {
  const loaded = loadHeaderAliases()
  if (!loaded.ok) throw new Error(loaded.error.problem)
  return loaded.value
})()

export const understand = (workbook: Workbook, fileName = '清册.xlsx'): Understanding =>
  understandWorkbook(workbook, banner, { aliases, fileName })

export const understandRows = (
  rows: readonly RowText[],
  options: SheetOptions & { readonly fileName?: string } = {},
): Understanding => understand(makeWorkbook(makeSheet(rows, options)), options.fileName)

/** `code@row` of every finding, roster by roster, then the file's; for short expectations. */
export const findingsOf = (understanding: Understanding): string[] =>
  [...understanding.rosters.flatMap((roster) => roster.findings), ...understanding.findings].map(
    (finding) => `${finding.code}@${finding.row ?? '-'}`,
  )

/** Roles of the rows in order; rejected ones with their reason. */
export const rolesOf = (understanding: Understanding): string[] =>
  understanding.sheets.flatMap(({ roles }) =>
    roles.map((role) => (role.role === 'rejected' ? `rejected:${role.reason}` : role.role)),
  )
