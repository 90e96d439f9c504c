// Counting what test runners report: whatever goes wrong in a run is at least one failure.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readPlaywright, readVitest } from '../../../scripts/check/reports.ts'

const ok = { ok: true, output: '' }
const notOk = { ok: false, output: 'Unhandled rejection: boom' }

let file = ''
beforeEach(() => {
  file = path.join(mkdtempSync(path.join(os.tmpdir(), 'iltod-report-')), 'report.json')
})
afterEach(() => {
  rmSync(path.dirname(file), { recursive: true, force: true })
})

const write = (report: unknown): string => {
  writeFileSync(file, JSON.stringify(report))
  return file
}
const vitest = (...statuses: string[]) => ({
  testResults: [
    {
      name: 'a.test.ts',
      status: statuses.includes('failed') ? 'failed' : 'passed',
      message: '',
      assertionResults: statuses.map((status) => ({
        fullName: 'it holds',
        status,
        failureMessages: status === 'failed' ? ['expected 1 to be 2'] : [],
      })),
    },
  ],
})

describe('Vitest', () => {
  test('counts tests that passed, failed and were skipped, and says which failed', () => {
    const outcome = readVitest(write(vitest('passed', 'passed', 'failed', 'skipped')), notOk)
    expect(outcome).toMatchObject({ passed: 2, failed: 1, skipped: 1 })
    expect(outcome.complaints).toEqual(['a.test.ts\nit holds\nexpected 1 to be 2'])
  })

  test('counts a file that could not be read as a failure', () => {
    const report = {
      testResults: [{ ...vitest().testResults[0], status: 'failed', message: 'no such module' }],
    }
    expect(readVitest(write(report), notOk)).toMatchObject({ passed: 0, failed: 1 })
  })

  test('counts a run that ended badly as a failure, though all its tests passed', () => {
    const outcome = readVitest(write(vitest('passed')), notOk)
    expect(outcome).toMatchObject({ passed: 1, failed: 1 })
    expect(outcome.complaints[0]).toContain('boom')
  })

  test('counts a run without tests, and one without a report, as a failure', () => {
    expect(readVitest(write({ testResults: [] }), ok)).toMatchObject({ passed: 0, failed: 1 })
    expect(readVitest(`${file}.missing`, ok)).toMatchObject({ passed: 0, failed: 1 })
  })
})

describe('Playwright', () => {
  const spec = (title: string, good: boolean) => ({
    title,
    file: 'a.spec.ts',
    ok: good,
    tests: [{ results: [{ errors: good ? [] : [{ message: 'not visible' }] }] }],
  })

  test('counts expected, unexpected and skipped, in nested suites too', () => {
    const report = {
      suites: [{ specs: [spec('one', true)], suites: [{ specs: [spec('two', false)] }] }],
      errors: [],
      stats: { expected: 1, unexpected: 1, flaky: 0, skipped: 3 },
    }
    const outcome = readPlaywright(write(report), notOk)
    expect(outcome).toMatchObject({ passed: 1, failed: 1, skipped: 3 })
    expect(outcome.complaints).toEqual(['a.spec.ts\ntwo\nnot visible'])
  })

  test('counts errors outside tests', () => {
    const report = {
      suites: [],
      errors: [{ message: 'no browser' }],
      stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 },
    }
    expect(readPlaywright(write(report), notOk)).toMatchObject({
      failed: 1,
      complaints: ['no browser'],
    })
  })
})
