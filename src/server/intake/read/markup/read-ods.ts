// OpenDocument spreadsheets (.ods, and the flat .fods) as a stream. Rows count wherever they stand: LibreOffice puts the
// rows repeated on each printed page, the header of most rosters, into a group of their own.
import type { Workbook } from '../../grid.ts'
import { GridBudget } from '../grid/sheet-builder.ts'
import { damaged, locked, notATable } from '../refused.ts'
import type { ZipArchive } from '../zip/zip-guard.ts'
import { scanPart } from './each-element.ts'
import { OdsHandler } from './ods-handler.ts'
import { MarkupScanner } from './scan-markup.ts'

export const readOds = async (zip: ZipArchive): Promise<Workbook> => {
  if (await isEncrypted(zip)) throw locked()
  const handler = new OdsHandler(new GridBudget())
  await scanPart(zip, 'content.xml', handler)
  return finished(handler)
}

export const readFlatOds = (text: string): Workbook => {
  const handler = new OdsHandler(new GridBudget())
  const scanner = new MarkupScanner(handler)
  scanner.push(text)
  scanner.end()
  return finished(handler)
}

const finished = (handler: OdsHandler): Workbook => {
  if (!handler.started) throw notATable()
  if (!handler.complete) throw damaged()
  return { format: 'ods', sheets: handler.sheets }
}

const isEncrypted = async (zip: ZipArchive): Promise<boolean> => {
  if (!zip.has('META-INF/manifest.xml')) return false
  return (await zip.text('META-INF/manifest.xml')).includes('encryption-data')
}
