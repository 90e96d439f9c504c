// Header aliases: the delivered ones, and those that a county adds.
// The words over columns: the delivered file, and what the data directory adds to it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLabelMatcher, loadHeaderAliases } from '../../../src/server/intake/header-aliases.ts'

let dataDir = ''
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'iltod-aliases-'))
  mkdirSync(join(dataDir, 'banner'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const matcher = (own?: unknown) => {
  if (own !== undefined)
    writeFileSync(join(dataDir, 'banner', 'header-aliases.json'), JSON.stringify(own))
  const loaded = loadHeaderAliases(dataDir)
  if (!loaded.ok) throw new Error(loaded.error.problem)
  return createLabelMatcher(loaded.value)
}

describe('the delivered words', () => {
  const match = matcher()
  test.each([
    ['姓名', 'name'],
    ['农户姓名', 'name'],
    ['户主', 'name'],
    ['购机者', 'name'],
    ['补贴对象', 'name'],
    ['身份证号', 'id'],
    ['公民身份号码', 'id'],
    ['户主身份证号码', 'id'],
    ['银行卡号', 'account'],
    ['发放账号', 'account'],
    ['惠农“一卡通”账号', 'account'],
    ['开户行', 'bank'],
    ['农户代码', 'household-code'],
    ['家庭人口', 'household-size'],
    ['与户主关系', 'relation'],
    ['乡(镇)名', 'town'],
    ['镇街', 'town'],
    ['嘎查(村)', 'village'],
    ['行政村', 'village'],
    ['村组', 'village-group'],
    ['独贵龙', 'group'],
    ['行政区划', 'place'],
    ['家庭住址', 'address'],
    ['补贴项目', 'programme'],
    ['年度', 'year'],
    ['批次', 'batch'],
    ['补贴面积', 'quantity'],
    ['确权(确地)面积', 'quantity'],
    ['2023年核定小麦面积', 'quantity'],
    ['保障人口', 'quantity'],
    ['月数', 'months'],
    ['扣除面积', 'deduction'],
    ['补贴标准', 'rate'],
    ['每亩补助资金', 'rate'],
    ['每亩补贴金额', 'rate'],
    ['单台补贴额', 'rate'],
    ['月标准', 'rate'],
    ['补贴金额', 'amount'],
    ['应打卡发放资金', 'amount'],
    ['实发金额', 'amount'],
    ['禁牧补助', 'amount'],
    ['草畜平衡奖励', 'amount'],
    ['2023年耕地地力保护补贴系统数', 'amount'],
    ['发放状态', 'status'],
    ['备注', 'remark'],
    ['序号', 'serial'],
    ['签字(按手印)', 'ignored'],
    ['残疾证号', 'ignored'],
  ])('%s is %s', (label, role) => expect(match(label)?.role).toBe(role))

  test.each(['补贴对象类别', '补贴日期', '补贴方式', '申请人电话', '玉米', '其中', '农户信息'])(
    '%s means no column by itself',
    (label) => {
      expect(match(label)).toBeNull()
    },
  )
})

describe('words of the data directory', () => {
  test('are added and preferred', () => {
    const match = matcher({ amount: ['惠农款'], name: ['领款牧民'] })
    expect(match('惠农款')).toEqual({ role: 'amount', rank: 0 })
    expect(match('领款牧民')?.role).toBe('name')
    expect(match('补贴金额')?.role).toBe('amount')
  })

  test.each([
    ['no JSON', '{ "name": ', 'not JSON'],
    ['another shape', '{"name": "姓名", "id": 5}', 'each entry must be a list of words'],
    ['an unknown kind', '{"nmae": ["姓名"]}', 'no such kind of column: nmae'],
  ])('%s is refused with the file’s name', (_, text, problem) => {
    const file = join(dataDir, 'banner', 'header-aliases.json')
    writeFileSync(file, text)
    expect(loadHeaderAliases(dataDir)).toEqual({
      ok: false,
      error: { kind: 'header-aliases', file, problem },
    })
  })
})
