// Which line belongs to which payee: by keyed hash of the ID; by name and group only when unique on both sides and confirmed.
import { describe, expect, test } from 'vitest'
import type { ImportLine } from '../../../src/server/registry/import-types.ts'
import { createPayeeLinker } from '../../../src/server/registry/payee-linker.ts'
import type { PayeeTable } from '../../../src/server/store/registry-tables.ts'
import { makeId, makeLine, SITE } from '../../support/test-instance.ts'

const personKey = (id: string) => `key of ${id}`

const payee = (id: number, overrides: Partial<PayeeTable> = {}): PayeeTable => ({
  id,
  site: SITE,
  number: id,
  person_key: null,
  name: '包金山',
  group_name: '一组',
  last_four: '',
  see: null,
  ...overrides,
})

const unknown = (overrides: Partial<ImportLine> = {}): ImportLine =>
  makeLine(1, { idNumber: null, name: '包金山', group: '一组', ...overrides })

const linkerOf = (
  registered: readonly PayeeTable[],
  lines: readonly ImportLine[],
  linkByName = true,
) => {
  let id = 100
  return createPayeeLinker(registered, {
    site: SITE,
    personKey,
    lines,
    linkByName,
    nextId: () => id++,
  })
}

describe('a line with an ID', () => {
  const line = makeLine(1, { name: '包金山', group: '一组' })

  test('finds its payee by the keyed hash, whatever the name says now', () => {
    const known = payee(7, { person_key: personKey(makeId(1)), name: '旧名' })
    const linker = linkerOf([known], [line])
    expect(linker.link(line, true)).toBe(7)
    expect(linker.takeNew()).toEqual([])
    expect(linker.changes()).toEqual([
      { id: 7, number: 7, name: '包金山', group: '一组', renamed: true },
    ])
  })

  test('never takes over a payee known by name alone', () => {
    const linker = linkerOf([payee(7)], [line])
    expect(linker.link(line, true)).toBe(100)
    expect(linker.takeNew()).toMatchObject([
      { id: 100, number: 8, person_key: personKey(makeId(1)), last_four: makeId(1).slice(-4) },
    ])
  })

  test('two people of one name and group are two payees', () => {
    const other = makeLine(2, { name: '包金山', group: '一组' })
    const linker = linkerOf([], [line, other])
    expect(linker.link(line, true)).not.toBe(linker.link(other, true))
  })

  test('twice in one file is one payee', () => {
    const linker = linkerOf([], [line, line])
    expect(linker.link(line, true)).toBe(linker.link(line, true))
    expect(linker.takeNew()).toHaveLength(1)
  })
})

describe('a line without an ID', () => {
  test('links by name and group where both are unique on both sides and the clerk said yes', () => {
    const linker = linkerOf([payee(7, { person_key: 'some' })], [unknown()])
    expect(linker.link(unknown(), true)).toBe(7)
  })

  test('links to nobody when the clerk did not say yes', () => {
    const linker = linkerOf([payee(7)], [unknown()], false)
    expect(linker.link(unknown(), true)).toBe(100)
  })

  test('links to nobody when two registered payees share name and group', () => {
    const linker = linkerOf([payee(7), payee(8)], [unknown()])
    expect(linker.link(unknown(), true)).toBe(100)
  })

  test('links to nobody when two rows of the file share name and group', () => {
    const [first, second] = [unknown({ row: 4 }), unknown({ row: 5 })]
    const linker = linkerOf([payee(7)], [first, second])
    expect([linker.link(first, true), linker.link(second, true)]).toEqual([100, 101])
  })

  test('never links by the name when the group differs', () => {
    const linker = linkerOf([payee(7)], [unknown({ group: '二组' })])
    expect(linker.link(unknown({ group: '二组' }), true)).toBe(100)
  })

  test('several programmes side by side in one row are one person, in one file and not beyond', () => {
    const [left, right] = [unknown({ row: 4, amountFen: 1 }), unknown({ row: 4, amountFen: 2 })]
    const linker = linkerOf([], [left, right], false)
    expect(linker.link(left, true)).toBe(linker.link(right, true))
    expect(linker.takeNew()).toHaveLength(1)
  })

  test('a merged payee is no target: its number points elsewhere', () => {
    const linker = linkerOf([payee(7, { see: 3 })], [unknown()])
    expect(linker.link(unknown(), true)).toBe(100)
  })
})

describe('[PACK-6] payee numbers', () => {
  test('go on after the greatest ever given, merged ones included', () => {
    const linker = linkerOf([payee(2, { number: 41, see: 1 }), payee(1, { number: 1 })], [])
    linker.link(makeLine(1), true)
    expect(linker.takeNew()).toMatchObject([{ number: 42 }])
  })

  test('are not given by masked or counted programmes, and come with the first named one', () => {
    const line = makeLine(1)
    const linker = linkerOf([], [line])
    linker.link(line, false)
    expect(linker.takeNew()).toMatchObject([{ number: null }])
    linker.link(line, true)
    expect(linker.changes()).toMatchObject([{ id: 100, number: 1, renamed: false }])
  })

  test('a known payee keeps the number it has', () => {
    const linker = linkerOf([payee(7, { number: 3, person_key: personKey(makeId(1)) })], [])
    linker.link(makeLine(1, { name: '包金山', group: '一组' }), true)
    expect(linker.changes()).toEqual([])
  })
})

describe('name and group of a payee', () => {
  test('a printed blank never erases a known group', () => {
    const linker = linkerOf([payee(7, { person_key: personKey(makeId(1)) })], [])
    linker.link(makeLine(1, { name: '包金山', group: '' }), true)
    expect(linker.changes()).toEqual([])
  })

  test('a newer spelling of a payee that was inserted already becomes an update', () => {
    const [first, second] = [makeLine(1, { name: '甲' }), makeLine(1, { name: '乙' })]
    const linker = linkerOf([], [first, second])
    linker.link(first, true)
    linker.takeNew()
    linker.link(second, true)
    expect(linker.changes()).toMatchObject([{ id: 100, name: '乙', renamed: true }])
  })
})
