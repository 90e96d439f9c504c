// Spreadsheets keep a date as a number of days and a number format. This turns both into the text a person would write,
// by arithmetic on UTC days only: no time zone of a machine can shift a date.

/** Formats every Excel knows by number; 27–36 and 50–58 are the East Asian dates (`yyyy"年"m"月"d"日"`). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  (id >= 45 && id <= 47) ||
  (id >= 50 && id <= 58)

const DAYS_1904 = 1462
const LAST_DAY = 2_958_465
const EPOCH_1900 = Date.UTC(1899, 11, 30)
const DAY_MS = 86_400_000

/** Without what is quoted, escaped, in brackets (colours, locales) or merely the word General. */
const bare = (code: string): string =>
  code
    .replace(/"[^"]*"?|\\.|_.|\*./gs, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .replace(/general|g\/通用格式/gi, '')

export const isDateFormat = (id: number, code: string | undefined): boolean =>
  code === undefined ? isBuiltInDate(id) : /[ymdhs]/i.test(firstSection(bare(code)))

const isTimeOnly = (id: number, code: string | undefined): boolean =>
  code === undefined
    ? (id >= 18 && id <= 21) || (id >= 45 && id <= 47)
    : !/[yd]/i.test(firstSection(bare(code)))

/** `[h]:mm` counts hours beyond a day. */
const isElapsed = (id: number, code: string | undefined): boolean =>
  code === undefined ? id === 46 : /\[[hms]+\]/i.test(firstSection(bare(code)))

const firstSection = (code: string): string => code.split(';')[0] ?? ''

/**
 * `2025-06-15`, with ` 08:30:00` only when the number has a part of a day; `08:30:00` for a pure time.
 * A number that is no date of any calendar stays a number.
 */
export const serialToText = (
  serial: number,
  from1904: boolean,
  format: { id: number; code: string | undefined },
): string | number => {
  const shifted = from1904 ? serial + DAYS_1904 : serial
  if (!(serial >= 0) || shifted > LAST_DAY + 1) return serial
  const seconds = Math.round((serial - Math.floor(serial)) * 86_400)
  if (isElapsed(format.id, format.code)) return clock(Math.round(serial * 86_400))
  if (serial < 1 && isTimeOnly(format.id, format.code)) return clock(seconds)
  // Excel counts a 29 February 1900 that never was; before it its days are one off ours.
  const day = Math.floor(shifted) + (!from1904 && serial < 60 ? 1 : 0)
  const ms = EPOCH_1900 + day * DAY_MS + seconds * 1000
  const iso = new Date(ms).toISOString()
  return seconds === 0 || seconds === 86_400
    ? iso.slice(0, 10)
    : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}

/** ISO text as .ods, strict .xlsx and SpreadsheetML write it, brought to the same shape; anything else as it stands. */
export const isoToText = (text: string): string => {
  const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?)?Z?$/.exec(text.trim())
  if (!parts) return text
  const [, day = '', time = ''] = parts
  const midnight = time === '' || /^00:00(:00)?$/.test(time)
  return midnight ? day : `${day} ${time.length === 5 ? `${time}:00` : time}`
}

/** `PT08H30M00S` of .ods as `08:30:00`. */
export const durationToText = (text: string): string => {
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?$/.exec(text.trim())
  if (!parts) return text
  return clock(Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0))
}

const clock = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
