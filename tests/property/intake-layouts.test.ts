// Laws of intake: however a roster is laid out, the same lines and sums come back, no clean roster is blamed, and every row
// is explained — also of sheets that make no sense at all.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeSheet, makeWorkbook, understand } from '../support/make-workbook.ts'
import { layoutChoice } from '../support/layout-choice.ts'
import { renderRoster } from '../support/render-roster.ts'
import { runs } from '../support/runs.ts'

const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values)
const choice = layoutChoice

const key = (line: { name: string; row?: number }) => JSON.stringify(line)

test('any layout of a clean roster gives the same lines and sums, and no finding', () => {
  fc.assert(
    fc.property(choice, (layout) => {
      const { workbook, lines } = renderRoster(layout)
      const u = understand(workbook, '公示表.xlsx')
      expect(u.rowsExplained).toBe(u.rowsRead)
      const read = u.rosters.flatMap((roster) =>
        roster.lines.map((line) =>
          key({
            village: roster.place,
            programme: roster.programme,
            year: roster.year,
            group: line.group,
            name: line.name,
            id: line.idNumber,
            account: line.account,
            quantity: line.quantity,
            rate: line.rate,
            amountFen: line.amountFen,
          } as never),
        ),
      )
      const meant = lines.map((line) =>
        key({
          village: `音德尔镇${line.village}`,
          programme: line.programme,
          year: 2025,
          group: line.group === '' ? null : line.group,
          name: line.name,
          id: line.id,
          account: line.account,
          quantity: line.quantity,
          rate: line.rate,
          amountFen: line.amountFen,
        } as never),
      )
      expect(read.sort()).toEqual(meant.sort())
      const findings = [...u.findings, ...u.rosters.flatMap((roster) => roster.findings)]
      expect(findings.map((f) => `${f.code}@${f.row} ${f.zh}`)).toEqual([])
    }),
    { numRuns: runs(300) },
  )
})

test('a total changed by one fen is told, wherever it stands', () => {
  fc.assert(
    fc.property(choice, fc.constantFrom('first' as const, 'last' as const), (layout, total) => {
      const changed = {
        ...layout,
        total,
        villages: 'title' as const,
        programmes: 'title' as const,
        textNumbers: 'no' as const,
      }
      const { workbook } = renderRoster(changed)
      const sheet = workbook.sheets[0]!
      const at = sheet.rows.findIndex((row) => ['合计', '合 计'].includes(String(row[0])))
      const column = sheet.rows[at]!.findLastIndex((value) => value !== null)
      const rows = sheet.rows.map((row, i) =>
        i === at
          ? row.map((value, c) =>
              c === column ? Math.round(Number(value) * 100 + 1) / 100 : value,
            )
          : row,
      )
      const u = understand({ ...workbook, sheets: [{ ...sheet, rows }] }, '公示表.xlsx')
      const findings = [...u.findings, ...u.rosters.flatMap((roster) => roster.findings)]
      expect(findings.map((f) => `${f.code}@${f.row}`)).toEqual([`total-mismatch@${at + 1}`])
    }),
    { numRuns: runs(100) },
  )
})

const cell = fc.oneof(
  fc.constant(null),
  fc.string({ maxLength: 12 }),
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.boolean(),
  pick(
    '姓名',
    '合计',
    '小计',
    '金额(元)',
    '面积(亩)',
    '一组',
    '团结村',
    '身份证号',
    '2025年公示表',
    '单位：元',
    '制表人：',
    '玉米',
    '备注',
    '1522991234',
    '其中：',
    '栏次',
  ),
)

test('every row of any sheet is explained, and nothing throws', () => {
  const rows = fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 25 })
  const merge = fc.tuple(fc.nat(20), fc.nat(8), fc.nat(20), fc.nat(8)).map(([a, b, c, d]) => ({
    top: Math.min(a, c),
    left: Math.min(b, d),
    bottom: Math.max(a, c),
    right: Math.max(b, d),
  }))
  fc.assert(
    fc.property(rows, fc.array(merge, { maxLength: 4 }), (grid, merges) => {
      const u = understand(makeWorkbook({ ...makeSheet(grid), merges }))
      expect(u.rowsExplained).toBe(u.rowsRead)
    }),
    { numRuns: runs(500) },
  )
})
