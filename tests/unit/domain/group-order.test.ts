// The order in which a village counts its groups.
import { expect, test } from 'vitest'
import { byGroup } from '../../../src/domain/place/group-order.ts'

test('groups stand in the order in which a village counts them, named ones after', () => {
  const names = [
    '东艾里',
    '第十一村民小组',
    '第二村民小组',
    '10组',
    '第二十三组',
    '2组',
    '第十组',
    '第一村民小组',
    '三家子屯',
  ]
  expect([...names].sort(byGroup)).toEqual([
    '第一村民小组',
    '2组',
    '第二村民小组',
    '三家子屯',
    '10组',
    '第十组',
    '第十一村民小组',
    '第二十三组',
    '东艾里',
  ])
})
