// Laws of the column codes: what is written is read, what is left over or missing is noticed.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bitsToText,
  type ColumnReader,
  flagsToText,
  integersToText,
  readBits,
  readFlags,
  readIntegers,
  readSmall,
  smallToText,
} from '../../src/pack/column.ts'
import { decodeNames, encodeNames } from '../../src/pack/name-column.ts'
import { decodePinyin, encodePinyin, orderPinyin } from '../../src/pack/pinyin-columns.ts'
import { decodePlaces, encodePlaces } from '../../src/pack/place-columns.ts'
import type { Place } from '../../src/pack/domain-types.ts'
import { runs } from '../support/runs.ts'

fc.configureGlobal({ numRuns: runs(100) })

const readAll = (reader: ColumnReader, count: number): number[] =>
  Array.from({ length: count }, () => reader.next())

/** Mostly zeros, as columns are, with runs long enough for written-out gaps. */
const sparse = fc
  .array(fc.tuple(fc.nat(200), fc.maxSafeInteger()), { maxLength: 20 })
  .map((tokens) => tokens.flatMap(([gap, value]) => [...new Array<number>(gap).fill(0), value]))

describe('[PACK-8] a column', () => {
  test('of integers is read as it was written, to the last letter', () => {
    fc.assert(
      fc.property(sparse, (values) => {
        const reader = readIntegers(integersToText(values))
        expect(readAll(reader, values.length).map((value) => value + 0)).toEqual(
          values.map((value) => value + 0),
        )
        expect(reader.isSound).toBe(true)
      }),
    )
  })

  test('of integers that share a factor is as short as without it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9999, max: 9999 }), { minLength: 1 }), (values) => {
        const long = integersToText(values.map((value) => value * 1000))
        expect(long.length).toBeLessThanOrEqual(integersToText(values).length + 3)
      }),
    )
  })

  test('of flags is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), fc.nat(3000), (flags, gap) => {
        const all = [...flags, ...new Array<boolean>(gap).fill(false), true]
        const reader = readFlags(flagsToText(all))
        expect(readAll(reader, all.length).map(Boolean)).toEqual(all)
        expect(reader.isSound).toBe(true)
      }),
    )
  })

  test('of bits is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 100 }), (bits) => {
        const reader = readBits(bitsToText(bits), bits.length)
        expect(readAll(reader, bits.length).map(Boolean)).toEqual(bits)
        expect(reader.isSound).toBe(true)
      }),
    )
  })

  test('of small numbers is read as it was written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4096 }),
        fc.array(fc.nat(), { maxLength: 50 }),
        (limit, numbers) => {
          const values = numbers.map((number) => number % limit)
          expect(readSmall(smallToText(values, limit), limit, values.length)).toEqual(values)
        },
      ),
    )
  })

  test('that is cut off or has letters left over is not sound', () => {
    fc.assert(
      fc.property(sparse, (values) => {
        const text = integersToText(values)
        fc.pre(text !== '')
        const cut = readIntegers(text.slice(0, -1))
        readAll(cut, values.length)
        expect(cut.isSound).toBe(false)
        const long = readIntegers(`${text}A`)
        readAll(long, values.length)
        expect(long.isSound).toBe(false)
      }),
    )
  })

  test('of which too little is read is not sound', () => {
    fc.assert(
      fc.property(sparse, (values) => {
        fc.pre(values.length > 0 && values[values.length - 1] !== 0)
        const reader = readIntegers(integersToText(values))
        readAll(reader, values.length - 1)
        expect(reader.isSound).toBe(false)
      }),
    )
  })
})

const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('𠮷', '䶮', '㛃', '𬀩', ''),
)

describe('[PACK-8] names', () => {
  test('of any characters are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(anyName), (names) => {
        expect(decodeNames(encodeNames(names), names.length)).toEqual(names)
      }),
    )
  })

  test('of more characters than one letter can tell are read as they were written', () => {
    for (const count of [62, 63, 64, 126, 127, 3968, 3969, 5000]) {
      const names = Array.from({ length: count }, (_, i) => String.fromCodePoint(0x4e00 + i))
      expect(decodeNames(encodeNames(names), count)).toEqual(names)
    }
  })

  test('are refused when their number is not as told', () => {
    fc.assert(
      fc.property(fc.array(anyName), fc.nat(20), (names, count) => {
        fc.pre(count !== names.length)
        expect(decodeNames(encodeNames(names), count)).toBeNull()
      }),
    )
  })
})

const anyPlace: fc.Arbitrary<Place> = fc.record({
  id: fc.stringMatching(/^(\d{6}|\d{9}|\d{12}|d-[a-z0-9-]{1,60})$/),
  type: fc.constantFrom('banner', 'town', 'gacha', 'village', 'department', 'community'),
  name: fc.oneof(fc.constantFrom('东风村', '~~', '=='), fc.string({ minLength: 2 })),
  parent: fc.option(fc.constantFrom('152223', '152223100')),
  aliases: fc.array(
    fc.oneof(fc.constantFrom('东风村委会', '~村', '=村', '东风村东风村'), fc.string()),
  ),
})

describe('[PACK-5] the catalogue’s', () => {
  test('places are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(anyPlace), (places) => {
        expect(decodePlaces(encodePlaces(places))).toEqual(places)
      }),
    )
  })

  test('readings are read as they were written, whatever their order', () => {
    const syllable = fc.stringMatching(/^[a-z]{1,6}$/)
    const characters = fc.string({ unit: 'grapheme-composite', maxLength: 5 })
    fc.assert(
      fc.property(fc.dictionary(syllable, characters), (pinyin) => {
        const shuffled = Object.fromEntries(Object.entries(pinyin).reverse())
        expect(decodePinyin(encodePinyin(pinyin))).toEqual(orderPinyin(pinyin))
        expect(encodePinyin(shuffled)).toEqual(encodePinyin(pinyin))
      }),
    )
  })
})
