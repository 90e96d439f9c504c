// A town's roster of any length for measuring whole commands: 25 villages, nine groups each, valid numbers and cards of
// invented people, quantity × rate, the sum last. It understands without a `stop` or `ask` finding.
import type { CellValue } from '../../src/server/intake/grid.ts'
import { createDice } from '../../src/server/demo/dice.ts'
import { inventName } from '../../src/server/demo/names.ts'
import { accountAt, idNumberAt } from '../../src/server/demo/people.ts'
import places from '../../src/server/banner/places.json' with { type: 'json' }

const TOWN = '152223102'
const RATE_CENTS = 6741
const GROUPS = 9

const villages = places
  .filter((place) => place.parent === TOWN && place.name.endsWith('村'))
  .map((place) => place.name)

const HEAD = '序号|嘎查村|组别|户主姓名|身份证号码|一卡通账号|补贴面积|补贴标准|补贴金额|备注'

export const makeMeasuredRoster = (count: number): CellValue[][] => {
  const dice = createDice(1)
  const perVillage = Math.ceil(count / villages.length)
  const perGroup = Math.ceil(perVillage / GROUPS)
  let areaSum = 0
  let centsSum = 0
  const people = Array.from({ length: count }, (_, i): CellValue[] => {
    const area = 100 + ((i * 37) % 4000)
    const cents = Math.round((area * RATE_CENTS) / 100)
    areaSum += area
    centsSum += cents
    return [
      i + 1,
      villages[Math.floor(i / perVillage)]!,
      `第${Math.floor((i % perVillage) / perGroup) + 1}村民小组`,
      inventName(dice, 0.6),
      idNumberAt(i, 1),
      accountAt(i, 1),
      area / 100,
      RATE_CENTS / 100,
      cents / 100,
      null,
    ]
  })
  return [
    ['2025年巴彦高勒镇耕地地力保护补贴发放花名册'],
    ['编制单位：巴彦高勒镇财政所', null, null, null, '2025年6月10日', null, null, '单位：元、亩'],
    HEAD.split('|'),
    ...people,
    ['合计', null, null, null, null, null, areaSum / 100, null, centsSum / 100, null],
  ]
}
