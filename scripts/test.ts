// `npm test`: every check there is, in under ten minutes on two cores; `npm run test:long` with more seeds, more kills
// and the banner's size. Ends with `N passed, N failed`, and with an error if any failed or none ran.
import path from 'node:path'
import { killAll } from './check/command.ts'
import { runSteps } from './check/pool.ts'
import { total, type Outcome } from './check/step.ts'
import { allSteps } from './check/steps.ts'
import { openTempFolder } from './check/temp-folder.ts'
import { onStop } from './door.ts'

const root = path.resolve(import.meta.dirname, '..')
const long = process.argv.includes('--long')
const startedMs = performance.now()

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
const say = (line: string): void => {
  console.log(`${seconds(performance.now() - startedMs).padStart(8)}  ${line}`)
}

const counts = ({ passed, failed, skipped }: Outcome): string =>
  [
    failed > 0 ? `${failed} FAILED` : '',
    passed > 0 ? `${passed} passed` : '',
    skipped > 0 ? `${skipped} skipped` : '',
  ]
    .filter(Boolean)
    .join(', ') || 'ready'

const temp = long ? null : openTempFolder()
process.on('exit', () => temp?.remove())
onStop(() => {
  process.exitCode = 130
  killAll()
  return Promise.resolve()
})

const steps = allSteps({ root, long, log: say, tempDir: temp?.path })
const outcomes = await runSteps(steps, {
  started: ({ name }) => {
    say(`… ${name}`)
  },
  ended: ({ name }, outcome, ms) => {
    say(`${outcome.failed > 0 ? '✗' : '✓'} ${name}: ${counts(outcome)} (${seconds(ms)})`)
  },
  stillRunning: (names) => {
    say(`… still running: ${names.join(', ')}`)
  },
})

for (const [name, { complaints }] of outcomes)
  for (const complaint of complaints) console.log(`\n── ${name}\n${complaint}`)
const { passed, failed } = total([...outcomes.values()])
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
