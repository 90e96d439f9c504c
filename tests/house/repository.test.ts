// What must never stand in the repository: addresses of a package registry, paths of somebody's machine, numbers that
// could be a person's. And how files are named and begun.
import { describe, expect, test } from 'vitest'
import { filesBelow, readText, textOrNull } from '../support/repository.ts'

const files = filesBelow()
const texts = files.flatMap((file) => {
  const text = textOrNull(file)
  return text === null ? [] : [{ file, text }]
})

/** `file:line` of each place where `pattern` matches. */
const placesOf = (pattern: RegExp): string[] =>
  texts.flatMap(({ file, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
  )

const ID =
  /(?<![0-9A-Za-z])(\d{6})(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])/
/** No county has this area code (DECISIONS): numbers made with it are nobody's. */
const NOBODYS = '152299'

const foreignIds = (text: string): string[] =>
  [...text.matchAll(new RegExp(ID, 'g'))].flatMap(([id, area]) => (area === NOBODYS ? [] : [id]))

describe('what is looked for is found', () => {
  test('an ID number of a real area', () => {
    const date = '19800101'
    expect(foreignIds(`身份证 110101${date}001X，`)).toHaveLength(1)
    expect(foreignIds(`身份证 ${NOBODYS}${date}001X，`)).toEqual([])
    expect(foreignIds(`a hash a110101${date}001Xf`)).toEqual([])
  })
})

test('lock files hold no addresses', () => {
  const locks = files.filter((file) => file.endsWith('package-lock.json'))
  expect(locks.length).toBeGreaterThanOrEqual(4)
  for (const lock of locks) {
    expect(readText(lock)).not.toMatch(/"resolved"/)
    expect(readText(lock)).toMatch(/"integrity": "sha512-/)
  }
})

test('each folder that npm installs keeps addresses out of its lock', () => {
  for (const lock of files.filter((file) => file.endsWith('package-lock.json')))
    expect(readText(lock.replace('package-lock.json', '.npmrc'))).toMatch(
      /^omit-lockfile-registry-resolved=true$/m,
    )
})

test('no file names a package registry', () => {
  expect(placesOf(/https?:\/\/(registry|npm)\.[a-z]/)).toEqual([])
})

test("no file names a path of somebody's machine", () => {
  const machine = ['wo' + 'rk', 'fa' + 'rm'].join('|')
  const path = new RegExp(
    `(^|[^\\w.-])/((${machine})/(main|shared|steering)|home/\\w+/|Users/\\w+/)`,
  )
  expect(path.test(`see /${'wo' + 'rk'}/main/a`)).toBe(true)
  expect(placesOf(path)).toEqual([])
})

test('no file holds an ID number outside the area that is nobody’s', () => {
  const found = texts.flatMap(({ file, text }) => foreignIds(text).map(() => file))
  expect([...new Set(found)]).toEqual([])
})

const ours = files.filter(
  (file) => /^(src|service-worker|scripts|tests)\//.test(file) && /\.(ts|mjs|svelte)$/.test(file),
)

test('every source file begins with a sentence on what it is for', () => {
  const begins = /^(\/\/ \S|<!--\s*\S|\/\*\* \S)/
  expect(ours.length).toBeGreaterThan(50)
  expect(ours.filter((file) => !begins.test(readText(file)))).toEqual([])
})

/** Tests are tables of cases: they may be longer. */
test('no file of the program is longer than 400 lines', () => {
  const program = ours.filter((file) => !file.startsWith('tests/'))
  expect(program.filter((file) => readText(file).split('\n').length > 401)).toEqual([])
})

test('no file or folder bears a name that says nothing', () => {
  const empty = /(^|\/)(utils?|helpers?|common|managers?|misc)([./-]|$)/i
  expect(ours.filter((file) => empty.test(file))).toEqual([])
})

test('files are named in kebab-case, components in Pascal', () => {
  const named =
    /(^|\/)([a-z0-9]+(-[a-z0-9]+)*(\.(svelte|test|spec|d|bench|config))*\.(ts|mjs)|[A-Z][A-Za-z0-9]*\.svelte)$/
  expect(ours.filter((file) => !named.test(file))).toEqual([])
})
