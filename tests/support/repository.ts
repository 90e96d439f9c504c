// The repository as text: what a house test reads. Walks the folder itself, so that it works without git too.
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')

/** What `.gitignore` names, and what git keeps for itself. */
const APART = new Set(['.git', 'node_modules', 'dist', 'data', 'coverage', '.cache'])
const APART_TOO = new Set(['test-results', 'playwright-report'])

/** Paths from the root, with `/`, in a fixed order. */
export const filesBelow = (dir = ''): string[] =>
  readdirSync(path.join(root, dir), { withFileTypes: true })
    .filter(({ name }) => !APART.has(name) && !APART_TOO.has(name) && !name.endsWith('.log'))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(`${dir}${entry.name}/`) : [`${dir}${entry.name}`],
    )
    .sort()

export const readText = (file: string): string => readFileSync(path.join(root, file), 'utf8')

/** Files of words; beside their folders lie a page for translators and the list of what a herder must be able to read. */
export const wordFiles = (dir = 'locales/'): string[] =>
  filesBelow(dir).filter((file) => /^locales\/[^/]+\/.*\.json$/.test(file))

/** Null for pictures, fonts, spreadsheets: whatever holds a zero byte. */
export const textOrNull = (file: string): string | null => {
  const bytes = readFileSync(path.join(root, file))
  return bytes.includes(0) ? null : bytes.toString('utf8')
}

export const readJson = (file: string): unknown => JSON.parse(readText(file))
