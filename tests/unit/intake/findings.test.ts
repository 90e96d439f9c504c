// Each finding: where it fires, and where it must not.
import { describe, expect, test } from 'vitest'
import type { Understanding } from '../../../src/server/intake/understand.ts'
import {
  findingsOf,
  makeAccount,
  makeId,
  makeSheet,
  makeWorkbook,
  understand,
  understandRows,
} from '../../support/make-workbook.ts'

const TITLE = '2025年新林镇新林村耕地地力保护补贴公示表'
const HEAD = '序号|姓名|身份证号|账号|面积(亩)|标准(元/亩)|金额(元)|备注'
const row = (n: number, name: string, rest = '10|67.41|674.1|'): string =>
  `${n}|${name}|${makeId(n)}|${makeAccount(n)}|${rest}`
const list = (...rows: string[]): Understanding => understandRows([TITLE, HEAD, ...rows])
const levels = (u: Understanding) =>
  [...u.rosters.flatMap((r) => r.findings), ...u.findings].map((f) => f.level)

test('a roster without faults has no finding at all', () => {
  expect(findingsOf(list(row(1, '白龙'), row(2, '包金花'), '合计||||20||1348.2|'))).toEqual([])
})

describe('amounts', () => {
  test.each([
    ['674.10', []],
    ['674.11', []],
    ['674.09', []],
    ['674.12', ['rounding@3']],
    ['675.10', ['rounding@3']],
    ['675.11', ['amount-mismatch@3']],
    ['673.09', ['amount-mismatch@3']],
    ['６７４.１', []],
    [' 674.1 ', []],
    ['￥674.10', []],
    ['674.1元', []],
  ])('10 × 67.41 printed as %s', (amount, expected) => {
    expect(findingsOf(list(row(1, '白龙', `10|67.41|${amount}|`)))).toEqual(expected)
  })

  test('rounding is only information, a mismatch asks', () => {
    expect(levels(list(row(1, '白龙', '10|67.41|674.5|')))).toEqual(['info'])
    expect(levels(list(row(1, '白龙', '10|67.41|700|')))).toEqual(['ask'])
  })

  test('separators, full-width digits and stray spaces are no fault', () => {
    const u = list(row(1, ' 白　龙 ', '１００|67.41|6,741.00|'))
    expect(u.rosters[0]!.lines[0]).toMatchObject({
      name: '白龙',
      quantity: 100_000,
      amountFen: 674_100,
    })
    expect(findingsOf(u)).toEqual([])
  })

  test('a quantity without an amount stops, and the total that lacks it says nothing more', () => {
    const u = list(row(1, '白龙'), row(2, '达来', '4|67.41||'), '合计||||14||943.74|')
    expect(findingsOf(u)).toEqual(['amount-missing@4'])
    expect(levels(u)).toEqual(['stop'])
    expect(u.rosters[0]!.lines).toHaveLength(2)
    expect(
      findingsOf(list(row(1, '白龙'), row(2, '达来', '4|67.41||'), '合计||||14||674.1|')),
    ).toEqual(['amount-missing@4'])
    expect(
      findingsOf(list(row(1, '白龙'), row(2, '达来', '4|67.41||'), '合计||||14||674.2|')),
    ).toEqual(['amount-missing@4', 'total-mismatch@5'])
  })

  test('an amount that is an error or a word is missing', () => {
    expect(findingsOf(list(row(1, '白龙', '10|67.41|#REF!|').replace('#REF!', '＃REF！')))).toEqual(
      ['amount-missing@3'],
    )
    expect(findingsOf(list(row(1, '白龙', '10|67.41|停发|')))).toEqual(['amount-missing@3'])
  })

  test('a table without an amount column is told once', () => {
    const u = understandRows([
      TITLE,
      '姓名|身份证号|补贴面积(亩)',
      `白龙|${makeId(1)}|10`,
      `达来|${makeId(2)}|4`,
    ])
    expect(findingsOf(u)).toEqual(['amount-missing@2'])
    expect(u.rosters[0]).toMatchObject({ amountFen: null, quantity: 14_000 })
  })

  test('neither quantity nor amount: no line, no finding', () => {
    const u = list(row(1, '白龙'), row(2, '达来', '|67.41||'), row(3, '布和', '-|67.41|—|'))
    expect(u.rosters[0]!.lines).toHaveLength(1)
    expect(findingsOf(u)).toEqual([])
  })

  test('a negative row asks once, and is no mismatch when it is consistent', () => {
    expect(findingsOf(list(row(1, '白龙', '-23.05|67.41|-1553.8|')))).toEqual(['negative@3'])
    expect(findingsOf(list(row(1, '白龙', '(23.05)|67.41|−1,553.80|')))).toEqual(['negative@3'])
    expect(findingsOf(list(row(1, '白龙', '23.05|67.41|-1553.8|')))).toEqual([
      'negative@3',
      'amount-mismatch@3',
    ])
  })

  test('an approved amount is not measured against a rate it need not be', () => {
    const u = understandRows([
      '2025年新林镇新林村农村低保金发放表',
      '姓名|身份证号|保障人口|保障标准(元)|金额(元)',
      `白龙|${makeId(1)}|2|670|800`,
      `达来|${makeId(2)}|1|670|310`,
    ])
    expect(findingsOf(u)).toEqual([])
    expect(u.rosters[0]).toMatchObject({ amountFen: 111_000, unit: '人', quantity: 3000 })
  })

  test('parts of a wide row against its sum', () => {
    const rows = (sum: string) => [
      '2018年音德尔镇团结村三项补贴公示表（单位：亩、元）',
      '姓名|身份证号|面积|粮食直补|良种补贴|合计',
      `白龙|${makeId(1)}|10|34.6|100|${sum}`,
      `达来|${makeId(2)}|10|34.6|100|134.6`,
    ]
    expect(findingsOf(understandRows(rows('134.6')))).toEqual([])
    expect(findingsOf(understandRows(rows('144.6')))).toEqual(['amount-mismatch@3'])
  })
})

describe('sums', () => {
  const two = [row(1, '白龙'), row(2, '达来', '4|67.41|269.64|')]
  test.each([
    ['943.74', [], []],
    ['943.75', ['total-mismatch@5'], ['ask']],
    ['944.74', ['total-mismatch@5'], ['ask']],
    ['944.75', ['total-mismatch@5'], ['stop']],
    ['', [], []],
  ])('a total of %s', (total, expected, level) => {
    const u = list(...two, `合计||||14||${total}|`)
    expect(findingsOf(u)).toEqual(expected)
    expect(levels(u)).toEqual(level)
  })

  test('only money is compared: an area total that rounds is no fault', () => {
    expect(findingsOf(list(...two, '合计||||13.9||943.74|'))).toEqual([])
  })

  test('a subtotal asks, whatever the difference', () => {
    const u = list(
      '一组',
      row(1, '白龙'),
      '小计||||10||684.1|',
      '二组',
      row(2, '达来', '4|67.41|269.64|'),
      '小计||||4||269.64|',
      '合计||||14||943.74|',
    )
    expect(findingsOf(u)).toEqual(['subtotal-mismatch@5'])
    expect(levels(u)).toEqual(['ask'])
  })

  test('a wrong subtotal first is told at its own row', () => {
    const u = list(
      '一组||||10||684.1|',
      row(1, '白龙'),
      '二组||||4||269.64|',
      row(2, '达来', '4|67.41|269.64|'),
    )
    expect(findingsOf(u)).toEqual(['subtotal-mismatch@3'])
  })

  test('a sum over several rosters belongs to the file', () => {
    const u = understandRows([
      '2025年音德尔镇耕地地力保护补贴公示表',
      '嘎查村|姓名|身份证号|面积(亩)|金额(元)',
      `团结村|白龙|${makeId(1)}|1|67.41`,
      `东方红村|达来|${makeId(2)}|1|67.41`,
      '合计|||2|134.83',
    ])
    expect(u.findings.map((f) => `${f.code}@${f.row}`)).toEqual(['total-mismatch@5'])
    expect(u.rosters.flatMap((r) => r.findings)).toEqual([])
  })

  test('a wide total is told for the programme that is off, not again for the sum of both', () => {
    const u = understandRows([
      '2018年音德尔镇团结村三项补贴公示表（单位：亩、元）',
      '姓名|身份证号|面积|粮食直补|良种补贴|合计',
      `白龙|${makeId(1)}|10|34.6|100|134.6`,
      `达来|${makeId(2)}|10|34.6|100|134.6`,
      '合计||20|69.2|201|270.2',
    ])
    expect(findingsOf(u)).toEqual(['total-mismatch@5'])
  })
})

describe('identity numbers and accounts', () => {
  const withId = (id: string | number, n = 1) =>
    understandRows([
      TITLE,
      HEAD,
      [1, '白龙', id, makeAccount(n), 10, 67.41, 674.1, null],
      row(2, '达来'),
    ])

  const good = makeId(1)
  const wrongCheck = good.slice(0, 17) + (good.endsWith('1') ? '2' : '1')
  test.each([
    ['valid', good, []],
    ['valid with spaces', ` ${good.slice(0, 6)} ${good.slice(6)}\t`, []],
    ['full width', good.replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)), []],
    ['wrong check digit', wrongCheck, ['id-check-digit@3']],
    ['15 digits', '152299820818499', ['id-length@3']],
    ['17 characters', good.slice(1), ['id-length@3']],
    ['a number', 152_299_196_505_000_000, ['id-as-number@3']],
    ['scientific', '1.52299E+17', ['id-as-number@3']],
    ['zeros of a number in a CSV', '152299196505000000', ['id-as-number@3']],
    ['masked', '152299********1234', ['payee-unlinked@3']],
    ['masked with x', '152299xxxxxxxx1234', ['payee-unlinked@3']],
    ['last four', '1234', ['payee-unlinked@3']],
    ['missing', '', ['payee-unlinked@3']],
    ['a company', '91152223MA0N1234XA', []],
  ])('%s', (_, id, expected) => {
    expect(findingsOf(withId(id))).toEqual(expected)
  })

  test('a lower-case x is an X', () => {
    const n = Array.from({ length: 900 }, (_, i) => i).find((i) => makeId(i).endsWith('X'))!
    expect(findingsOf(withId(makeId(n).toLowerCase()))).toEqual([])
  })

  test('15 digits are upgraded and kept beside the printed form', () => {
    const line = withId('152299820818499').rosters[0]!.lines[0]!
    expect(line.idPrinted).toBe('152299820818499')
    expect(line.idNumber).toMatch(/^15229919820818499[\dX]$/)
  })

  test('a table without any number is told once, at its header', () => {
    const rows = [
      TITLE,
      '序号|姓名|面积(亩)|标准(元/亩)|金额(元)',
      '1|白龙|10|67.41|674.1',
      '2|达来|4|67.41|269.64',
    ]
    expect(findingsOf(understandRows(rows))).toEqual(['payee-unlinked@2'])
    const masked = [
      TITLE,
      HEAD,
      '1|白龙|1522**********1234||10|67.41|674.1|',
      '2|达来|1522**********4321||4|67.41|269.64|',
    ]
    expect(findingsOf(understandRows(masked))).toEqual(['payee-unlinked@2'])
  })

  test('figures without a name are nobody’s: rejected and asked', () => {
    const u = list(row(1, '白龙'), row(2, ''), '合计||||20||1348.2|')
    expect(findingsOf(u)).toEqual(['payee-unlinked@4'])
    expect(u.rosters[0]!.lines).toHaveLength(1)
  })

  test('one account of two persons is told once, at the later row', () => {
    const shared = makeAccount(7)
    const u = list(
      `1|白龙|${makeId(1)}|${shared}|10|67.41|674.1|`,
      `2|达来|${makeId(2)}|${shared}|4|67.41|269.64|`,
      `3|布和|${makeId(3)}|${shared}|1|67.41|67.41|`,
    )
    expect(findingsOf(u)).toEqual(['shared-account@4'])
  })

  test('two lines of one person share their account rightly', () => {
    expect(findingsOf(list(row(1, '白龙'), row(1, '白龙', '4|67.41|269.64|')))).toEqual([])
  })

  test('accounts that the sheet cut, or that are masked, are not compared', () => {
    const cut = understandRows([
      TITLE,
      HEAD,
      [1, '白龙', makeId(1), 6217972805031575000, 10, 67.41, 674.1, null],
      [2, '达来', makeId(2), 6217972805031575000, 10, 67.41, 674.1, null],
      `3|布和|${makeId(3)}|6217****1234|10|67.41|674.1|`,
      `4|苏和|${makeId(4)}|6217****1234|10|67.41|674.1|`,
    ])
    expect(findingsOf(cut)).toEqual([])
  })
})

describe('duplicates', () => {
  test('the repeat is told, not the first', () => {
    expect(findingsOf(list(row(1, '白龙'), row(1, '白龙')))).toEqual(['duplicate-row@4'])
  })

  test('two different plots are no duplicate', () => {
    expect(findingsOf(list(row(1, '白龙'), row(1, '白龙', '3|67.41|202.23|')))).toEqual([])
  })

  test('equal areas of two named plots are no duplicate', () => {
    const u = understandRows([
      TITLE,
      '姓名|身份证号|地块名称|面积(亩)|金额(元)',
      `白龙|${makeId(1)}|东地|10|674.1`,
      `白龙|${makeId(1)}|西地|10|674.1`,
    ])
    expect(findingsOf(u)).toEqual([])
  })

  test('namesakes with equal amounts are two persons', () => {
    expect(findingsOf(list(row(1, '包金花'), row(2, '包金花')))).toEqual([])
  })

  test('without numbers only a measured quantity shows a repeat', () => {
    const head = '姓名|面积(亩)|金额(元)'
    const same = understandRows([TITLE, head, '白龙|10.37|699.04', '白龙|10.37|699.04'])
    expect(findingsOf(same)).toEqual(['payee-unlinked@2', 'duplicate-row@4'])
    const fixed = understandRows([
      '2025年新林镇新林村高龄津贴公示表',
      '姓名|金额(元)',
      '包金花|100',
      '包金花|100',
    ])
    expect(findingsOf(fixed)).toEqual(['payee-unlinked@2'])
  })

  test('the same person under two programmes is no duplicate', () => {
    const u = understandRows([
      '2025年音德尔镇团结村生产者补贴发放明细',
      '姓名|身份证号|补贴项目|面积(亩)|金额(元)',
      `白龙|${makeId(1)}|玉米生产者补贴|10|218.8`,
      `白龙|${makeId(1)}|大豆生产者补贴|10|218.8`,
    ])
    expect(findingsOf(u)).toEqual([])
  })

  test('a repeat across sheets of one village is told with the sheet', () => {
    const rows = [TITLE, HEAD, row(1, '白龙')]
    const u = understand(
      makeWorkbook(makeSheet(rows, { name: '一组' }), makeSheet(rows, { name: '二组' })),
    )
    expect(findingsOf(u)).toEqual(['duplicate-row@3'])
    expect(u.rosters[0]!.findings[0]!.zh).toContain('一组')
  })
})

describe('places and programmes', () => {
  const titled = (title: string) => findingsOf(understandRows([title, HEAD, row(1, '白龙')]))
  test.each([
    ['2025年新林镇新林村耕地地力保护补贴公示表', []],
    ['2025年新林村耕地地力保护补贴公示表', []],
    ['2025年努文牧仁乡三家子村耕地地力保护补贴公示表', []],
    ['2025年巴音高勒镇兴隆村民委员会耕地地力保护补贴公示表', []],
    ['2025年新林镇幸福村耕地地力保护补贴公示表', ['place-unknown@1']],
    ['2025年幸福嘎查耕地地力保护补贴公示表', ['place-unknown@1']],
    ['2025年耕地地力保护补贴公示表', ['place-unknown@1']],
    ['2025年图牧吉镇团结村耕地地力保护补贴公示表', ['place-unknown@1']],
    ['2025年扎鲁特旗新林村耕地地力保护补贴公示表', ['place-unknown@1']],
    ['2025年水田村耕地地力保护补贴公示表', ['place-ambiguous@1']],
    ['2025年兴隆村耕地地力保护补贴公示表', ['place-ambiguous@1']],
    ['2025年新林镇新林村惠农资金公示表', ['programme-unknown@1']],
    ['2025年新林镇新林村公示表', ['programme-unknown@1']],
    ['2025年新林镇新林村玉米和大豆生产者补贴公示表', ['programme-unknown@1']],
  ])('%s', (title, expected) => {
    expect(titled(title)).toEqual(expected)
  })

  test('names in a column: one finding per place, at its first row', () => {
    const u = understandRows([
      '2025年耕地地力保护补贴公示表',
      '乡镇|嘎查村|姓名|身份证号|面积(亩)|金额(元)',
      `音德尔镇|团结村|白龙|${makeId(1)}|1|67.41`,
      `音德尔镇|幸福村|达来|${makeId(2)}|1|67.41`,
      `音德尔镇|幸福村|布和|${makeId(3)}|1|67.41`,
      `|兴隆村|苏和|${makeId(4)}|1|67.41`,
    ])
    expect(findingsOf(u)).toEqual(['place-unknown@4'])
    expect(u.rosters.map((r) => r.site)).toEqual(
      ['152223100200', null, '152223100228'].map((id, i) => (i === 2 ? u.rosters[2]!.site : id)),
    )
    expect(u.rosters[2]!.place).toBe('音德尔镇兴隆村')
  })

  test('a repeated name in a column without a town is ambiguous', () => {
    const u = understandRows([
      '2025年耕地地力保护补贴公示表',
      '嘎查村|姓名|身份证号|面积(亩)|金额(元)',
      `兴隆村|白龙|${makeId(1)}|1|67.41`,
    ])
    expect(findingsOf(u)).toEqual(['place-ambiguous@3'])
  })

  test('an unknown programme of a column is told at its first row', () => {
    const u = understandRows([
      '2025年音德尔镇团结村补贴发放明细',
      '姓名|身份证号|补贴项目|面积(亩)|金额(元)',
      `白龙|${makeId(1)}|玉米生产者补贴|10|218.8`,
      `达来|${makeId(2)}|养蜂补贴|10|218.8`,
    ])
    expect(findingsOf(u)).toEqual(['programme-unknown@4'])
    expect(u.rosters[1]).toMatchObject({ programme: null, programmeText: '养蜂补贴' })
  })
})

describe('headers, units, precision', () => {
  test('two amount columns with the same right', () => {
    const u = understandRows([
      TITLE,
      '姓名|身份证号|面积(亩)|金额(元)|金额(元)',
      `白龙|${makeId(1)}|10|674.1|600`,
    ])
    expect(findingsOf(u)).toEqual(['header-unsure@2'])
  })

  test('no figures at all', () => {
    expect(
      findingsOf(understandRows([TITLE, '姓名|身份证号|开户行', `白龙|${makeId(1)}|农行`])),
    ).toEqual(['header-unsure@2'])
  })

  test('more than three decimals', () => {
    expect(findingsOf(list(row(1, '白龙', '10.1234|67.41|682.42|')))).toEqual(['precision@3'])
    expect(findingsOf(list(row(1, '白龙', '10.1230|67.41|682.39|')))).toEqual([])
    expect(findingsOf(list(row(1, '白龙', '10|11.9235|119.24|')))).toEqual([])
  })

  test('a conversion that does not come out even', () => {
    const head = '姓名|身份证号|面积(公顷)|金额(万元)'
    const rows = (area: string, money: string) => [
      TITLE,
      head,
      `白龙|${makeId(1)}|${area}|${money}`,
    ]
    expect(findingsOf(understandRows(rows('0.1234', '0.067412')))).toEqual([])
    expect(findingsOf(understandRows(rows('0.12341', '0.067412')))).toEqual(['precision@3'])
    expect(findingsOf(understandRows(rows('0.1234', '0.0674123')))).toEqual(['precision@3'])
  })
})

describe('payments and remarks', () => {
  const HEAD_STATUS = '姓名|身份证号|面积(亩)|金额(元)|发放状态|备注'
  const paid = (status: string, remark = '') =>
    understandRows([
      TITLE,
      HEAD_STATUS,
      `白龙|${makeId(1)}|10|674.1|${status}|${remark}`,
      `达来|${makeId(2)}|1|67.41|成功|`,
    ])

  test.each([
    ['成功', 'paid', []],
    ['失败（户名不符）', 'failed', ['payment-failed@3']],
    ['退票', 'failed', ['payment-failed@3']],
    ['未成功', 'failed', ['payment-failed@3']],
    ['已补发', 'reissued', []],
  ])('status %s', (status, state, expected) => {
    const u = paid(status)
    expect(u.rosters[0]!.lines[0]!.state).toBe(state)
    expect(findingsOf(u)).toEqual(expected)
    expect(u.rosters[0]!.kind).toBe('result')
  })

  test.each([
    ['已故，由配偶领取', 'ask'],
    ['死亡', 'ask'],
    ['迁出', 'ask'],
    ['户口已迁出本旗', 'ask'],
    ['换卡', 'info'],
    ['低保户', 'info'],
  ])('remark %s', (remark, level) => {
    const u = list(row(1, '白龙', `10|67.41|674.1|${remark}`))
    expect(findingsOf(u)).toEqual(['remark@3'])
    expect(levels(u)).toEqual([level])
  })

  test.each(['无', '—', '/', ' '])('remark %s says nothing', (remark) => {
    expect(findingsOf(list(row(1, '白龙', `10|67.41|674.1|${remark}`)))).toEqual([])
  })

  test('a returned payment told in the remark is told once', () => {
    expect(findingsOf(list(row(1, '白龙', '10|67.41|674.1|退票')))).toEqual(['payment-failed@3'])
  })

  test('a remark in brackets behind the name is a remark', () => {
    const u = list(row(1, '白龙（已故）'))
    expect(u.rosters[0]!.lines[0]).toMatchObject({ name: '白龙', remark: '已故' })
    expect(findingsOf(u)).toEqual(['remark@3'])
  })

  test('no detail shows more of a number than its last four', () => {
    const u = list(row(1, '白龙', `10|67.41|674.1|换卡 6217 9728 0503 1575 262，电话13800001234`))
    const text = JSON.stringify(u.rosters[0]!.findings)
    expect(text).toContain('5262')
    expect(text).not.toMatch(/\d{5}/)
    expect(text).not.toContain('0503')
  })
})

describe('what is hidden or unreadable elsewhere', () => {
  const rows = [TITLE, HEAD, row(1, '白龙'), row(2, '达来'), row(3, '布和'), row(4, '苏和')]
  test('hidden rows with data, neighbours together', () => {
    const u = understandRows(rows, { hiddenRows: [4, 5, 9] })
    expect(findingsOf(u)).toEqual(['hidden-cells@4'])
    expect(u.rosters[0]!.lines).toHaveLength(4)
  })

  test('hidden columns with data', () => {
    expect(findingsOf(understandRows(rows, { hiddenColumns: ['D', 'M'] }))).toEqual([
      'hidden-cells@-',
    ])
  })

  test('a hidden sheet is read, explained and told, an empty one is not told', () => {
    const u = understand(
      makeWorkbook(
        makeSheet(rows),
        makeSheet(
          [
            ['旧数据', 1],
            [makeId(9), 2],
          ],
          { name: '底稿', hidden: true },
        ),
        makeSheet([], { name: '空', hidden: true }),
      ),
    )
    expect(findingsOf(u)).toEqual(['hidden-cells@-'])
    expect(u.rowsRead).toBe(8)
    expect(u.rowsExplained).toBe(8)
  })

  test('private-use characters stop', () => {
    const u = list(row(1, '白\ue123'))
    expect(findingsOf(u)).toEqual(['private-use-text@3'])
    expect(levels(u)).toEqual(['stop'])
    expect(u.rosters[0]!.findings).toHaveLength(1)
  })

  test('rare characters and Mongolian script are left as they are', () => {
    const u = list(row(1, '𠮷䶮'), row(2, 'ᠪᠠᠭᠠᠲᠤᠷ '))
    expect(u.rosters[0]!.lines.map((line) => line.name)).toEqual(['𠮷䶮', 'ᠪᠠᠭᠠᠲᠤᠷ'])
    expect(findingsOf(u)).toEqual([])
  })
})
