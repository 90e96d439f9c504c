// `npm run i18n`: how much of each screen can be read in Mongolian, with and without drafts.
// `npm run i18n -- core` writes anew which words the five herder screens show (locales/core-mn.json).
import path from 'node:path'
import { CORE_FILE, keysOf, writeCore } from './i18n/core.ts'

const root = path.resolve(import.meta.dirname, '..')

const core = async (): Promise<void> => {
  const written = await writeCore(root)
  console.log(`${CORE_FILE}: ${keysOf(written).length} words`)
}

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = { core }

const [name = '', ...args] = process.argv.slice(2)
const command = COMMANDS[name]
if (command) await command(args)
else {
  console.error(`usage: npm run i18n -- ${Object.keys(COMMANDS).join(' | ')}`)
  process.exitCode = 1
}
