// What is wrong with a line by itself, and with lines beside each other. A row's own troubles are told once, also where the
// row gives lines in several rosters.
import type { Table } from '../rows/body-model.ts'
import { formatDecimal, RATE_DECIMALS } from '../../../base/decimal.ts'
import { lastFour } from '../../../domain/payee/rules.ts'
import { makeFinding, type Finding, type FindingCode } from '../findings.ts'
import type { FindingFacts } from '../findings-text.ts'
import type { DraftLine, DraftRoster } from '../rows/lines.ts'
import { PROVEN } from '../columns/pick-quantity.ts'
import { isGrave, tellsFailure } from '../words/row-state.ts'

/** Finds for one roster after another, in the order of the file; remembers across them. */
export interface LineChecker {
  readonly check: (roster: DraftRoster) => Finding[]
}

export const createLineChecker = (tables: readonly Table[]): LineChecker => {
  const told = new Set<string>()
  const accounts = new Map<string, AccountUse>()
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
    for (const line of roster.lines) {
      const block = tables[line.table]!.layout.blocks[line.block]!
      checkFigures(line, roster, block.fit, block.amount !== null, add)
      checkPrecision(line, add)
      checkIdentity(line, linked[line.table]!, addOnce)
      checkWords(line, addOnce)
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
  const { quantity, amount, due, productFen, amountWords } = line.figures
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
    rate: line.rate === null ? '' : formatDecimal(line.rate, RATE_DECIMALS, true),
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
  const { trouble, printed } = line.id
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
    case null:
  }
}

const checkWords = (line: DraftLine, add: Add): void => {
  const { state, stateText, remark } = line.source
  if (state === 'failed') add('payment-failed', line, { printed: stateText })
  if (remark === null || (state === 'failed' && tellsFailure(remark) && !isGrave(remark))) return
  add('remark', line, { printed: remark, grave: isGrave(remark) })
}

/** One person by the surest sign there is. */
const personKey = (line: DraftLine): string =>
  line.idNumber ??
  (line.idPrinted === null
    ? `${line.name}\t${line.group ?? ''}`
    : `${line.idPrinted}\t${line.name}`)

/** Fixed amounts repeat among namesakes; without a number only a measured quantity shows that it is the same line twice. */
const tellsApart = (line: DraftLine): boolean =>
  line.idNumber !== null ||
  line.account !== null ||
  (line.quantity !== null && line.quantity % 1000 !== 0)

/** Lines of a person, who has few. */
type SeenLines = Map<string, DraftLine[]>

const checkDuplicate = (line: DraftLine, seen: SeenLines, add: Add): void => {
  if (!tellsApart(line)) return
  const person = personKey(line)
  const others = seen.get(person)
  if (!others) {
    seen.set(person, [line])
    return
  }
  const first = others.find((other) => repeats(line, other))
  if (!first) {
    others.push(line)
    return
  }
  if (first.table === line.table && first.source.row === line.source.row) return
  const firstSheet = first.sheet === line.sheet ? null : first.sheet
  add('duplicate-row', line, { firstRow: first.row, firstSheet })
}

const repeats = (line: DraftLine, other: DraftLine): boolean =>
  line.quantity === other.quantity &&
  line.amountFen === other.amountFen &&
  line.source.others === other.source.others &&
  (line.idNumber !== null || line.account === other.account)

interface AccountUse {
  readonly line: DraftLine
  readonly person: string
  told: boolean
}

const checkAccount = (line: DraftLine, accounts: Map<string, AccountUse>, add: Add): void => {
  if (line.account === null) return
  const person = line.idNumber ?? line.idPrinted ?? line.name
  const use = accounts.get(line.account)
  if (!use) {
    accounts.set(line.account, { line, person, told: false })
    return
  }
  const sameWithoutNumber =
    use.line.name === line.name && (use.line.idNumber === null || line.idNumber === null)
  if (use.told || use.person === person || sameWithoutNumber) return
  use.told = true
  const otherSheet = use.line.sheet === line.sheet ? null : use.line.sheet
  add('shared-account', line, {
    lastFour: lastFour(line.account),
    otherRow: use.line.row,
    otherSheet,
  })
}

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
