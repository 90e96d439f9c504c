// The signed text about one site: what it names, and what an earlier or later reader makes of it.
import { describe, expect, test } from 'vitest'
import { decodeHead, encodeHead, NO_LEAVES_ROOT, refsOfHead } from '../../../src/pack/head.ts'
import type { SiteHead } from '../../../src/pack/model.ts'

const ref = (digit: string, bytes: number) => ({ hash: digit.repeat(64), bytes })
const village: SiteHead = {
  site: '152223105201',
  ledger: ref('1', 11_882),
  ledgerRoot: '2'.repeat(64),
  posts: ref('3', 1_388),
}
const catalogue: SiteHead = {
  site: 'catalogue',
  ledger: ref('4', 9_992),
  ledgerRoot: NO_LEAVES_ROOT,
  posts: null,
  short: ref('5', 4_712),
}

describe('a head', () => {
  test.each([village, catalogue, { ...village, posts: null }])(
    '[PACK-21] of $site is read back as it was written',
    (head) => {
      expect(decodeHead(encodeHead(head))).toEqual({ ok: true, value: head })
    },
  )

  test('[PACK-21] without a short catalogue has the lines that it always had', () => {
    expect(encodeHead(village).split('\n')).toHaveLength(6)
    expect(encodeHead({ ...village, posts: null }).endsWith('\n\n')).toBe(true)
  })

  test('[PACK-21] names the short catalogue in the line after the posts', () => {
    const { short: _, ...whole } = catalogue
    const line = encodeHead(catalogue).slice(encodeHead(whole).length)
    expect(line).toMatch(/^[\w-]{43} 4712\n$/)
    expect(refsOfHead(catalogue).map(({ bytes }) => bytes)).toEqual([9_992, 4_712])
  })

  test.each(['\n', 'what a later version says there\n', `${'A'.repeat(43)} many\n`])(
    '[PACK-21] with other lines at the end is read without them: %j',
    (lines) => {
      expect(decodeHead(encodeHead(village) + lines)).toEqual({ ok: true, value: village })
      expect(decodeHead(`${encodeHead(catalogue)}${lines}`)).toEqual({ ok: true, value: catalogue })
    },
  )
})
