// The error registry, the specification and the locales name the same codes: none without words, no words without a code.
import { expect, test } from 'vitest'
import { ERRORS } from '../../src/protocol/errors.ts'
import { readJson, readText, wordFiles } from '../support/repository.ts'

const spec = readText('src/protocol/SPEC.md')

/** First column of each table, by the heading of that column. */
const tables = new Map(
  [...spec.matchAll(/^\| ([a-z ]+) \|.*\n\|[-|]+\n((?:\|.*\n?)*)/gm)].map(
    ([, heading = '', rows = '']) => [
      heading,
      [...rows.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code = '']) => code),
    ],
  ),
)
const codes = Object.keys(ERRORS)
const languages = wordFiles().filter((file) => file.endsWith('/error.json'))

test('[ERR-5] the table of codes in SPEC.md is the registry', () => {
  expect(tables.get('code')).toEqual(codes)
})

test('[ERR-5] each code has a status of HTTP errors and a retry class', () => {
  const classes = ['never', 'later', 'after-sign-in', 'after-upgrade']
  for (const { status, retry } of Object.values(ERRORS)) {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
    expect(classes).toContain(retry)
  }
})

test.each(languages)('[ERR-5] %s has a key for each code and fault, and no other', (file) => {
  const named = [...tables].filter(([heading]) => heading === 'code' || heading.startsWith('fault'))
  expect(named.length).toBeGreaterThan(1)
  const keys = Object.keys(readJson(file) as Record<string, unknown>)
  expect(keys.sort()).toEqual(named.flatMap(([, rows]) => rows).sort())
})

test('every language has words for errors', () => {
  const all = new Set(wordFiles().map((file) => file.split('/')[1]))
  expect(languages.map((file) => file.split('/')[1])).toEqual([...all].sort())
})
