// .xls of Excel 5.0 to 2003 (BIFF5, BIFF8): the workbook stream, with or without a compound file around it. Comments,
// drawings, macros and properties live in other records or streams and are passed over.
import type { Sheet, Workbook } from '../../grid.ts'
import { isDateFormat } from '../grid/serial-date.ts'
import { GridBudget } from '../grid/sheet-builder.ts'
import { locked } from '../refused.ts'
import { BIFF5, BIFF8, RECORD, RecordWalk } from './biff-records.ts'
import { byteText, type BiffGlobals } from './biff-globals.ts'
import { decoderForCodePage, TextReader } from './biff-text.ts'
import { readBiffSheet } from './read-biff-sheet.ts'

/** Undefined for versions before Excel 5.0, which have no workbook around the sheet. */
export const biffVersion = (bytes: Uint8Array): number | undefined => {
  const [id, idHigh, , , version, versionHigh] = bytes
  if (id !== 0x09 || idHigh !== 0x08) return undefined
  const found = (version ?? 0) | ((versionHigh ?? 0) << 8)
  return found === BIFF5 || found === BIFF8 ? found : undefined
}

/** Throws `Refused`. The caller has asked `biffVersion`. */
export const readBiff = (bytes: Buffer): Workbook => {
  const budget = new GridBudget()
  const globals = readGlobals(bytes, budget)
  const sheets: Sheet[] = globals.sheets.map((part) => readBiffSheet(bytes, part, globals, budget))
  return { format: 'xls', sheets }
}

const readGlobals = (bytes: Buffer, budget: GridBudget): BiffGlobals => {
  const isBiff8 = biffVersion(bytes) === BIFF8
  const globals: BiffGlobals = {
    isBiff8,
    from1904: false,
    decoder: decoderForCodePage(936),
    dateFormats: [],
    strings: [],
    sheets: [],
  }
  const codes = new Map<number, string>()
  const formatIds: number[] = []
  const walk = new RecordWalk(bytes, 0)
  for (let id = walk.next(); id !== RECORD.endOfFile; id = walk.next()) {
    if (id === RECORD.password) throw locked()
    else if (id === RECORD.dateMode) globals.from1904 = walk.u16(0) === 1
    else if (id === RECORD.codePage) globals.decoder = decoderForCodePage(walk.u16(0))
    else if (id === RECORD.formatBiff4) codes.set(walk.u16(0), formatCode(walk, globals))
    else if (id === RECORD.extendedFormat) formatIds.push(walk.u16(2))
    else if (id === RECORD.sheet) readSheetEntry(walk, globals)
    else if (id === RECORD.sharedStrings) readSharedStrings(walk, globals.strings, budget)
  }
  for (const id of formatIds) {
    const code = codes.get(id)
    globals.dateFormats.push(isDateFormat(id, code) ? { id, code } : undefined)
  }
  return globals
}

const formatCode = (walk: RecordWalk, globals: BiffGlobals): string =>
  globals.isBiff8
    ? new TextReader(walk, 4).flagged(walk.u16(2))
    : byteText(walk, 3, walk.u8(2), globals)

const WORKSHEET = 0

/** Chart sheets, macro sheets and modules hold no table. */
const readSheetEntry = (walk: RecordWalk, globals: BiffGlobals): void => {
  if (walk.u8(5) !== WORKSHEET) return
  const length = walk.u8(6)
  const name = globals.isBiff8
    ? new TextReader(walk, 7).flagged(length)
    : byteText(walk, 7, length, globals)
  globals.sheets.push({ name, hidden: (walk.u8(4) & 3) !== 0, at: walk.u32(0) })
}

const readSharedStrings = (walk: RecordWalk, strings: string[], budget: GridBudget): void => {
  const count = walk.u32(4)
  const reader = new TextReader(walk, 8)
  // Some writers count wrongly; a text that is really missing shows where a cell asks for it.
  for (let index = 0; index < count && !reader.atEnd(); index++) {
    strings.push(budget.pool.own(reader.flagged(reader.u16())))
  }
}
