// The bytes of a parcel: laid as the specification says, and refused when anything changed.
import { beforeAll, describe, expect, test } from 'vitest'
import { type Bytes, equalBytes, utf8ToBytes } from '../../../src/base/bytes.ts'
import {
  MAX_PARCEL_BYTES,
  MAX_SEALED_BYTES,
  PARCEL_HEAD_BYTES,
} from '../../../src/protocol/limits.ts'
import { decodeParcel, encodeParcel, isParcelSigned } from '../../../src/protocol/parcel.ts'
import { sha256, verifyP256 } from '../../../src/server/crypto/node-ports.ts'
import { type TestKey, makeKey } from '../../support/field-pen.ts'

const ID = '01930c6e-2b3f-7abc-8def-0123456789ab'

describe('a parcel', () => {
  let key: TestKey
  let bytes: Bytes
  const sealed = utf8ToBytes('sealed words')
  beforeAll(async () => {
    key = await makeKey()
    const head = {
      id: ID,
      publicKey: key.publicKey,
      claim: sha256(utf8ToBytes('claim')),
      slip: sha256(utf8ToBytes('slip')),
    }
    bytes = await encodeParcel(head, sealed, key.sign)
  })

  test('[EVT-3] lies byte by byte as the specification says', () => {
    const at = (from: number, to: number) => Buffer.from(bytes.subarray(from, to))
    expect(at(0, 6).toString('latin1')).toBe('ILTE\u0001\u0001')
    expect(at(6, 22).toString('hex')).toBe(ID.replaceAll('-', ''))
    expect(equalBytes(at(22, 87), key.publicKey)).toBe(true)
    expect(equalBytes(at(87, 119), sha256(utf8ToBytes('claim')))).toBe(true)
    expect(equalBytes(at(119, 151), sha256(utf8ToBytes('slip')))).toBe(true)
    expect(at(151, 154).toString('hex')).toBe('00000c')
    expect(at(154, 166).toString()).toBe('sealed words')
    expect(bytes.length).toBe(PARCEL_HEAD_BYTES + sealed.length + 64)
  })

  test('[EVT-3] decodes to what was encoded, and its signature holds', async () => {
    const parcel = decodeParcel(bytes)
    if (!parcel.ok) throw new Error(parcel.error)
    expect(parcel.value.id).toBe(ID)
    expect(equalBytes(parcel.value.sealed, sealed)).toBe(true)
    expect(await isParcelSigned(parcel.value, verifyP256)).toBe(true)
  })

  test('[EVT-7] no bit of it can change without being refused', async () => {
    for (let at = 0; at < bytes.length; at++) {
      const bent = bytes.slice()
      bent[at]! ^= 0x10
      const parcel = decodeParcel(bent)
      const good = parcel.ok && (await isParcelSigned(parcel.value, verifyP256))
      expect([at, good]).toEqual([at, false])
    }
  })

  test('[EVT-7] no shortened or lengthened one is read', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeParcel(bytes.slice(0, length)).ok).toBe(false)
    }
    expect(decodeParcel(new Uint8Array([...bytes, 0]))).toEqual({
      ok: false,
      error: 'parcel-unreadable',
    })
  })

  test('a newer version is told from rubbish, an endless one from both', () => {
    const newer = bytes.slice()
    newer[4] = 2
    expect(decodeParcel(newer)).toEqual({ ok: false, error: 'app-too-new' })
    const endless = bytes.slice()
    endless.set([0xff, 0xff, 0xff], 151)
    expect(decodeParcel(endless)).toEqual({ ok: false, error: 'too-large' })
    expect(MAX_PARCEL_BYTES).toBe(PARCEL_HEAD_BYTES + MAX_SEALED_BYTES + 64)
  })
})
