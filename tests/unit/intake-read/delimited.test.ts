// CSV and pasted tables: encodings, delimiters and quotes, good and lost ones.
import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import type { CellValue } from '../../../src/server/intake/grid.ts'
import { fixture, readOk, refusalOf } from './fixtures.ts'
import { runs } from '../../support/runs.ts'

const rowsOf = async (bytes: Uint8Array): Promise<readonly (readonly CellValue[])[]> => {
  const workbook = await readOk(bytes, '名单.csv')
  expect(workbook.format).toBe('csv')
  return workbook.sheets[0]?.rows ?? []
}

const read = (text: string): Promise<readonly (readonly CellValue[])[]> => rowsOf(Buffer.from(text))

const NAMES = '姓名,证件号码,金额\n𠮷日嘎拉,152299196001029820\t,"1,330.47"\n㛃䶮·𬀩,007,0.10\n'
const NAMED_ROWS = [
  ['姓名', '证件号码', '金额'],
  ['𠮷日嘎拉', '152299196001029820\t', '1,330.47'],
  ['㛃䶮·𬀩', '007', '0.10'],
]

const wide = (text: string, bigEndian: boolean): Buffer => {
  const bytes = Buffer.from(text, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}

describe('the encoding is found by the bytes alone', () => {
  test.each([
    ['UTF-8', Buffer.from(NAMES)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${NAMES}`)],
    ['UTF-16 LE with a byte order mark', wide(`\ufeff${NAMES}`, false)],
    ['UTF-16 BE with a byte order mark', wide(`\ufeff${NAMES}`, true)],
    ['UTF-16 LE', wide(NAMES, false)],
    ['UTF-16 BE', wide(NAMES, true)],
  ])('%s', async (_, bytes) => {
    expect(await rowsOf(bytes)).toEqual(NAMED_ROWS)
  })

  test('GB18030 holds every character, GBK all but the rare ones', async () => {
    const utf8 = await rowsOf(fixture('roster-utf8.csv'))
    expect(utf8[6]?.[1]).toBe('㛃䶮')
    expect(await rowsOf(fixture('roster-gb18030.csv'))).toEqual(utf8)
    const inGbk = (cell: CellValue): CellValue =>
      typeof cell === 'string' ? cell.replace(/[𠮷䶮㛃𬀩]/gu, '?') : cell
    expect(await rowsOf(fixture('roster-gbk.csv'))).toEqual(utf8.map((row) => row.map(inGbk)))
  })

  test('a file cut in the middle of a character is damaged, not guessed', async () => {
    const bytes = fixture('roster-gb18030.csv')
    const cut = bytes.subarray(0, Buffer.from(bytes).indexOf('d2a6', 0, 'hex') + 1)
    expect(await refusalOf(cut)).toBe('damaged')
  })
})

describe('the delimiter is found by regularity', () => {
  test.each([
    [',', '2025年清册\n姓名,面积,金额\n白,1,2\n包,3,4\n'],
    [';', '2025年清册\n姓名;面积;金额\n白;1,5;2\n包;3,5;4\n'],
    ['\t', '姓名\t备注\n白\t甲,乙,丙,丁\n包\t戊\n何\t己,庚\n'],
    ['|', '姓名|金额\n白|1\n包|2\n'],
  ])('%j', async (delimiter, text) => {
    const lines = text.trimEnd().split('\n')
    expect(await read(text)).toEqual(lines.map((line) => line.split(delimiter)))
  })

  test('the line sep=; of Excel is obeyed and is no row', async () => {
    expect(await read('sep=;\n姓名;金额,元\n')).toEqual([['姓名', '金额,元']])
  })

  test('without any delimiter each line is one cell', async () => {
    expect(await read('白\n包\n')).toEqual([['白'], ['包']])
  })
})

describe('text stays what it is', () => {
  test('blanks, digits and empty lines are kept; empty cells are null', async () => {
    const rows = await read(' 白 ,007,,1e5\n\n,,x\n')
    expect(rows).toEqual([[' 白 ', '007', null, '1e5'], [], [null, null, 'x']])
  })

  test('="0123" is protected also where it was quoted once more', async () => {
    expect(await read('号码,名\n"=""152299196001029820""",白\n')).toEqual([
      ['号码', '名'],
      ['152299196001029820', '白'],
    ])
  })

  test('="0123" is the text a program protected from Excel', async () => {
    expect(await read('号码,名\n="152299196001029820",白\n')).toEqual([
      ['号码', '名'],
      ['152299196001029820', '白'],
    ])
  })

  test('line ends of all three kinds end rows in one file', async () => {
    expect(await read('a,b\r\nc,d\re,f\ng,h')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
      ['g', 'h'],
    ])
  })
})

describe('quotes', () => {
  test('hold delimiters, doubled quotes and line breaks', async () => {
    expect(await read('"a,1","他说""好""","第一行\n第二行"\nx,y,z\n')).toEqual([
      ['a,1', '他说"好"', '第一行\n第二行'],
      ['x', 'y', 'z'],
    ])
  })

  test('a lost quote costs its own cell, never the rows after it', async () => {
    const rows = await read('姓名,金额\n"白,1\n包,"1,330.47"\n"何,"3,000.10"\n')
    expect(rows).toEqual([
      ['姓名', '金额'],
      ['"白', '1'],
      ['包', '1,330.47'],
      ['"何', '3,000.10'],
    ])
  })

  test('a nickname in quotes at the beginning of a cell loses only its quotes, as in Excel', async () => {
    expect(await read('"老白"白某,1\n包,2\n')).toEqual([
      ['老白白某', '1'],
      ['包', '2'],
    ])
  })

  test('a quote inside a cell is a character', async () => {
    expect(await read('白"某",1\n')).toEqual([['白"某"', '1']])
  })

  test('what another CSV library writes is read back, whatever is in it', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '7', ' ', ',', '"', '\n', ';', '\t', '白', '𠮷'),
      maxLength: 6,
    })
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const text = Papa.unparse([['表头', '表头'], ...rows], { quotes: true, newline: '\n' })
        const trimmed = (row: readonly (string | null)[]): (string | null)[] => {
          const cells = row.map((value) => (value === '' ? null : value))
          while (cells.at(-1) === null) cells.pop()
          return cells
        }
        const expected = [['表头', '表头'], ...rows].map(trimmed)
        while (expected.at(-1)?.length === 0) expected.pop()
        expect(await read(`sep=,\n${text}`)).toEqual(expected)
      }),
      { numRuns: runs(300) },
    )
  })
})
