// Files made for a test: rows of invented people, small archives, and archives that lie.
import { deflateRawSync, crc32 } from 'node:zlib'
import type { CellValue } from '../../../src/server/intake/grid.ts'

/** A roster as offices have it: title, unit, header, then `count` people of the unassigned area 152299. */
export const makeRosterRows = (count: number): CellValue[][] => [
  ['2025年巴达尔胡镇巴达尔胡嘎查耕地地力保护补贴发放清册'],
  [null, null, null, null, null, '单位：元、亩'],
  [
    '序号',
    '姓名',
    '身份证号码',
    '一卡通账号',
    '组别',
    '面积',
    '标准',
    '金额',
    '电话',
    '住址',
    '备注',
  ],
  ...Array.from({ length: count }, (_, index) => makeRow(index)),
]

const SURNAMES = '白包何吴王李张赵陈刘𠮷㛃'
const GIVEN = '乌日娜巴特尔其木格图雅双学苏德毕力格·𬀩䶮'

const pick = (text: string, at: number): string => {
  const characters = Array.from(text)
  return characters[at % characters.length] ?? ''
}

const makeRow = (index: number): CellValue[] => {
  const area = ((index * 37) % 4000) / 100
  return [
    index + 1,
    pick(SURNAMES, index) + pick(GIVEN, index * 3) + pick(GIVEN, index * 7 + 1),
    `152299${19400101 + ((index * 13) % 600_000)}${String(index % 10_000).padStart(4, '0')}`,
    `6217${String(100_000_000_000_000 + index * 7919)}`,
    `第${(index % 9) + 1}村民小组`,
    area,
    67.41,
    Math.round(area * 6741) / 100,
    `139${String(10_000_000 + index)}`,
    `巴达尔胡镇巴达尔胡嘎查${index % 300}号`,
    index % 50 === 0 ? '换卡' : null,
  ]
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const letters = (column: number): string =>
  (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') +
  String.fromCharCode(65 + (column % 26))

const xlsxCell = (value: CellValue, row: number, column: number): string => {
  if (value === null) return ''
  const place = `r="${letters(column)}${row + 1}"`
  if (typeof value === 'number') return `<c ${place}><v>${value}</v></c>`
  return `<c ${place} t="inlineStr"><is><t xml:space="preserve">${escape(String(value))}</t></is></c>`
}

/** The parts of a .xlsx with the given sheet XML. */
export const xlsxParts = (sheetXml: string): Record<string, string> => ({
  '[Content_Types].xml': '<Types/>',
  '_rels/.rels': `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns:r="r"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  'xl/worksheets/sheet1.xml': sheetXml,
})

/** The same as Excel writes it: texts in a part of their own, once each. */
export const sharedTextParts = (
  rows: readonly (readonly CellValue[])[],
): Record<string, string> => {
  const texts = new Map<string, number>()
  const cell = (value: CellValue, row: number, column: number): string => {
    if (typeof value !== 'string') return xlsxCell(value, row, column)
    const index = texts.get(value) ?? texts.size
    texts.set(value, index)
    return `<c r="${letters(column)}${row + 1}" t="s"><v>${index}</v></c>`
  }
  const body = rows.map(
    (row, r) => `<row r="${r + 1}">${row.map((value, c) => cell(value, r, c)).join('')}</row>`,
  )
  const strings = Array.from(texts.keys(), (text) => `<si><t>${escape(text)}</t></si>`).join('')
  return {
    ...xlsxParts(`<worksheet><sheetData>${body.join('')}</sheetData></worksheet>`),
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    'xl/sharedStrings.xml': `<sst>${strings}</sst>`,
  }
}

const odsCell = (value: CellValue): string => {
  if (value === null) return '<table:table-cell/>'
  const text = `<text:p>${escape(String(value))}</text:p></table:table-cell>`
  return typeof value === 'number'
    ? `<table:table-cell office:value-type="float" office:value="${value}" calcext:value-type="float">${text}`
    : `<table:table-cell office:value-type="string" calcext:value-type="string">${text}`
}

export const odsContent = (tables: string): string =>
  `<office:document-content><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`

export const odsTable = (rows: readonly (readonly CellValue[])[]): string => {
  const body = rows.map((row) => `<table:table-row>${row.map(odsCell).join('')}</table:table-row>`)
  return `<table:table table:name="Sheet1">${body.join('')}</table:table>`
}

export const odsParts = (content: string): Record<string, string> => ({
  mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
  'content.xml': content,
})

export interface PackedEntry {
  readonly name: string
  readonly packed: Buffer
  readonly bytes: number
  readonly checksum: number
}

const packEntry = (name: string, text: string): PackedEntry => {
  const plain = Buffer.from(text)
  return {
    name,
    packed: deflateRawSync(plain, { level: 1 }),
    bytes: plain.length,
    checksum: crc32(plain),
  }
}

export const makeZip = (parts: Readonly<Record<string, string>>): Buffer =>
  zipOf(Object.entries(parts).map(([name, text]) => packEntry(name, text)))

/** `bytes` and `checksum` may be lies: nothing is checked here. */
export const zipOf = (entries: readonly PackedEntry[]): Buffer => {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const header = headerOf(entry, 0x04034b50, 30)
    central.push(centralOf(entry, at))
    local.push(header, entry.packed)
    at += header.length + entry.packed.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...local, directory, end])
}

const headerOf = (entry: PackedEntry, signature: number, bytes: number): Buffer => {
  const name = Buffer.from(entry.name)
  const header = Buffer.alloc(bytes)
  const shift = bytes === 30 ? 0 : 2
  header.writeUInt32LE(signature, 0)
  header.writeUInt16LE(8, 8 + shift)
  header.writeUInt32LE(entry.checksum, 14 + shift)
  header.writeUInt32LE(entry.packed.length, 18 + shift)
  header.writeUInt32LE(entry.bytes, 22 + shift)
  header.writeUInt16LE(name.length, 26 + shift)
  return Buffer.concat([header, name])
}

const centralOf = (entry: PackedEntry, at: number): Buffer => {
  const header = headerOf(entry, 0x02014b50, 46)
  header.writeUInt32LE(at, 42)
  return header
}
