// Names and identity numbers of payees. Numbers are handled on the server only; nothing here is ever published.
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const ID_CHECK = '10X98765432'

/** Check character of the first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2). */
export const idCheckCharacter = (first17: string): string => {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += ID_WEIGHTS[i]! * (first17.charCodeAt(i) - 48)
  return ID_CHECK[sum % 11]!
}

/** 15 digits (before 1999) → 18: century 19 put in, check character added. */
export const upgradeId15 = (id15: string): string => {
  const first17 = `${id15.slice(0, 6)}19${id15.slice(6)}`
  return first17 + idCheckCharacter(first17)
}

export type IdVerdict = 'valid' | 'length' | 'check-digit'

/** Judges a number already freed of spaces and full-width forms. A 15-digit one is `length`: it must be looked at. */
export const judgeId = (id: string): IdVerdict => {
  if (!/^\d{17}[\dX]$/.test(id)) return 'length'
  return idCheckCharacter(id.slice(0, 17)) === id[17] ? 'valid' : 'check-digit'
}

/**
 * Masked name: first character kept, the rest starred (`包**`); one star at least, so that a single character shows nothing.
 * Counted in characters, not code units: 𠮷 is one.
 */
export const maskName = (name: string): string => {
  const characters = [...name]
  if (characters.length < 2) return '*'
  return characters[0]! + '*'.repeat(Math.min(characters.length - 1, 2))
}

/** Last four of a number, the only part that may ever be shown. */
export const lastFour = (number: string): string => number.slice(-4)
