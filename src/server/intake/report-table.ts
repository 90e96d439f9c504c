// The report as a clerk reads it in a terminal: what was found, then what is wrong, grouped, the row numbers in front.
import { FEN_DECIMALS, formatDecimal } from '../../base/decimal.ts'
import type { FindingLevel } from './findings.ts'
import type { CheckReport, ReportedFinding, ReportedRoster, RowCounts } from './report.ts'

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u

/** Columns a text takes in a terminal: Han characters take two. */
export const widthOf = (text: string): number =>
  [...text].reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0)

const pad = (text: string, width: number, right = false): string => {
  const gap = ' '.repeat(Math.max(0, width - widthOf(text)))
  return right ? gap + text : text + gap
}

type Row = readonly string[]

/** Aligned by display width; `right` names the columns of numbers. */
export const alignTable = (rows: readonly Row[], right: ReadonlySet<number>): string[] => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column]!, right.has(column)))
      .join('  ')
      .trimEnd(),
  )
}

const ROLE_NAMES: Readonly<Record<string, string>> = {
  payee: '收款人',
  title: '标题',
  unit: '编制单位、单位说明',
  header: '表头',
  section: '分组',
  subtotal: '小计',
  total: '合计',
  footer: '表尾',
  blank: '空行',
  'rejected:no-header': '不取：没有表头',
  'rejected:no-name': '不取：没有姓名',
  'rejected:no-figures': '不取：没有数量和金额',
  'rejected:summary': '不取：按单位汇总',
  'rejected:not-understood': '不取：看不懂',
}

const LEVEL_NAMES: Readonly<Record<FindingLevel, string>> = {
  stop: '必须改正',
  ask: '请核对',
  info: '供参考',
}
const LEVELS: readonly FindingLevel[] = ['stop', 'ask', 'info']

const CODE_NAMES: Readonly<Record<string, string>> = {
  'amount-mismatch': '计算不符',
  rounding: '取整差',
  'total-mismatch': '合计不符',
  'subtotal-mismatch': '小计不符',
  'id-check-digit': '身份证号校验位不对',
  'id-length': '身份证号位数不对',
  'id-as-number': '身份证号存成了数字',
  'duplicate-row': '重复行',
  'shared-account': '两人同一账号',
  'amount-missing': '缺金额',
  negative: '负数',
  'place-unknown': '地点不明',
  'place-ambiguous': '地点重名',
  'programme-unknown': '项目不明',
  'header-unsure': '表头不明',
  'unit-missing': '缺单位',
  'payment-failed': '未发放成功',
  remark: '备注',
  'hidden-cells': '隐藏内容',
  'private-use-text': '非标准字',
  'payee-unlinked': '无法对应到人',
  precision: '小数位',
}

const MOST_ROWS = 50

export const printReport = (report: CheckReport, counts: RowCounts): string => {
  const lines = [`文件：${report.file}`]
  for (const error of report.errors) lines.push(`读不了：${error.detail}`)
  if (report.errors.length > 0) return lines.join('\n')
  lines.push(countsLine(report, counts), '')
  if (report.rosters.length > 0) lines.push(...rosterTable(report.rosters), '')
  lines.push(...findingsTable(report), ...rejectedTable(counts), verdict(report))
  return lines.join('\n')
}

const countsLine = (report: CheckReport, { roles }: RowCounts): string => {
  const parts = Object.entries(roles).map(([role, count]) => `${ROLE_NAMES[role] ?? role} ${count}`)
  return `共 ${report.rowsRead} 行，说明了 ${report.rowsExplained} 行：${parts.join('，')}`
}

const yuan = (fen: number | null): string => (fen === null ? '—' : formatDecimal(fen, FEN_DECIMALS))

const rosterTable = (rosters: readonly ReportedRoster[]): string[] => {
  const head = [
    '地点',
    '项目',
    '年度',
    '批次',
    '行数',
    '数量',
    '单位',
    '金额（元）',
    '表上合计（元）',
  ]
  const rows = rosters.map((roster) => [
    roster.place === null ? '（未写明）' : roster.place + (roster.site === null ? '（?）' : ''),
    (roster.programmeText || '（未写明）') + (roster.programme === null ? '（?）' : ''),
    roster.year === null ? '—' : String(roster.year),
    roster.batch,
    String(roster.rows),
    roster.quantity ?? '—',
    roster.unit ?? '—',
    yuan(roster.amountFen),
    yuan(roster.printedTotalFen),
  ])
  return alignTable([head, ...rows], new Set([4, 5, 7, 8]))
}

const findingsTable = (report: CheckReport): string[] => {
  const all = [...report.findings, ...report.rosters.flatMap((roster) => roster.findings)]
  const severalSheets = new Set(all.map((finding) => finding.sheet)).size > 1
  return LEVELS.flatMap((level) => {
    const found = all.filter((finding) => finding.level === level)
    if (found.length === 0) return []
    const codes = [...new Set(found.map((finding) => finding.code))]
    const groups = codes.flatMap((code) =>
      findingGroup(
        code,
        found.filter((finding) => finding.code === code),
        severalSheets,
      ),
    )
    return [`【${LEVEL_NAMES[level]}】${found.length} 处`, ...groups, '']
  })
}

const findingGroup = (
  code: string,
  found: readonly ReportedFinding[],
  severalSheets: boolean,
): string[] => {
  const shown = found
    .slice(0, MOST_ROWS)
    .map((finding) => [
      `    ${severalSheets ? `${finding.sheet} ` : ''}${finding.row === null ? '整张表' : `第${finding.row}行`}`,
      finding.detail,
    ])
  const more = found.length - shown.length
  return [
    `  ${CODE_NAMES[code] ?? code}（${code}）${found.length} 处`,
    ...alignTable(shown, new Set()),
    ...(more > 0 ? [`    ……还有 ${more} 处`] : []),
  ]
}

/** Rows of a summary or without a header are told by their finding; single odd rows are told one by one. */
const rejectedTable = ({ rejected }: RowCounts): string[] => {
  const odd = rejected.filter(({ reason }) => reason !== 'summary' && reason !== 'no-header')
  if (odd.length === 0) return []
  const rows = odd
    .slice(0, MOST_ROWS)
    .map(({ sheet, row, reason }) => [
      `  ${sheet}`,
      `第${row}行`,
      ROLE_NAMES[`rejected:${reason}`] ?? reason,
    ])
  return ['【没有取用的行】', ...alignTable(rows, new Set()), '']
}

const verdict = (report: CheckReport): string => {
  const all = [...report.findings, ...report.rosters.flatMap((roster) => roster.findings)]
  if (all.some((finding) => finding.level === 'stop'))
    return '结论：有必须改正之处，改正前不能导入。'
  if (all.some((finding) => finding.level === 'ask'))
    return '结论：核对无误后，可用 --accept 导入。'
  return report.rosters.length === 0 ? '结论：没有可导入的清册。' : '结论：可以导入。'
}
