// CSV, TSV and tables pasted from a screen. Every value stays the text it is: 007 keeps its zeros, "1,330.47" its comma.
// Well-formed quoting is read as RFC 4180 says; a stray quote costs at most its own cell, never the rows after it.
import type { Workbook } from '../../grid.ts'
import { GridBudget, SheetBuilder } from '../grid/sheet-builder.ts'
import { detectDelimiter } from './detect-delimiter.ts'

const QUOTE = '"'

export const readDelimited = (text: string): Workbook => {
  // Files glued together mix line ends; one kind lets a row end mean the same everywhere.
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  const told = /^sep=(.)\n/i.exec(lines)
  const body = told ? lines.slice(told[0].length) : lines
  const sheet = new SheetBuilder('Sheet1', new GridBudget())
  fill(sheet, body, told?.[1] ?? detectDelimiter(body))
  return { format: 'csv', sheets: [sheet.finish()] }
}

const fill = (sheet: SheetBuilder, body: string, delimiter: string): void => {
  let row = 0
  let column = 0
  for (let at = 0; at < body.length;) {
    const field = body[at] === QUOTE ? quoted(body, at, delimiter) : plain(body, at, delimiter)
    sheet.set(row, column, field.value)
    if (body[field.end] === delimiter) column++
    else {
      row++
      column = 0
    }
    at = field.end + 1
  }
}

interface Field {
  readonly value: string
  /** Where the delimiter or line end after it stands, or the end of the text. */
  readonly end: number
}

const plain = (body: string, from: number, delimiter: string): Field => {
  const end = fieldEnd(body, from, delimiter)
  return { value: unwrapped(body.slice(from, end)), end }
}

const quoted = (body: string, from: number, delimiter: string): Field => {
  const close = closingQuote(body, from + 1)
  if (close < 0) return plain(body, from, delimiter)
  const after = body[close + 1]
  const proper = after === undefined || after === delimiter || after === '\n'
  const inside = body.slice(from + 1, close)
  // Over several cells or lines only a proper end is believed: else a lost quote would pair with one far below.
  const spreads = inside.includes('\n') || inside.includes(delimiter)
  if (!proper && spreads) return plain(body, from, delimiter)
  const value = inside.includes(QUOTE) ? inside.replaceAll('""', QUOTE) : inside
  const end = proper ? close + 1 : fieldEnd(body, close + 1, delimiter)
  return { value: proper ? unwrapped(value) : value + body.slice(close + 1, end), end }
}

/** Two quotes in a row are one that belongs to the text. */
const closingQuote = (body: string, from: number): number => {
  let close = body.indexOf(QUOTE, from)
  while (close >= 0 && body[close + 1] === QUOTE) close = body.indexOf(QUOTE, close + 2)
  return close
}

const fieldEnd = (body: string, from: number, delimiter: string): number => {
  for (let at = from; at < body.length; at++) {
    const character = body[at]
    if (character === delimiter || character === '\n') return at
  }
  return body.length
}

/** `="0123"`, quoted once more or not, is how programs tell Excel that digits are text. */
const unwrapped = (text: string): string =>
  text.startsWith('="') && text.endsWith(QUOTE) && text.length > 2 ? text.slice(2, -1) : text
