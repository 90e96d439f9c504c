// Rosters as clerks make them, one habit or two in each: what is true of them was written down before they were read.
import { expect, test } from 'vitest'
import {
  makeAccount,
  makeId,
  makeSheet,
  makeWorkbook,
  rolesOf,
  understand,
  understandRows,
} from '../../support/make-workbook.ts'
import { tellFindings, tellRosters } from '../../support/tell-rosters.ts'

const [A, B, C, D] = [makeId(11), makeId(12), makeId(13), makeId(14)]
const HEAD = '序号|姓名|身份证号|补贴面积(亩)|补贴标准(元/亩)|补贴金额(元)'
const ROW_A = `1|白龙|${A}|10|67.41|674.1`
const ROW_B = `2|包金花|${B}|2.5|67.41|168.53`
const ROW_C = `3|达来|${C}|4|67.41|269.64`
const TITLE = '2025年新林镇新林村耕地地力保护补贴公示表'

interface Case {
  readonly rows: readonly string[]
  readonly options?: Parameters<typeof understandRows>[1]
  readonly rosters: readonly string[]
  readonly findings?: readonly string[]
}

const cases: Readonly<Record<string, Case>> = {
  'the list in two halves beside each other': {
    rows: [
      TITLE,
      '单位：元、亩',
      '序号|姓名|身份证号|面积|标准|金额|序号|姓名|身份证号|面积|标准|金额',
      `1|白龙|${A}|10|67.41|674.1|3|达来|${C}|4|67.41|269.64`,
      `2|包金花|${B}|2.5|67.41|168.53|4|布和|${D}|1|67.41|67.41`,
      '合计|||17.5||1179.68||||||',
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 4 × 17.5亩 = 1179.68 (1179.68)'],
  },
  'labels broken over lines, with spaces and in full width': {
    rows: [
      TITLE,
      '序\n号|户 主\n姓 名|身份证\n号　码|补贴面积\n（亩）|补贴标准\n（元／亩）|补贴金额\n（元）|备\n注',
      `${ROW_A}|`,
      `${ROW_B}|`,
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (-)'],
  },
  'the first column empty, blank columns at the end': {
    rows: [
      `|${TITLE}||||||||`,
      `|${HEAD}|||`,
      `|${ROW_A}|||`,
      `|${ROW_B}|||`,
      '|合计|||12.5||842.63|||',
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (842.63)'],
  },
  'the unit told below the table': {
    rows: [
      TITLE,
      '序号|姓名|身份证号|补贴面积|补贴标准|补贴金额',
      ROW_A,
      ROW_B,
      '合计|||12.5||842.63',
      '注：面积单位为亩，金额单位为元。',
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (842.63)'],
  },
  'the unit in a line with the maker and the date': {
    rows: [
      TITLE,
      '填报单位（盖章）：新林村民委员会  填报日期：2025.6.12  计量单位：亩、元',
      '序号|姓名|身份证号|补贴面积|补贴标准|补贴金额',
      ROW_A,
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 1 × 10亩 = 674.1 (-)'],
  },
  'words of other counties over the columns': {
    rows: [
      TITLE,
      '编号|持卡人姓名|证件号码|社会保障卡号|开户银行|计补面积（亩）|每亩补贴标准（元）|应发补贴金额（元）|领款人签字',
      `1|白龙|${A}|${makeAccount(1)}|农村信用社|10|67.41|674.1|`,
      `2|包金花|${B}|${makeAccount(2)}|农村信用社|2.5|67.41|168.53|`,
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (-)'],
  },
  'contracted, leased and paid areas beside each other': {
    rows: [
      `${TITLE}（单位：亩、元）`,
      '序号|户主|身份证号码|二轮承包面积|流转面积|非农占用面积|补贴面积|补贴标准|补贴资金',
      `1|白龙|${A}|15|4|1|10|67.41|674.1`,
      `2|包金花|${B}|2.5|0|0|2.5|67.41|168.53`,
      `3|达来|${C}|6|0|2|4|67.41|269.64`,
      '合计|||23.5|4|3|16.5||1112.27',
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 3 × 16.5亩 = 1112.27 (1112.27)'],
  },
  'serial numbers begin anew in each group, the group merged down': {
    rows: [
      TITLE,
      '组别|序号|姓名|身份证号|补贴面积(亩)|补贴标准(元/亩)|补贴金额(元)',
      `一组|${ROW_A}`,
      `|${ROW_B}`,
      `二组|1|达来|${C}|4|67.41|269.64`,
      `|2|布和|${D}|1|67.41|67.41`,
      '合计||4户||17.5||1179.68',
    ],
    options: { merges: ['A3:A4', 'A5:A6'] },
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 4 × 17.5亩 = 1179.68 (1179.68)'],
  },
  'the header again on each page, without a title': {
    rows: [
      TITLE,
      HEAD,
      ROW_A,
      ROW_B,
      '本页小计|||12.5||842.63',
      HEAD,
      ROW_C,
      '本页小计|||4||269.64',
      '总  计|||16.5||1112.27',
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 3 × 16.5亩 = 1112.27 (1112.27)'],
  },
  'a note in the middle': {
    rows: [TITLE, HEAD, ROW_A, '以下为2025年新增农户', ROW_B, ROW_C],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 3 × 16.5亩 = 1112.27 (-)'],
  },
  'the sum in words below the sum': {
    rows: [
      TITLE,
      HEAD,
      ROW_A,
      ROW_B,
      '合计|共2户||12.5||842.63',
      '合计金额（大写）：捌佰肆拾贰元陆角叁分',
      '村主任（签字）：||会计：||监督委员会：|',
      '公示期：2025年6月1日至6月7日||监督电话：0482-6121234|||',
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (842.63)'],
  },
  'the year of the title counts, not that of the date below': {
    rows: ['新林镇新林村2024年度耕地地力保护补贴发放花名册', HEAD, ROW_A, '|||||2025年1月8日'],
    rosters: ['新林镇新林村 gengdi-dili 2024 1: 1 × 10亩 = 674.1 (-)'],
  },
  'a list of 粮食直补 is not one of back payments': {
    rows: [
      '新林镇新林村2018年粮食直补发放花名册',
      '序号|农户姓名|身份证号|计税面积（亩）|补贴标准（元/亩）|补贴金额（元）',
      `1|白龙|${A}|10|3.46|34.6`,
    ],
    rosters: ['新林镇新林村 liangshi-zhibu 2018 1: 1 × 10亩 = 34.6 (-)'],
  },
  'a list of back payments is one': {
    rows: ['2024年新林镇新林村耕地地力保护补贴补发花名册', HEAD, ROW_A],
    rosters: ['新林镇新林村 gengdi-dili 2024 补发: 1 × 10亩 = 674.1 (-)'],
  },
  'the month as 2025.3': {
    rows: [
      '胡尔勒镇芒哈嘎查80周岁以上高龄津贴发放花名册（2025.3）',
      '序号|姓名|身份证号|发放标准（元/月）|发放金额（元）|备注',
      `1|白龙|${A}|100|100|`,
      `2|包金花|${B}|100|100|`,
      '合计|||200|200|',
    ].map((row) => row.replace('200|200', '|200')),
    rosters: ['胡尔勒镇芒哈嘎查 gaoling-jintie 2025 3月: 2 × - = 200 (200)'],
  },
  'the quarter in brackets': {
    rows: [
      '胡尔勒镇芒哈嘎查农村低保金发放名册（2025年第三季度）',
      '序号|户主姓名|身份证号码|保障人数（人）|季度保障金额（元）',
      `1|白龙|${A}|2|3150`,
      `2|包金花|${B}|1|1575`,
    ],
    rosters: ['胡尔勒镇芒哈嘎查 nongcun-dibao 2025 三季度: 2 × 3人 = 4725 (-)'],
  },
  'sections are programmes': {
    rows: [
      '2025年新林镇新林村惠农补贴发放花名册',
      HEAD,
      '一、耕地地力保护补贴',
      ROW_A,
      ROW_B,
      '小计|||12.5||842.63',
      '二、玉米生产者补贴',
      `1|达来|${C}|4|21.88|87.52`,
      '小计|||4||87.52',
      '合计|||16.5||930.15',
    ],
    rosters: [
      '新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (842.63)',
      '新林镇新林村 yumi-shengchan 2025 1: 1 × 4亩 = 87.52 (87.52)',
    ],
  },
  'the programme only in a line of the form': {
    rows: [
      '惠民惠农财政补贴资金“一卡通”发放清册',
      '发放单位：新林镇人民政府||项目名称：地力补贴||年度：2025|',
      '村：新林村||批次：第一批|||单位：元、亩',
      '序号|姓名|身份证号|数量|标准|金额',
      ROW_A,
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 1 × 10亩 = 674.1 (-)'],
  },
}

test.each(Object.entries(cases))('%s', (_, { rows, options, rosters, findings = [] }) => {
  const u = understandRows(rows, options)
  expect([tellRosters(u), tellFindings(u)]).toEqual([rosters, findings])
  expect(u.rowsExplained).toBe(u.rowsRead)
})

test('a note in the middle is no group', () => {
  const u = understandRows(cases['a note in the middle']!.rows)
  expect(u.rosters[0]!.lines.map((line) => line.group)).toEqual([null, null, null])
  expect(rolesOf(u)).not.toContain('rejected:no-figures')
})

test('villages on sheets, a sum of the town on the last, notes hidden', () => {
  const sheet = (village: string, row: string, total: string, name = village) =>
    makeSheet([`2025年图牧吉镇${village}耕地地力保护补贴公示表`, HEAD, row, total], { name })
  const u = understand(
    makeWorkbook(
      sheet('哈达嘎查', ROW_A, '合计|||10||674.1'),
      makeSheet(
        [
          '2025年图牧吉镇乌雅嘎查耕地地力保护补贴公示表',
          HEAD,
          ROW_B,
          '合计|||2.5||168.53',
          '全镇合计|||12.5||842.63',
        ],
        { name: '乌雅' },
      ),
      makeSheet([], { name: 'Sheet3', hidden: true }),
    ),
  )
  expect(tellFindings(u)).toEqual([])
  expect(u.rosters.map((r) => r.printedTotalFen)).toEqual([67_410, 16_853])
})
