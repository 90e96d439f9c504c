// The reviewer's table goes out and comes back: corrections replace, passed words carry a name and a day, all else is refused
// with a sentence, and not a letter is lost on the way.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { read, utils, write } from '@e965/xlsx'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  mongolianOf,
  referenceOf,
  type MongolianEntry,
} from '../../../scripts/i18n/locale-files.ts'
import { judgeRow } from '../../../scripts/i18n/read-review.ts'
import {
  COLUMNS,
  readSheetRows,
  sheetRows,
  type SheetRow,
  writeSheet,
} from '../../../scripts/i18n/sheet.ts'
import { takeReview } from '../../../scripts/i18n/take-review.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'iltod-review-'))
  mkdirSync(path.join(dir, 'mn-Mong-CN'))
})
afterEach(() => {
  rmSync(dir, { recursive: true })
})

const KEY = 'shell.nav.policies'
const current: MongolianEntry = { text: 'ᠪᠣᠳᠣᠯᠭ\u180eᠠ', review: 'draft', source: 'glossary a.b' }
const rowOf = (change: Partial<SheetRow>): SheetRow => ({
  key: KEY,
  where: '',
  chinese: '政策',
  mongolian: current.text,
  source: current.source,
  review: '草稿',
  correction: '',
  remark: '',
  reviewer: '',
  day: '',
  ...change,
})
const judge = (change: Partial<SheetRow>) => judgeRow(rowOf(change), current, '政策')
const SIGNED = { reviewer: '乌云', day: '2026-12-01' }

describe('one row', () => {
  test('says nothing new', () => {
    expect(judge({})).toEqual({ kind: 'same' })
    expect(judge({ remark: '好', reviewer: '乌云' })).toEqual({ kind: 'same' })
  })
  test('passes the word as it stands, by name and on a day', () => {
    expect(judge({ review: '已审', ...SIGNED })).toEqual({
      kind: 'take',
      repairs: [],
      entry: { ...current, review: 'reviewed', by: '乌云', on: '2026-12-01' },
    })
  })
  test.each([
    [{ review: '已审', day: '2026-12-01' }, 'name'],
    [{ review: '已审', reviewer: '乌云' }, 'day'],
    [{ review: '已审', reviewer: '乌云', day: '2026-13-01' }, 'day'],
    [{ review: '已审', reviewer: '乌云', day: '昨天' }, 'day'],
    [{ review: '可以' }, '草稿 or 已审'],
    [{ review: '已审', ...SIGNED, mongolian: 'ᠪᠣᠳᠣᠯ' }, 'was changed after'],
    [{ correction: 'ᠪᠣᠳᠣᠯ', day: '2026-12-01' }, 'name'],
    [{ correction: '\ue264\ue2b5', ...SIGNED }, 'old font'],
    [{ correction: ' ᠪᠣᠳᠣᠯ', ...SIGNED }, 'space'],
    [{ correction: '{{n}} ᠪᠣᠳᠣᠯ', ...SIGNED }, 'blank {{n}}'],
  ])('%o is refused', (change, words) => {
    expect(judge(change)).toEqual({ kind: 'refuse', because: expect.stringContaining(words) })
  })
  test('a word that is not there can be corrected but not passed, a number that is not there neither', () => {
    const passed = rowOf({ review: '已审', mongolian: '', ...SIGNED })
    expect(judgeRow(passed, undefined, '政策').kind).toBe('refuse')
    expect(judgeRow(rowOf({ correction: 'ᠪᠣᠳᠣᠯ', ...SIGNED }), undefined, '政策').kind).toBe('take')
    expect(judgeRow(rowOf({}), undefined, undefined)).toEqual({
      kind: 'refuse',
      because: expect.stringContaining('number'),
    })
  })
  test('a correction replaces; what the keyboard sent stays beside what had to be repaired', () => {
    expect(judge({ correction: 'ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ ᠰᠠᠷᠠ ᠶᠢᠨ', review: '已审', ...SIGNED })).toEqual({
      kind: 'take',
      repairs: [expect.stringContaining('U+202F'), expect.stringContaining('space')],
      entry: {
        text: 'ᠮᠣᠩᠭᠣᠯ\u180eᠤᠨ ᠰᠠᠷᠠ\u180eᠶᠢᠨ',
        review: 'reviewed',
        source: 'corrected by 乌云, 2026-12-01',
        by: '乌云',
        on: '2026-12-01',
        sent: 'ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ ᠰᠠᠷᠠ ᠶᠢᠨ',
      },
    })
  })
  test('an older table does not take a passed word back', () => {
    const passed: MongolianEntry = { ...current, review: 'reviewed', by: '乌云', on: '2026-12-01' }
    expect(judgeRow(rowOf({}), passed, '政策')).toEqual({ kind: 'same' })
  })
})

describe.each(['xlsx', 'csv'])('as .%s', (ending) => {
  const file = () => path.join(dir, `t.${ending}`)
  const written = () => readdirSync(path.join(dir, 'mn-Mong-CN'))

  test('every word goes out with its place, and comes back letter for letter', () => {
    const rows = sheetRows()
    expect(rows.find((row) => row.key === 'ask.save')).toMatchObject({ where: '提问' })
    expect(rows[0]?.where).not.toMatch(/^其他/)
    writeSheet(file(), rows)
    expect(readSheetRows(file())).toEqual({ ok: true, rows })
  })

  test('an untouched table changes nothing', async () => {
    writeSheet(file(), sheetRows())
    expect(await takeReview(file(), dir)).toMatchObject({ taken: 0, refused: 0 })
    expect(written()).toEqual([])
  })

  test('what is fine is written, what is not is named by its row, and reading again changes nothing more', async () => {
    const rows = sheetRows().map((row) => {
      if (row.key === KEY)
        return { ...row, correction: 'ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ', review: '已审', ...SIGNED }
      if (row.key === 'shell.back') return { ...row, review: '已审', ...SIGNED }
      return row.key === 'ask.title' ? { ...row, review: '已审' } : row
    })
    writeSheet(file(), [...rows, rowOf({ key: 'shell.nowhere' }), rowOf({ key: 'nowhere' })])
    const { taken, refused, lines } = await takeReview(file(), dir)
    expect([taken, refused]).toEqual([2, 3])
    const place = rows.findIndex((row) => row.key === 'ask.title') + 2
    expect(lines).toContainEqual(
      expect.stringMatching(`^row ${place} ask.title: not taken: .*name`),
    )
    expect(lines).toContainEqual(expect.stringContaining('shell.nowhere: not taken'))
    expect(written()).toEqual(['shell.json'])
    const words = JSON.parse(
      readFileSync(path.join(dir, 'mn-Mong-CN/shell.json'), 'utf8'),
    ) as Record<string, MongolianEntry>
    expect(words['nav.policies']).toMatchObject({ review: 'reviewed', sent: 'ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ' })
    expect(words['back']).toMatchObject({ review: 'reviewed', by: '乌云', on: '2026-12-01' })
    const others = Object.keys(mongolianOf('shell'))
    expect(Object.keys(words)).toEqual(others)
    expect(words['skip']).toEqual(mongolianOf('shell')['skip'])
  })

  test('a table without one of its columns is refused whole', async () => {
    writeSheet(file(), sheetRows().slice(0, 3))
    const table = readFileSync(file())
    const other = path.join(dir, 'other.csv')
    writeFileSync(other, '编号（不要改）,更正\r\nshell.back,ᠪᠤᠴᠠᠬᠤ\r\n')
    expect(table.length).toBeGreaterThan(0)
    expect(await takeReview(other, dir)).toMatchObject({ taken: 0, refused: 1 })
    expect(written()).toEqual([])
  })
})

test('a day that a spreadsheet program made a date of is still a day', () => {
  const file = path.join(dir, 't.xlsx')
  writeSheet(file, [rowOf({ review: '已审', reviewer: '乌云' })])
  const book = read(readFileSync(file), { type: 'buffer' })
  const sheet = book.Sheets[book.SheetNames[0]!]!
  const day = Object.keys(COLUMNS).indexOf('day')
  sheet[utils.encode_cell({ r: 1, c: day })] = { t: 'n', v: 46_357, z: 'yyyy-mm-dd' }
  writeFileSync(file, write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
  const table = readSheetRows(file)
  expect(table.ok && table.rows[0]?.day).toBe('2026-12-01')
})

test('the Chinese of a word in plural forms is found under its one number', () => {
  expect(referenceOf('shell.people')).toBe('{{count}} 人')
  expect(referenceOf('shell.nowhere')).toBeUndefined()
})
