// The report of a check: the exact shape of the JSON, and what a clerk reads.
// What `check` prints: the agreed JSON, the exit codes, and the table for a clerk.
import { expect, test } from 'vitest'
import { alignTable, printReport, widthOf } from '../../../src/server/intake/report-table.ts'
import {
  countRoles,
  exitCodeOf,
  explainReadError,
  reportFile,
  reportUnreadable,
} from '../../../src/server/intake/report.ts'
import {
  makeAccount,
  makeId,
  makeSheet,
  makeWorkbook,
  understand,
} from '../../support/make-workbook.ts'

const TITLE = '2025年新林镇新林村耕地地力保护补贴公示表'
const HEAD = '序号|姓名|身份证号|账号|面积(亩)|标准(元/亩)|金额(元)'
const row = (n: number, name: string, rest = '10|67.41|674.1') =>
  `${n}|${name}|${makeId(n)}|${makeAccount(n)}|${rest}`
const report = (...rows: string[]) => {
  const understanding = understand(
    makeWorkbook(makeSheet([TITLE, HEAD, ...rows], { name: '公示表' })),
  )
  return { report: reportFile('a.xls', understanding), counts: countRoles(understanding) }
}

test('the report has the agreed shape and nothing of a person', () => {
  const { report: made } = report(
    row(1, '白龙'),
    row(2, '达来', '4.5|67.41|'),
    '合计||||14.5||674.1',
  )
  expect(made).toEqual({
    file: 'a.xls',
    rosters: [
      {
        site: '152223101200',
        place: '新林镇新林村',
        programme: 'gengdi-dili',
        programmeText: '耕地地力保护补贴',
        year: 2025,
        batch: '1',
        unit: '亩',
        rows: 2,
        quantity: '14.5',
        amountFen: 67_410,
        printedTotalFen: 67_410,
        findings: [
          {
            sheet: '公示表',
            row: 4,
            code: 'amount-missing',
            level: 'stop',
            detail: expect.stringMatching(/^有数量没有金额，按标准应为303\.35元。 A quantity/),
          },
        ],
      },
    ],
    findings: [],
    rowsRead: 5,
    rowsExplained: 5,
    errors: [],
  })
  const text = JSON.stringify(made)
  for (const secret of [makeId(1), makeId(2), makeAccount(1), makeAccount(2), '白龙', '达来']) {
    expect(text).not.toContain(secret)
  }
})

test('a roster without quantities or amounts says null', () => {
  const understanding = understand(
    makeWorkbook(
      makeSheet([
        '2025年新林镇新林村高龄津贴公示表',
        '姓名|身份证号|金额(元)',
        `白龙|${makeId(1)}|100`,
      ]),
    ),
  )
  expect(reportFile('a', understanding).rosters[0]).toMatchObject({
    unit: null,
    quantity: null,
    amountFen: 10_000,
    printedTotalFen: null,
  })
})

test('exit codes: 0 readable, 2 with a stop finding, 3 unreadable', () => {
  expect(exitCodeOf(report(row(1, '白龙')).report)).toBe(0)
  expect(exitCodeOf(report(row(1, '白龙', '10|67.41|700')).report)).toBe(0)
  expect(exitCodeOf(report(row(1, '白龙', '10|67.41|')).report)).toBe(2)
  expect(exitCodeOf(reportUnreadable('a', explainReadError({ kind: 'locked' })))).toBe(3)
})

test('the table for a clerk groups findings and names what was left out', () => {
  const { report: made, counts } = report(
    row(1, '白龙', '10|67.41|700'),
    row(2, '达来'),
    '|某某|||||',
    '合计||||20||1374.1',
  )
  const text = printReport(made, counts)
  expect(text).toContain('共 6 行，说明了 6 行：标题 1，表头 1，收款人 2')
  expect(text).toMatch(/新林镇新林村 +耕地地力保护补贴 +2025 +1 +2 +20 +亩 +1374\.10 +1374\.10/)
  expect(text).toContain('【请核对】1 处')
  expect(text).toContain('计算不符（amount-mismatch）1 处')
  expect(text).toMatch(/第3行 +10亩×67\.41元应为674\.10元/)
  expect(text).toContain('【没有取用的行】')
  expect(text).toMatch(/公示表 +第5行 +不取：没有数量和金额/)
  expect(text).toContain('结论：核对无误后，可用 --accept 导入。')
})

test('an unreadable file gets one sentence', () => {
  const made = reportUnreadable('a.xls', explainReadError({ kind: 'locked' }))
  expect(printReport(made, { roles: {}, rejected: [] })).toMatch(
    /^文件：a\.xls\n读不了：文件加了密码/,
  )
})

test('columns are aligned by what a terminal shows', () => {
  expect(widthOf('音德尔a𠮷')).toBe(9)
  expect(
    alignTable(
      [
        ['音德尔', '1'],
        ['ab', '12'],
      ],
      new Set([1]),
    ),
  ).toEqual(['音德尔   1', 'ab      12'])
})

test('what the import takes over survives the way between processes', () => {
  const understanding = understand(makeWorkbook(makeSheet([TITLE, HEAD, row(1, '白龙')])))
  const copy = structuredClone(understanding.rosters)
  expect(copy[0]!.lines).toEqual(understanding.rosters[0]!.lines)
  expect(copy[0]!.lines).toHaveLength(1)
})
