// Decimal numbers as scaled integers. Floats never hold money, areas or rates: the banner's rates have four decimals
// and 0.1 + 0.2 is not 0.3 (DOMAIN.md §0.3).

/** Decimals kept: money in fen, quantities in thousandths, rates in ten-thousandths of a yuan. */
export const FEN_DECIMALS = 2
export const QUANTITY_DECIMALS = 3
export const RATE_DECIMALS = 4

export interface ScaledDecimal {
  readonly value: number
  /** False when digits beyond the scale were not zero; `value` is then rounded half away from zero. */
  readonly exact: boolean
}

const PLAIN = /^([+-]?)(\d+)(?:\.(\d*))?$/

/**
 * `"1330.47"`, 2 → `133047`. Takes an optional sign, digits and one point: no separators, no exponent (intake removes them).
 * Null when the text is no such number or does not fit a safe integer.
 */
export const parseDecimal = (text: string, decimals: number): ScaledDecimal | null => {
  const match = PLAIN.exec(text)
  if (!match) return null
  const [, sign, whole = '', fraction = ''] = match
  const kept = fraction.slice(0, decimals).padEnd(decimals, '0')
  const rest = fraction.slice(decimals)
  let value = Number(whole + kept)
  if ((rest[0] ?? '0') >= '5') value += 1
  if (!Number.isSafeInteger(value)) return null
  return { value: sign === '-' ? 0 - value : value, exact: !/[1-9]/.test(rest) }
}

/** `133047`, 2 → `"1330.47"`; always `decimals` places unless `trim`, which drops trailing zeros and a bare point. */
export const formatDecimal = (value: number, decimals: number, trim = false): string => {
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0')
  const cut = digits.length - decimals
  let text = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`
  if (trim && decimals > 0) text = text.replace(/\.?0+$/, '')
  return value < 0 ? `-${text}` : text
}

/** `value / divisor` rounded half away from zero, exactly, for integers of any safe size. */
const divideHalfUp = (value: bigint, divisor: bigint): number => {
  const magnitude = value < 0n ? -value : value
  const rounded = (magnitude + divisor / 2n) / divisor
  return Number(value < 0n ? -rounded : rounded)
}

const FEN_PER_PRODUCT = 100_000n // thousandths × ten-thousandths of a yuan = 1e-7 yuan; a fen is 1e-2

/** Quantity (thousandths) × rate (ten-thousandths of a yuan) → fen, rounded half up as finance offices do. */
export const multiplyToFen = (quantity: number, rate: number): number => {
  const product = quantity * rate
  if (Number.isSafeInteger(product)) {
    const rounded = Math.floor((Math.abs(product) + 50_000) / 100_000)
    return product < 0 ? 0 - rounded : rounded
  }
  return divideHalfUp(BigInt(quantity) * BigInt(rate), FEN_PER_PRODUCT)
}
