// What a scanned code opens: pages that stand on paper, of this office, and nothing else.
import { expect, test } from 'vitest'
import { readScanned } from '../../../src/app/scanned.ts'
import { boardAddress, leafletAddress, slipAddress } from '../../../src/pack/paper-address.ts'

const origin = 'https://iltod.example'
const own = { origin, root: '5f0c1a2b' }
const from = { origin, rootHash: '5f0c1a2b99' }
const site = '152223105200'

test.each([
  [slipAddress(from, site, 7), `/p/${site}/a/7?r=5f0c1a2b`],
  [
    boardAddress({ ...from, site, roster: 'dibao/2025/1/notice', villageKey: 'KEY' }),
    `/p/${site}/r/dibao/2025/1/notice?r=5f0c1a2b#k=KEY`,
  ],
  [boardAddress({ ...from, site, roster: null, villageKey: null }), `/p/${site}?r=5f0c1a2b`],
  [leafletAddress(from, 'gengdi-dili'), '/policies/gengdi-dili?r=5f0c1a2b'],
  [`${origin}/p/${site}`, `/p/${site}`],
])('%s opens %s', (text, href) => {
  expect(readScanned(text, own)).toEqual({ kind: 'open', href })
})

test('a code of this office opens here, whatever name the office was printed under', () => {
  const moved = slipAddress({ ...from, origin: 'https://old.example' }, site, 7)
  expect(readScanned(moved, own)).toEqual({ kind: 'open', href: `/p/${site}/a/7?r=5f0c1a2b` })
})

test('another office’s code is told apart and not opened', () => {
  const other = slipAddress({ origin, rootHash: '00000000' }, site, 7)
  expect(readScanned(other, own)).toEqual({ kind: 'other-office' })
  const elsewhere = slipAddress({ ...from, origin: 'https://old.example' }, site, 7)
  expect(readScanned(elsewhere, { origin, root: null })).toEqual({ kind: 'other-office' })
})

test.each([
  'WIFI:S:home;;',
  '6217005556612345678',
  'https://elsewhere.example/p/152223105200/a/1',
  'javascript:alert(1)//p/152223105200',
  `${origin}/ask?place=${site}`,
  `${origin}/print?place=${site}`,
  `${origin}/`,
  '',
])('%j is not ours', (text) => {
  expect(readScanned(text, own)).toEqual({ kind: 'not-ours' })
})
