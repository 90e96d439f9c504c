// Rosters as clerks make them: forms of offices, odd totals, lists in halves, persons within households. What is true of each was
// written down before it was read.
import { expect, test } from 'vitest'
import {
  makeAccount,
  makeId,
  makeSheet,
  makeWorkbook,
  understand,
  understandRows,
} from '../../support/make-workbook.ts'
import { tellFindings, tellRosters } from '../../support/tell-rosters.ts'

const [A, B, C, D, E] = [makeId(31), makeId(32), makeId(33), makeId(34), makeId(35)]
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
  'halves with a gap between them, each with its own sum, an odd person last': {
    rows: [
      TITLE,
      '姓名|身份证号|面积(亩)|金额(元)||姓名|身份证号|面积(亩)|金额(元)',
      `白龙|${A}|10|674.1||达来|${C}|4|269.64`,
      `包金花|${B}|2.5|168.53||布和|${D}|1|67.41`,
      `苏和|${E}|5|337.05||||`,
      '合计||17.5|1179.68||合计||5|337.05',
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 5 × 22.5亩 = 1516.73 (1516.73)'],
  },
  'a notice in sentences above the table': {
    rows: [
      '关于2025年新林镇新林村耕地地力保护补贴面积的公示',
      '根据上级文件精神，经农户申报、村组核实，现将我村2025年耕地地力保护补贴情况予以公示，公示期7天，如有异议请于公示期内反映。',
      '监督电话：0482-6121234',
      HEAD,
      ROW_A,
      ROW_B,
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (-)'],
  },
  'no label over the serial numbers': {
    rows: [TITLE, HEAD.replace('序号', ''), ROW_A, ROW_B, '合计|||12.5||842.63'],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (842.63)'],
  },
  'an area in parts with its sum under one head': {
    rows: [
      TITLE,
      '序号|姓名|身份证号|补贴面积（亩）|||补贴标准（元/亩）|补贴金额（元）',
      '|||水田|旱田|小计||',
      `1|白龙|${A}|4|6|10|67.41|674.1`,
      `2|包金花|${B}||2.5|2.5|67.41|168.53`,
      '合计|||4|8.5|12.5||842.63',
    ],
    options: { merges: ['A2:A3', 'B2:B3', 'C2:C3', 'D2:F2', 'G2:G3', 'H2:H3'] },
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (842.63)'],
  },
  'hectares and a rate by the hectare in the labels': {
    rows: [
      '2025年新林镇新林村退耕还林补助发放表',
      '序号|姓名|身份证号|面积（公顷）|补助标准（元/公顷）|补助金额（元）',
      `1|白龙|${A}|2|1500|3000`,
      `2|包金花|${B}|0.4|1500|600`,
    ],
    rosters: ['新林镇新林村 tuigeng-huanlin 2025 1: 2 × 36亩 = 3600 (-)'],
  },
  'sums named by their group, the word in the column of numbers': {
    rows: [
      TITLE,
      `组别|${HEAD}`,
      `一组|${ROW_A}`,
      `一组|${ROW_B}`,
      '|||一组小计|12.5||842.63',
      `二组|${ROW_C}`,
      '|||二组小计|4||269.64',
      '',
      '|||合计|16.5||1112.27',
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 3 × 16.5亩 = 1112.27 (1112.27)'],
  },
  'villages and groups as sections': {
    rows: [
      '2025年胡尔勒镇耕地地力保护补贴发放清册',
      HEAD,
      '（一）芒哈嘎查',
      '一组',
      ROW_A,
      '二组',
      ROW_B,
      '芒哈嘎查小计|||12.5||842.63',
      '（二）浩斯台嘎查',
      '一组',
      ROW_C,
      '浩斯台嘎查小计|||4||269.64',
      '合计|||16.5||1112.27',
    ],
    rosters: [
      '胡尔勒镇芒哈嘎查 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (842.63)',
      '胡尔勒镇浩斯台嘎查 gengdi-dili 2025 1: 1 × 4亩 = 269.64 (269.64)',
    ],
  },
  'the title in pieces': {
    rows: [
      '扎赉特旗',
      '农村最低生活保障金发放花名册',
      '（2025年9月）',
      '苏木乡镇：胡尔勒镇||嘎查村：芒哈嘎查||单位：元、人',
      '序号|户主姓名|身份证号码|保障人口|月保障金额|一卡通账号',
      `1|白龙|${A}|2|1050|${makeAccount(1)}`,
      `2|包金花|${B}|1|525|${makeAccount(2)}`,
      '合计|||3|1575|',
    ],
    rosters: ['胡尔勒镇芒哈嘎查 nongcun-dibao 2025 9月: 2 × 3人 = 1575 (1575)'],
  },
  'persons whose names look like groups and sums': {
    rows: [
      TITLE,
      HEAD,
      `1|李屯|${A}|10|67.41|674.1`,
      `2|白组|${B}|2.5|67.41|168.53`,
      `3|阿·巴图|${C}|4|67.41|269.64`,
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 3 × 16.5亩 = 1112.27 (-)'],
  },
  'only the last four of the numbers': {
    rows: [
      TITLE,
      '序号|姓名|身份证后四位|补贴面积(亩)|补贴金额(元)',
      '1|白龙|1234|10|674.1',
      '2|包金花|567X|2.5|168.53',
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (-)'],
    findings: ['payee-unlinked@2'],
  },
  'a payee and whose guardian': {
    rows: [
      '2025年3月音德尔镇团结村重度残疾人护理补贴发放花名册',
      '序号|残疾人姓名|残疾人身份证号|监护人姓名|监护人身份证号|补贴标准（元/月）|补贴金额（元）|开户人|银行账号',
      `1|白龙|${A}|白山|${B}|100|100|白山|${makeAccount(1)}`,
      `2|达来|${C}||||100|达来|${makeAccount(2)}`.replace('||||100', '|||100|100'),
    ],
    rosters: ['音德尔镇团结村 canji-huli 2025 3月: 2 × - = 200 (-)'],
  },
  'several months of one allowance': {
    rows: [
      '2025年1-6月音德尔镇团结村高龄津贴发放表',
      '序号|姓名|身份证号|出生年月|年龄|月标准（元）|发放月数|发放金额（元）',
      `1|白龙|${A}|1941.5|84|100|6|600`,
      `2|包金花|${B}|1943.11|82|100|3|300`,
      '合计||||||9|900',
    ],
    rosters: ['音德尔镇团结村 gaoling-jintie 2025 1-6月: 2 × 9人月 = 900 (900)'],
  },
  'two programmes, one table below the other, differing columns': {
    rows: [
      '2025年图牧吉镇乌雅嘎查惠牧资金发放表',
      '表一：草原禁牧补助',
      '序号|姓名|身份证号|禁牧面积（亩）|标准（元/亩）|金额（元）',
      `1|乌日娜|${A}|100|11.9235|1192.35`,
      '合计|||100||1192.35',
      '',
      '表二：牧民生产资料综合补贴',
      '序号|户主|身份证号|补贴金额（元）',
      `1|乌日娜|${A}|500`,
      `2|巴图|${B}|500`,
      '合计|||1000',
    ],
    rosters: [
      '图牧吉镇乌雅嘎查 caoyuan-jinmu 2025 1: 1 × 100亩 = 1192.35 (1192.35)',
      '图牧吉镇乌雅嘎查 mumin-shengchan-ziliao 2025 1: 2 × - = 1000 (1000)',
    ],
  },
  'paid, returned and paid again': {
    rows: [
      TITLE.replace('公示表', '发放明细表'),
      `${HEAD}|发放状态|备注`,
      `${ROW_A}|成功|`,
      `${ROW_B}|退回|账户已注销`,
      `${ROW_C}|未发放|待核实`,
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 3 × 16.5亩 = 1112.27 (-)'],
    findings: ['payment-failed@4', 'remark@4', 'payment-failed@5', 'remark@5'],
  },
  'a number of four decimals in the area': {
    rows: [TITLE, HEAD, `1|白龙|${A}|10.0005|67.41|674.13`],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 1 × 10.001亩 = 674.13 (-)'],
    findings: ['precision@3'],
  },
  'numbers that the sheet spoilt': {
    rows: [
      TITLE,
      HEAD,
      `1|白龙|1.52299E+17|10|67.41|674.1`,
      `2|包金花|152299198001010000|2.5|67.41|168.53`,
      `3|达来|${C.slice(0, 17)}|4|67.41|269.64`,
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 3 × 16.5亩 = 1112.27 (-)'],
    findings: ['id-as-number@3', 'id-as-number@4', 'id-length@5'],
  },
}

test.each(Object.entries(cases))('%s', (_, { rows, options, rosters, findings = [] }) => {
  const u = understandRows(rows, options)
  expect([tellRosters(u), tellFindings(u)]).toEqual([rosters, findings])
  expect(u.rowsExplained).toBe(u.rowsRead)
})

test('place, programme and year of a bare sheet come from the file’s name', () => {
  const sheet = makeSheet([HEAD, ROW_A, ROW_B])
  const u = understand(makeWorkbook(sheet), '音德尔镇团结村2024年耕地地力保护补贴(定稿).xls')
  expect(tellRosters(u)).toEqual(['音德尔镇团结村 gengdi-dili 2024 1: 2 × 12.5亩 = 842.63 (-)'])
  expect(tellFindings(u)).toEqual([])
})

test('persons of two halves in one row are two, without numbers too', () => {
  const u = understandRows([
    TITLE,
    '序号|姓名|金额(元)|序号|姓名|金额(元)',
    '第一村民小组',
    '1|白龙|100|2|达来|200',
  ])
  expect(u.rosters[0]!.lines.map(({ name, row, group }) => [name, row, group])).toEqual([
    ['白龙', 4, '第一村民小组'],
    ['达来', 4, '第一村民小组'],
  ])
  expect(u.rowsExplained).toBe(u.rowsRead)
})
