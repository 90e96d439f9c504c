// Takes a filled table into the files of words: what is fine is written, what is not is named row by row, and nothing is half
// done: a table can be read again after it was mended.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { format, resolveConfig } from 'prettier'
import {
  areasOf,
  MONGOLIAN,
  type MongolianEntry,
  mongolianOf,
  REFERENCE,
  referenceOf,
  splitKey,
  stemOf,
  wordsOf,
} from './locale-files.ts'
import { judgeRow } from './read-review.ts'
import { readSheetRows, type SheetRow } from './sheet.ts'

export interface Taken {
  readonly taken: number
  readonly refused: number
  /** For a person: one for each row that changed something or could not. */
  readonly lines: readonly string[]
}

/** In the order of the Chinese file, whatever order the table had. */
const inOrder = (area: string, words: ReadonlyMap<string, MongolianEntry>) => {
  const order = [...new Set(Object.keys(wordsOf(REFERENCE, area)).map(stemOf))]
  const others = [...words.keys()].filter((name) => !order.includes(name))
  return Object.fromEntries(
    [...order, ...others].flatMap((name) => {
      const entry = words.get(name)
      return entry ? [[name, entry]] : []
    }),
  )
}

const writeArea = async (
  locales: string,
  area: string,
  words: ReadonlyMap<string, MongolianEntry>,
) => {
  const file = path.join(locales, MONGOLIAN, `${area}.json`)
  const options = await resolveConfig(path.resolve(import.meta.dirname, '../../locales/x.json'))
  const text = await format(JSON.stringify(inOrder(area, words)), { ...options, filepath: file })
  writeFileSync(file, text)
}

interface Change {
  readonly area: string
  readonly name: string
  readonly entry: MongolianEntry
}

interface Looked {
  readonly changes: readonly Change[]
  readonly lines: readonly string[]
  readonly refused: number
}

const lookAt = (
  rows: readonly SheetRow[],
  words: ReadonlyMap<string, Map<string, MongolianEntry>>,
): Looked => {
  const changes: Change[] = []
  const lines: string[] = []
  let refused = 0
  rows.forEach((row, index) => {
    const [area, name] = splitKey(row.key)
    const chinese = words.has(area) ? referenceOf(row.key) : undefined
    const judged = judgeRow(row, words.get(area)?.get(name), chinese)
    // Row 1 holds the headings.
    const where = `row ${index + 2} ${row.key}`
    if (judged.kind === 'refuse') {
      refused += 1
      lines.push(`${where}: not taken: ${judged.because}`)
    }
    if (judged.kind !== 'take') return
    changes.push({ area, name, entry: judged.entry })
    lines.push(`${where}: ${[judged.entry.review, ...judged.repairs].join('; ')}`)
  })
  return { changes, lines, refused }
}

/** `locales` is where the files are written; they are read from the repository. */
export const takeReview = async (file: string, locales: string): Promise<Taken> => {
  const table = readSheetRows(file)
  if (!table.ok) {
    const line = `not taken: the table has no column ${table.lacking.join(', ')}`
    return { taken: 0, refused: 1, lines: [line] }
  }
  const words = new Map(
    areasOf(REFERENCE).map((area) => [area, new Map(Object.entries(mongolianOf(area)))]),
  )
  const { changes, lines, refused } = lookAt(table.rows, words)
  for (const { area, name, entry } of changes) words.get(area)?.set(name, entry)
  for (const area of new Set(changes.map((change) => change.area)))
    await writeArea(locales, area, words.get(area) ?? new Map())
  const sum = `${changes.length} words taken, ${refused} rows refused`
  return { taken: changes.length, refused, lines: [...lines, sum] }
}
