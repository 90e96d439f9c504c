// One payee and one year in canonical binary, and the salted tree over them (LEAF-1, LEAF-2): what lets a slip of paper
// prove, years later, that a line was published.
import { base64UrlToBytes, bytesToHex, utf8ToBytes, type Bytes } from '../base/bytes.ts'
import { multiplyToFen } from '../base/decimal.ts'
import { assert } from '../base/result.ts'
import { createHmac } from './hmac.ts'
import { byText } from './ledger-order.ts'
import { hashLeaf, merkleRoot } from './merkle.ts'
import type { LedgerInput, LedgerLine, LedgerPayee, LedgerRoster } from './model.ts'
import type { Sha256 } from '../base/crypto.ts'

const VERSION = 1
const SALT_BYTES = 16

export interface Statement {
  readonly site: string
  readonly payee: Pick<LedgerPayee, 'number' | 'name' | 'lastFour'>
  readonly year: number
  readonly lines: readonly { readonly roster: LedgerRoster; readonly line: LedgerLine }[]
}

const FLAG = {
  sameProgramme: 1,
  firstBatch: 2,
  result: 4,
  quantity: 8,
  rate: 16,
  amount: 32,
  /** The amount is quantity × rate and not written. */
  product: 64,
  was: 512,
} as const
const STATE_SHIFT = 7
const STATES = ['pending', 'paid', 'failed', 'reissued'] as const

const pushInteger = (out: number[], value: number): void => {
  assert(Number.isSafeInteger(value) && value >= 0, 'a whole number that is not negative')
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) + 128)
  out.push(rest)
}

/** Sign in the lowest bit. Sums of money stay far below the 2^52 at which doubling would lose digits. */
const pushSigned = (out: number[], value: number): void =>
  pushInteger(out, value < 0 ? -2 * value - 1 : 2 * value)

const pushText = (out: number[], text: string): void => {
  const bytes = utf8ToBytes(text)
  pushInteger(out, bytes.length)
  for (const byte of bytes) out.push(byte)
}

const pushWas = (out: number[], was: NonNullable<LedgerLine['was']>): void => {
  out.push((was.quantity === null ? 0 : 1) | (was.amountFen === null ? 0 : 2))
  if (was.quantity !== null) pushSigned(out, was.quantity)
  if (was.amountFen !== null) pushSigned(out, was.amountFen)
}

const pushLine = (
  out: number[],
  { roster, line }: Statement['lines'][number],
  programmeBefore: string,
): void => {
  const rate = line.rate ?? roster.rate
  const { quantity, amountFen } = line
  const product = quantity !== null && rate !== null ? multiplyToFen(quantity, rate) : null
  const isProduct = amountFen !== null && amountFen === product
  let flags = STATES.indexOf(line.state) << STATE_SHIFT
  if (roster.programme === programmeBefore) flags |= FLAG.sameProgramme
  if (roster.batch === '1') flags |= FLAG.firstBatch
  if (roster.kind === 'result') flags |= FLAG.result
  if (quantity !== null) flags |= FLAG.quantity
  if (rate !== null) flags |= FLAG.rate
  if (amountFen !== null) flags |= FLAG.amount
  if (isProduct) flags |= FLAG.product
  if (line.was) flags |= FLAG.was
  out.push(flags >> 8, flags & 255)
  if (roster.programme !== programmeBefore) pushText(out, roster.programme)
  if (roster.batch !== '1') pushText(out, roster.batch)
  pushInteger(out, line.ordinal)
  if (quantity !== null) pushSigned(out, quantity)
  if (rate !== null) pushSigned(out, rate)
  if (amountFen !== null && !isProduct) pushSigned(out, amountFen)
  if (line.was) pushWas(out, line.was)
}

/** `lines` must be of `year`; their order does not matter. */
export const encodeStatement = ({ site, payee, year, lines }: Statement): Bytes => {
  const out: number[] = [VERSION]
  pushText(out, site)
  pushInteger(out, payee.number)
  pushText(out, payee.name)
  pushText(out, payee.lastFour)
  pushInteger(out, year)
  pushInteger(out, lines.length)
  const ordered = [...lines].sort(
    (a, b) => byText(a.roster.id, b.roster.id) || a.line.ordinal - b.line.ordinal,
  )
  let programme = ''
  for (const entry of ordered) {
    pushLine(out, entry, programme)
    programme = entry.roster.programme
  }
  return Uint8Array.from(out)
}

/** All statements of a ledger in the order of its leaves: payee number, then year. */
export const statementsOf = (input: LedgerInput): Statement[] => {
  const lines = new Map<number, Map<number, Statement['lines'][number][]>>()
  for (const line of input.lines) {
    const roster = input.rosters[line.roster]!
    const years = lines.get(line.payee) ?? new Map<number, Statement['lines'][number][]>()
    lines.set(line.payee, years)
    const entries = years.get(roster.year)
    if (entries) entries.push({ roster, line })
    else years.set(roster.year, [{ roster, line }])
  }
  const payees = [...input.payees].sort((a, b) => a.number - b.number)
  return payees.flatMap((payee) =>
    [...(lines.get(payee.number) ?? [])]
      .sort(([a], [b]) => a - b)
      .map(([year, entries]) => ({ site: input.site, payee, year, lines: entries })),
  )
}

/** Salt of the i-th leaf: the first 16 bytes of HMAC-SHA-256(seed, i as 4 bytes, big-endian). */
export const createSalts = (seed: Bytes, sha256: Sha256): ((index: number) => Bytes) => {
  const hmac = createHmac(seed, sha256)
  return (index) => {
    const message = Uint8Array.of(
      index >>> 24,
      (index >>> 16) & 255,
      (index >>> 8) & 255,
      index & 255,
    )
    return hmac(message).slice(0, SALT_BYTES)
  }
}

export const hashStatement = (salt: Bytes, statement: Bytes, sha256: Sha256): Bytes =>
  hashLeaf(sha256, salt, statement)

export const ledgerLeaves = (input: LedgerInput, sha256: Sha256): Bytes[] => {
  const seed = base64UrlToBytes(input.seed)
  assert(seed?.length === 32, 'a seed has 32 bytes')
  const saltOf = createSalts(seed, sha256)
  return statementsOf(input).map((statement, i) =>
    hashStatement(saltOf(i), encodeStatement(statement), sha256),
  )
}

/** `SiteHead.ledgerRoot`, hex. */
export const ledgerRoot = (input: LedgerInput, sha256: Sha256): string =>
  bytesToHex(merkleRoot(ledgerLeaves(input, sha256), sha256))
