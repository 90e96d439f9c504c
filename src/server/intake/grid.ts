// A spreadsheet as intake sees it, whatever file it came from: sheets of rows of plain values. The reading side fills it,
// the understanding side never learns the format.

/** Empty cells are null, never ''. Dates come as `YYYY-MM-DD` text. Error cells come as their text (`#DIV/0!`). */
export type CellValue = string | number | boolean | null

export interface Merge {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

export interface Sheet {
  readonly name: string
  /** Hidden or very hidden in the workbook: read all the same, and said so. */
  readonly hidden: boolean
  /** Index 0 is the spreadsheet's row 1. Rows may be shorter than others; holes are empty arrays. */
  readonly rows: readonly (readonly CellValue[])[]
  /** Zero-based, inclusive. Empty for formats without merges. */
  readonly merges: readonly Merge[]
  readonly hiddenRows: ReadonlySet<number>
  readonly hiddenColumns: ReadonlySet<number>
}

export type FileFormat = 'xls' | 'xlsx' | 'ods' | 'csv' | 'spreadsheetml' | 'html'

export interface Workbook {
  readonly format: FileFormat
  readonly sheets: readonly Sheet[]
}

/** Why a file could not be read. `kind` is a code; the sentence for a clerk follows from it. */
export type ReadError =
  | { readonly kind: 'locked' } // password-protected or encrypted
  | { readonly kind: 'empty' } // zero bytes, or no cell at all
  | { readonly kind: 'damaged' } // truncated or inconsistent
  | { readonly kind: 'not-a-table' } // renamed .exe, PDF, picture …
  | { readonly kind: 'too-large'; readonly limit: string } // a name of the table in read/read-limits.ts
  | { readonly kind: 'too-slow' } // killed on time
  | { readonly kind: 'too-hungry' } // killed on memory
  | { readonly kind: 'missing' } // no such file, or not readable
