// What stands on paper as a code is an address of the app, and no secret where it must not be one.
import { describe, expect, test } from 'vitest'
import { readBoardCode } from '../../../src/app/board-code.ts'
import { parseHref, routeOf } from '../../../src/app/routes.ts'
import { boardAddress, leafletAddress, slipAddress } from '../../../src/pack/paper-address.ts'

const SITE = '152223105200'
const KEY = 'A'.repeat(43)
const office = { origin: 'https://butie.example', rootHash: `0a1b2c3d${'e'.repeat(56)}` }
const board = { ...office, site: SITE, roster: null, villageKey: null }

describe('[PAPER-1] each code opens its own screen, and names the office by eight digits', () => {
  test.each([
    [boardAddress(board), 'place', { place: SITE }],
    [
      boardAddress({ ...board, roster: 'dibao/2025/二季度/result' }),
      'roster',
      { place: SITE, programme: 'dibao', year: '2025', batch: '二季度', kind: 'result' },
    ],
    [slipAddress(office, SITE, 57), 'account', { place: SITE, payee: '57' }],
    [leafletAddress(office, 'gengdi-dili'), 'policy', { policy: 'gengdi-dili' }],
  ])('%s', (address, screen, params) => {
    const { path, search, fragment } = parseHref(address)
    expect(routeOf(path)).toEqual({ screen, params })
    expect(readBoardCode(search, fragment)).toEqual({ expectedRoot: '0a1b2c3d' })
    expect(address.startsWith(`${office.origin}/`)).toBe(true)
  })
})

test('[PAPER-1] what is printed for years is written as it always was', () => {
  expect(boardAddress({ ...board, villageKey: KEY })).toBe(
    `https://butie.example/p/${SITE}?r=0a1b2c3d#k=${KEY}`,
  )
  expect(boardAddress({ ...board, roster: 'gengdi-dili/2025/1/notice' })).toBe(
    `https://butie.example/p/${SITE}/r/gengdi-dili/2025/1/notice?r=0a1b2c3d`,
  )
  expect(slipAddress(office, SITE, 57)).toBe(`https://butie.example/p/${SITE}/a/57?r=0a1b2c3d`)
})

test('a key is read from behind the fragment, where no server hears it', () => {
  const { path, search, fragment } = parseHref(boardAddress({ ...board, villageKey: KEY }))
  expect(path + search).not.toContain(KEY)
  expect(readBoardCode(search, fragment).villageKey).toBe(KEY)
})
