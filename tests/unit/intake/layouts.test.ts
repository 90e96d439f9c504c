// Each layout fact of DOMAIN §2.4 and each header of §2.2 that can hold payees, as a small sheet.
import { describe, expect, test } from 'vitest'
import {
  findingsOf,
  makeAccount,
  makeId,
  makeSheet,
  makeWorkbook,
  rolesOf,
  understand,
  understandRows,
} from '../../support/make-workbook.ts'

const A = makeId(1)
const B = makeId(2)
const C = makeId(3)
const D = makeId(4)
const TITLE = '2025年新林镇新林村耕地地力保护补贴公示表'
const HEAD = '序号|姓名|身份证号|补贴面积(亩)|补贴标准(元/亩)|补贴金额(元)'
const ROW_A = `1|白龙|${A}|10|67.41|674.1`
const ROW_B = `2|包金花|${B}|2.5|67.41|168.53`
const ROW_C = `3|达来|${C}|4|67.41|269.64`

describe('title and the line below it', () => {
  test('year, place, programme and kind of list come from a merged title', () => {
    const u = understandRows([TITLE, HEAD, ROW_A, ROW_B], { merges: ['A1:F1'] })
    expect(u.rosters).toHaveLength(1)
    expect(u.rosters[0]).toMatchObject({
      site: '152223101200',
      place: '新林镇新林村',
      programme: 'gengdi-dili',
      programmeText: '耕地地力保护补贴',
      year: 2025,
      batch: '1',
      kind: 'notice',
      unit: '亩',
      quantity: 12_500,
      amountFen: 84_263,
      printedTotalFen: null,
    })
    expect(findingsOf(u)).toEqual([])
    expect(rolesOf(u)).toEqual(['title', 'header', 'payee', 'payee'])
  })

  test('a title in two rows is read as one', () => {
    const u = understandRows([
      '扎赉特旗新林镇新林村',
      '二〇二五年度耕地地力保护补贴资金发放明细表',
      HEAD,
      ROW_A,
    ])
    expect(u.rosters[0]).toMatchObject({
      site: '152223101200',
      year: 2025,
      kind: 'result',
      programmeText: '耕地地力保护补贴',
    })
    expect(findingsOf(u)).toEqual([])
  })

  test('the maker gives the town, the title alone would be ambiguous', () => {
    const u = understandRows([
      '2025年水田村耕地地力保护补贴公示表',
      '编制单位：好力保镇财政所||2025年6月15日|||单位：元、亩',
      HEAD,
      ROW_A,
    ])
    expect(u.rosters[0]).toMatchObject({ site: '152223107205', place: '好力保镇水田村' })
    expect(findingsOf(u)).toEqual([])
    expect(rolesOf(u)).toEqual(['title', 'unit', 'header', 'payee'])
  })

  test('what stands as key and value above the table is read (a report page of the one-card system)', () => {
    const u = understandRows([
      '财政补助性资金发放清册',
      '编制单位：巴达尔胡镇财政所|||2025-06-15||单位：元、亩',
      '补贴项目：耕地地力保护补贴|||嘎查（村）：巴达尔胡嘎查||批次：第二批',
      '农 户 代 码|农 户 姓 名|身 份 证 号 码|补 贴 数 量|补 贴 标 准|补 贴 金 额|发 放 账 号|家 庭 地 址',
      `15222310520000101|白龙|${A}|10|67.41|674.1|${makeAccount(1)}|巴达尔胡镇巴达尔胡嘎查一组`,
    ])
    expect(u.rosters[0]).toMatchObject({
      site: '152223105200',
      programme: 'gengdi-dili',
      year: 2025,
      batch: '第二批',
      unit: '亩',
    })
    expect(u.rosters[0]!.lines[0]).toMatchObject({
      householdCode: '15222310520000101',
      account: makeAccount(1),
    })
    expect(findingsOf(u)).toEqual([])
  })

  test('year, programme and batch fall back to the tab and the file name', () => {
    const sheet = makeSheet([HEAD, ROW_A], { name: '音德尔镇团结村' })
    const u = understand(makeWorkbook(sheet), '玉米生产者补贴-第二批-2024.xlsx')
    expect(u.rosters[0]).toMatchObject({
      site: '152223100200',
      programme: 'yumi-shengchan',
      year: 2024,
      batch: '第二批',
    })
    expect(findingsOf(u)).toEqual([])
  })
})

describe('units', () => {
  const plain = '序号|姓名|身份证号|补贴面积|补贴标准|补贴金额'
  test.each([
    ['in the title', [`${TITLE}（单位：元、亩）`, plain, ROW_A]],
    ['in a cell on the right', [TITLE, '|||||单位：亩、元', plain, ROW_A]],
    ['in the brackets of the labels', [TITLE, HEAD, ROW_A]],
    ['in a row of their own below the labels', [TITLE, plain, '|||（亩）|（元/亩）|（元）', ROW_A]],
    ['behind a slash', [TITLE, '序号|姓名|身份证号|补贴面积/亩|补贴标准|补贴金额/元', ROW_A]],
    ['in the cells', [TITLE, plain, `1|白龙|${A}|10亩|67.41元|674.1元`]],
  ])('%s', (_, rows) => {
    const u = understandRows(rows)
    expect(findingsOf(u)).toEqual([])
    expect(u.rosters[0]).toMatchObject({ unit: '亩', quantity: 10_000, amountFen: 67_410 })
  })

  test('nowhere: asked once', () => {
    const u = understandRows([TITLE, plain, ROW_A, ROW_B])
    expect(findingsOf(u)).toEqual(['unit-missing@2'])
  })

  test('万元 and 公顷 are converted', () => {
    const u = understandRows([
      TITLE,
      '序号|姓名|身份证号|补贴面积(公顷)|补贴标准(元/亩)|补贴金额(万元)',
      `1|白龙|${A}|2|67.41|0.20223`,
    ])
    expect(u.rosters[0]).toMatchObject({ unit: '亩', quantity: 30_000, amountFen: 202_230 })
    expect(findingsOf(u)).toEqual([])
  })

  test('a rate per hectare belongs to an area in hectares', () => {
    const u = understandRows([`${TITLE}（单位：公顷、元）`, plain, `1|白龙|${A}|2|1011.15|2022.3`])
    expect(u.rosters[0]!.lines[0]).toMatchObject({
      quantity: 30_000,
      rate: 674_100,
      amountFen: 202_230,
    })
    expect(findingsOf(u)).toEqual([])
  })

  test('斤 become 公斤', () => {
    const u = understandRows([
      '2025年新林镇新林村农膜回收补贴公示表',
      '序号|姓名|身份证号|回收量(斤)|补贴金额(元)',
      `1|白龙|${A}|30|45`,
    ])
    expect(u.rosters[0]).toMatchObject({ unit: '公斤', quantity: 15_000 })
    expect(findingsOf(u)).toEqual([])
  })
})

describe('headers', () => {
  test('two levels with merges: programmes side by side under measures', () => {
    const u = understandRows(
      [
        '图牧吉镇哈达嘎查2025年草原生态保护补助奖励资金公示表',
        '单位:亩、元',
        '序号|独贵龙|户主姓名|身份证号|草场面积|其中||补助金额|||签字',
        '|||||禁牧面积|草畜平衡面积|禁牧补助|草畜平衡奖励|合计|',
        `1|东独贵龙|乌日娜|${A}|143.558||143.558||570.57|570.57|`,
        `2||姚志|${B}|2339.266|1655.859|683.407|19743.63|2716.2|22459.83|`,
        '合计||||2482.824|||19743.63|3286.77|23030.4|',
      ],
      { merges: ['A1:K1', 'F3:G3', 'H3:J3', 'A3:A4', 'B3:B4', 'C3:C4', 'D3:D4', 'E3:E4', 'K3:K4'] },
    )
    expect(findingsOf(u)).toEqual([])
    const [balance, ban] = u.rosters
    expect(balance).toMatchObject({
      programme: 'caoxu-pingheng',
      quantity: 826_965,
      amountFen: 328_677,
      printedTotalFen: 328_677,
    })
    expect(ban).toMatchObject({
      programme: 'caoyuan-jinmu',
      quantity: 1_655_859,
      amountFen: 1_974_363,
      printedTotalFen: 1_974_363,
    })
    expect(balance!.lines.map((line) => line.group)).toEqual(['东独贵龙', '东独贵龙'])
  })

  test('the same without merges, as a CSV gives it', () => {
    const u = understandRows([
      '图牧吉镇哈达嘎查2025年草原生态保护补助奖励资金公示表',
      '单位:亩、元',
      '序号|独贵龙|户主姓名|身份证号|草场面积|其中||补助金额|||签字',
      '|||||禁牧面积|草畜平衡面积|禁牧补助|草畜平衡奖励|合计|',
      `1|东独贵龙|乌日娜|${A}|143.558||143.558||570.57|570.57|`,
    ])
    expect(u.rosters).toHaveLength(1)
    expect(u.rosters[0]).toMatchObject({
      programme: 'caoxu-pingheng',
      quantity: 143_558,
      amountFen: 57_057,
    })
    expect(findingsOf(u)).toEqual([])
  })

  test('blocks of area, rate and amount per programme, and a grand total', () => {
    const u = understandRows(
      [
        '2025年音德尔镇团结村玉米大豆生产者补贴发放表',
        '序号|姓名|身份证号|玉米|||大豆|||合计金额(元)',
        '|||面积(亩)|标准(元/亩)|金额(元)|面积(亩)|标准(元/亩)|金额(元)|',
        `1|白龙|${A}|10|21.88|218.8|||0|218.8`,
        `2|达来|${B}|5|21.88|109.4|2|281.88|563.76|673.16`,
        '合计|||15||328.2|2||563.76|891.96',
      ],
      { merges: ['D2:F2', 'G2:I2', 'A2:A3', 'B2:B3', 'C2:C3', 'J2:J3'] },
    )
    expect(findingsOf(u)).toEqual([])
    expect(
      u.rosters.map((r) => [r.programme, r.lines.length, r.amountFen, r.printedTotalFen]),
    ).toEqual([
      ['yumi-shengchan', 2, 32_820, 32_820],
      ['dadou-shengchan', 1, 56_376, 56_376],
    ])
  })

  test('three programmes on one area (三项补贴)', () => {
    const u = understandRows([
      '2018年音德尔镇团结村三项补贴发放公示表（单位：亩、元）',
      '序号|姓名|身份证号|计税面积|粮食直补|农资综合补贴|良种补贴|合计',
      `1|白龙|${A}|10|34.6|323|100|457.6`,
      `2|达来|${B}|20|69.2|646||715.2`,
    ])
    expect(findingsOf(u)).toEqual([])
    expect(u.rosters.map((r) => [r.programme, r.quantity, r.amountFen])).toEqual([
      ['liangshi-zhibu', 30_000, 10_380],
      ['nongzi-zonghe', 30_000, 96_900],
      ['liangzhong', 10_000, 10_000],
    ])
  })

  test('three rows of header and a row of column numbers', () => {
    const u = understandRows(
      [
        TITLE,
        '序号|农户信息||补贴情况||',
        '|姓名|身份证号|面积|标准|金额',
        '|||(亩)|(元/亩)|(元)',
        '栏次|甲|乙|1|2|3=1×2',
        ROW_A,
      ],
      { merges: ['B2:C2', 'D2:F2', 'A2:A4'] },
    )
    expect(rolesOf(u)).toEqual(['title', 'header', 'header', 'header', 'header', 'payee'])
    expect(findingsOf(u)).toEqual([])
    expect(u.rosters[0]).toMatchObject({ quantity: 10_000, amountFen: 67_410 })
  })

  test('a deduction beside the confirmed area: the area that makes the amount is the quantity', () => {
    const u = understandRows([
      '2025年新林镇新林村耕地地力保护补贴发放清册表（单位：亩、元）',
      '农户姓名|身份证号|银行卡号|开户行|确权确地面积|扣除面积|申报补贴面积|标准|金额',
      `白龙|${A}|${makeAccount(1)}|农村信用社|12|2|10|67.41|674.1`,
      `达来|${B}|${makeAccount(2)}|农村信用社|5|1|4|67.41|269.64`,
    ])
    expect(findingsOf(u)).toEqual([])
    expect(u.rosters[0]).toMatchObject({ quantity: 14_000, amountFen: 94_374 })
  })

  test('a rate filled in the first row only', () => {
    const rows = [
      '2021年新林镇新林村实际种粮农民一次性补贴资金发放一览表',
      '序号|姓名|身份证号|粮食种植面积(亩)|每亩补助资金(元)|应打卡发放资金(元)|备注',
      `1|白龙|${A}|10|18.34|183.4|`,
      `2|达来|${B}|2||36.68|`,
      `3|布和|${C}|3||60.02|`,
    ]
    for (const merges of [['E3:E5'], []]) {
      const u = understandRows(rows, { merges })
      expect(u.rosters[0]).toMatchObject({ programme: 'zhongliang-yicixing', year: 2021 })
      expect(u.rosters[0]!.lines.map((line) => line.rate)).toEqual([183_400, 183_400, 183_400])
      expect(findingsOf(u)).toEqual(['amount-mismatch@5'])
    }
  })

  test('persons × months × monthly rate', () => {
    const u = understandRows([
      '2025年二季度农村牧区最低生活保障金花名册（胡尔勒镇芒哈嘎查）',
      '序号|姓名|公民身份号码|家庭人口|保障人口|月标准(元)|月数|实发金额|开户行|银行账号',
      `1|白龙|${A}|3|2|525|3|3150|农村信用社|${makeAccount(1)}`,
      `2|达来|${B}|1|1|525|3|1575|农村信用社|${makeAccount(2)}`,
    ])
    expect(findingsOf(u)).toEqual([])
    expect(u.rosters[0]).toMatchObject({
      programme: 'nongcun-dibao',
      batch: '二季度',
      unit: '人月',
      quantity: 9000,
      amountFen: 472_500,
    })
  })

  test('a family size that makes the amount is the quantity', () => {
    const u = understandRows([
      '2025年新林镇新林村大中型水库移民后期扶持资金发放表',
      '序号|户主姓名|身份证号码|人数（人）|补助标准（元/人）|补助金额（元）',
      `1|白龙|${A}|3|600|1800`,
      `2|达来|${B}|2|600|1200`,
    ])
    expect(findingsOf(u)).toEqual([])
    expect(u.rosters[0]).toMatchObject({ programme: 'shuiku-yimin', unit: '人', quantity: 5000 })
  })

  test('machines: heads over person, machine and money', () => {
    const u = understandRows(
      [
        '2025年新林镇享受农机购置与应用补贴的购机者信息表',
        '序号|购机者|||机具||补贴资金|',
        '|所在乡镇|所在村组|姓名|品目|购买数量（台）|单台补贴额（元）|总补贴额（元）',
        `1|新林镇|新林村一组|白龙|拖拉机|2|15000|30000`,
      ],
      { merges: ['B2:D2', 'E2:F2', 'G2:H2', 'A2:A3'] },
    )
    expect(u.rosters[0]).toMatchObject({
      site: '152223101200',
      programme: 'nongji-gouzhi',
      unit: '台',
      quantity: 2000,
      amountFen: 3_000_000,
    })
    expect(u.rosters[0]!.lines[0]).toMatchObject({ name: '白龙', group: '一组', rate: 150_000_000 })
    expect(findingsOf(u)).toEqual(['payee-unlinked@2'])
  })

  test('the award over bare measures: 金额[禁牧, 平衡, 合计]', () => {
    const u = understandRows(
      [
        '2025年巴彦乌兰苏木巴彦乌兰嘎查草原生态保护补助奖励公示表 单位：亩、元',
        '嘎查|户主姓名|身份证号|人口|草场面积|其中||标准||金额||',
        '|||||禁牧面积|草畜平衡面积|禁牧|平衡|禁牧|平衡|合计',
        `巴彦乌兰嘎查|白龙|${A}|4|300|100|200|11.9235|3.9745|1192.35|794.9|1987.25`,
        `|达来|${B}|3|200||200||3.9745||794.9|794.9`,
      ],
      { merges: ['A2:A3', 'B2:B3', 'C2:C3', 'D2:D3', 'E2:E3', 'F2:G2', 'H2:I2', 'J2:L2', 'A4:A5'] },
    )
    expect(findingsOf(u)).toEqual([])
    expect(u.rosters.map((r) => [r.programme, r.quantity, r.amountFen])).toEqual([
      ['caoyuan-jinmu', 100_000, 119_235],
      ['caoxu-pingheng', 400_000, 158_980],
    ])
    expect(u.rosters[1]!.lines[1]).toMatchObject({ rate: 39_745 })
  })

  test('funding sources are parts of one amount, not programmes', () => {
    const u = understandRows(
      [
        '2025年新林镇新林村公益林补偿资金发放表（单位：亩、元）',
        '序号|姓名|身份证号|公益林面积|补偿资金||',
        '||||中央|自治区|合计',
        `1|白龙|${A}|10|100|60|160`,
        `2|达来|${B}|5|50|30|80`,
      ],
      { merges: ['E2:G2', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:D3'] },
    )
    expect(findingsOf(u)).toEqual([])
    expect(u.rosters).toHaveLength(1)
    expect(u.rosters[0]).toMatchObject({
      programme: 'gongyilin',
      quantity: 15_000,
      amountFen: 24_000,
    })
  })

  test('due and paid beside each other: paid is published, due is measured', () => {
    const u = understandRows([
      TITLE,
      '序号|姓名|身份证号|补贴面积(亩)|标准(元/亩)|应发金额(元)|扣款(元)|实发金额(元)',
      `1|白龙|${A}|10|67.41|674.1|74.1|600`,
      `2|达来|${B}|4|67.41|269.64||269.64`,
    ])
    expect(findingsOf(u)).toEqual([])
    expect(u.rosters[0]).toMatchObject({ amountFen: 86_964 })
  })

  test('the printed rate of a label is used only where it fits', () => {
    const rows = (amount: string) => [
      '2022年图牧吉镇哈达嘎查草原禁牧补助公示表',
      '序号|姓名|身份证号|禁牧面积(亩)|禁牧补助(11.9235元/亩)',
      `1|白龙|${A}|100|1192.35`,
      `2|达来|${B}|10|119.24`,
      `3|布和|${C}|20|238.47`,
      `4|苏和|${D}|30|357.71`,
      `5|朝鲁|${makeId(5)}|40|${amount}`,
    ]
    expect(findingsOf(understandRows(rows('476.94')))).toEqual([])
    expect(findingsOf(understandRows(rows('576.94')))).toEqual(['amount-mismatch@7'])
  })

  test('labels are found by their words also with year, number and brackets', () => {
    const u = understandRows([
      '2023年新林镇新林村耕地地力保护补贴情况统计表',
      '1、户主|2、公民身份证号码|2023年核定小麦面积（亩）|2023年耕地地力保护补贴系统数（元）',
      `白龙|${A}|10|674.1`,
    ])
    expect(findingsOf(u)).toEqual([])
    expect(u.rosters[0]).toMatchObject({
      programme: 'gengdi-dili',
      quantity: 10_000,
      amountFen: 67_410,
    })
  })
})

describe('sections, sums and footers', () => {
  test.each([
    '第一村民小组',
    '东屯',
    '新艾里',
    '西独贵龙',
    '一组',
    '一、东沟屯（共12户）',
    '组别：三组',
    '前哈达',
  ])('%s opens a group', (words) => {
    const u = understandRows([TITLE, HEAD, words, ROW_A, ROW_B], { merges: ['A3:F3'] })
    expect(rolesOf(u)).toEqual(['title', 'header', 'section', 'payee', 'payee'])
    expect(u.rosters[0]!.lines[0]!.group).not.toBeNull()
    expect(findingsOf(u)).toEqual([])
  })

  test('a section in the name column is no payee', () => {
    const u = understandRows([TITLE, HEAD, '|第二村民小组||||', ROW_A])
    expect(rolesOf(u)).toEqual(['title', 'header', 'section', 'payee'])
    expect(u.rosters[0]!.lines[0]!.group).toBe('第二村民小组')
  })

  test('subtotals and total last', () => {
    const u = understandRows([
      TITLE,
      HEAD,
      '第一村民小组',
      ROW_A,
      ROW_B,
      '|小计||12.5||842.63',
      '第二村民小组',
      ROW_C,
      '|小计||4||269.64',
      '合 计|||16.5||1112.27',
      '制表人：||复核人：||负责人：',
      '公示时间：6月16日至6月22日',
      '监督电话：0482-6121234',
    ])
    expect(rolesOf(u).slice(2)).toEqual([
      'section',
      'payee',
      'payee',
      'subtotal',
      'section',
      'payee',
      'subtotal',
      'total',
      'footer',
      'footer',
      'footer',
    ])
    expect(findingsOf(u)).toEqual([])
    expect(u.rosters[0]!.printedTotalFen).toBe(111_227)
  })

  test('total and subtotals first', () => {
    const u = understandRows([
      TITLE,
      HEAD,
      '合计|||16.5||1112.27',
      '第一村民小组|||12.5||842.63',
      ROW_A,
      ROW_B,
      '第二村民小组|||4||269.64',
      ROW_C,
    ])
    expect(rolesOf(u).slice(2)).toEqual([
      'total',
      'subtotal',
      'payee',
      'payee',
      'subtotal',
      'payee',
    ])
    expect(u.rosters[0]!.lines.map((line) => line.group)).toEqual([
      '第一村民小组',
      '第一村民小组',
      '第二村民小组',
    ])
    expect(findingsOf(u)).toEqual([])
    expect(u.rosters[0]!.printedTotalFen).toBe(111_227)
  })

  test('printed pages: sums of the page, running sums, title and header again', () => {
    const u = understandRows([
      TITLE,
      HEAD,
      ROW_A,
      ROW_B,
      '本页合计|||12.5||842.63',
      '累计|||12.5||842.63',
      TITLE,
      HEAD,
      ROW_C,
      '本页合计|||4||269.64',
      '累计|||16.5||1112.27',
      '合计|||16.5||1112.27',
    ])
    expect(rolesOf(u)).toEqual([
      'title',
      'header',
      'payee',
      'payee',
      'subtotal',
      'subtotal',
      'title',
      'header',
      'payee',
      'subtotal',
      'subtotal',
      'total',
    ])
    expect(findingsOf(u)).toEqual([])
    expect(u.rosters).toHaveLength(1)
    expect(u.rosters[0]).toMatchObject({ amountFen: 111_227, printedTotalFen: 111_227 })
  })

  test('其中 below a total is no payee and not compared', () => {
    const u = understandRows([
      TITLE,
      HEAD,
      ROW_A,
      ROW_B,
      '合计|||12.5||842.63',
      '其中：脱贫户|||10||674.1',
    ])
    expect(rolesOf(u).slice(4)).toEqual(['total', 'subtotal'])
    expect(findingsOf(u)).toEqual([])
  })

  test('an unlabelled sum is not taken for a person', () => {
    const u = understandRows([TITLE, HEAD, ROW_A, ROW_B, '|||12.5||842.63'])
    expect(rolesOf(u).at(-1)).toBe('subtotal')
    expect(u.rosters[0]!.lines).toHaveLength(2)
  })

  test('合 and 计 in two cells', () => {
    const u = understandRows([TITLE, HEAD, ROW_A, ROW_B, '合|计||12.5||842.63'])
    expect(rolesOf(u).at(-1)).toBe('total')
    expect(u.rosters[0]!.lines).toHaveLength(2)
  })

  test('blank rows inside are counted and named', () => {
    const u = understandRows(['', TITLE, '', HEAD, ROW_A, '', ROW_B, ''])
    expect(rolesOf(u)).toEqual(['title', 'blank', 'header', 'payee', 'blank', 'payee'])
    expect(u.rowsRead).toBe(6)
    expect(u.rowsExplained).toBe(6)
  })
})

describe('merged-down and blank cells', () => {
  test('a person merged over two plots has two lines', () => {
    const u = understandRows(
      [TITLE, HEAD, ROW_A, '||||67.41|33.71', ROW_C].map((r, i) =>
        i === 3 ? '|||0.5|67.41|33.71' : r,
      ),
      {
        merges: ['A3:A4', 'B3:B4', 'C3:C4'],
      },
    )
    expect(u.rosters[0]!.lines.map((line) => [line.name, line.quantity])).toEqual([
      ['白龙', 10_000],
      ['白龙', 500],
      ['达来', 4000],
    ])
    expect(findingsOf(u)).toEqual([])
  })

  test('a blank name below a person is the same person, without merges too', () => {
    const u = understandRows([TITLE, HEAD, ROW_A, '|||0.5|67.41|33.71', ROW_C])
    expect(u.rosters[0]!.lines.map((line) => line.idNumber)).toEqual([A, A, C])
    expect(findingsOf(u)).toEqual([])
  })

  test('one amount merged over two plots is counted once', () => {
    const u = understandRows([TITLE, HEAD, `1|白龙|${A}|10|67.41|741.51`, '|||1|67.41|', ROW_C], {
      merges: ['A3:A4', 'B3:B4', 'C3:C4', 'F3:F4'],
    })
    expect(u.rosters[0]!.lines.map((line) => [line.quantity, line.amountFen])).toEqual([
      [11_000, 74_151],
      [4000, 26_964],
    ])
    expect(findingsOf(u)).toEqual([])
  })

  test('a village cell stands for the rows below, and a new village forgets the group', () => {
    const u = understandRows([
      '2025年音德尔镇耕地地力保护补贴发放表',
      '嘎查村|组别|姓名|身份证号|补贴面积(亩)|标准(元/亩)|金额(元)',
      `团结村|1组|白龙|${A}|10|67.41|674.1`,
      `||达来|${B}|4|67.41|269.64`,
      `东方红村||布和|${C}|1|67.41|67.41`,
    ])
    expect(u.rosters.map((r) => [r.site, r.lines.length])).toEqual([
      ['152223100200', 2],
      ['152223100201', 1],
    ])
    expect(u.rosters.flatMap((r) => r.lines.map((line) => line.group))).toEqual([
      '1组',
      '1组',
      null,
    ])
    expect(findingsOf(u)).toEqual([])
  })
})

describe('several places, programmes, batches and tables', () => {
  test('one sheet per village, the tab says which', () => {
    const rows = ['2025年耕地地力保护补贴公示表', HEAD, ROW_A]
    const u = understand(
      makeWorkbook(
        makeSheet(rows, { name: '满都拉图嘎查' }),
        makeSheet([rows[0]!, rows[1]!, ROW_B], { name: '浩斯台' }),
      ),
    )
    expect(u.rosters.map((r) => r.place)).toEqual(['胡尔勒镇满都拉图嘎查', '胡尔勒镇浩斯台嘎查'])
    expect(findingsOf(u)).toEqual([])
  })

  test('one sheet per group, the title says the village', () => {
    const u = understand(
      makeWorkbook(
        makeSheet([TITLE, HEAD, ROW_A], { name: '一组' }),
        makeSheet([TITLE, HEAD, ROW_B, '合计|||2.5||168.53'], { name: '二组' }),
      ),
    )
    expect(u.rosters).toHaveLength(1)
    expect(u.rosters[0]!.lines.map((line) => line.group)).toEqual(['一组', '二组'])
    expect(u.rosters[0]!.printedTotalFen).toBeNull()
    expect(findingsOf(u)).toEqual([])
  })

  test('a programme column', () => {
    const u = understandRows([
      '2025年音德尔镇团结村惠农补贴发放明细',
      '姓名|身份证号|补贴项目|面积(亩)|标准(元/亩)|金额(元)',
      `白龙|${A}|玉米生产者补贴|10|21.88|218.8`,
      `白龙|${A}|大豆生产者补贴|1|281.88|281.88`,
    ])
    expect(u.rosters.map((r) => [r.programme, r.programmeText])).toEqual([
      ['yumi-shengchan', '玉米生产者补贴'],
      ['dadou-shengchan', '大豆生产者补贴'],
    ])
    expect(findingsOf(u)).toEqual([])
  })

  test('a crop column splits a title that names two crops', () => {
    const u = understandRows([
      '2025年音德尔镇团结村玉米和大豆生产者补贴公示表',
      '姓名|身份证号|作物|面积(亩)|标准(元/亩)|金额(元)',
      `白龙|${A}|玉米|10|21.88|218.8`,
      `达来|${B}|大豆|1|281.88|281.88`,
    ])
    expect(u.rosters.map((r) => r.programme)).toEqual(['yumi-shengchan', 'dadou-shengchan'])
    expect(findingsOf(u)).toEqual([])
  })

  test('columns of year and batch', () => {
    const u = understandRows([
      '音德尔镇团结村高龄津贴发放明细表',
      '姓名|身份证号|年度|月份|金额(元)',
      `白龙|${A}|2025|1|100`,
      `白龙|${A}||2|100`,
      `白龙|${A}|2024|12|100`,
    ])
    expect(u.rosters.map((r) => [r.year, r.batch])).toEqual([
      [2025, '1月'],
      [2025, '2月'],
      [2024, '12月'],
    ])
    expect(findingsOf(u)).toEqual([])
  })

  test('several tables under one another, each with its own title', () => {
    const u = understandRows([
      '附表1 2025年音德尔镇团结村玉米生产者补贴公示表',
      HEAD,
      ROW_A,
      '合计|||10||674.1',
      '制表人：王芳',
      '',
      '附表2 2025年音德尔镇团结村大豆生产者补贴公示表',
      HEAD,
      ROW_B,
      ROW_C,
      '合计|||6.5||438.17',
    ])
    expect(u.rosters.map((r) => [r.programme, r.amountFen, r.printedTotalFen])).toEqual([
      ['yumi-shengchan', 67_410, 67_410],
      ['dadou-shengchan', 43_817, 43_817],
    ])
    expect(findingsOf(u)).toEqual([])
    expect(rolesOf(u)).toEqual([
      'title',
      'header',
      'payee',
      'total',
      'footer',
      'blank',
      'title',
      'header',
      'payee',
      'payee',
      'total',
    ])
  })

  test('villages as sections, each with its sum', () => {
    const u = understandRows([
      '2025年音德尔镇耕地地力保护补贴公示表',
      HEAD,
      '团结村',
      ROW_A,
      '小计|||10||674.1',
      '东方红村委会',
      ROW_B,
      ROW_C,
      '小计|||6.5||438.17',
      '总计|||16.5||1112.27',
    ])
    expect(u.rosters.map((r) => [r.place, r.amountFen, r.printedTotalFen])).toEqual([
      ['音德尔镇团结村', 67_410, 67_410],
      ['音德尔镇东方红村', 43_817, 43_817],
    ])
    expect(findingsOf(u)).toEqual([])
  })

  test('a town column with a code decides a repeated name', () => {
    const u = understandRows([
      '2025年耕地地力保护补贴公示表',
      '行政区划|姓名|身份证号|面积(亩)|标准(元/亩)|金额(元)',
      `水田村(152223107205)|白龙|${A}|10|67.41|674.1`,
    ])
    expect(u.rosters[0]!.place).toBe('好力保镇水田村')
    expect(findingsOf(u)).toEqual([])
  })

  test('an address gives the village where nothing else does', () => {
    const u = understandRows([
      '2025年耕地地力保护补贴发放清册',
      '姓名|身份证号|面积(亩)|标准(元/亩)|金额(元)|家庭地址',
      `白龙|${A}|10|67.41|674.1|扎赉特旗音德尔镇团结村3组`,
    ])
    expect(u.rosters[0]!.place).toBe('音德尔镇团结村')
    expect(u.rosters[0]!.lines[0]!.group).toBe('3组')
  })

  test('a farm without villages holds payees itself', () => {
    const u = understandRows(['2025年八一牧场耕地地力保护补贴公示表', HEAD, ROW_A])
    expect(u.rosters[0]).toMatchObject({ site: '152223405', place: '八一牧场' })
    expect(findingsOf(u)).toEqual([])
  })
})

describe('what is no roster', () => {
  test('a summary by village is refused, with every row explained', () => {
    const u = understandRows([
      '2023年右玉县禁牧草地补助资金拨付表',
      '乡(镇)名|天然禁牧草地面积(亩)|补助标准(元/亩)|补助资金(元)|备注',
      '新林镇|12877.65|7.5|96583|',
      '好力保镇|1000|7.5|7500|',
      '合计|13877.65||104083|',
    ])
    expect(u.rosters).toEqual([])
    expect(rolesOf(u)).toEqual(['title', 'header', 'rejected:summary', 'rejected:summary', 'total'])
    expect(findingsOf(u)).toEqual(['header-unsure@2'])
    expect(u.findings[0]!.level).toBe('stop')
  })

  test('a summary beside rosters says nothing', () => {
    const u = understand(
      makeWorkbook(
        makeSheet(
          [
            '2025年新林镇汇总表',
            '序号|嘎查村|户数|面积(亩)|金额(元)',
            '1|新林村|1|10|674.1',
            '合计|||10|674.1',
          ],
          { name: '汇总' },
        ),
        makeSheet([TITLE, HEAD, ROW_A], { name: '新林村' }),
        makeSheet([], { name: 'Sheet3' }),
      ),
    )
    expect(u.rosters).toHaveLength(1)
    expect(findingsOf(u)).toEqual([])
    expect(u.rowsExplained).toBe(u.rowsRead)
  })

  test('rows without any header are refused', () => {
    const u = understandRows([ROW_A, ROW_B])
    expect(u.rosters).toEqual([])
    expect(findingsOf(u)).toEqual(['header-unsure@1'])
    expect(rolesOf(u)).toEqual(['rejected:no-header', 'rejected:no-header'])
  })

  test('a sheet of notes beside a roster is only text', () => {
    const u = understand(
      makeWorkbook(
        makeSheet([TITLE, HEAD, ROW_A]),
        makeSheet(['填表说明：', '1. 面积按确权面积填写。', '2. 金额保留两位小数。'], {
          name: '说明',
        }),
      ),
    )
    expect(findingsOf(u)).toEqual([])
    expect(u.rowsExplained).toBe(u.rowsRead)
  })
})

test('a lone name in the first column is a person without figures, not a group', () => {
  const u = understandRows([
    TITLE,
    '姓名|身份证号|补贴面积(亩)|补贴金额(元)',
    `白龙|${A}|10|674.1`,
    '达来|||',
    `布和|${C}|4|269.64`,
  ])
  expect(rolesOf(u).slice(2)).toEqual(['payee', 'rejected:no-figures', 'payee'])
  expect(u.rosters[0]!.lines.map((line) => line.group)).toEqual([null, null])
})

test('one list per group: the title says which', () => {
  for (const title of [
    '2025年新林镇新林村第二村民小组耕地地力保护补贴公示表',
    '2025年新林镇新林村耕地地力保护补贴公示表（第二村民小组）',
  ]) {
    const u = understandRows([title, HEAD, ROW_A])
    expect(u.rosters[0]).toMatchObject({
      place: '新林镇新林村',
      programmeText: '耕地地力保护补贴',
    })
    expect(u.rosters[0]!.lines[0]!.group).toBe('第二村民小组')
    expect(findingsOf(u)).toEqual([])
  }
})

test('pages that count themselves in the title are one table, with running sums', () => {
  const u = understandRows([
    `${TITLE} 第1页`,
    HEAD,
    ROW_A,
    '本页合计|||10||674.1',
    '累计|||10||674.1',
    `${TITLE} 第2页`,
    HEAD,
    ROW_B,
    '本页合计|||2.5||168.53',
    '累计|||12.5||842.63',
    '总计|||12.5||842.63',
  ])
  expect(u.rosters).toHaveLength(1)
  expect(u.rosters[0]!.printedTotalFen).toBe(84_263)
  expect(findingsOf(u)).toEqual([])
})

test('a 总计 on the last sheet covers the sheets before it', () => {
  const u = understand(
    makeWorkbook(
      makeSheet([TITLE, HEAD, ROW_A, '合计|||10||674.1'], { name: '一组' }),
      makeSheet([TITLE, HEAD, ROW_B, '合计|||2.5||168.53', '总计|||12.5||842.63'], {
        name: '二组',
      }),
    ),
  )
  expect(findingsOf(u)).toEqual([])
  expect(u.rosters[0]!.printedTotalFen).toBe(84_263)
})

test('a title that lists two villages names neither; a column of villages decides', () => {
  const title = '2025年音德尔镇团结村、东方红村耕地地力保护补贴公示表'
  expect(findingsOf(understandRows([title, HEAD, ROW_A]))).toEqual(['place-ambiguous@1'])
  const u = understandRows([
    title,
    '嘎查村|姓名|身份证号|补贴面积(亩)|补贴金额(元)',
    `团结村|白龙|${A}|10|674.1`,
    `东方红村|达来|${B}|10|674.1`,
  ])
  expect(u.rosters.map((r) => r.place)).toEqual(['音德尔镇团结村', '音德尔镇东方红村'])
  expect(findingsOf(u)).toEqual([])
})

test('an unknown village of a section is told at the section', () => {
  const u = understandRows([
    '2025年音德尔镇耕地地力保护补贴公示表',
    HEAD,
    '团结村',
    ROW_A,
    '幸福村',
    ROW_B,
  ])
  expect(findingsOf(u)).toEqual(['place-unknown@5'])
})
