// Identity numbers and bank accounts as they stand in cells. Nothing from here may reach a log or a published byte.
import { idCheckCharacter, judgeId, upgradeId15 } from '../../../domain/payee/rules.ts'
import { compactText } from './cell-text.ts'
import type { CellValue } from '../grid.ts'

/** `missing`: nothing, a masked one or only the last four. `as-number`: the sheet lost the last digits. */
export type IdTrouble = 'missing' | 'length' | 'check-digit' | 'as-number'

export interface IdReading {
  /** As printed, without spaces and width; '' where nothing stands. */
  readonly printed: string
  /** Usable as a person's key: 18 characters, 15 digits upgraded. Null when masked, cut or missing. */
  readonly number: string | null
  readonly trouble: IdTrouble | null
}

const NONE: IdReading = { printed: '', number: null, trouble: 'missing' }
const MASKED = /[*#·…?□○●]|[xX]{3,}|\.{3}/
const SCIENTIFIC = /^\d(?:\.\d+)?E\+?\d+$/i
const CREDIT_CODE = /^[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/
const USUAL = /^\d{17}[\dX]$/
const SHORTEST_ID = 7

export const readId = (value: CellValue | undefined): IdReading => {
  if (value === null || value === undefined || typeof value === 'boolean') return NONE
  if (typeof value === 'number') return readNumericId(value)
  if (USUAL.test(value) && judgeId(value) === 'valid') {
    return { printed: value, number: value, trouble: null }
  }
  const written = compactText(value)
  const text = written
    .replace(/^['’`]/, '')
    .replace(/[-_.,]/g, '')
    .toUpperCase()
    .replace(/[Ⅹ×]$/, 'X')
  if (MASKED.test(written) || !/\d/.test(text)) return { ...NONE, printed: text }
  if (SCIENTIFIC.test(written)) {
    return { printed: text, number: null, trouble: 'as-number' }
  }
  return readIdText(text)
}

/** Sheets keep 15 digits: a longer number has lost its end, a 15-digit one is whole. */
const readNumericId = (value: number): IdReading => {
  const printed = Number.isSafeInteger(value) ? String(value) : value.toFixed(0)
  if (printed.length < SHORTEST_ID) return { printed, number: null, trouble: 'missing' }
  const number = /^\d{15}$/.test(printed) ? upgradeId15(printed) : null
  return { printed, number, trouble: 'as-number' }
}

const readIdText = (text: string): IdReading => {
  if (text.length < SHORTEST_ID) return { printed: text, number: null, trouble: 'missing' }
  if (/^\d{15}$/.test(text)) {
    return { printed: text, number: upgradeId15(text), trouble: 'length' }
  }
  if (CREDIT_CODE.test(text) && !/^\d{17}[\dX]$/.test(text)) {
    return { printed: text, number: text, trouble: null }
  }
  const verdict = judgeId(text)
  if (verdict === 'length') return { printed: text, number: null, trouble: 'length' }
  if (verdict === 'valid') return { printed: text, number: text, trouble: null }
  // A number that passed through a sheet and came out as text (CSV) ends in zeros and no longer fits its check digit.
  if (text.endsWith('000')) return { printed: text, number: null, trouble: 'as-number' }
  return { printed: text, number: text, trouble: 'check-digit' }
}

/** The check character a number should have had; null when there are no 17 digits before it. */
export const expectedCheck = (printed: string): string | null =>
  /^\d{17}/.test(printed) ? idCheckCharacter(printed.slice(0, 17)) : null

/** Digits of an account, or null when masked, cut by the sheet, or no account at all. */
export const readAccount = (value: CellValue | undefined): string | null => {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && value >= 1e7 && value < 1e15 ? String(value) : null
  }
  if (typeof value !== 'string') return null
  if (/^\d{8,32}$/.test(value)) return value
  const text = compactText(value).replace(/[-_.'’`]/g, '')
  if (MASKED.test(text) || SCIENTIFIC.test(compactText(value))) return null
  const digits = text.replace(/\D/g, '')
  return digits.length >= 8 && digits.length >= text.length / 2 ? digits : null
}
