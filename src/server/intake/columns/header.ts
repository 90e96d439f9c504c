// Finds the headers of a sheet: one to three rows of labels, merged or not, repeated on printed pages, with a row of column
// numbers (栏次) below. A header is recognised by its words, never by its position.
import { compactText } from '../cells/cell-text.ts'
import type { CellValue } from '../grid.ts'
import type { GridView } from '../cells/grid-view.ts'
import type { LabelMatcher, RoleMatch } from '../header-aliases.ts'
import { isDataLike, readLabel, type Label } from './label.ts'
import { isTotalText } from '../words/row-words.ts'

/** One column under its labels, from the outermost to the innermost. */
export interface Column {
  readonly index: number
  readonly path: readonly Label[]
  readonly match: RoleMatch | null
}

export interface Header {
  readonly top: number
  readonly bottom: number
  readonly columns: readonly Column[]
  /** Same words in the same columns: a header repeated on the next page. */
  readonly signature: string
}

const MOST_ROWS = 3
const SCAN_COLUMNS = 120
const LONGEST_LABEL = 80

export const findHeaders = (grid: GridView, matchLabel: LabelMatcher): Header[] => {
  const headers: Header[] = []
  let row = grid.first
  while (row <= grid.last && row >= 0) {
    if (!isAnchor(grid, row, matchLabel)) {
      row++
      continue
    }
    const header = readHeader(grid, row, headers.at(-1)?.bottom ?? -1, matchLabel)
    headers.push(header)
    row = header.bottom + 1
  }
  return headers
}

/** A row of labels by itself: nothing that looks like data, several words that mean columns, a person or a place among them. */
const isAnchor = (grid: GridView, row: number, matchLabel: LabelMatcher): boolean => {
  const cells = grid.sheet.rows[row] ?? []
  if (cells.some(isFigureCell)) return false
  const roles = new Set<string>()
  let labels = 0
  let known = 0
  for (const value of cells.slice(0, SCAN_COLUMNS)) {
    if (value === null) continue
    if (typeof value !== 'string') return false
    if (value.length > LONGEST_LABEL) return false
    const text = compactText(value)
    if (text === '') continue
    if (isDataLike(text) || /[::]./.test(text.replace(/\(.*\)/, ''))) return false
    labels++
    const role = matchLabel(readLabel(value).text)?.role
    if (role === undefined) continue
    known++
    if (role !== 'serial') roles.add(role)
  }
  if (labels < 2 || roles.size < 2 || known * 3 < labels) return false
  const who = ['name', 'id', 'town', 'village', 'group', 'place', 'village-group']
  return roles.size >= 3 || who.some((role) => roles.has(role))
}

/** What nearly every payee's row has and no header: seen before any word is looked up. */
const isFigureCell = (value: CellValue): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /\d{6}|^[\d.,]{3,}$/.test(value))

const readHeader = (
  grid: GridView,
  anchor: number,
  above: number,
  matchLabel: LabelMatcher,
): Header => {
  let top = anchor
  while (
    top - 1 > above &&
    anchor - top < MOST_ROWS - 1 &&
    isParentRow(grid, top - 1, top, matchLabel)
  )
    top--
  let bottom = anchor
  while (bottom - top < MOST_ROWS - 1 && isChildRow(grid, bottom + 1, top, matchLabel)) bottom++
  const columns = readColumns(grid, top, bottom, matchLabel)
  while (isNumbering(grid, bottom + 1)) bottom++
  const signature = columns
    .map((c) => `${c.index}:${c.path.map((l) => l.text).join('/')}`)
    .join('|')
  return { top, bottom, columns, signature }
}

/** A row of heads above the anchor: text only, spread over several columns, none of it a title or a note. */
const isParentRow = (
  grid: GridView,
  row: number,
  below: number,
  matchLabel: LabelMatcher,
): boolean => {
  const filled = grid.filled(row)
  if (filled.length < 2) return false
  const plain = filled.every((column) => {
    const value = grid.cell(row, column)
    return isLabelText(value) && !/[::]/.test(String(value)) && String(value).length <= 20
  })
  const spans = filled.some((column) => {
    const merge = grid.mergeAt(row, column)
    return merge !== null && (merge.right > merge.left || merge.bottom >= below)
  })
  // Without merges: a known label that has nothing below it belongs to both rows.
  const reachesDown = filled.some(
    (column) =>
      grid.cell(below, column) === null &&
      matchLabel(readLabel(grid.cell(row, column)).text) !== null,
  )
  return plain && (spans || reachesDown)
}

/** A row of sub-heads or units below: no numbers, and held to the header by merges or by blanks under its outer labels. */
const isChildRow = (
  grid: GridView,
  row: number,
  top: number,
  matchLabel: LabelMatcher,
): boolean => {
  const filled = grid.filled(row).filter((column) => column < SCAN_COLUMNS)
  if (filled.length === 0 || row > grid.last) return false
  const words = filled.map((column) => grid.cell(row, column))
  if (!words.every((value) => isLabelText(value))) return false
  const held = grid.filled(top).some((column) => {
    const merge = grid.mergeAt(row, column)
    return merge !== null && merge.top < row && merge.top >= top && merge.left === column
  })
  const underSpan = filled.every((column) => {
    const merge = grid.mergeAt(row - 1, column)
    return (
      grid.cell(row - 1, column) === null ||
      (merge !== null && merge.right > merge.left) ||
      isUnitOnly(grid.cell(row, column)) ||
      // A head without a merge: nothing beside it, and a sub-head below both.
      (grid.cell(row - 1, column + 1) === null && grid.cell(row, column + 1) !== null)
    )
  })
  if (held) return true
  if (filled.length < 2) return false
  const outer = outerColumns(grid, top, matchLabel)
  if (outer.length > 0 && outer.some((column) => filled.includes(column))) return false
  const known = words.filter((value) => {
    const label = readLabel(value)
    return label.text === '' || matchLabel(label.text) !== null
  })
  return underSpan || known.length * 2 > words.length
}

/** Serial and name: a sub-head has nothing there, a payee has. */
const outerColumns = (grid: GridView, row: number, matchLabel: LabelMatcher): number[] =>
  grid.filled(row).filter((column) => {
    const role = matchLabel(readLabel(grid.cell(row, column)).text)?.role
    const merge = grid.mergeAt(row, column)
    return (role === 'name' || role === 'serial') && !(merge && merge.right > merge.left)
  })

const isUnitOnly = (value: CellValue): boolean => {
  const label = readLabel(value)
  return label.text === '' && label.unit !== null
}

const isLabelText = (value: CellValue): boolean => {
  if (typeof value !== 'string') return false
  const text = compactText(value)
  return !isDataLike(text) && !/^-?[\d,.]+$/.test(text) && !/[::]./.test(text) && text.length <= 30
}

const readColumns = (
  grid: GridView,
  top: number,
  bottom: number,
  matchLabel: LabelMatcher,
): Column[] => {
  const width = Math.min(SCAN_COLUMNS, widest(grid, top, bottom))
  const columns: Column[] = []
  for (let index = 0; index < width; index++) {
    const path = readPath(grid, index, top, bottom)
    if (path.length === 0) continue
    const leaf = [...path].reverse().find((label) => label.text !== '')
    columns.push({ index, path, match: leaf ? matchLabel(leaf.text) : null })
  }
  return columns
}

const widest = (grid: GridView, top: number, bottom: number): number => {
  let width = 0
  for (let row = top; row <= bottom; row++) {
    for (const column of grid.filled(row)) {
      width = Math.max(width, (grid.mergeAt(row, column)?.right ?? column) + 1, column + 1)
    }
  }
  return width
}

const readPath = (grid: GridView, column: number, top: number, bottom: number): Label[] => {
  const path: Label[] = []
  for (let row = top; row <= bottom; row++) {
    const value = grid.cell(row, column) ?? spanningValue(grid, row, column, top, bottom)
    if (value === null) continue
    const label = readLabel(value)
    const previous = path.at(-1)
    if (previous && previous.text === label.text && label.text !== '') continue
    path.push(label)
  }
  return path
}

/** The head above a child: by its merge, or, where the format has none, the next text to the left that has children too. */
const spanningValue = (
  grid: GridView,
  row: number,
  column: number,
  top: number,
  bottom: number,
): CellValue => {
  const merge = grid.mergeAt(row, column)
  if (merge) return merge.top === row ? grid.cell(merge.top, merge.left) : null
  if (row === bottom || !hasBelow(grid, row, column, bottom)) return null
  for (let left = column - 1; left >= 0; left--) {
    const value = grid.cell(row, left)
    if (value === null) {
      if (!hasBelow(grid, row, left, bottom)) return null
      continue
    }
    const span = grid.mergeAt(row, left)
    if (span && span.right < column && (span.right > span.left || span.bottom > span.top))
      return null
    return hasBelow(grid, row, left, bottom) && sameParent(grid, row, left, column, top)
      ? value
      : null
  }
  return null
}

const hasBelow = (grid: GridView, row: number, column: number, bottom: number): boolean => {
  for (let r = row + 1; r <= bottom; r++) if (grid.cell(r, column) !== null) return true
  return false
}

/** A head does not reach past the head above it. */
const sameParent = (grid: GridView, row: number, left: number, right: number, top: number) => {
  for (let r = top; r < row; r++) {
    for (let c = left + 1; c <= right; c++) if (grid.cell(r, c) !== null) return false
  }
  return true
}

/** 栏次 · 甲 乙 1 2 3 · 6=4×5: numbers of columns, not of a payee. */
export const isNumbering = (grid: GridView, row: number): boolean => {
  const filled = grid.filled(row)
  if (filled.length < 3) return false
  const texts = filled.map((column) => compactText(grid.cell(row, column)))
  if (texts.some((text) => isTotalText(text))) return false
  const first = texts[0]!
  const rest = /^(?:栏次|栏目|行次)$/.test(first) ? texts.slice(1) : texts
  const marks = rest.filter((text) =>
    /^[甲乙丙丁戊己庚辛]$|^\(?\d{1,2}\)?栏?$|^\(?\d{1,2}\)?[=＝].+$|^[A-Z]$/.test(text),
  )
  if (marks.length !== rest.length) return false
  const numbers = rest.flatMap((text) => /^\(?(\d{1,2})/.exec(text)?.[1] ?? []).map(Number)
  return numbers.every((n, i) => i === 0 || n === numbers[i - 1]! + 1) && (numbers[0] ?? 1) <= 3
}
