// The offices that most end-to-end tests begin with, made by the real command line: one with rosters of two villages, imported and
// published, and one with the demo. Made once, before all tests (playwright.config.ts), and copied for each file of them.
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
const DEMO_COMMANDS = [['seed', '--demo']]
/** The folders' names reach the workers in their environment. */
const PREPARED = 'ILTOD_PREPARED_OFFICE'
const PREPARED_DEMO = 'ILTOD_PREPARED_DEMO'

/** What the first roster was published for, and who stands in it. */
export const SITE = '152223105200'

/** A copy with a port of its own, not started yet. */
export const openPreparedOffice = (): Promise<Office> => openOffice(process.env[PREPARED])

const prepare = async (commands: readonly (readonly string[])[]): Promise<Office> => {
  const office = await openOffice()
  for (const args of commands) {
    const { code, out, err } = await office.iltod(...args)
    if (code !== 0) throw new Error(`iltod ${args[0]}:\n${out}\n${err}`)
  }
  return office
}

/** The same with the demo; made anew where nobody has prepared it. */
export const openDemoOffice = async (): Promise<Office> => {
  const prepared = process.env[PREPARED_DEMO]
  return prepared === undefined ? prepare(DEMO_COMMANDS) : openOffice(prepared)
}

/** Gives what takes them away again. */
const prepareOffices = async (): Promise<() => Promise<void>> => {
  const offices = await Promise.all([prepare(COMMANDS), prepare(DEMO_COMMANDS)])
  process.env[PREPARED] = offices[0].dataDir
  process.env[PREPARED_DEMO] = offices[1].dataDir
  return async () => {
    for (const office of offices) await office.dispose()
  }
}
export default prepareOffices
