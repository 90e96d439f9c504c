// Days counted as numbers, and the formats that make a number a day.
import { describe, expect, test } from 'vitest'
import {
  durationToText,
  isDateFormat,
  isoToText,
  serialToText,
} from '../../../src/server/intake/read/grid/serial-date.ts'

const DATE = { id: 14, code: undefined }
const written = (code: string) => ({ id: 164, code })

describe('a serial number becomes the day that the spreadsheet shows', () => {
  test.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [61, '1900-03-01'],
    [45823, '2025-06-15'],
    [45716, '2025-02-28'],
    [2958465, '9999-12-31'],
  ])('%d from 1900 is %s', (serial, day) => {
    expect(serialToText(serial, false, DATE)).toBe(day)
  })

  test('the same day counted from 1904', () => {
    expect(serialToText(45823 - 1462, true, DATE)).toBe('2025-06-15')
    expect(serialToText(0, true, DATE)).toBe('1904-01-01')
  })

  test('a part of a day is a time, a second before midnight stays in its day', () => {
    expect(serialToText(45823.25, false, DATE)).toBe('2025-06-15 06:00:00')
    expect(serialToText(45823 + 86_399 / 86_400, false, DATE)).toBe('2025-06-15 23:59:59')
    expect(serialToText(45823.9999999, false, DATE)).toBe('2025-06-16')
  })

  test('times and durations', () => {
    expect(serialToText(0.354166667, false, written('h:mm'))).toBe('08:30:00')
    expect(serialToText(1.5, false, written('[h]:mm'))).toBe('36:00:00')
    expect(durationToText('PT36H05M09S')).toBe('36:05:09')
  })

  test('what no calendar has stays a number', () => {
    expect(serialToText(-3, false, DATE)).toBe(-3)
    expect(serialToText(152299196001029820, false, DATE)).toBe(152299196001029820)
  })
})

describe('which formats are dates', () => {
  test.each([
    ['yyyy"年"m"月"d"日"', true],
    ['[$-804]aaaa', false],
    ['[$-F800]dddd\\,\\ mmmm\\ dd', true],
    ['[DBNum1][$-804]m"月"d"日"', true],
    ['General', false],
    ['G/通用格式', false],
    ['0.00E+00', false],
    ['#,##0.00"days"', false],
    ['[Red]-0.00', false],
    ['0.00_);[Red]\\(0.00\\)', false],
    ['@', false],
    ['[h]:mm:ss', true],
    ['0;"m"', false],
  ])('%s: %s', (code, isDate) => {
    expect(isDateFormat(164, code)).toBe(isDate)
  })

  test('the numbers Excel gives without writing them out, East Asian ones among them', () => {
    const dates = Array.from({ length: 60 }, (_, id) => id).filter((id) =>
      isDateFormat(id, undefined),
    )
    expect(dates).toEqual([
      14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50,
      51, 52, 53, 54, 55, 56, 57, 58,
    ])
  })
})

test('ISO text loses midnight and nothing else', () => {
  expect(isoToText('2025-06-15T00:00:00.000')).toBe('2025-06-15')
  expect(isoToText('2025-06-15T08:30:00Z')).toBe('2025-06-15 08:30:00')
  expect(isoToText('2025-06-15')).toBe('2025-06-15')
  expect(isoToText('六月')).toBe('六月')
})
