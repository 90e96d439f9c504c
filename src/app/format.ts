// Days, money and quantities as people of the banner write them. Own tables, never Intl: browsers answer Cyrillic or the
// device's language for mn-Mong-CN (MONGOLIAN.md §3), and figures must read the same on every phone.
import { shanghaiDay } from '../base/clock.ts'
import { FEN_DECIMALS, QUANTITY_DECIMALS, RATE_DECIMALS, formatDecimal } from '../base/decimal.ts'
import type { Key } from './words-keys.ts'
import type { Translate } from './words.svelte.ts'

/** `1330.47` → `1,330.47`. */
export const groupDigits = (decimal: string): string => {
  const [whole = '', fraction] = decimal.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** Fen → `1,330.47`. */
export const formatFen = (fen: number): string => groupDigits(formatDecimal(fen, FEN_DECIMALS))

export const formatMoney = (fen: number, t: Translate): string =>
  t('shell.money', { amount: formatFen(fen) })

export const formatQuantity = (thousandths: number): string =>
  groupDigits(formatDecimal(thousandths, QUANTITY_DECIMALS, true))

export const formatRate = (tenThousandths: number): string =>
  groupDigits(formatDecimal(tenThousandths, RATE_DECIMALS, true))

export const UNIT_KEYS: Readonly<Record<string, Key>> = {
  亩: 'shell.unit.mu',
  头: 'shell.unit.head',
  只: 'shell.unit.sheep',
  口: 'shell.unit.pig',
  台: 'shell.unit.machine',
  户: 'shell.unit.household',
  人: 'shell.unit.person',
  人月: 'shell.unit.person-month',
  人年: 'shell.unit.person-year',
  次: 'shell.unit.time',
  公斤: 'shell.unit.kilogram',
  元: 'shell.unit.yuan',
}

/** A unit this shell does not know yet is shown as published. */
export const formatUnit = (unit: string, t: Translate): string => {
  const key = UNIT_KEYS[unit]
  return key === undefined ? unit : t(key)
}

/** `105.5 元/亩`. */
export const formatRateOf = (tenThousandths: number, unit: string, t: Translate): string =>
  t('shell.rate', { rate: formatRate(tenThousandths), unit: formatUnit(unit, t) })

/** `2026-10-05` → `2026年10月5日`; what is no day is shown as it stands. */
export const formatDay = (day: string, t: Translate): string => {
  const [year, month, date] = day.split('-').map(Number)
  if (year === undefined || !month || !date) return day
  const name = t('shell.date.months').split(' ')[month - 1] ?? month
  return t('shell.date.full', { year, month: name, date })
}

/** Without the year: for lists that stand under one. */
export const formatShortDay = (day: string, t: Translate): string => {
  const [, month, date] = day.split('-').map(Number)
  if (!month || !date) return day
  return t('shell.date.short', {
    month: t('shell.date.months').split(' ')[month - 1] ?? month,
    date,
  })
}

export const formatMoment = (ms: number, t: Translate): string => formatDay(shanghaiDay(ms), t)

/** Hours and minutes in Asia/Shanghai, `09:05`. */
export const formatClock = (ms: number): string =>
  new Date(ms + 8 * 3600_000).toISOString().slice(11, 16)

/** Bytes for people: kB below a megabyte, one decimal above, whole GB from one on. */
export const formatBytes = (bytes: number): string => {
  if (bytes < 1000) return bytes === 0 ? '0 kB' : '1 kB'
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`
  if (bytes >= 1_000_000_000) return `${Math.floor(bytes / 1_000_000_000)} GB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

export const PART_KEYS: Readonly<Record<string, Key>> = {
  一季度: 'shell.part.quarter-1',
  二季度: 'shell.part.quarter-2',
  三季度: 'shell.part.quarter-3',
  四季度: 'shell.part.quarter-4',
  上半年: 'shell.part.half-1',
  下半年: 'shell.part.half-2',
}

/** `1` is the only or first batch and needs no words; one that has no word of ours is shown as published. */
export const formatBatch = (batch: string, t: Translate): string => {
  if (batch === '1') return ''
  const key = PART_KEYS[batch]
  if (key !== undefined) return t(key)
  return /^\d+$/.test(batch) ? t('shell.batch', { number: batch }) : batch
}
