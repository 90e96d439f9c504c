// Reads what Vitest and Playwright wrote about a run. A run that failed for a reason no test names still counts as one
// failure, and so does a run that found no test.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Ended } from './command.ts'
import { failedCheck, type Outcome } from './step.ts'

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[] | null
    }[]
  }[]
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs: readonly {
    readonly title: string
    readonly file: string
    readonly ok: boolean
    readonly tests: readonly {
      readonly results: readonly { readonly errors: readonly { readonly message?: string }[] }[]
    }[]
  }[]
}

interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[]
  readonly errors: readonly { readonly message?: string }[]
  readonly stats: { readonly expected: number; readonly unexpected: number } & {
    readonly flaky: number
    readonly skipped: number
  }
}

const LINES_SHOWN = 30
const root = path.resolve(import.meta.dirname, '../..')

/** Our own lines of a stack are enough, and paths from the root shorter. */
const shorten = (text: string): string => {
  const lines = text
    .replaceAll(root + path.sep, '')
    .split('\n')
    .filter((line) => !/^\s+at .*(node_modules|node:internal|new Promise)/.test(line))
  const rest = lines.length - LINES_SHOWN
  const more = rest > 0 ? [`… ${rest} more lines`] : []
  return [...lines.slice(0, LINES_SHOWN), ...more].join('\n')
}

export const lastLines = (text: string, count = 60): string =>
  text.trimEnd().split('\n').slice(-count).join('\n')

/** Failures that stand in no test: a crash, an unhandled rejection, an empty run. */
const withWholeRun = (outcome: Outcome, ended: Ended): Outcome => {
  if (outcome.failed > 0 || (ended.ok && outcome.passed > 0)) return outcome
  const why = ended.ok ? 'ran no test' : 'failed, though every test that ran passed'
  const failure = failedCheck(`the run ${why}:\n${lastLines(ended.output)}`)
  return { ...failure, passed: outcome.passed, skipped: outcome.skipped }
}

const read = (file: string, ended: Ended, count: (report: unknown) => Outcome): Outcome =>
  existsSync(file)
    ? withWholeRun(count(JSON.parse(readFileSync(file, 'utf8'))), ended)
    : failedCheck(`wrote no report:\n${lastLines(ended.output)}`)

const countVitest = ({ testResults }: VitestReport): Outcome => {
  const tests = testResults.flatMap((file) => file.assertionResults.map((test) => ({ file, test })))
  const failures = tests.filter(({ test }) => test.status === 'failed')
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: tests.filter(({ test }) => test.status === 'passed').length,
    failed: failures.length + broken.length,
    skipped: tests.filter(({ test }) => !['passed', 'failed'].includes(test.status)).length,
    complaints: [
      ...failures.map(({ file, test }) =>
        shorten(`${file.name}\n${test.fullName}\n${(test.failureMessages ?? []).join('\n')}`),
      ),
      ...broken.map(({ name, message }) => shorten(`${name}\n${message}`)),
    ],
  }
}

const specsOf = (suite: PlaywrightSuite): PlaywrightSuite['specs'] => [
  ...suite.specs,
  ...(suite.suites ?? []).flatMap(specsOf),
]

const countPlaywright = ({ suites, errors, stats }: PlaywrightReport): Outcome => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky + errors.length,
  skipped: stats.skipped,
  complaints: [
    ...suites
      .flatMap(specsOf)
      .filter(({ ok }) => !ok)
      .map(({ file, title, tests }) => {
        const said = tests.flatMap(({ results }) => results.flatMap((result) => result.errors))
        return shorten(`${file}\n${title}\n${said.map(({ message = '' }) => message).join('\n')}`)
      }),
    ...errors.map(({ message = 'unknown error' }) => shorten(message)),
  ],
})

export const readVitest = (file: string, ended: Ended): Outcome =>
  read(file, ended, (report) => countVitest(report as VitestReport))

export const readPlaywright = (file: string, ended: Ended): Outcome =>
  read(file, ended, (report) => countPlaywright(report as PlaywrightReport))
