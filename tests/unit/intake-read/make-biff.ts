// Workbook streams of .xls, record by record, for what no program at hand writes.
import type { CellValue } from '../../../src/server/intake/grid.ts'

export const record = (id: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  const header = Buffer.alloc(4)
  header.writeUInt16LE(id, 0)
  header.writeUInt16LE(body.length, 2)
  return Buffer.concat([header, body])
}

export const u16 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(2 * values.length)
  values.forEach((value, index) => bytes.writeUInt16LE(value, 2 * index))
  return bytes
}

export const u32 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, index) => bytes.writeUInt32LE(value >>> 0, 4 * index))
  return bytes
}

export const float = (value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}

export const wideText = (text: string): Buffer =>
  Buffer.concat([u16(text.length), Buffer.from([1]), Buffer.from(text, 'utf16le')])

export const begin = (kind: number): Buffer => record(0x0809, u16(0x0600, kind, 0, 0, 0, 0, 0, 0))
export const END = record(0x000a)

const sheetEntry = (at: number, type: number, name: string): Buffer =>
  record(0x0085, u32(at), Buffer.from([0, type, name.length, 1]), Buffer.from(name, 'utf16le'))

/** A workbook stream of one macro sheet and one sheet, as it stands in a compound file. */
export const makeBiff = (globals: readonly Buffer[], cells: readonly Buffer[]): Buffer => {
  const head = (at: number): Buffer =>
    Buffer.concat([begin(5), sheetEntry(0, 1, '宏'), sheetEntry(at, 0, '表'), ...globals, END])
  return Buffer.concat([head(head(0).length), begin(0x10), ...cells, END])
}

const LONGEST_RECORD = 8224

/** The grid as Excel writes it: numbers in the cells, texts in a shared table that goes on over many records. */
export const biffOf = (rows: readonly (readonly CellValue[])[]): Buffer => {
  const texts = new Map<string, number>()
  const cells = rows.flatMap((row, r) =>
    row.flatMap((value, c) => {
      if (typeof value === 'number') return [record(0x0203, u16(r, c, 0), float(value))]
      if (typeof value !== 'string') return []
      const index = texts.get(value) ?? texts.size
      texts.set(value, index)
      return [record(0x00fd, u16(r, c, 0), u32(index))]
    }),
  )
  return makeBiff(sharedTexts([...texts.keys()]), cells)
}

const sharedTexts = (texts: readonly string[]): Buffer[] => {
  const bodies: Buffer[][] = [[u32(texts.length, texts.length)]]
  let bytes = 8
  for (const text of texts) {
    const written = wideText(text)
    bytes += written.length
    if (bytes > LONGEST_RECORD) {
      bodies.push([])
      bytes = written.length
    }
    bodies.at(-1)?.push(written)
  }
  return bodies.map((parts, index) => record(index === 0 ? 0x00fc : 0x003c, ...parts))
}
