// What a file is, by its first bytes. Its name is never asked: half of the .xls in circulation are something else.

export type FileKind =
  | 'empty'
  | 'compound' // OLE2: .xls, .et, encrypted .xlsx, and .doc
  | 'zip'
  | 'biff' // the stream of a .xls without the file system around it
  | 'text'
  | 'other' // known, and never a table

const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const ZIP = [0x50, 0x4b]

/** Beginnings of files that people attach by mistake. */
const OTHERS: readonly (readonly number[])[] = [
  [0x25, 0x50, 0x44, 0x46], // %PDF
  [0x4d, 0x5a], // MZ, programs of Windows
  [0x7f, 0x45, 0x4c, 0x46], // ELF
  [0x89, 0x50, 0x4e, 0x47], // PNG
  [0xff, 0xd8, 0xff], // JPEG
  [0x47, 0x49, 0x46, 0x38], // GIF
  [0x52, 0x61, 0x72, 0x21], // RAR
  [0x37, 0x7a, 0xbc, 0xaf], // 7z
  [0x1f, 0x8b], // gzip
  [0x7b, 0x5c, 0x72, 0x74, 0x66], // {\rtf
  [0x49, 0x49, 0x2a, 0x00], // TIFF
  [0x4d, 0x4d, 0x00, 0x2a],
]

export const sniff = (bytes: Uint8Array): FileKind => {
  if (bytes.length === 0) return 'empty'
  if (startsWith(bytes, COMPOUND)) return 'compound'
  if (startsWith(bytes, ZIP) && (bytes[2] ?? 0) < 9) return 'zip'
  if (isBeginOfFile(bytes)) return 'biff'
  return OTHERS.some((magic) => startsWith(bytes, magic)) ? 'other' : 'text'
}

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, at) => bytes[at] === byte)

/** `09 00|02|04|08`, then the length of that record. */
const isBeginOfFile = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x09 &&
  [0x00, 0x02, 0x04, 0x08].includes(bytes[1] ?? 0xff) &&
  [4, 6, 8, 16].includes(bytes[2] ?? 0) &&
  bytes[3] === 0

export type TextKind = 'spreadsheetml' | 'flat-ods' | 'html' | 'other-markup' | 'delimited'

const HEAD = 65_536

export const sniffText = (text: string): TextKind => {
  const head = text.slice(0, HEAD)
  // A web page in one file (.mht): Excel opens it, we don't.
  if (/^MIME-Version:/i.test(head)) return 'other-markup'
  if (!/^\s*</.test(head)) return 'delimited'
  if (/<(\w+:)?Workbook[\s>]/.test(head) && head.includes('office:spreadsheet')) {
    return 'spreadsheetml'
  }
  if (/<office:document[\s>]/.test(head)) return 'flat-ods'
  return /<(html|table|body|tr)[\s>]/i.test(head) ? 'html' : 'other-markup'
}
