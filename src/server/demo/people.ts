// Invented people. Identity numbers have a valid check character and the area 152299, which was never assigned; cards are
// invented too. A production server refuses them.
import { DAY_MS } from '../../base/clock.ts'
import { idCheckCharacter } from '../../domain/payee/rules.ts'

const AREA = '152299'
const FIRST_BIRTHDAY = Date.UTC(1932, 0, 1)
export const BIRTHDAYS = 26_000 // to March 2003
const NUMBERS = BIRTHDAYS * 1000 // one for each birthday and sequence
const STRIDE = 15_485_863 // prime, so coprime to NUMBERS: indices are scattered and none meet

/** Identity number of a given birthday (days after 1 January 1932) and sequence of three digits. */
export const makeIdNumber = (birthday: number, sequence: number): string => {
  const day = new Date(FIRST_BIRTHDAY + birthday * DAY_MS).toISOString().slice(0, 10)
  const first17 = AREA + day.replaceAll('-', '') + String(sequence).padStart(3, '0')
  return first17 + idCheckCharacter(first17)
}

/** The `index`-th number of a scattered row of 26 million; different indices never give the same number. */
export const idNumberAt = (index: number, offset: number): string => {
  const place = Number((BigInt(index) * BigInt(STRIDE) + BigInt(offset)) % BigInt(NUMBERS))
  return makeIdNumber(Math.floor(place / 1000), place % 1000)
}

/** The `index`-th card of nineteen digits; different indices never give the same card. */
export const accountAt = (index: number, offset: number): string => {
  const place = (BigInt(index) * 6_180_339_887_499n + BigInt(offset)) % 10_000_000_000_000n
  return `621799${place.toString().padStart(13, '0')}`
}

export const birthYear = (idNumber: string): number => Number(idNumber.slice(6, 10))
