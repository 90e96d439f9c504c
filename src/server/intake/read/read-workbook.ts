// The bytes of a file become a grid, or one reason why not. Runs wherever it is called; files from outside are read in a
// child process that is stopped on time and memory (read-in-child.ts). Each reader is loaded when a file asks for it: a
// child starts for every file, and loading all of them costs more than reading most rosters.
import { err, ok, type Result } from '../../../base/result.ts'
import type { ReadError, Workbook } from '../grid.ts'
import { LIMITS, type LimitName } from './read-limits.ts'
import { damaged, locked, notATable, Refused, tooLarge } from './refused.ts'
import { sniff, sniffText } from './sniff.ts'

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
  const { openCompoundFile } = await import('./binary/compound-file.ts')
  const file = openCompoundFile(bytes)
  if (file.stream('EncryptedPackage')) throw locked()
  const stream = file.stream('Workbook') ?? file.stream('Book')
  if (!stream) throw notATable()
  return readStream(stream)
}

const readStream = async (stream: Buffer): Promise<Workbook> => {
  const { biffVersion, readBiff } = await import('./binary/read-biff.ts')
  return biffVersion(stream) === undefined ? readLegacy(stream, 'xls') : readBiff(stream)
}

const readLegacy = async (bytes: Buffer, format: 'xls' | 'xlsx'): Promise<Workbook> => {
  const legacy = await import('./binary/read-legacy.ts')
  return legacy.readLegacy(bytes, format)
}

const readArchive = async (bytes: Buffer): Promise<Workbook> => {
  const { openZip } = await import('./zip/zip-guard.ts')
  const zip = openZip(bytes)
  if (zip.has('content.xml')) {
    const { readOds } = await import('./markup/read-ods.ts')
    return readOds(zip)
  }
  if (zip.has('xl/workbook.bin')) {
    await zip.measure()
    return readLegacy(bytes, 'xlsx')
  }
  const { findWorkbook, readXlsx } = await import('./markup/read-xlsx.ts')
  const workbookPath = await findWorkbook(zip)
  if (workbookPath === undefined) throw notATable()
  return readXlsx(zip, workbookPath)
}

const readText = async (bytes: Buffer): Promise<Workbook> => {
  const { decodeText } = await import('./text/text-encoding.ts')
  const text = decodeText(bytes)
  if (text === undefined) throw bytes.includes(0) ? notATable() : damaged()
  switch (sniffText(text)) {
    case 'spreadsheetml':
      return (await import('./markup/read-spreadsheetml.ts')).readSpreadsheetML(text)
    case 'flat-ods':
      return (await import('./markup/read-ods.ts')).readFlatOds(text)
    case 'html':
      return (await import('./markup/read-html.ts')).readHtml(text)
    case 'delimited':
      return (await import('./text/read-delimited.ts')).readDelimited(text)
    case 'other-markup':
      throw notATable()
  }
}
