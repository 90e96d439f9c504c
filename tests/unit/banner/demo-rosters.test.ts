// The committed demo files are what the generator makes, cell for cell, and hold invented people only.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as XLSX from '@e965/xlsx'
import { describe, expect, test } from 'vitest'
import { judgeId } from '../../../src/domain/payee/rules.ts'
import { makeDemoRosters } from '../../../src/server/demo/demo-rosters.ts'
import { encodeGb18030 } from '../../../src/server/demo/gb18030.ts'
import { RARE_CHARACTERS } from '../../../src/server/demo/names.ts'
import type { DemoFile, DemoSheet } from '../../../src/server/demo/sheets.ts'

const folder = fileURLToPath(new URL('../../../src/server/demo/rosters/', import.meta.url))
const files = makeDemoRosters()
const clean = files.filter((file) => !file.path.includes('/'))

const readCsv = (bytes: Uint8Array, encoding: string) => {
  const text = new TextDecoder(encoding).decode(bytes)
  const rows = text.split('\r\n').slice(0, -1)
  return [{ name: 'Sheet1', merges: [], rows: rows.map((row) => row.split(',')) }]
}

const readWorkbook = (bytes: Uint8Array) => {
  const workbook = XLSX.read(bytes, { type: 'buffer' })
  return workbook.SheetNames.map((name) => {
    const sheet = workbook.Sheets[name]!
    const rows: unknown[][] = XLSX.utils.sheet_to_json(sheet, { header: 1, blankrows: true })
    const merges = (sheet['!merges'] ?? []).map(({ s, e }) => [s.r, s.c, e.r, e.c])
    return { name, merges, rows }
  })
}

/** Blank cells and rows' lengths differ by format; values and merges do not. */
const essence = (sheet: { name: string; merges: unknown[]; rows: unknown[][] }) => ({
  name: sheet.name,
  merges: sheet.merges.map((merge) => JSON.stringify(merge)).toSorted(),
  cells: sheet.rows.flatMap((row, r) =>
    row.flatMap((cell, c) =>
      cell === null || cell === undefined || cell === '' ? [] : [[r, c, cell]],
    ),
  ),
})

const essenceOf = (sheet: DemoSheet, asText: boolean) =>
  essence({
    name: sheet.name,
    merges: sheet.merges.map(({ top, left, bottom, right }) => [top, left, bottom, right]),
    rows: sheet.rows.map((row) => row.map((cell) => (asText ? String(cell ?? '') : cell))),
  })

test.each(files.map((file) => [file.path, file] as const))('%s is as generated', (path, file) => {
  const bytes = readFileSync(join(folder, path))
  const isCsv = file.format.startsWith('csv')
  const encoding = file.format === 'csv-gb18030' ? 'gb18030' : 'utf-8'
  const read = isCsv ? readCsv(bytes, encoding) : readWorkbook(bytes)
  expect(read.map(essence)).toEqual(file.sheets.map((sheet) => essenceOf(sheet, isCsv)))
})

test('no committed file is left over from an earlier generator', () => {
  const committed = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const names = committed.filter((name) => name.includes('.')).map((name) => name.normalize())
  expect(names.toSorted()).toEqual(files.map((file) => file.path).toSorted())
})

test('there are at least ten files in five formats', () => {
  expect(files.length).toBeGreaterThanOrEqual(10)
  expect(new Set(files.map((file) => file.format)).size).toBe(5)
})

describe('the invented people', () => {
  const textsOf = (file: DemoFile) =>
    file.sheets.flatMap(({ rows }) => rows.flat()).map((cell) => String(cell ?? '').trim())
  const idsOf = (list: readonly DemoFile[]) =>
    list.flatMap(textsOf).filter((text) => /^\d{17}[\dX]$/.test(text))

  test('have identity numbers of the unassigned area 152299 with a valid check character', () => {
    const ids = idsOf(clean)
    expect(ids.length).toBeGreaterThan(1000)
    expect(ids.filter((id) => !id.startsWith('152299') || judgeId(id) !== 'valid')).toEqual([])
  })

  test('keep their card and name over years and programmes, and share neither', () => {
    const accounts = new Map<string, Set<string>>()
    for (const row of clean.flatMap((file) => file.sheets.flatMap(({ rows }) => rows))) {
      const texts = row.map((cell) => String(cell ?? '').trim())
      const id = texts.find((text) => /^\d{17}[\dX]$/.test(text))
      const account = texts.find((text) => /^\d{19}$/.test(text))
      if (id && account) accounts.set(id, (accounts.get(id) ?? new Set()).add(account))
    }
    const cards = [...accounts.values()].flatMap((own) => [...own])
    expect(cards).toHaveLength(accounts.size)
    expect(new Set(cards).size).toBe(cards.length)
  })

  test('bear also long names, names with · and with characters that old systems lose', () => {
    const texts = new Set(clean.flatMap(textsOf))
    for (const rare of RARE_CHARACTERS) expect([...texts].some((t) => t.includes(rare))).toBe(true)
    expect([...texts].some((text) => /^\p{Script=Han}+·\p{Script=Han}+$/u.test(text))).toBe(true)
    expect(texts).toContain('阿拉坦德力格尔玛')
  })
})

test('GB18030 is written as decoders read it, in one, two and four bytes', () => {
  const text = 'A,元亩·𠮷䶮㛃𬀩　（）\t'
  const bytes = encodeGb18030(text)
  expect(new TextDecoder('gb18030').decode(bytes)).toBe(text)
  expect([...encodeGb18030('亩𠮷')]).toEqual([0xc4, 0xb6, 0x95, 0x34, 0xb2, 0x35])
})
