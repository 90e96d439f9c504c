// Lines cross between two processes by column and come out as they went in.
import { deserialize, serialize } from 'node:v8'
import { expect, test } from 'vitest'
import { packLines, unpackLines } from '../../../src/server/importing/line-columns.ts'
import { makeAccount, makeId, understandRows } from '../../support/make-workbook.ts'

test('what is stored of a line survives the crossing, blanks too', () => {
  const { lines } = understandRows([
    '2025年新林镇新林村耕地地力保护补贴公示表（单位：亩、元）',
    '姓名|身份证号|账号|组别|面积|标准|金额|备注',
    `白龙|${makeId(1)}|${makeAccount(1)}|一组|10|67.41|674.1|换卡`,
    '达来|||一组|||269.64|',
  ]).rosters[0]!
  const crossed = unpackLines(deserialize(serialize(packLines(lines))))
  expect(crossed).toEqual(
    lines.map((line) => {
      const { idPrinted: _id, householdCode: _code, remark: _remark, ...stored } = line
      return { ...stored, group: stored.group ?? '' }
    }),
  )
  expect(crossed).toHaveLength(2)
  expect(crossed[1]).toMatchObject({ idNumber: null, account: null, quantity: null })
})
