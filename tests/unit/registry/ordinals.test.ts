// Ordinals of a payee's lines: what stays keeps its key, whatever else comes or goes.
import { describe, expect, test } from 'vitest'
import { assignOrdinals } from '../../../src/server/registry/ordinals.ts'

const content = (amountFen: number | null, quantity: number | null = null) => ({
  quantity,
  rate: null,
  amountFen,
})
const stored = (ordinal: number, amountFen: number) => ({ ordinal, ...content(amountFen) })

describe('[PACK-7] ordinals of the lines of one payee', () => {
  test('a first version counts from one', () => {
    expect(assignOrdinals([content(10), content(20), content(10)], [])).toEqual([1, 2, 3])
  })

  test('lines that stay keep theirs, in whatever order they come', () => {
    const before = [stored(1, 10), stored(2, 20), stored(3, 30)]
    expect(assignOrdinals([content(30), content(10), content(20)], before)).toEqual([3, 1, 2])
  })

  test('a changed line takes the ordinal that nobody else keeps', () => {
    const before = [stored(1, 10), stored(2, 20)]
    expect(assignOrdinals([content(99), content(10)], before)).toEqual([2, 1])
  })

  test('a line that left frees nothing for a stranger while others only stay', () => {
    expect(assignOrdinals([content(20)], [stored(1, 10), stored(2, 20)])).toEqual([2])
  })

  test('new lines count on after the greatest ordinal of the version before, gaps are not filled', () => {
    const before = [stored(2, 20), stored(5, 50)]
    const lines = [content(20), content(50), content(60), content(70)]
    expect(assignOrdinals(lines, before)).toEqual([2, 5, 6, 7])
  })

  test('two equal lines before and one now: the lower ordinal stays', () => {
    expect(assignOrdinals([content(10)], [stored(2, 10), stored(1, 10)])).toEqual([1])
  })

  test('an unknown amount is a content of its own, not a match for any', () => {
    const before = [{ ordinal: 1, ...content(null, 5) }, stored(2, 10)]
    expect(assignOrdinals([content(null, 7), content(10)], before)).toEqual([1, 2])
  })

  test('the same quantity and amount under another rate is a changed line', () => {
    const before = [{ ordinal: 4, quantity: 1000, rate: 10, amountFen: 1 }]
    expect(assignOrdinals([{ quantity: 1000, rate: 20, amountFen: 1 }], before)).toEqual([4])
  })
})
