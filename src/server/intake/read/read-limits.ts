// How much of a file intake is willing to hold. One table, so that the refusal and its sentence name the same amount.

/** What was exceeded. `ReadError.limit` carries one of these. */
export type LimitName = keyof typeof LIMITS

export const LIMITS = {
  /** .xls is not compressed: 65,536 rows of a wide roster stay below 40 MB. */
  'xls-bytes': 60_000_000,
  /** CSV, HTML and SpreadsheetML are decoded as one text. */
  'text-bytes': 100_000_000,
  'zip-bytes': 100_000_000,
  /** Archives are read as streams, so this bounds time, not memory. 100,000 rows of 20 columns as .ods need 300 MB. */
  'unpacked-bytes': 512_000_000,
  'zip-entries': 2000,
  /** Slots of the grid: filled cells, the holes before them, and rows. 100,000 rows of 20 columns are 2.1 million. */
  cells: 20_000_000,
} as const

/** No format may be larger on disk; checked before a single byte is read. */
export const MAX_FILE_BYTES = Math.max(
  LIMITS['xls-bytes'],
  LIMITS['text-bytes'],
  LIMITS['zip-bytes'],
)

export const MAX_ROWS = 1_048_576
export const MAX_COLUMNS = 16_384
