// `npm run test:mutants [-- PART OF A NAME]`: each planted fault must be noticed. Ends with `N passed, N failed`.
import path from 'node:path'
import { killAll } from './check/command.ts'
import { tryMutants } from './check/mutants.ts'
import { onStop } from './door.ts'

onStop(() => {
  process.exitCode = 130
  killAll()
  return Promise.resolve()
})

const root = path.resolve(import.meta.dirname, '..')
const [only = ''] = process.argv.slice(2)
const { passed, failed, complaints } = await tryMutants({
  root,
  only,
  log: (line) => {
    console.log(line)
  },
})
for (const complaint of complaints) console.log(`\n── ${complaint}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
