// The bytes of a file become a grid, or one reason why not. Runs wherever it is called; files from outside are read in a
// child process that is stopped on time and memory (read-in-child.ts).
import { err, ok, type Result } from '../../../base/result.ts'
import type { ReadError, Workbook } from '../grid.ts'
import { openCompoundFile } from './binary/compound-file.ts'
import { biffVersion, readBiff } from './binary/read-biff.ts'
import { readLegacy } from './binary/read-legacy.ts'
import { readHtml } from './markup/read-html.ts'
import { readFlatOds, readOds } from './markup/read-ods.ts'
import { readSpreadsheetML } from './markup/read-spreadsheetml.ts'
import { readXlsx } from './markup/read-xlsx.ts'
import { findWorkbook } from './markup/xlsx-parts.ts'
import { LIMITS, type LimitName } from './read-limits.ts'
import { damaged, locked, notATable, Refused, tooLarge } from './refused.ts'
import { sniff, sniffText } from './sniff.ts'
import { readDelimited } from './text/read-delimited.ts'
import { decodeText } from './text/text-encoding.ts'
import { openZip } from './zip/zip-guard.ts'

/** `fileName` is for people: what the file is, its content says. */
export const readWorkbook = async (
  bytes: Uint8Array,
  _fileName: string,
): Promise<Result<Workbook, ReadError>> => {
  try {
    const workbook = await readAny(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    return workbook.sheets.some((sheet) => sheet.rows.length > 0)
      ? ok(workbook)
      : err({ kind: 'empty' })
  } catch (error) {
    if (error instanceof Refused) return err(error.reason)
    // Binary readers ask for bytes that a broken file does not have; nothing else here throws a RangeError.
    if (error instanceof RangeError) return err({ kind: 'damaged' })
    throw error
  }
}

const readAny = async (bytes: Buffer): Promise<Workbook> => {
  switch (sniff(bytes)) {
    case 'empty':
      throw new Refused({ kind: 'empty' })
    case 'compound':
      atMost(bytes, 'xls-bytes')
      return readCompound(bytes)
    case 'biff':
      atMost(bytes, 'xls-bytes')
      return readStream(bytes)
    case 'zip':
      atMost(bytes, 'zip-bytes')
      return readArchive(bytes)
    case 'text':
      atMost(bytes, 'text-bytes')
      return readText(bytes)
    case 'other':
      throw notATable()
  }
}

const atMost = (bytes: Buffer, limit: LimitName): void => {
  if (bytes.length > LIMITS[limit]) throw tooLarge(limit)
}

/** Files of both generations hold two streams; the newer one has all characters. */
const readCompound = async (bytes: Buffer): Promise<Workbook> => {
  const file = openCompoundFile(bytes)
  if (file.stream('EncryptedPackage')) throw locked()
  const stream = file.stream('Workbook') ?? file.stream('Book')
  if (!stream) throw notATable()
  return readStream(stream)
}

const readStream = (stream: Buffer): Promise<Workbook> | Workbook =>
  biffVersion(stream) === undefined ? readLegacy(stream, 'xls') : readBiff(stream)

const readArchive = async (bytes: Buffer): Promise<Workbook> => {
  const zip = openZip(bytes)
  const workbookPath = await findWorkbook(zip)
  if (workbookPath !== undefined) return readXlsx(zip, workbookPath)
  if (zip.has('xl/workbook.bin')) {
    await zip.measure()
    return readLegacy(bytes, 'xlsx')
  }
  if (zip.has('content.xml')) return readOds(zip)
  throw notATable()
}

const readText = (bytes: Buffer): Workbook => {
  const text = decodeText(bytes)
  if (text === undefined) throw bytes.includes(0) ? notATable() : damaged()
  switch (sniffText(text)) {
    case 'spreadsheetml':
      return readSpreadsheetML(text)
    case 'flat-ods':
      return readFlatOds(text)
    case 'html':
      return readHtml(text)
    case 'delimited':
      return readDelimited(text)
    case 'other-markup':
      throw notATable()
  }
}
