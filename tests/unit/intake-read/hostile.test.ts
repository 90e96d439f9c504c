// Files that want to burst, hang or mislead the reader, read in a child as in life.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { constants, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readInChild, workInChild } from '../../../src/server/intake/read/read-in-child.ts'
import { fixture, readOk, refusalOf } from './fixtures.ts'
import { makeZip, odsContent, odsParts, xlsxParts, zipOf, type PackedEntry } from './make-files.ts'
import { runs } from '../../support/runs.ts'

const LIMIT_MS = 20_000
const MODULE = new URL('./works.ts', import.meta.url)

let dir = ''
beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'iltod-hostile-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

const save = (name: string, bytes: Uint8Array | string): string => {
  const file = path.join(dir, name)
  writeFileSync(file, bytes)
  return file
}

/** What becomes of a file, in a child as in life, and that it took less than the limit. */
const outcome = async (file: string): Promise<unknown> => {
  const start = performance.now()
  const result = await workInChild<number[]>({ file, module: MODULE, args: 'count' })
  expect(performance.now() - start).toBeLessThan(LIMIT_MS + 2000)
  return result.ok ? result.value : result.error
}

/** `megabytes` of one character, packed without ever being held whole. */
const packedRun = (character: string, megabytes: number): Buffer => {
  const piece = deflateRawSync(Buffer.alloc(16_000_000, character), {
    finishFlush: constants.Z_FULL_FLUSH,
  })
  const pieces = Array.from({ length: megabytes / 16 }, () => piece)
  return Buffer.concat([...pieces, deflateRawSync(Buffer.alloc(0))])
}

const withSheet = (sheet: PackedEntry): Buffer => {
  const { 'xl/worksheets/sheet1.xml': _, ...parts } = xlsxParts('')
  const others = Object.entries(parts).map(([name, text]) => {
    const plain = Buffer.from(text)
    return { name, packed: deflateRawSync(plain), bytes: plain.length, checksum: 0 }
  })
  return zipOf([...others, sheet])
}

const bomb = (megabytes: number, claimed: number): Buffer =>
  withSheet({
    name: 'xl/worksheets/sheet1.xml',
    packed: packedRun(' ', megabytes),
    bytes: claimed,
    checksum: 0,
  })

const cells = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`

describe('archives built to burst', () => {
  test('a bomb of 1 GB is refused by its claim', async () => {
    const file = save('bomb.xlsx', bomb(1024, 1_024_000_000))
    expect(await outcome(file)).toEqual({ kind: 'too-large', limit: 'unpacked-bytes' })
  })

  test('a bomb that claims to be small is refused while it is counted', async () => {
    expect(await outcome(save('lying.xlsx', bomb(1024, 1000)))).toEqual({ kind: 'damaged' })
  })

  test('480 MB of blanks in a sheet are within the limit, take no memory, and are no table', async () => {
    expect(await outcome(save('blank.xlsx', bomb(480, 480_000_000)))).toEqual({ kind: 'damaged' })
  })

  test('a directory that points outside the file', async () => {
    const bytes = makeZip(xlsxParts(cells('<row><c><v>1</v></c></row>')))
    const central = bytes.lastIndexOf('504b0102', undefined, 'hex')
    bytes.writeUInt32LE(0x7fffffff, central + 42)
    expect(await outcome(save('outside.xlsx', bytes))).toEqual({ kind: 'damaged' })
  })
})

describe('grids built to burst', () => {
  test('one cell at XFD1048576 is read where it stands', async () => {
    const file = save(
      'corner.xlsx',
      makeZip(xlsxParts(cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))),
    )
    expect(await outcome(file)).toEqual([1_048_576])
  })

  test('a cell beyond the last one is damage', async () => {
    const place = (reference: string): Buffer =>
      makeZip(xlsxParts(cells(`<row><c r="${reference}"><v>1</v></c></row>`)))
    for (const reference of ['A1048577', 'XFE1', 'A0', 'A', '1', 'A99999999999999999999']) {
      expect(await refusalOf(place(reference)), reference).toBe('damaged')
    }
  })

  test('a far cell in every row', async () => {
    const rows = Array.from(
      { length: 2000 },
      (_, r) => `<row r="${r + 1}"><c r="XFD${r + 1}"><v>1</v></c></row>`,
    )
    const file = save('far.xlsx', makeZip(xlsxParts(cells(rows.join('')))))
    expect(await outcome(file)).toEqual({ kind: 'too-large', limit: 'cells' })
  })

  test('an .ods repeating a million rows of a thousand cells', async () => {
    const table = (columns: number): string =>
      `<table:table table:name="x"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="${columns}" office:value-type="float" office:value="1"/></table:table-row></table:table>`
    const many = save('million.ods', makeZip(odsParts(odsContent(table(1024)))))
    expect(await outcome(many)).toEqual({ kind: 'too-large', limit: 'cells' })
    const few = save('million-by-3.ods', makeZip(odsParts(odsContent(table(3)))))
    expect(await outcome(few)).toEqual([1_048_576])
  })

  test('an .ods whose empty rows and columns are repeated is an ordinary one', async () => {
    const table = `<table:table table:name="x"><table:table-row><table:table-cell office:value-type="string"><text:p>白</text:p></table:table-cell><table:table-cell table:style-name="ce1" table:number-columns-repeated="16383"/></table:table-row><table:table-row table:number-rows-repeated="1048575"><table:table-cell table:style-name="ce1" table:number-columns-repeated="16384"/></table:table-row></table:table>`
    expect(await outcome(save('empty.ods', makeZip(odsParts(odsContent(table)))))).toEqual([1])
  })

  test('400,000 merges, a text of 15 MB, entities that name each other', async () => {
    const merges = '<mergeCell ref="A1:XFD1048576"/>'.repeat(400_000)
    const merged = makeZip(xlsxParts(`<worksheet><mergeCells>${merges}</mergeCells></worksheet>`))
    expect(await outcome(save('merges.xlsx', merged))).toEqual({
      kind: 'too-large',
      limit: 'cells',
    })
    const long = `<row><c t="str"><v>${'长'.repeat(5_000_000)}</v></c></row>`
    expect(await outcome(save('long.xlsx', makeZip(xlsxParts(cells(long)))))).toEqual([1])
    const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>${cells('<row><c t="str"><v>&b;</v></c></row>')}`
    expect((await readOk(makeZip(xlsxParts(laughs)))).sheets[0]?.rows).toEqual([['&b;']])
  })

  test('HTML spans of a billion cells', async () => {
    const cell = '<td rowspan="1000000000" colspan="1000000000">x</td>'
    const file = save('spans.xls', `<table>${`<tr>${cell.repeat(20)}</tr>`.repeat(3000)}</table>`)
    expect(await outcome(file)).toEqual({ kind: 'damaged' })
  })

  test('a page of unclosed tables; a line of a million lost quotes', async () => {
    const deep = save('deep.xls', '<table><tr><td>'.repeat(200_000))
    expect(await outcome(deep)).toEqual({ kind: 'empty' })
    const quotes = save('quotes.csv', `a,b\n${'"x,'.repeat(1_000_000)}`)
    expect(await outcome(quotes)).toEqual({ kind: 'damaged' })
  })
})

describe('files that are something else', () => {
  const text = (source: string): Buffer => Buffer.from(source)
  const program = Buffer.concat([
    text('MZ\x90\0\x03'),
    Buffer.alloc(3000, '\x01\x80'),
    text('PE\0\0'),
  ])
  test.each([
    ['a program', program],
    ['a program without its first letters', program.subarray(2)],
    ['a PDF', text('%PDF-1.7\n1 0 obj')],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    [
      'a text document',
      makeZip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w:document/>' }),
    ],
    ['an archive', makeZip({ '清册.xls': 'x' })],
    ['a web page without a table', text('<?xml version="1.0"?><svg/>')],
    ['an old text document', docOf('WordDocument')],
  ])('%s is no table', async (_, bytes) => {
    expect(await refusalOf(bytes)).toBe('not-a-table')
  })

  test('nothing at all, blank lines, a sheet without a cell', async () => {
    expect(await refusalOf(Buffer.alloc(0))).toBe('empty')
    expect(await refusalOf(text('\ufeff\r\n\r\n,,\r\n'))).toBe('empty')
    expect(await refusalOf(makeZip(xlsxParts(cells(''))))).toBe('empty')
    expect(await outcome(save('nothing.xls', ''))).toEqual({ kind: 'empty' })
  })

  test('a csv of 200 MB is refused by its size, at once', async () => {
    const file = save('huge.csv', '姓名,金额\n')
    truncateSync(file, 200_000_000)
    const start = performance.now()
    expect(await readInChild(file)).toEqual({
      ok: false,
      error: { kind: 'too-large', limit: 'text-bytes' },
    })
    expect(performance.now() - start).toBeLessThan(1000)
  })

  test('a .xls above 60 MB is refused by its size', async () => {
    const bytes = Buffer.alloc(60_000_001)
    bytes.write('d0cf11e0a1b11ae1', 'hex')
    expect(await refusalOf(bytes)).toBe('too-large')
  })
})

describe('every kind of file, cut or changed at any place, is read or refused', () => {
  const NAMES = [
    'roster-biff8.xls',
    'gnumeric-biff5.xls',
    'roster.xlsx',
    'roster.ods',
    'locked.xlsx',
    'locked.ods',
  ]

  test.each(NAMES)('%s cut off is never read', async (name) => {
    const bytes = fixture(name)
    const whole = await refusalOf(bytes)
    for (let share = 1; share < 30; share++) {
      const kind = await refusalOf(bytes.subarray(0, Math.floor((bytes.length * share) / 30)))
      // A compound file may end in unused sectors: then it is still whole.
      if (kind !== whole || name.endsWith('x') || name.endsWith('s.ods')) {
        expect(['damaged', 'not-a-table', 'locked'], `${share}/30`).toContain(kind)
      }
    }
  })

  const MARKUP = ['roster-spreadsheetml.xls', 'roster-html.xls', 'roster-gb18030.csv']
  test.each([...NAMES, ...MARKUP])('%s with changed bytes never throws', async (name) => {
    const bytes = fixture(name)
    const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 20 }), async (changes) => {
        const copy = Uint8Array.from(bytes)
        for (const { at, to } of changes) copy[at] = to
        expect(await refusalOf(copy)).toEqual(expect.any(String))
      }),
      { numRuns: runs(150) },
    )
  })
})

/** A compound file with one stream of another program. */
function docOf(stream: string): Buffer {
  const bytes = Buffer.from(fixture('roster-biff8.xls'))
  const at = bytes.indexOf(Buffer.from('Workbook', 'utf16le'))
  bytes.fill(0, at, at + 64)
  bytes.write(stream, at, 'utf16le')
  bytes.writeUInt16LE(2 * stream.length + 2, at + 64)
  return bytes
}
