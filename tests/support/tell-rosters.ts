// What a file was understood as, a line for each roster and finding: short enough to be written down by hand beforehand.
import { FEN_DECIMALS, formatDecimal, QUANTITY_DECIMALS } from '../../src/base/decimal.ts'
import type { Understanding } from '../../src/server/intake/understand.ts'

const yuan = (fen: number | null): string =>
  fen === null ? '-' : formatDecimal(fen, FEN_DECIMALS, true)

/** `place programme year batch: rows × quantity unit = yuan (printed total)` */
export const tellRosters = (understanding: Understanding): string[] =>
  understanding.rosters.map((r) => {
    const quantity =
      r.quantity === null
        ? '-'
        : formatDecimal(r.quantity, QUANTITY_DECIMALS, true) + (r.unit ?? '?')
    const head = `${r.place ?? '?'} ${r.programme ?? '?'} ${r.year ?? '?'} ${r.batch}`
    return `${head}: ${r.rows} × ${quantity} = ${yuan(r.amountFen)} (${yuan(r.printedTotalFen)})`
  })

/** `code@row` in the order of the rows, `code@sheet!row` where there are several sheets. */
export const tellFindings = (understanding: Understanding): string[] => {
  const several = understanding.sheets.length > 1
  return [...understanding.rosters.flatMap((r) => r.findings), ...understanding.findings]
    .toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0) || a.code.localeCompare(b.code))
    .map(({ code, sheet, row }) => `${code}@${several ? `${sheet}!` : ''}${row ?? '-'}`)
}
