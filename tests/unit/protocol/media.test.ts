// What both sides say about attachments: their address, their names, their receipt.
import { describe, expect, it } from 'vitest'
import { bytesToBase64Url } from '../../../src/base/bytes.ts'
import {
  MEDIA_RECEIPT_FORMAT,
  type MediaReceipt,
  isMediaType,
  judgeMediaReceipt,
  mediaReceiptMessage,
  mediumId,
  parseMediumId,
} from '../../../src/protocol/media.ts'
import {
  MAX_EVENT_MEDIA,
  MAX_EVENT_MEDIA_BYTES,
  MAX_MEDIUM_BYTES,
} from '../../../src/protocol/limits.ts'
import { verifyP256 } from '../../../src/server/crypto/node-ports.ts'
import { type TestKey, makeKey } from '../../support/field-pen.ts'

const EVENT = '0193b2c4-1111-7abc-8def-0123456789ab'
const SHA256 = 'ab'.repeat(32)
const NAME = { event: EVENT, sha256: SHA256 }

describe('[MEDIA-1] what an event may name', () => {
  it('has bounds that a phone in the field can rely on', () => {
    expect([MAX_EVENT_MEDIA, MAX_MEDIUM_BYTES, MAX_EVENT_MEDIA_BYTES]).toEqual([
      6,
      64 * 1024 ** 2,
      128 * 1024 ** 2,
    ])
    expect(['image/jpeg', 'audio/webm', 'video/mp4'].every(isMediaType)).toBe(true)
    expect(['text/html', 'image/svg+xml', 'application/pdf'].some(isMediaType)).toBe(false)
  })
})

describe('[MEDIA-2] the address of a medium', () => {
  it('is worked out from event and hash, and read back', () => {
    expect(parseMediumId(mediumId(NAME))).toEqual(NAME)
  })

  it.each([
    '',
    'x',
    EVENT,
    `${EVENT}.`,
    `${EVENT}.${SHA256}.a`,
    `${EVENT}.${SHA256.toUpperCase()}`,
    `../../etc.${SHA256}`,
  ])('is nothing else: %j', (id) => {
    expect(parseMediumId(id)).toBeNull()
  })
})

const signedBy = async (key: TestKey, keyId: string): Promise<MediaReceipt> => {
  const words = { ...NAME, epoch: '0'.repeat(16), number: 7, receivedMs: 1_790_000_000_000 }
  const signature = bytesToBase64Url(await key.sign(mediaReceiptMessage(words)))
  return { format: MEDIA_RECEIPT_FORMAT, ...words, key: keyId, signature }
}

describe('[MEDIA-5] a medium has arrived', () => {
  it('by the receipt of its name under a listed key, and by nothing else', async () => {
    const key = await makeKey()
    const keys = [{ id: 'r1', publicKey: bytesToBase64Url(key.publicKey) }]
    const receipt = await signedBy(key, 'r1')
    const judge = (one: MediaReceipt, name = NAME) => judgeMediaReceipt(one, name, keys, verifyP256)
    expect(await judge(receipt)).toBe('ours')
    expect(await judge(receipt, { ...NAME, sha256: 'cd'.repeat(32) })).toBe('not-our-receipt')
    expect(await judge({ ...receipt, number: 8 })).toBe('not-our-receipt')
    expect(await judge(await signedBy(await makeKey(), 'r1'))).toBe('not-our-receipt')
    expect(await judge(await signedBy(key, 'r2'))).toBe('unknown-receipt-key')
  })
})
