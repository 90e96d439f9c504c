// The records of .xls in the orders and shapes that programs at hand do not write, and files cut off.
import { describe, expect, test } from 'vitest'
import { openCompoundFile } from '../../../src/server/intake/read/binary/compound-file.ts'
import { begin, END, float, makeBiff, record, u16, u32, wideText } from './make-biff.ts'
import { fixture, makeMerge, readOk, refusalOf, truth } from './fixtures.ts'

const TEXT_RESULT = Buffer.from([0, 0, 0, 0, 0, 0, 0xff, 0xff])

const sheetOf = async (globals: readonly Buffer[], cells: readonly Buffer[]) =>
  (await readOk(makeBiff(globals, cells))).sheets

describe('.xls records', () => {
  test('the stream alone, without a compound file around it, is read the same', async () => {
    const stream = openCompoundFile(Buffer.from(fixture('roster-biff8.xls'))).stream('workbook')
    expect((await readOk(stream!)).sheets).toEqual(truth)
  })

  test('the text of a formula comes after records of shared formulas', async () => {
    const [sheet] = await sheetOf(
      [],
      [
        record(0x0006, u16(0, 0, 0), TEXT_RESULT, Buffer.alloc(6)),
        record(0x04bc, Buffer.alloc(10)),
        record(0x0207, wideText('白（代）')),
        record(0x0006, u16(0, 1, 0), float(3115.02), Buffer.alloc(6)),
        record(0x0006, u16(0, 2, 0), Buffer.from([1, 0, 1, 0, 0, 0, 0xff, 0xff]), Buffer.alloc(6)),
        record(0x0006, u16(0, 3, 0), Buffer.from([2, 0, 7, 0, 0, 0, 0xff, 0xff]), Buffer.alloc(6)),
        record(0x0006, u16(0, 4, 0), Buffer.from([3, 0, 0, 0, 0, 0, 0xff, 0xff]), Buffer.alloc(6)),
      ],
    )
    expect(sheet).toMatchObject({ name: '表', rows: [['白（代）', 3115.02, true, '#DIV/0!']] })
  })

  test('cells and merges behind an embedded chart belong to the sheet, cells of the chart do not', async () => {
    const number = (row: number, value: number): Buffer =>
      record(0x0203, u16(row, 0, 0), float(value))
    const [sheet] = await sheetOf(
      [],
      [
        number(0, 1),
        begin(0x20),
        number(5, 99),
        END,
        number(1, 2),
        record(0x0203, u16(1, 1, 0), float(3)),
        record(0x00e5, u16(1, 0, 1, 0, 1)),
      ],
    )
    expect(sheet?.rows).toEqual([[1], [2, 3]])
    expect(sheet?.merges).toEqual([makeMerge('A1:B2')])
  })

  test('compact numbers, texts in the cell, rich texts', async () => {
    const [sheet] = await sheetOf(
      [],
      [
        record(0x027e, u16(0, 0, 0), u32((12_345 << 2) | 3)),
        record(0x027e, u16(0, 1, 0), u32((-7 << 2) | 2)),
        record(0x00bd, u16(0, 2, 0), u32(0x3ff80000), u16(0), u32((5 << 2) | 2), u16(3)),
        record(0x0204, u16(0, 4, 0), wideText('㛃䶮')),
        record(0x00d6, u16(0, 5, 0), wideText('𠮷'), u16(0)),
      ],
    )
    expect(sheet?.rows).toEqual([[123.45, -7, 1.5, 5, '㛃䶮', '𠮷']])
  })

  test('shared texts go on in the next record, in the other width too', async () => {
    const counts = Buffer.from([2, 0, 0, 0, 2, 0, 0, 0])
    const first = Buffer.concat([u16(6), Buffer.from([0]), Buffer.from('ab', 'latin1')])
    const rest = Buffer.concat([Buffer.from([1]), Buffer.from('白某𠮷', 'utf16le')])
    const second = Buffer.concat([u16(1), Buffer.from([9]), u16(1), Buffer.from('包', 'utf16le')])
    const cell = (column: number, index: number): Buffer =>
      record(0x00fd, u16(0, column, 0, index, 0))
    const [sheet] = await sheetOf(
      [record(0x00fc, counts, first), record(0x003c, rest), record(0x003c, second, u16(0, 0))],
      [cell(0, 0), cell(1, 1)],
    )
    expect(sheet?.rows).toEqual([['ab白某𠮷', '包']])
    expect(await refusalOf(makeBiff([record(0x00fc, counts, first)], [cell(0, 0)]))).toBe('damaged')
    expect(await refusalOf(makeBiff([], [cell(0, 3)]))).toBe('damaged')
  })

  test('a password shows before anything is decoded', async () => {
    expect(await refusalOf(makeBiff([record(0x002f, u16(0, 0, 0))], []))).toBe('locked')
  })
})

describe('.xls cut off anywhere', () => {
  test.each(['roster-biff8.xls', 'gnumeric-biff5.xls'])(
    '%s is never read with fewer cells',
    async (name) => {
      const bytes = fixture(name)
      const whole = (await readOk(bytes)).sheets
      for (let share = 1; share < 40; share++) {
        const cut = bytes.subarray(0, Math.floor((bytes.length * share) / 40))
        const kind = await refusalOf(cut)
        if (kind === 'read') expect((await readOk(cut)).sheets, `at ${share}/40`).toEqual(whole)
        else expect(['damaged', 'not-a-table']).toContain(kind)
      }
    },
  )
})
