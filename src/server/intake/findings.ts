// What intake finds wrong or worth a look. Levels are the contract: `stop` refuses an import, `ask` wants a person's
// yes, `info` is only said.
import { findingTexts, type FindingFacts } from './findings-text.ts'

export type FindingCode = keyof FindingFacts
export type FindingLevel = 'stop' | 'ask' | 'info'

export interface Finding {
  readonly sheet: string
  /** The spreadsheet's own row number; null for what concerns a whole sheet or column. */
  readonly row: number | null
  readonly code: FindingCode
  readonly level: FindingLevel
  readonly zh: string
  readonly en: string
}

type FixedCode = Exclude<FindingCode, 'total-mismatch' | 'remark'>

const LEVELS: Readonly<Record<FixedCode, FindingLevel>> = {
  'header-unsure': 'stop',
  'place-unknown': 'stop',
  'place-ambiguous': 'stop',
  'programme-unknown': 'stop',
  'amount-missing': 'stop',
  'private-use-text': 'stop',
  'amount-mismatch': 'ask',
  'subtotal-mismatch': 'ask',
  'id-check-digit': 'ask',
  'id-length': 'ask',
  'id-as-number': 'ask',
  'duplicate-row': 'ask',
  'shared-account': 'ask',
  negative: 'ask',
  'unit-missing': 'ask',
  'hidden-cells': 'ask',
  'payee-unlinked': 'ask',
  precision: 'ask',
  rounding: 'info',
  'payment-failed': 'info',
}

const YUAN = 100

const levelOf = <C extends FindingCode>(code: C, facts: FindingFacts[C]): FindingLevel => {
  if (code === 'total-mismatch') {
    const { printedFen, sumFen } = facts as FindingFacts['total-mismatch']
    return Math.abs(printedFen - sumFen) > YUAN ? 'stop' : 'ask'
  }
  if (code === 'remark') return (facts as FindingFacts['remark']).grave ? 'ask' : 'info'
  return LEVELS[code]
}

/** `row` counts from 0 as the grid does; the finding says the spreadsheet's number. */
export const makeFinding = <C extends FindingCode>(
  code: C,
  at: { readonly sheet: string; readonly row: number | null },
  facts: FindingFacts[C],
): Finding => {
  const { zh, en } = findingTexts[code](facts)
  return {
    sheet: at.sheet,
    row: at.row === null ? null : at.row + 1,
    code,
    level: levelOf(code, facts),
    zh,
    en,
  }
}
