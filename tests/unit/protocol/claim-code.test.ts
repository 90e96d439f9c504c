// The claim code as people type it, and the hashes that travel in its place.
import { describe, expect, test } from 'vitest'
import { bytesToHex } from '../../../src/base/bytes.ts'
import { createSeededRandom } from '../../../src/base/random.ts'
import {
  claimHash,
  drawClaimCode,
  formatClaimCode,
  parseClaimCode,
  slipHash,
} from '../../../src/protocol/claim-code.ts'
import { sha256 } from '../../../src/server/crypto/node-ports.ts'

describe('a claim code', () => {
  const random = createSeededRandom(7)
  const codes = Array.from({ length: 500 }, () => drawClaimCode(random))

  test('[CLAIM-1] has 16 digits, is drawn evenly, and is accepted', () => {
    for (const code of codes) {
      expect(code).toMatch(/^\d{16}$/)
      expect(parseClaimCode(code)).toBe(code)
    }
    const counts = new Array<number>(10).fill(0)
    for (const digit of codes.join('')) counts[Number(digit)]! += 1
    expect(Math.min(...counts)).toBeGreaterThan(700)
    expect(Math.max(...counts)).toBeLessThan(900)
  })

  test('[CLAIM-1] any one wrong digit is told at once', () => {
    for (const code of codes.slice(0, 20)) {
      for (let at = 0; at < 16; at++) {
        for (let other = 0; other < 10; other++) {
          const typed = code.slice(0, at) + String(other) + code.slice(at + 1)
          expect(parseClaimCode(typed)).toBe(typed === code ? code : null)
        }
      }
    }
  })

  test('[CLAIM-1] is taken as people type it', () => {
    const code = codes[0]!
    const full = code.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))
    for (const typed of [
      formatClaimCode(code),
      code.replace(/(.{4})/g, '$1-'),
      full,
      ` ${code}\u3000`,
    ]) {
      expect(parseClaimCode(typed)).toBe(code)
    }
    for (const typed of ['', code.slice(1), `${code}0`, code.replace(/\d$/, 'x')]) {
      expect(parseClaimCode(typed)).toBeNull()
    }
    expect(formatClaimCode('0123456789012347')).toBe('0123 4567 8901 2347')
  })

  test('[CLAIM-2] [CLAIM-4] the hashes of code and slip are fixed for ever', () => {
    expect(bytesToHex(claimHash(sha256, '0123456789012347'))).toBe(CLAIM_HASH)
    expect(
      bytesToHex(
        slipHash(
          sha256,
          Uint8Array.from({ length: 16 }, (_, i) => i),
        ),
      ),
    ).toBe(SLIP_HASH)
  })
})

// printf 'iltod-claim/1\n0123456789012347\n' | sha256sum
const CLAIM_HASH = 'b5779881e5bd4373021bdb4e36727f36fa7a609857589452d02def662674596a'
// printf 'iltod-slip/1\n\x00\x01…\x0f' | sha256sum
const SLIP_HASH = '8a773eabf148936ef8dc99dd9c849a80ac3d03d9a1b9d2d1fab8695dcf833a9a'
