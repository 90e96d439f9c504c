// What is wrong with a line by itself, and with lines beside each other. A row's own troubles are told once, also where the
// row gives lines in several rosters.
import type { PayeeRow, Table } from '../rows/body-model.ts'
import { formatDecimal, RATE_DECIMALS } from '../../../base/decimal.ts'
import { lastFour } from '../../../domain/payee/rules.ts'
import { makeFinding, type Finding, type FindingCode } from '../findings.ts'
import type { FindingFacts } from '../findings-text.ts'
import type { DraftLine, DraftRoster } from '../rows/lines.ts'
import { personSign } from '../rows/repeats.ts'
import { PROVEN } from '../columns/pick-quantity.ts'
import { isGrave, tellsFailure } from '../words/row-state.ts'

/** Finds for one roster after another, in the order of the file; remembers across them. */
export interface LineChecker {
  readonly check: (roster: DraftRoster) => Finding[]
}

export const createLineChecker = (tables: readonly Table[]): LineChecker => {
  const told = new Set<string>()
  const accounts: Accounts = { first: new Map(), told: new Set() }
  const linked = tables.map((table) => table.payees.some((p) => p.id.trouble !== 'missing'))

  const check = (roster: DraftRoster): Finding[] => {
    const findings: Finding[] = []
    const add = <C extends FindingCode>(code: C, line: DraftLine, facts: FindingFacts[C]) =>
      findings.push(makeFinding(code, atOf(line), facts))
    const addOnce = <C extends FindingCode>(code: C, line: DraftLine, facts: FindingFacts[C]) => {
      const key = `${code} ${line.table} ${line.source.row}`
      if (told.has(key)) return
      told.add(key)
      add(code, line, facts)
    }
    const seen: SeenLines = new Map()
    for (const line of roster.doubtful) {
      if (!line.figures.sound) {
        const block = tables[line.table]!.layout.blocks[line.block]!
        checkFigures(line, roster, block.fit, block.amount !== null, add)
        checkPrecision(line, add)
      }
      if (!line.source.quiet) {
        checkIdentity(line, linked[line.table]!, addOnce)
        checkWords(line, addOnce)
      }
      checkDuplicate(line, seen, addOnce)
      checkAccount(line, accounts, addOnce)
    }
    return [...rosterFindings(roster, tables, linked), ...findings]
  }
  return { check }
}

type Add = <C extends FindingCode>(code: C, line: DraftLine, facts: FindingFacts[C]) => void

const atOf = (line: DraftLine) => ({ sheet: line.sheet, row: line.source.row })

/** Once for a roster, at the header of the table in which it begins. */
const rosterFindings = (
  roster: DraftRoster,
  tables: readonly Table[],
  linked: readonly boolean[],
): Finding[] => {
  const findings: Finding[] = []
  for (const index of new Set(roster.lines.map((line) => line.table))) {
    const { sheet, headerRow, layout } = tables[index]!
    const at = { sheet, row: headerRow }
    const lines = roster.lines.filter((line) => line.table === index)
    if (layout.unitsMissing) {
      findings.push(
        makeFinding('unit-missing', at, { assumed: `元${roster.unit ? `、${roster.unit}` : ''}` }),
      )
    }
    if (!linked[index]) {
      findings.push(makeFinding('payee-unlinked', at, { why: 'no-column', rows: lines.length }))
    }
    if (layout.blocks[lines[0]!.block]!.amount === null && layout.trouble === null) {
      findings.push(
        makeFinding('amount-missing', at, { printed: '', expectedFen: null, wholeColumn: true }),
      )
    }
  }
  return findings
}

const checkFigures = (
  line: DraftLine,
  roster: DraftRoster,
  fit: number | null,
  hasAmountColumn: boolean,
  add: Add,
): void => {
  const { quantity, rate, amount, due, productFen, amountWords } = line.figures
  if (amount === null && hasAmountColumn) {
    add('amount-missing', line, {
      printed: amountWords,
      expectedFen: productFen,
      wholeColumn: false,
    })
  }
  if ((amount?.value ?? 0) < 0 || (quantity?.value ?? 0) < 0) {
    add('negative', line, { amountFen: amount?.value ?? null, quantity: quantity?.value ?? null })
  }
  const printed = due ?? amount
  if (printed === null || productFen === null || quantity === null) return
  // An approved amount need not be a product: it is measured only where the table itself shows that it is one.
  if (roster.basis !== 'rate' && (fit ?? 0) < PROVEN) return
  const difference = Math.abs(printed.value - productFen)
  if (difference <= 1) return
  add(difference <= 100 ? 'rounding' : 'amount-mismatch', line, {
    quantity: quantity.value,
    rate: rate === null ? '' : formatDecimal(rate.value, RATE_DECIMALS, true),
    unit: roster.unit ?? '',
    expectedFen: productFen,
    amountFen: printed.value,
  })
}

const checkPrecision = (line: DraftLine, add: Add): void => {
  const { quantity, amount, rate } = line.figures
  if (quantity?.exact === false) {
    add('precision', line, { what: 'quantity', printed: quantity.text })
  } else if (amount?.exact === false) {
    add('precision', line, { what: 'amount', printed: amount.text })
  } else if (rate?.exact === false) {
    add('precision', line, { what: 'rate', printed: rate.text })
  }
}

const checkIdentity = (line: DraftLine, linked: boolean, add: Add): void => {
  const { trouble, printed } = line.source.id
  if (trouble === null) return
  const end = lastFour(printed)
  switch (trouble) {
    case 'check-digit':
      return add('id-check-digit', line, { lastFour: end })
    case 'length':
      return add('id-length', line, { lastFour: end, length: printed.length })
    case 'as-number':
      return add('id-as-number', line, { lastFour: end })
    case 'missing':
      // A table without any number is told once, at its header.
      return linked ? add('payee-unlinked', line, { why: 'no-value', rows: 1 }) : undefined
  }
}

const checkWords = (line: DraftLine, add: Add): void => {
  const { state, stateText, remark } = line.source
  if (state === 'failed') add('payment-failed', line, { printed: stateText })
  if (remark === null || (state === 'failed' && tellsFailure(remark) && !isGrave(remark))) return
  add('remark', line, { printed: remark, grave: isGrave(remark) })
}

/** Fixed amounts repeat among namesakes; without a number only a measured quantity shows that it is the same line twice. */
const tellsApart = ({ source, figures }: DraftLine): boolean =>
  source.id.number !== null ||
  source.account !== null ||
  (figures.quantity !== null && figures.quantity.value % 1000 !== 0)

/** Lines of a person: mostly one, so that they are only sorted by content when there is a second. */
type SeenLines = Map<string, DraftLine | Map<string, DraftLine>>

const checkDuplicate = (line: DraftLine, seen: SeenLines, add: Add): void => {
  if (!tellsApart(line)) return
  const person = personSign(line.source)
  const known = seen.get(person)
  if (!known) {
    seen.set(person, line)
    return
  }
  const lines = known instanceof Map ? known : new Map([[contentKey(known), known]])
  if (lines !== known) seen.set(person, lines)
  const content = contentKey(line)
  const first = lines.get(content)
  if (!first) {
    lines.set(content, line)
    return
  }
  if (first.table === line.table && first.source.row === line.source.row) return
  const firstSheet = first.sheet === line.sheet ? null : first.sheet
  add('duplicate-row', line, { firstRow: first.source.row + 1, firstSheet })
}

/** What must agree for a line to be the same line twice. */
const contentKey = ({ source, figures }: DraftLine): string => {
  const account = source.id.number === null ? source.account : null
  return [figures.quantity?.value, figures.amount?.value, account, source.others].join('\n')
}

/** The first line of each account, and which accounts have been told. */
interface Accounts {
  readonly first: Map<string, DraftLine>
  readonly told: Set<string>
}

const checkAccount = (line: DraftLine, accounts: Accounts, add: Add): void => {
  const { account } = line.source
  if (account === null) return
  const other = accounts.first.get(account)
  if (!other) {
    accounts.first.set(account, line)
    return
  }
  if (samePerson(other.source, line.source) || accounts.told.has(account)) return
  accounts.told.add(account)
  const otherSheet = other.sheet === line.sheet ? null : other.sheet
  const otherRow = other.source.row + 1
  add('shared-account', line, { lastFour: lastFour(account), otherRow, otherSheet })
}

/** Numbers decide where both are sound; beside a faulty or missing one the name must do. */
const samePerson = (a: PayeeRow, b: PayeeRow): boolean =>
  (a.id.number !== null && a.id.number === b.id.number) ||
  (a.name === b.name && (a.id.trouble !== null || b.id.trouble !== null))

/** Figures that belong to nobody. */
export const checkNobodies = (table: Table): Finding[] =>
  table.payees
    .filter((payee) => payee.nobody)
    .map(({ row }) =>
      makeFinding('payee-unlinked', { sheet: table.sheet, row }, { why: 'no-name', rows: 1 }),
    )

/** Row by row: the parts of a wide table against its 合计. */
export const checkGrandTotals = (table: Table): Finding[] => {
  if (table.layout.grand === null) return []
  return table.payees.flatMap((payee) => {
    if (payee.grand === null) return []
    const amounts = payee.figures.flatMap((figures) => (figures ? [figures.amount] : []))
    if (amounts.some((amount) => amount === null)) return []
    const partsFen = amounts.reduce((sum, amount) => sum + amount!.value, 0)
    if (Math.abs(partsFen - payee.grand.value) <= 1) return []
    const at = { sheet: table.sheet, row: payee.row }
    return [makeFinding('amount-mismatch', at, { partsFen, amountFen: payee.grand.value })]
  })
}
