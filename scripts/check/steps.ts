// The steps of `npm test`: what is run, in which order, and how each is counted.
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { findBrowser, findOldBrowser, hasOldBrowser } from '../../tests/support/browser.ts'
import { startPostgres } from '../../tests/support/postgres.ts'
import { buildApp } from '../app/build.ts'
import { prepareIntake } from '../app/intake-child.ts'
import { installTool } from '../tools/npm.ts'
import { runTool } from './command.ts'
import { tryMutants } from './mutants.ts'
import { lastLines, readPlaywright, readVitest } from './reports.ts'
import { failedCheck, passedCheck, type Outcome, type Step } from './step.ts'

export interface StepOptions {
  readonly root: string
  readonly long: boolean
  readonly log: (line: string) => void
  /** Where tests keep what they throw away; the system's own folder when undefined. */
  readonly tempDir: string | undefined
}

const MINUTE_MS = 60_000

/** A tool that says yes or no: one check. */
const check = (name: string, script: string, ...args: string[]): Step => ({
  name,
  after: [],
  lane: 'beside',
  run: async () => {
    const options = { limitMs: 20 * MINUTE_MS, patient: true }
    const { ok, output } = await runTool(script, args, options)
    return ok ? passedCheck : failedCheck(lastLines(output))
  },
})

const tsc = (name: string, project: string): Step =>
  check(name, 'typescript/bin/tsc', '--noEmit', '--pretty', 'false', '-p', project)

const buildStep = ({ root, log }: StepOptions): Step => ({
  name: 'build',
  after: [],
  lane: 'main',
  run: async () => {
    await buildApp({ root, log, force: true })
    await prepareIntake(root)
    return passedCheck
  },
})

/** Fetching is no check; what can't be fetched is a failure. */
const fetched: Outcome = { ...passedCheck, passed: 0 }

const fetchStep = ({ log }: StepOptions): Step => ({
  name: 'browsers and PostgreSQL',
  after: [],
  lane: 'beside',
  run: async () => {
    await installTool('postgres', log)
    const browser = await findBrowser(log)
    log(`browser: ${browser.how}, Chromium ${browser.version}`)
    if (!hasOldBrowser) return fetched
    const old = await findOldBrowser(log)
    log(`old browser: ${old.how}, Chromium ${old.version}`)
    return fetched
  },
})

/** A report of the run before must not be taken for this one's. */
const freshReport = ({ root }: StepOptions, name: string): string => {
  const file = path.join(root, '.cache/reports', `${name}.json`)
  mkdirSync(path.dirname(file), { recursive: true })
  rmSync(file, { force: true })
  return file
}

/** Against a hang, not against a slow machine: what is meant to be fast says so in a bench. */
const limits = ({ long }: StepOptions) => ({ limitMs: (long ? 80 : 20) * MINUTE_MS })
const envOf = ({ long, tempDir }: StepOptions): NodeJS.ProcessEnv => ({
  ...(long && { ILTOD_LONG: '1' }),
  ...(tempDir !== undefined && { TMPDIR: tempDir }),
})

const vitestStep = (options: StepOptions): Step => ({
  name: 'unit, contract, property and house tests',
  after: ['build', 'browsers and PostgreSQL'],
  lane: 'main',
  run: async () => {
    const report = freshReport(options, 'vitest')
    const args = ['run', '--reporter=json', `--outputFile=${report}`]
    const postgres = await startPostgres(options.log)
    const env = { ...envOf(options), ILTOD_PG: postgres.url }
    try {
      return readVitest(
        report,
        await runTool('vitest/vitest.mjs', args, { env, ...limits(options) }),
      )
    } finally {
      await postgres.stop()
    }
  },
})

const endToEndStep = (options: StepOptions): Step => ({
  name: 'end-to-end tests',
  after: ['build', 'browsers and PostgreSQL'],
  lane: 'main',
  run: async () => {
    const report = freshReport(options, 'playwright')
    const args = ['test', '-c', 'tests/e2e', '--reporter=json']
    const env = { ...envOf(options), PLAYWRIGHT_JSON_OUTPUT_FILE: report }
    const ended = await runTool('@playwright/test/cli.js', args, { env, ...limits(options) })
    return readPlaywright(report, ended)
  },
})

const mutantsStep = ({ root, log }: StepOptions): Step => ({
  name: 'planted faults',
  after: ['unit, contract, property and house tests'],
  lane: 'main',
  run: () => tryMutants({ root, log }),
})

export const allSteps = (options: StepOptions): readonly Step[] => [
  buildStep(options),
  fetchStep(options),
  vitestStep(options),
  endToEndStep(options),
  ...(options.long ? [mutantsStep(options)] : []),
  check('lint', 'eslint/bin/eslint.js', '--max-warnings', '0', '.'),
  tsc('types', 'tsconfig.json'),
  tsc('types of the server', 'tsconfig.server.json'),
  tsc('types of the service worker', 'service-worker/tsconfig.json'),
  check(
    'types of the app',
    'svelte-check/bin/svelte-check',
    ...['--tsconfig', './tsconfig.app.json', '--fail-on-warnings', '--output', 'human'],
  ),
  check('format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
]
