// Addresses mean the same in both directions.
import { describe, expect, test } from 'vitest'
import {
  parseHref,
  readAsk,
  routeOf,
  toAccount,
  toAsk,
  toGroup,
  toPost,
  toRoster,
  toWord,
} from '../../../src/app/routes.ts'

const SITE = '152223105200'

describe('routeOf', () => {
  test.each([
    ['/', 'home', {}],
    ['/choose', 'choose', {}],
    ['/help', 'help', {}],
    [`/p/${SITE}`, 'place', { place: SITE }],
    [`/p/${SITE}/`, 'place', { place: SITE }],
    [toAccount(SITE, 57), 'account', { place: SITE, payee: '57' }],
    [toGroup(SITE, -1), 'group', { place: SITE, group: 'none' }],
    [toWord(['shell.back', 'ask.title']), 'word', { keys: 'shell.back ask.title' }],
    [toPost(SITE, '公示/一'), 'post', { place: SITE, post: '公示/一' }],
    [
      toRoster(SITE, 'dibao/2025/二季度/result'),
      'roster',
      { place: SITE, programme: 'dibao', year: '2025', batch: '二季度', kind: 'result' },
    ],
  ])('%s is the screen %s', (path, screen, params) => {
    expect(routeOf(path)).toEqual({ screen, params })
  })

  test.each(['/nowhere', `/p/${SITE}/x/1`, '/p/%E0%A4', '//p'])('%s is no screen', (path) => {
    expect(routeOf(path)).toEqual({ screen: 'lost', params: {} })
  })
})

test('a question about a line finds its place, payee and roster again', () => {
  const about = { place: SITE, payee: 57, roster: 'gengdi-dili/2025/1/result' }
  expect(readAsk(parseHref(`http://localhost${toAsk(about)}`).search)).toEqual(about)
  expect(readAsk('')).toEqual({})
})

test('the key of a village stays behind the fragment', () => {
  expect(parseHref(`https://x.cn/p/${SITE}?r=0a1b2c3d#k=abc`)).toEqual({
    path: `/p/${SITE}`,
    search: '?r=0a1b2c3d',
    fragment: 'k=abc',
  })
})
