// The registry, its words and its page in SPEC.md say the same: nothing missing, nothing extra.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ERRORS, FAULTS, isErrorCode, retryOf } from '../../../src/protocol/errors.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const codes = [...Object.keys(ERRORS), ...Object.keys(FAULTS)].sort()

const wordsOf = (language: string) =>
  JSON.parse(readFileSync(path.join(root, `locales/${language}/error.json`), 'utf8')) as Record<
    string,
    unknown
  >

describe('the error registry', () => {
  test('[ERR-5] each code has a line in SPEC.md, and nothing else has', () => {
    const spec = readFileSync(path.join(root, 'src/protocol/SPEC.md'), 'utf8')
    const tables = spec.slice(spec.indexOf('| code | when |'))
    const listed = [...tables.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1])
    expect(listed.sort()).toEqual(codes)
  })

  test.each(['zh-CN', 'en'])('[ERR-5] each code has a sentence in %s', (language) => {
    const words = wordsOf(language)
    expect(Object.keys(words).sort()).toEqual(codes)
    for (const sentence of Object.values(words)) expect(sentence).toMatch(/[。.]$/)
  })

  test('[ERR-5] Mongolian has the same keys, each a word in Mongolian letters', () => {
    const words = wordsOf('mn-Mong-CN')
    expect(Object.keys(words).sort()).toEqual(codes)
    for (const word of Object.values(words))
      expect(word).toMatchObject({ text: expect.stringMatching(/^[\u1820-\u1842]/) })
  })

  test('[ERR-4] a code of a newer server is tried later; names of the language are no codes', () => {
    expect(retryOf('moon-eclipsed')).toBe('later')
    expect(retryOf('toString')).toBe('later')
    expect(isErrorCode('constructor')).toBe(false)
    expect(isErrorCode('event-differs')).toBe(true)
  })

  test('[ERR-1] statuses are refusals', () => {
    for (const { status } of Object.values(ERRORS)) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(600)
    }
  })
})
