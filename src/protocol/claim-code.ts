// The claim code: 15 random digits and a check digit, drawn when an item is saved, shown, spoken, printed. It proves nothing
// and opens nothing but "not yet arrived / received / answered on" (CLAIM-3). Only its hash leaves the phone.
import { type Bytes, utf8ToBytes } from '../base/bytes.ts'
import type { Sha256 } from '../base/crypto.ts'
import type { Random } from '../base/random.ts'

/** Luhn over all 16 digits: finds every wrong digit and nearly every exchange of two neighbours. */
const luhnSum = (digits: string): number => {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum
}

const drawDigits = (random: Random, count: number): string => {
  let digits = ''
  while (digits.length < count) {
    for (const byte of random.bytes(count)) {
      // 250 is the last multiple of ten in a byte: above it the digits 0–5 would be likelier.
      if (byte < 250 && digits.length < count) digits += String(byte % 10)
    }
  }
  return digits
}

export const drawClaimCode = (random: Random): string => {
  const fifteen = drawDigits(random, 15)
  const check = (10 - (luhnSum(`${fifteen}0`) % 10)) % 10
  return `${fifteen}${check}`
}

const FULL_WIDTH_ZERO = 0xff10

/** Takes what a person types or reads out: spaces, hyphens, full-width digits. Null when it is no claim code. */
export const parseClaimCode = (typed: string): string | null => {
  const digits = typed
    .replace(/[０-９]/g, (c) => String(c.charCodeAt(0) - FULL_WIDTH_ZERO))
    .replace(/[\s\u3000·‐-―-]/g, '')
  return /^\d{16}$/.test(digits) && luhnSum(digits) % 10 === 0 ? digits : null
}

/** `0123 4567 …`: four groups of four. */
export const formatClaimCode = (code: string): string => code.replace(/(\d{4})(?=\d)/g, '$1 ')

export const claimHash = (sha256: Sha256, code: string): Bytes =>
  sha256(utf8ToBytes(`iltod-claim/1\n${code}\n`))

export const SLIP_SECRET_BYTES = 16

export const slipHash = (sha256: Sha256, secret: Bytes): Bytes =>
  sha256(Uint8Array.of(...utf8ToBytes('iltod-slip/1\n'), ...secret))
