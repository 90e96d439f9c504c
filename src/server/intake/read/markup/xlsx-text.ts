// The two notations of .xlsx that hide in plain text: `_x000D_` for characters XML cannot hold, and `B3` for a place.

/** `_x005F_` protects an underscore that would otherwise start an escape. */
export const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text

export interface CellPlace {
  readonly row: number
  readonly column: number
}

/** Zero-based; -1 where the letters or the digits are missing. */
export const parsePlace = (reference: string): CellPlace => {
  let column = 0
  let row = 0
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at)
    if (code >= 65 && code <= 90) column = column * 26 + code - 64
    else if (code >= 97 && code <= 122) column = column * 26 + code - 96
    else if (code >= 48 && code <= 57) row = row * 10 + code - 48
    else if (code !== 36) return { row: -1, column: -1 }
  }
  return { row: row - 1, column: column - 1 }
}
