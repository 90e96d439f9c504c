// The sentences for a clerk: one for every reason, each with a remedy.
import { expect, test } from 'vitest'
import type { ReadError } from '../../../src/server/intake/grid.ts'
import { LIMITS } from '../../../src/server/intake/read/read-limits.ts'
import { readErrorText } from '../../../src/server/intake/read/read-error-text.ts'

const PLAIN = [
  'locked',
  'empty',
  'damaged',
  'not-a-table',
  'too-slow',
  'too-hungry',
  'missing',
] as const
const ERRORS: ReadError[] = [
  ...PLAIN.map((kind) => ({ kind })),
  ...Object.keys(LIMITS).map((limit) => ({ kind: 'too-large' as const, limit })),
]

test.each(ERRORS)('$kind $limit says in both languages what to do', (error) => {
  const { zh, en } = readErrorText(error)
  expect(zh).toMatch(/请.+。$/)
  expect(zh).not.toMatch(/[a-z]{4,}-|undefined|NaN/)
  expect(en).toMatch(/^[A-Z].+\.$/)
})

test('every error has a sentence of its own', () => {
  const sentences = ERRORS.map((error) => readErrorText(error).zh)
  expect(new Set(sentences).size).toBe(sentences.length - 1) // text and archive share 100 MB
})

test('a limit is told as an amount', () => {
  expect(readErrorText({ kind: 'too-large', limit: 'xls-bytes' }).zh).toContain('60 MB')
  expect(readErrorText({ kind: 'too-large', limit: 'cells' }).en).toContain('20000000 cells')
  expect(readErrorText({ kind: 'too-large', limit: 'of a later version' }).zh).toContain('MB')
})

test('a locked file names the remedy in the words of the program', () => {
  expect(readErrorText({ kind: 'locked' }).zh).toContain('去掉“打开密码”，另存为 .xlsx')
})
