// What was released is frozen: SHA256SUMS only grows, each file it names lies there unchanged, and nothing lies there unnamed.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, readText, root } from '../support/repository.ts'

const FOLDER = 'tests/compat/'

/** Lines of SHA256SUMS per release, and the hash of these lines. A release adds a line here and changes none. */
const RELEASES: readonly (readonly [name: string, lines: string])[] = [
  ['release-1', '99aeccc4a2876328ca02ee75d87cf940b5971f8b57bbeb3a57ec05f4a2cc4d66'],
  ['release-2', '2a69b282d0889ab9d6a3979cfc3f60aef9b47736d20013e80015190a1818ce9c'],
]

const sums = readText(`${FOLDER}SHA256SUMS`).trimEnd().split('\n')
const hashOf = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')

test('each frozen file lies there unchanged', () => {
  const changed = sums.filter((line) => {
    const [hash, file = ''] = line.split('  ')
    return hash !== hashOf(readFileSync(path.join(root, FOLDER, file)))
  })
  expect(changed).toEqual([])
})

test('nothing lies among frozen files that is not listed', () => {
  const listed = new Set(sums.map((line) => `${FOLDER}${line.split('  ')[1] ?? ''}`))
  const there = filesBelow(FOLDER).filter((file) => /^tests\/compat\/release-/.test(file))
  expect(there.filter((file) => !listed.has(file))).toEqual([])
  expect(listed.size).toBe(sums.length)
})

test.each(RELEASES)('the list of %s is the one that was released', (name, lines) => {
  const own = sums.filter((line) => line.includes(`  ${name}/`))
  expect(own.length).toBeGreaterThan(0)
  expect(hashOf(own.join('\n'))).toBe(lines)
})

test('each release has its line here', () => {
  const named = new Set(sums.map((line) => /release-\d+/.exec(line)?.[0]))
  expect([...named].sort()).toEqual(RELEASES.map(([name]) => name).sort())
})
