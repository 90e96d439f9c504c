// The only door of identity numbers: keyed hashes that need the key, blocks that open whole or not at all.
import { describe, expect, test } from 'vitest'
import { createIdentityBox } from '../../../src/server/registry/identity-box.ts'
import { makeId } from '../../support/test-instance.ts'

const box = createIdentityBox(new Uint8Array(32).fill(1))
const otherBox = createIdentityBox(new Uint8Array(32).fill(2))
const rows = Array.from({ length: 256 }, (_, n) => ({
  idNumber: makeId(n),
  account: n % 2 === 0 ? `6217000${n}` : null,
}))

const flipped = (bytes: Uint8Array, at: number): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  copy[at] = copy[at]! ^ 1
  return copy
}

describe('the keyed hash of a person', () => {
  test('is equal for one number under one key, also after a restart', () => {
    const again = createIdentityBox(new Uint8Array(32).fill(1))
    expect(again.personKey(makeId(5))).toBe(box.personKey(makeId(5)))
  })

  test('differs between numbers and between keys', () => {
    const hashes = [
      box.personKey(makeId(5)),
      box.personKey(makeId(6)),
      otherBox.personKey(makeId(5)),
    ]
    expect(new Set(hashes).size).toBe(3)
  })

  test('is no plain hash that a list of all IDs could undo', async () => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(makeId(5)))
    expect(box.personKey(makeId(5))).not.toBe(Buffer.from(digest).toString('hex'))
    expect(box.personKey(makeId(5))).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('a block of identities', () => {
  test('opens to what was put in', () => {
    expect(box.openBlock(box.sealBlock(rows))).toEqual(rows)
  })

  test('holds no number in the clear and is never the same twice', () => {
    const [one, two] = [box.sealBlock(rows), box.sealBlock(rows)]
    expect(one.data.includes(makeId(3))).toBe(false)
    expect(one.data.equals(two.data)).toBe(false)
    expect(one.nonce.equals(two.nonce)).toBe(false)
  })

  test('another key opens nothing', () => {
    expect(() => otherBox.openBlock(box.sealBlock(rows))).toThrow()
  })

  test('a flipped bit anywhere opens nothing', () => {
    const { nonce, data } = box.sealBlock(rows.slice(0, 2))
    for (let at = 0; at < data.length; at++) {
      expect(() => box.openBlock({ nonce, data: flipped(data, at) })).toThrow()
    }
    expect(() => box.openBlock({ nonce: flipped(nonce, 0), data })).toThrow()
  })
})

describe('a sealed file', () => {
  const plain = Buffer.from(`姓名,身份证号\n李四,${makeId(9)}`)

  test('opens to the same bytes and shows none of them', () => {
    const sealed = box.seal(plain)
    expect(box.open(sealed).equals(plain)).toBe(true)
    expect(sealed.includes(makeId(9))).toBe(false)
  })

  test('cut short, changed or under another key it is refused', () => {
    const sealed = box.seal(plain)
    expect(() => box.open(sealed.subarray(0, sealed.length - 1))).toThrow()
    expect(() => box.open(flipped(sealed, 20))).toThrow()
    expect(() => otherBox.open(sealed)).toThrow()
  })

  test('an empty file is a file too', () => {
    expect(box.open(box.seal(new Uint8Array(0)))).toHaveLength(0)
  })
})
