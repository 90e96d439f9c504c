// What is said of a number gives the number again, whatever it is.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LARGEST, spokenFen, spokenNumber, spokenQuantity } from '../../src/app/voice/number.ts'

const valueOf = (key: string): number => Number(/^voice\.number\.(\d+)$/.exec(key)?.[1])

/** As a listener adds up: tens and ones on their own, hundred, thousand and ten thousand times what came just before. */
const heard = (keys: readonly string[]): number => {
  let [sum, group, last] = [0, 0, 0]
  for (const value of keys.map(valueOf)) {
    if (value === 10_000) {
      sum += (group + last) * value
      ;[group, last] = [0, 0]
    } else if (value >= 100) {
      group += last * value
      last = 0
    } else last += value
  }
  return sum + group + last
}

const numbers = fc.oneof(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: LARGEST }))

test('a whole number', () => {
  fc.assert(fc.property(numbers, (value) => heard(spokenNumber(value)!) === value))
})

test('nothing is said twice or of nought: no number of eight digits takes more than fifteen words', () => {
  fc.assert(
    fc.property(numbers, (value) => {
      const keys = spokenNumber(value)!
      expect(keys.length).toBeLessThanOrEqual(15)
      expect(value > 0 && keys.includes('voice.number.0')).toBe(false)
    }),
  )
})

test('a quantity in thousandths', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: LARGEST * 1000 }), (thousandths) => {
      const keys = spokenQuantity(thousandths)!
      const at = keys.indexOf('voice.point')
      const whole = heard(at < 0 ? keys : keys.slice(0, at))
      const digits =
        at < 0
          ? ''
          : keys
              .slice(at + 1)
              .map(valueOf)
              .join('')
      return whole * 1000 + Number(digits.padEnd(3, '0')) === thousandths
    }),
  )
})

test('an amount in fen', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: LARGEST * 100 }), (fen) => {
      const worth = { 'shell.unit.yuan': 100, 'voice.jiao': 10, 'voice.fen': 1 }
      let [sum, from] = [0, 0]
      const keys = spokenFen(fen)!
      keys.forEach((key, at) => {
        const times = (worth as Readonly<Record<string, number>>)[key]
        if (times === undefined) return
        sum += heard(keys.slice(from, at)) * times
        from = at + 1
      })
      return sum === fen && from === keys.length
    }),
  )
})
