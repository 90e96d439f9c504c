// Rosters as clerks make them: spellings of places and labels, columns of their own invention, summaries beside lists. What is
// true of each was written down before it was read.
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

const [A, B, C] = [makeId(41), makeId(42), makeId(43)]
const HEAD = '序号|姓名|身份证号|补贴面积(亩)|补贴标准(元/亩)|补贴金额(元)'
const ROW_A = `1|白龙|${A}|10|67.41|674.1`
const ROW_B = `2|包金花|${B}|2.5|67.41|168.53`
const ROW_C = `3|达来|${C}|4|67.41|269.64`
const TITLE = '2025年新林镇新林村耕地地力保护补贴公示表'
const TWO = '新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (-)'

interface Case {
  readonly rows: readonly string[]
  readonly options?: Parameters<typeof understandRows>[1]
  readonly rosters: readonly string[]
  readonly findings?: readonly string[]
}

const cases: Readonly<Record<string, Case>> = {
  'the body of a village instead of the village': {
    rows: ['音德尔镇团结村委会2025年耕地地力保护补贴发放表', HEAD, ROW_A, ROW_B],
    rosters: ['音德尔镇团结村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (-)'],
  },
  'a gacha in an older spelling': {
    rows: ['二〇二五年巴达尔胡镇巴彦套海嘎查', '耕地地力补贴发放花名册', HEAD, ROW_A],
    rosters: ['巴达尔胡镇巴音套海嘎查 gengdi-dili 2025 1: 1 × 10亩 = 674.1 (-)'],
  },
  'programmes abbreviated in a column': {
    rows: [
      '新林镇新林村2025年惠农补贴第2批发放明细',
      '姓名|身份证号|补贴种类|面积(亩)|标准(元/亩)|金额(元)',
      `白龙|${A}|地力|10|67.41|674.1`,
      `白龙|${A}|玉米|10|21.88|218.8`,
      `包金花|${B}|大豆|1|281.88|281.88`,
    ],
    rosters: [
      '新林镇新林村 gengdi-dili 2025 第二批: 1 × 10亩 = 674.1 (-)',
      '新林镇新林村 yumi-shengchan 2025 第二批: 1 × 10亩 = 218.8 (-)',
      '新林镇新林村 dadou-shengchan 2025 第二批: 1 × 1亩 = 281.88 (-)',
    ],
  },
  'amounts of several programmes beside each other, no areas': {
    rows: [
      '2025年新林镇新林村惠农补贴发放公示表（单位：元）',
      '序号|户主|身份证号|耕地地力保护补贴|玉米生产者补贴|大豆生产者补贴|合计',
      `1|白龙|${A}|674.1|218.8||892.9`,
      `2|包金花|${B}|168.53||281.88|450.41`,
      '合计|||842.63|218.8|281.88|1343.31',
    ],
    rosters: [
      '新林镇新林村 gengdi-dili 2025 1: 2 × - = 842.63 (842.63)',
      '新林镇新林村 yumi-shengchan 2025 1: 1 × - = 218.8 (218.8)',
      '新林镇新林村 dadou-shengchan 2025 1: 1 × - = 281.88 (281.88)',
    ],
  },
  'a column for the unit of the quantity': {
    rows: [
      TITLE,
      '序号|农户姓名|身份证号码|补贴数量|计量单位|补贴标准（元）|补贴金额（元）',
      `1|白龙|${A}|10|亩|67.41|674.1`,
      `2|包金花|${B}|2.5|亩|67.41|168.53`,
    ],
    rosters: [TWO],
  },
  'a table far down and to the right': {
    rows: ['', '', '', `||||${TITLE}`, '', `|||${HEAD}`, `|||${ROW_A}`, `|||${ROW_B}`],
    rosters: [TWO],
  },
  'masked names and numbers, as on a board': {
    rows: [
      TITLE,
      '序号|姓名|身份证号|补贴面积(亩)|补贴标准(元/亩)|补贴金额(元)|银行卡号',
      '1|白*|1522**********1015|10|67.41|674.1|6217***********7919',
      '2|包*花|1522**********102X|2.5|67.41|168.53|6217***********5838',
    ],
    rosters: [TWO],
    findings: ['payee-unlinked@2'],
  },
  'a telephone is no card, a card in scientific form is none': {
    rows: [
      TITLE,
      '序号|姓名|身份证号|联系电话|一卡通账号|补贴面积(亩)|补贴标准(元/亩)|补贴金额(元)',
      `1|白龙|${A}|13900000001|6.21799E+18|10|67.41|674.1`,
      `2|包金花|${B}|13900000001|6.21799E+18|2.5|67.41|168.53`,
    ],
    rosters: [TWO],
  },
  'numbers of 15 digits': {
    rows: [TITLE, HEAD, `1|白龙|152299610101102|10|67.41|674.1`, ROW_B],
    rosters: [TWO],
    findings: ['id-length@3'],
  },
  'the sum without a colon, with a colon, twice': {
    rows: [TITLE, HEAD, ROW_A, ROW_B, '合 计：|||12.5||842.63', '总 计：|||12.5||842.63'],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (842.63)'],
  },
  'sums of money alone': {
    rows: [TITLE, HEAD, ROW_A, ROW_B, '|合计||||842.63'],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (842.63)'],
  },
  'the town as a column, the village in the title': {
    rows: [TITLE, `苏木乡镇|嘎查村|${HEAD}`, `新林镇|新林村|${ROW_A}`, `新林镇|新林村|${ROW_B}`],
    rosters: [TWO],
  },
  'due, deducted and paid': {
    rows: [
      TITLE,
      '序号|姓名|身份证号|补贴面积(亩)|补贴标准(元/亩)|应补金额(元)|核减金额(元)|实补金额(元)|备注',
      `1|白龙|${A}|10|67.41|674.1|74.1|600|上年多发扣回`,
      `2|包金花|${B}|2.5|67.41|168.53||168.53|`,
      '合计|||12.5||842.63|74.1|768.53|',
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 768.53 (768.53)'],
    findings: ['remark@3'],
  },
  'a row of nothing but zeros takes no part side by side': {
    rows: [
      '2025年音德尔镇团结村玉米大豆生产者补贴公示表',
      '序号|姓名|身份证号|玉米面积（亩）|玉米补贴（元）|大豆面积（亩）|大豆补贴（元）|合计（元）',
      `1|白龙|${A}|10|218.8|0|0|218.8`,
      `2|包金花|${B}|0|0|1|281.88|281.88`,
    ],
    rosters: [
      '音德尔镇团结村 yumi-shengchan 2025 1: 1 × 10亩 = 218.8 (-)',
      '音德尔镇团结村 dadou-shengchan 2025 1: 1 × 1亩 = 281.88 (-)',
    ],
  },
  'the quantity in 斤, the sum in 万元 told in words': {
    rows: [
      '2025年新林镇新林村农膜回收补贴公示表',
      '（单位：斤、元）',
      '序号|姓名|身份证号|回收数量|标准|金额',
      `1|白龙|${A}|100|1|100`,
      `2|包金花|${B}|60|1|60`,
    ],
    rosters: ['新林镇新林村 nongmo-huishou 2025 1: 2 × 80公斤 = 160 (-)'],
  },
  'a pensioner listed twice with the same money': {
    rows: [
      '2025年5月新林镇新林村高龄津贴发放表',
      '序号|姓名|身份证号|金额（元）',
      `1|白龙|${A}|100`,
      `2|包金花|${B}|100`,
      `3|白龙|${A}|100`,
    ],
    rosters: ['新林镇新林村 gaoling-jintie 2025 5月: 3 × - = 300 (-)'],
    findings: ['duplicate-row@5'],
  },
  'a husband and wife on one card': {
    rows: [
      TITLE,
      '姓名|身份证号|一卡通账号|补贴面积(亩)|补贴标准(元/亩)|补贴金额(元)',
      `白龙|${A}|${makeAccount(1)}|10|67.41|674.1`,
      `包金花|${B}|${makeAccount(1)}|2.5|67.41|168.53`,
    ],
    rosters: [TWO],
    findings: ['shared-account@4'],
  },
}

test.each(Object.entries(cases))('%s', (_, { rows, options, rosters, findings = [] }) => {
  const u = understandRows(rows, options)
  expect([tellRosters(u), tellFindings(u)]).toEqual([rosters, findings])
  expect(u.rowsExplained).toBe(u.rowsRead)
})

test('a summary of villages first, a list on each sheet after it', () => {
  const list = (village: string, row: string) =>
    makeSheet([`2025年音德尔镇${village}耕地地力保护补贴公示表`, HEAD, row], { name: village })
  const u = understand(
    makeWorkbook(
      makeSheet(
        [
          '2025年音德尔镇耕地地力保护补贴汇总表',
          '序号|行政村|户数（户）|补贴面积（亩）|补贴标准（元/亩）|补贴资金（元）|备注',
          '1|团结村|1|10|67.41|674.1|',
          '2|东方红村|1|4|67.41|269.64|',
          '合计||2|14||943.74|',
          '主管领导：||审核人：||制表人：|',
        ],
        { name: '汇总表' },
      ),
      list('团结村', ROW_A),
      list('东方红村', ROW_C),
    ),
  )
  expect(tellRosters(u)).toEqual([
    '音德尔镇团结村 gengdi-dili 2025 1: 1 × 10亩 = 674.1 (-)',
    '音德尔镇东方红村 gengdi-dili 2025 1: 1 × 4亩 = 269.64 (-)',
  ])
  expect(tellFindings(u)).toEqual([])
  expect(u.rowsExplained).toBe(u.rowsRead)
})
