// Runs a handler over one XML part of an archive.
import type { ZipArchive } from '../zip/zip-guard.ts'
import type { Attributes } from './attributes.ts'
import { MarkupScanner, type MarkupHandler } from './scan-markup.ts'

export const scanPart = async (
  zip: ZipArchive,
  name: string,
  handler: MarkupHandler,
): Promise<void> => {
  const scanner = new MarkupScanner(handler)
  for await (const piece of zip.pieces(name)) scanner.push(piece)
  scanner.end()
}

/** For small parts where only the tags matter. */
export const eachElement = (
  zip: ZipArchive,
  name: string,
  visit: (name: string, attributes: Attributes) => void,
): Promise<void> =>
  scanPart(zip, name, { listening: false, open: visit, text: () => {}, close: () => {} })
