// One fault put into a clean roster of any layout gives its finding, at its row, and no other.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CellValue, Sheet, Workbook } from '../../src/server/intake/grid.ts'
import { makeAccount, understand } from '../support/make-workbook.ts'
import { layoutChoice } from '../support/layout-choice.ts'
import { renderRoster, type LayoutChoice } from '../support/render-roster.ts'
import { runs } from '../support/runs.ts'

interface Spot {
  readonly sheet: number
  readonly row: number
  readonly column: number
}

/** Cells that hold an ID, in the order of the file: one per payee row. */
const payeeSpots = ({ sheets }: Workbook): Spot[] =>
  sheets.flatMap((sheet, s) =>
    sheet.rows.flatMap((row, r) => {
      const column = row.findIndex(
        (value) => typeof value === 'string' && /^\d{17}[\dX]$/.test(value),
      )
      return column < 0 ? [] : [{ sheet: s, row: r, column }]
    }),
  )

const setCell = (workbook: Workbook, { sheet, row, column }: Spot, value: CellValue): Workbook => ({
  ...workbook,
  sheets: workbook.sheets.map((old, s): Sheet =>
    s !== sheet
      ? old
      : {
          ...old,
          rows: old.rows.map((cells, r) =>
            r === row ? Object.assign([...cells], { [column]: value }) : cells,
          ),
        },
  ),
})

const findingsOf = (workbook: Workbook): string[] => {
  const u = understand(workbook, '公示表.xlsx')
  expect(u.rowsExplained).toBe(u.rowsRead)
  return [...u.findings, ...u.rosters.flatMap((roster) => roster.findings)].map(
    (finding) => `${finding.code}@${finding.sheet}:${finding.row}`,
  )
}

const check = (
  change: (workbook: Workbook, spot: Spot, spots: readonly Spot[]) => Workbook,
  code: string,
  narrow: Partial<LayoutChoice> = {},
) => {
  fc.assert(
    fc.property(layoutChoice, fc.nat(), (layout, n) => {
      // A second person with a number, so that "no number" is one row's trouble and not the table's.
      const { workbook } = renderRoster({
        ...layout,
        people: Math.max(2, layout.people),
        ...narrow,
      })
      const spots = payeeSpots(workbook)
      const spot = spots[n % spots.length]!
      const name = workbook.sheets[spot.sheet]!.name
      const found = findingsOf(change(workbook, spot, spots))
      expect(found).toEqual([`${code}@${name}:${spot.row + 1}`])
    }),
    { numRuns: runs(60) },
  )
}

const idAt = (workbook: Workbook, spot: Spot) =>
  String(workbook.sheets[spot.sheet]!.rows[spot.row]![spot.column])

test('a wrong check digit', () => {
  check((workbook, spot) => {
    const id = idAt(workbook, spot)
    return setCell(workbook, spot, id.slice(0, 17) + (id.endsWith('7') ? '8' : '7'))
  }, 'id-check-digit')
})

test('a number of 15 digits', () => {
  check((workbook, spot) => setCell(workbook, spot, '152299820818499'), 'id-length', {
    programmes: 'title',
  })
})

test('an ID stored as a number', () => {
  check((workbook, spot) => setCell(workbook, spot, 152_299_196_505_000_000), 'id-as-number')
})

test('a masked ID among full ones', () => {
  check((workbook, spot) => setCell(workbook, spot, '152299********1234'), 'payee-unlinked', {
    programmes: 'title',
  })
})

test('a private-use character in a name', () => {
  check(
    (workbook, spot) => setCell(workbook, { ...spot, column: spot.column - 1 }, '白\ue123'),
    'private-use-text',
  )
})

test('a remark that asks', () => {
  check(
    (workbook, spot) => {
      const column = workbook.sheets[spot.sheet]!.rows.find((row) => row.includes('备注'))!.indexOf(
        '备注',
      )
      return setCell(workbook, { ...spot, column }, '已故')
    },
    'remark',
    { extras: true, spacedLabels: false },
  )
})

test('an account of somebody else, told at the later row', () => {
  fc.assert(
    fc.property(layoutChoice, (layout) => {
      const { workbook } = renderRoster({
        ...layout,
        programmes: 'title',
        people: Math.max(2, layout.people),
      })
      const spots = payeeSpots(workbook)
      const last = spots.at(-1)!
      const row = workbook.sheets[last.sheet]!.rows[last.row]!
      const column = row.findIndex(
        (value) => typeof value === 'string' && /^62179\d{14}$/.test(value),
      )
      const changed = setCell(workbook, { ...last, column }, makeAccount(1))
      const name = workbook.sheets[last.sheet]!.name
      expect(findingsOf(changed)).toEqual([`shared-account@${name}:${last.row + 1}`])
    }),
    { numRuns: runs(60) },
  )
})

test('a repeated row, told at the repeat', () => {
  fc.assert(
    fc.property(layoutChoice, fc.nat(), (layout, n) => {
      const { workbook } = renderRoster({
        ...layout,
        subtotals: 'none',
        total: 'none',
        pageRows: 0,
        people: Math.max(2, layout.people),
      })
      const spots = payeeSpots(workbook)
      const { sheet, row } = spots[n % spots.length]!
      const old = workbook.sheets[sheet]!
      const rows = [...old.rows.slice(0, row + 1), old.rows[row]!, ...old.rows.slice(row + 1)]
      const move = (at: number) => (at > row ? at + 1 : at)
      const merges = old.merges.map((m) => ({ ...m, top: move(m.top), bottom: move(m.bottom) }))
      const sheets = workbook.sheets.map((s, i) => (i === sheet ? { ...old, rows, merges } : s))
      expect(findingsOf({ ...workbook, sheets })).toEqual([`duplicate-row@${old.name}:${row + 2}`])
    }),
    { numRuns: runs(60) },
  )
})
