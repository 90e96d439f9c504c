// The command `check` as a clerk types it: exit codes, table, JSON, several files.
// `iltod check` as a clerk calls it, with real files and the real child process.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkCommand } from '../../../src/cli/check.ts'

const sample = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/rosters/${encodeURIComponent(name)}`, import.meta.url))
const FAULTY = sample('耕地地力保护补贴-有差错-2025.xls')
const CLEAN = sample('草原生态补奖-图牧吉镇-2025.xlsx')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'iltod-check-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = async (...args: string[]) => {
  const out: string[] = []
  const err: string[] = []
  const code = await checkCommand(args, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    dataDir: folder,
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('one file with --json gives one object and the exit code of its worst finding', async () => {
  const { code, out } = await run('--json', FAULTY)
  const report = JSON.parse(out)
  expect(code).toBe(2)
  expect(report).toMatchObject({
    file: '耕地地力保护补贴-有差错-2025.xls',
    rowsRead: 43,
    rowsExplained: 43,
    errors: [],
  })
  expect(report.rosters[0].findings).toHaveLength(9)
})

test('several files give an array in their order; one that is missing makes the code 3', async () => {
  const { code, out } = await run(CLEAN, join(folder, 'none.xls'), '--json')
  const reports = JSON.parse(out) as { file: string; rosters: unknown[]; errors: unknown[] }[]
  expect(code).toBe(3)
  expect(reports.map((report) => report.file)).toEqual([
    '草原生态补奖-图牧吉镇-2025.xlsx',
    'none.xls',
  ])
  expect(reports[0]!.rosters).toHaveLength(2)
  expect(reports[1]!.errors[0]).toMatchObject({ code: 'missing' })
})

test('without --json a table is printed, without any full number', async () => {
  const { code, out } = await run(FAULTY)
  expect(code).toBe(2)
  expect(out).toContain('缺金额（amount-missing）1 处')
  expect(out).not.toMatch(/\d{8}/)
})

test('what is no table gets a sentence', async () => {
  const file = join(folder, 'program.xls')
  writeFileSync(file, Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]))
  const { code, out } = await run(file)
  expect(code).toBe(3)
  expect(out).toContain('读不了：')
  expect(out).not.toMatch(/Error|at /)
})

test('words of the data directory are used', async () => {
  const file = join(folder, '耕地地力保护补贴-新林镇新林村-2025.csv')
  writeFileSync(file, '姓名,身份证号,面积(亩),惠农款(元)\r\n白龙,1522**********1234,10,674.1\r\n')
  expect((await run('--json', file)).code).toBe(0)
  const own = join(folder, 'banner')
  mkdirSync(own)
  writeFileSync(join(own, 'header-aliases.json'), '{"ignored":["惠农款"]}')
  expect((await run('--json', file)).code).toBe(2)
  writeFileSync(join(own, 'header-aliases.json'), '{"broken"')
  const broken = await run('--json', file)
  expect(broken.code).toBe(3)
  expect(JSON.parse(broken.out).errors[0].code).toBe('header-aliases')
  rmSync(own, { recursive: true })
})

test.each([[[]], [['--nonsense', FAULTY]]])(
  'called with %j it says how to be called',
  async (args) => {
    const { code, out, err } = await run(...args)
    expect(code).toBe(64)
    expect(out).toBe('')
    expect(err).toContain('check 文件…')
  },
)
