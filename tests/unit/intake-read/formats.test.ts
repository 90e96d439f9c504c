// The fixtures, written by LibreOffice and Gnumeric, against the one table they hold.
import { describe, expect, test } from 'vitest'
import type { Sheet } from '../../../src/server/intake/grid.ts'
import { fixture, mapText, readOk, truth } from './fixtures.ts'

const [roster] = truth as readonly [Sheet, Sheet, Sheet]
/** Characters outside GBK: the program that wrote the file put `?`. */
const inGbk = (sheet: Sheet): Sheet => mapText(sheet, (text) => text.replace(/[𠮷䶮㛃𬀩]/gu, '?'))

describe('files of LibreOffice and Gnumeric give every cell, merge and hidden mark of the table', () => {
  test.each(['roster-biff8.xls', 'roster.xlsx', 'roster.ods'])('%s', async (name) => {
    const workbook = await readOk(fixture(name))
    expect(workbook.sheets).toEqual(truth)
  })

  test('gnumeric.ods', async () => {
    expect((await readOk(fixture('gnumeric.ods'))).sheets).toEqual(truth)
  })

  test('gnumeric.xlsx, whose second sheet Gnumeric made visible', async () => {
    const visible = truth.map((sheet) => ({ ...sheet, hidden: false }))
    expect((await readOk(fixture('gnumeric.xlsx'))).sheets).toEqual(visible)
  })

  test('BIFF5 in code page 936', async () => {
    const workbook = await readOk(fixture('gnumeric-biff5.xls'))
    expect(workbook.format).toBe('xls')
    expect(workbook.sheets).toEqual(truth.map(inGbk))
  })

  test('a file of both BIFF generations gives the newer, with all characters', async () => {
    expect((await readOk(fixture('gnumeric-both-biffs.xls'))).sheets).toEqual(truth)
  })

  test('SpreadsheetML under the name .xls', async () => {
    const workbook = await readOk(fixture('roster-spreadsheetml.xls'))
    // LibreOffice drops the tab and adds a blank at the beginning when it writes this format.
    const written = mapText(roster, (text) => text.replace('\t', '').replace(/^ {2}/, '   '))
    const flat = roster.merges.filter((merge) => merge.top === merge.bottom)
    expect(workbook).toEqual({ format: 'spreadsheetml', sheets: [{ ...written, merges: flat }] })
  })

  test('an HTML table under the name .xls', async () => {
    const workbook = await readOk(fixture('roster-html.xls'))
    // LibreOffice leaves hidden rows and columns out, and HTML has no blanks at the edges and no truth values.
    const rows = roster.rows
      .filter((_, index) => !roster.hiddenRows.has(index))
      .map((row) => row.filter((_, index) => !roster.hiddenColumns.has(index)))
      .map((row) =>
        row.map((cell) => {
          if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE'
          return typeof cell === 'string' ? cell.replace('\t', ' ').trim() : cell
        }),
      )
    expect(workbook.format).toBe('html')
    expect(workbook.sheets[0]?.rows).toEqual(rows)
    expect(workbook.sheets[0]?.merges).toHaveLength(roster.merges.length)
  })

  test.each(['dates-1904.xls', 'dates-1904.xlsx', 'dates-1904.ods'])(
    '%s: dates counted from 1904 are the same days',
    async (name) => {
      expect((await readOk(fixture(name))).sheets).toEqual([roster])
    },
  )
})

describe('what is not a cell is not read', () => {
  test.each([
    'roster-biff8.xls',
    'roster.xlsx',
    'roster.ods',
    'roster-spreadsheetml.xls',
    'roster-html.xls',
    'gnumeric.xlsx',
    'gnumeric.ods',
    'gnumeric-biff5.xls',
  ])('%s: neither comments nor document properties', async (name) => {
    const text = JSON.stringify((await readOk(fixture(name))).sheets)
    expect(text).not.toContain('152299196001019991')
    expect(text).not.toContain('152299196001017777')
  })
})

describe('locked files are named as such', () => {
  test.each(['locked.xls', 'locked.xlsx', 'locked.ods'])('%s', async (name) => {
    const { readWorkbook } = await import('../../../src/server/intake/read/read-workbook.ts')
    expect(await readWorkbook(fixture(name), name)).toEqual({
      ok: false,
      error: { kind: 'locked' },
    })
  })
})
