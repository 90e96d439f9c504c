// What `iltod check --json` prints and what leaves the child process: no identity number, no account, no name of a payee.
import { formatDecimal, QUANTITY_DECIMALS } from '../../base/decimal.ts'
import type { Finding, FindingLevel } from './findings.ts'
import type { ReadError } from './grid.ts'
import { readErrorText } from './read/read-error-text.ts'
import type { RowRole } from './rows/body-model.ts'
import type { UnderstoodRoster, Understanding } from './understand.ts'

export interface ReportedFinding {
  readonly sheet: string
  readonly row: number | null
  readonly code: string
  readonly level: FindingLevel
  /** The sentence in Chinese, then in English. */
  readonly detail: string
}

export interface ReportedRoster {
  readonly site: string | null
  readonly place: string | null
  readonly programme: string | null
  readonly programmeText: string
  readonly year: number | null
  readonly batch: string
  readonly unit: string | null
  readonly rows: number
  /** Decimal string in `unit`. */
  readonly quantity: string | null
  readonly amountFen: number | null
  readonly printedTotalFen: number | null
  readonly findings: readonly ReportedFinding[]
}

export interface ReportedError {
  readonly code: string
  readonly detail: string
}

/** The `--json` shape of one file. */
export interface CheckReport {
  readonly file: string
  readonly rosters: readonly ReportedRoster[]
  readonly findings: readonly ReportedFinding[]
  readonly rowsRead: number
  readonly rowsExplained: number
  readonly errors: readonly ReportedError[]
}

/** Beside the report, for the table that a clerk reads. */
export interface RowCounts {
  /** How many rows of each role; rejected ones by reason. */
  readonly roles: Readonly<Record<string, number>>
  /** Rows that gave nothing, with their reason; at most `REJECTED_SHOWN`. */
  readonly rejected: readonly {
    readonly sheet: string
    readonly row: number
    readonly reason: string
  }[]
}

const REJECTED_SHOWN = 200

export const reportFile = (file: string, understanding: Understanding): CheckReport => ({
  file,
  rosters: understanding.rosters.map(reportRoster),
  findings: understanding.findings.map(reportFinding),
  rowsRead: understanding.rowsRead,
  rowsExplained: understanding.rowsExplained,
  errors: [],
})

export const reportUnreadable = (file: string, error: ReportedError): CheckReport => ({
  file,
  rosters: [],
  findings: [],
  rowsRead: 0,
  rowsExplained: 0,
  errors: [error],
})

const reportRoster = (roster: UnderstoodRoster): ReportedRoster => ({
  site: roster.site,
  place: roster.place,
  programme: roster.programme,
  programmeText: roster.programmeText,
  year: roster.year,
  batch: roster.batch,
  unit: roster.unit,
  rows: roster.rows,
  quantity:
    roster.quantity === null ? null : formatDecimal(roster.quantity, QUANTITY_DECIMALS, true),
  amountFen: roster.amountFen,
  printedTotalFen: roster.printedTotalFen,
  findings: roster.findings.map(reportFinding),
})

const reportFinding = ({ sheet, row, code, level, zh, en }: Finding): ReportedFinding => ({
  sheet,
  row,
  code,
  level,
  detail: `${zh} ${en}`,
})

export const countRoles = (understanding: Understanding): RowCounts => {
  const roles: Record<string, number> = {}
  const rejected: { sheet: string; row: number; reason: string }[] = []
  for (const { name: sheet, firstRow, roles: all } of understanding.sheets) {
    for (const [i, role] of all.entries()) {
      const name = nameOfRole(role)
      roles[name] = (roles[name] ?? 0) + 1
      if (role.role === 'rejected' && rejected.length < REJECTED_SHOWN) {
        rejected.push({ sheet, row: firstRow + i, reason: role.reason })
      }
    }
  }
  return { roles, rejected }
}

const nameOfRole = (role: RowRole): string =>
  role.role === 'rejected' ? `rejected:${role.reason}` : role.role

/** 0 readable, 2 stop findings, 3 unreadable: what the command answers. */
export const exitCodeOf = (report: CheckReport): 0 | 2 | 3 => {
  if (report.errors.length > 0) return 3
  const all = [...report.findings, ...report.rosters.flatMap((roster) => roster.findings)]
  return all.some((finding) => finding.level === 'stop') ? 2 : 0
}

export const explainReadError = (error: ReadError): ReportedError => {
  const { zh, en } = readErrorText(error)
  return { code: error.kind, detail: `${zh} ${en}` }
}
