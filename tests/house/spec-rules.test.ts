// Every numbered rule of a SPEC.md is quoted by the title of a test, and no test quotes a rule that does not exist.
import { describe, expect, test } from 'vitest'
import { filesBelow, readText } from '../support/repository.ts'
import { rulesIn, titlesOf } from '../support/test-titles.ts'

const SPECS = [
  'src/pack/SPEC.md',
  'src/protocol/SPEC.md',
  'src/sync/SPEC.md',
  'service-worker/SPEC.md',
]

const rulesOf = (spec: string): string[] =>
  [...readText(spec).matchAll(/^- \*\*([A-Z]+-\d+)\*\* /gm)].map(([, id = '']) => id)

const quoted = filesBelow('tests/')
  .filter((file) => /\.(test|spec)\.ts$/.test(file) || file.startsWith('tests/contract/'))
  .flatMap((file) => titlesOf(file, readText(file)).map((title) => ({ file, title })))
  .flatMap(({ file, title }) => rulesIn(title).map((rule) => ({ file, rule })))

describe('the reader of titles', () => {
  test('finds the rules of every way to write a test', () => {
    const text = `test('[A-1] one', f); describe.each(rows)('[B-2, C-3] %s', f); it.skipIf(x)(\`[D-4] \${x}\`, f)
      // test('[E-5] a comment', f)
      other('[F-6] no test', f)`
    expect(titlesOf('a.ts', text).flatMap(rulesIn)).toEqual(['A-1', 'B-2', 'C-3', 'D-4'])
  })
})

test.each(SPECS)('%s numbers each rule once', (spec) => {
  const rules = rulesOf(spec)
  expect(rules.length).toBeGreaterThan(2)
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([])
})

test.each(SPECS)('every rule of %s is proved by a test that quotes it', (spec) => {
  const proved = new Set(quoted.map(({ rule }) => rule))
  expect(rulesOf(spec).filter((rule) => !proved.has(rule))).toEqual([])
})

test('no test quotes a rule that no SPEC.md has', () => {
  const known = new Set(SPECS.flatMap(rulesOf))
  const strangers = quoted.filter(({ rule }) => !known.has(rule))
  expect(strangers.filter(({ file }) => file !== 'tests/house/spec-rules.test.ts')).toEqual([])
})
