// Rows that share a person or an account: none may be missed, however many there are.
import { expect, test } from 'vitest'
import type { IdReading } from '../../../src/server/intake/cells/identity.ts'
import { createRepeats } from '../../../src/server/intake/rows/repeats.ts'

const numbered = (number: string): IdReading => ({ printed: number, number, trouble: null })
const person = (number: string) => ({ id: numbered(number), name: '甲', group: null })

test('whoever comes twice is known by both rows, the first one too', () => {
  const repeats = createRepeats()
  const first = repeats.note(person('152299197001010011'), null)
  const other = repeats.note(person('152299197001010038'), null)
  const second = repeats.note(person('152299197001010011'), null)
  expect([first, other, second].map(repeats.has)).toEqual([true, false, true])
})

test('an account of two people makes both rows known', () => {
  const repeats = createRepeats()
  const one = repeats.note(person('152299197001010011'), '6217000000000000001')
  const two = repeats.note(person('152299197001010038'), '6217000000000000001')
  expect([one, two].map(repeats.has)).toEqual([true, true])
})

test('without a number the name and the group say who it is', () => {
  const repeats = createRepeats()
  const nameless = { id: { printed: '', number: null, trouble: 'missing' as const }, name: '乙' }
  const noted = ['东屯', '西屯', '东屯'].map((group) => repeats.note({ ...nameless, group }, null))
  expect(noted.map(repeats.has)).toEqual([true, false, true])
})

test('of two hundred thousand rows no repeated one is missed and most of the others are left alone', () => {
  const repeats = createRepeats()
  const all = 200_000
  const noted = Array.from({ length: all }, (_, i) => {
    const number = String(152299190000000000n + BigInt(i % (all - 1000)))
    return repeats.note(person(number), null)
  })
  const known = noted.map(repeats.has)
  expect(known.slice(0, 1000).every(Boolean)).toBe(true)
  expect(known.slice(all - 1000).every(Boolean)).toBe(true)
  expect(known.filter(Boolean).length).toBeLessThan(all / 3)
})
