// Archives whose directory is measured against what is really inside.
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openZip } from '../../../src/server/intake/read/zip/zip-guard.ts'
import { makeZip, zipOf } from './make-files.ts'

const LIMITS = { entries: 10, unpackedBytes: 10_000 }
const entry = (name: string, text: string, lie = {}) => {
  const packed = deflateRawSync(Buffer.from(text))
  return { name, packed, bytes: text.length, checksum: 0, ...lie }
}

const refusal = async (bytes: Buffer, name = 'a'): Promise<string> => {
  try {
    await openZip(bytes, LIMITS).text(name)
    return 'read'
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

describe('an archive is measured, not believed', () => {
  test('an honest one is read', async () => {
    const zip = openZip(makeZip({ a: '甲', 'xl\\b.xml': '乙' }), LIMITS)
    expect(await zip.text('A')).toBe('甲')
    expect(await zip.text('/xl/b.xml')).toBe('乙')
    expect(zip.names).toEqual(['a', 'xl/b.xml'])
    expect(await zip.measure()).toBeGreaterThan(0)
  })

  test('claims above the limit are refused before anything is unpacked', async () => {
    const claims = zipOf([entry('a', 'x', { bytes: 6000 }), entry('b', 'x', { bytes: 6000 })])
    expect(await refusal(claims)).toBe('too-large')
  })

  test('an entry that holds more than it claims is damaged', async () => {
    expect(await refusal(zipOf([entry('a', 'x'.repeat(5000), { bytes: 10 })]))).toBe('damaged')
  })

  test('an entry that holds less than it claims is damaged', async () => {
    expect(await refusal(zipOf([entry('a', 'x', { bytes: 2 })]))).toBe('damaged')
  })

  test('reading the same entry again counts again', async () => {
    const zip = openZip(zipOf([entry('a', 'x'.repeat(6000))]), LIMITS)
    await zip.text('a')
    await expect(zip.text('a')).rejects.toThrow('too-large')
  })

  test('too many entries, a wrong checksum, an unknown method, a password', async () => {
    const many = zipOf(Array.from({ length: 11 }, (_, index) => entry(`a${index}`, '')))
    expect(await refusal(many)).toBe('too-large')
    expect(await refusal(zipOf([entry('a', 'x', { checksum: 7 })]))).toBe('damaged')
    const packed = zipOf([entry('a', 'x')])
    const central = packed.indexOf('504b0102', 0, 'hex')
    const changed = (at: number, value: number): Buffer => {
      const copy = Buffer.from(packed)
      copy.writeUInt16LE(value, central + at)
      return copy
    }
    expect(await refusal(changed(10, 12))).toBe('damaged')
    expect(await refusal(changed(8, 1))).toBe('locked')
  })

  test('64-bit fields are read where the short ones are full', async () => {
    const plain = zipOf([entry('a', 'x'.repeat(300))])
    const central = plain.indexOf('504b0102', 0, 'hex')
    const extra = Buffer.alloc(12)
    extra.writeUInt16LE(1, 0)
    extra.writeUInt16LE(8, 2)
    extra.writeBigUInt64LE(300n, 4)
    const header = Buffer.from(plain.subarray(central, central + 47))
    header.writeUInt32LE(0xffffffff, 24)
    header.writeUInt16LE(extra.length, 30)
    const bytes = Buffer.concat([
      plain.subarray(0, central),
      header,
      extra,
      plain.subarray(central + 47),
    ])
    expect(await openZip(bytes, LIMITS).text('a')).toHaveLength(300)
  })

  test('cut off anywhere it is refused', async () => {
    const whole = makeZip({ a: 'x'.repeat(500) })
    for (let length = 4; length < whole.length; length++) {
      expect(await refusal(whole.subarray(0, length)), String(length)).toBe('damaged')
    }
  })
})
