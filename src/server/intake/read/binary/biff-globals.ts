// What a .xls says before its sheets, and the texts that need it to be read.
import type { TextDecoder } from 'node:util'
import { damaged } from '../refused.ts'
import type { RecordWalk } from './biff-records.ts'

export interface NumberFormat {
  readonly id: number
  readonly code: string | undefined
}

export interface BiffGlobals {
  readonly isBiff8: boolean
  from1904: boolean
  decoder: TextDecoder
  /** By cell format number: set where it makes a number a date. */
  readonly dateFormats: (NumberFormat | undefined)[]
  readonly strings: string[]
  readonly sheets: { readonly name: string; readonly hidden: boolean; readonly at: number }[]
}

/** BIFF5: so many bytes of the file's code page. */
export const byteText = (
  walk: RecordWalk,
  offset: number,
  length: number,
  globals: BiffGlobals,
): string => {
  const from = walk.at + offset
  if (from + length > walk.end) throw damaged()
  return globals.decoder.decode(walk.bytes.subarray(from, from + length))
}
