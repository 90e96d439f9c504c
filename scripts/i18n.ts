// `npm run i18n`: how much of each herder screen can be read in Mongolian, with and without drafts.
// `npm run i18n -- core`: finds anew which words those screens show · `sheet FILE.xlsx|.csv`: writes the table that a reviewer
// fills in · `read FILE`: takes it back.
import path from 'node:path'
import { CORE_FILE, keysOf, writeCore } from './i18n/core.ts'
import { takeReview } from './i18n/take-review.ts'
import { shareRows, sharesOfScreens } from './i18n/shares.ts'
import { sheetRows, writeSheet } from './i18n/sheet.ts'

const root = path.resolve(import.meta.dirname, '..')

const USAGE = `usage:
  npm run i18n                      share of Mongolian words on each herder screen
  npm run i18n -- core              writes ${CORE_FILE}
  npm run i18n -- sheet FILE        writes the table for a reviewer (.xlsx or .csv)
  npm run i18n -- read FILE         takes the filled table back`

const share = (): number => {
  console.table(shareRows(sharesOfScreens()))
  return 0
}

const core = async (): Promise<number> => {
  console.log(`${CORE_FILE}: ${keysOf(await writeCore(root)).length} words`)
  return 0
}

const sheet = (file: string): number => {
  const rows = sheetRows()
  writeSheet(file, rows)
  console.log(`${file}: ${rows.length} words`)
  return 0
}

const read = async (file: string): Promise<number> => {
  const taken = await takeReview(file, path.join(root, 'locales'))
  for (const line of taken.lines) console.log(line)
  return taken.refused > 0 ? 1 : 0
}

const run = (name: string | undefined, file: string | undefined): number | Promise<number> => {
  if (name === undefined) return share()
  if (name === 'core' && file === undefined) return core()
  if (file !== undefined && /\.(xlsx|csv)$/i.test(file)) {
    if (name === 'sheet') return sheet(file)
    if (name === 'read') return read(file)
  }
  console.error(USAGE)
  return 64
}

process.exitCode = await run(process.argv[2], process.argv[3])
