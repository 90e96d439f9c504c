// The office that most end-to-end tests begin with: its keys are made, rosters of two villages imported and published, by the real
// command line. Made once, before all tests (playwright.config.ts), and copied for each file of them.
import path from 'node:path'
import { type Office, openOffice } from './office.ts'

const ROSTERS = path.resolve(import.meta.dirname, '../fixtures/rosters')
const COMMANDS = [
  ['keys', 'init'],
  [
    'import',
    path.join(ROSTERS, '耕地地力保护补贴-巴达尔胡镇-2025.xls'),
    path.join(ROSTERS, '草原生态补奖-图牧吉镇-2025.xlsx'),
    '--accept',
  ],
  ['publish'],
]
/** The folder's name reaches the workers in their environment. */
const PREPARED = 'ILTOD_PREPARED_OFFICE'

/** What the first roster was published for, and who stands in it. */
export const SITE = '152223105200'

/** A copy with a port of its own, not started yet. */
export const openPreparedOffice = (): Promise<Office> => openOffice(process.env[PREPARED])

/** Gives what takes it away again. */
const prepareOffice = async (): Promise<() => Promise<void>> => {
  const office = await openOffice()
  for (const args of COMMANDS) {
    const { code, out, err } = await office.iltod(...args)
    if (code !== 0) throw new Error(`iltod ${args[0]}:\n${out}\n${err}`)
  }
  process.env[PREPARED] = office.dataDir
  return office.dispose
}
export default prepareOffice
