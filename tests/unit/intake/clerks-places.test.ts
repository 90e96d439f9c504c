// Rosters as clerks make them: several villages, programmes and kinds of numbers in one file. What is true of each was written
// down before it was read.
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

const [A, B, C, D] = [makeId(21), makeId(22), makeId(23), makeId(24)]
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
  'a town’s list with town and village columns, bodies’ names and codes': {
    rows: [
      '2025年耕地地力保护补贴发放明细表',
      '乡镇|行政村|姓名|身份证号|补贴面积(亩)|补贴标准(元/亩)|补贴金额(元)',
      `好力保镇人民政府|水田村村民委员会|白龙|${A}|10|67.41|674.1`,
      `|水田村村民委员会|包金花|${B}|2.5|67.41|168.53`,
      `巴彦扎拉嘎乡|水田村|达来|${C}|4|67.41|269.64`,
      '合计||||16.5||1112.27',
    ],
    rosters: [
      '好力保镇水田村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (-)',
      '巴彦扎拉嘎乡水田村 gengdi-dili 2025 1: 1 × 4亩 = 269.64 (-)',
    ],
  },
  'village and group in one cell': {
    rows: [
      '2025年胡尔勒镇耕地地力保护补贴发放明细表',
      `村组|${HEAD}`,
      `芒哈嘎查一组|${ROW_A}`,
      `芒哈嘎查二组|${ROW_B}`,
      `浩斯台嘎查东艾里|${ROW_C}`,
    ],
    rosters: [
      '胡尔勒镇芒哈嘎查 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (-)',
      '胡尔勒镇浩斯台嘎查 gengdi-dili 2025 1: 1 × 4亩 = 269.64 (-)',
    ],
  },
  'subtotals before the rows of each village, the sum of all first': {
    rows: [
      '2025年胡尔勒镇耕地地力保护补贴公示表',
      HEAD,
      '全镇合计|||16.5||1112.27',
      '芒哈嘎查|||12.5||842.63',
      ROW_A,
      ROW_B,
      '浩斯台嘎查|||4||269.64',
      ROW_C,
    ],
    rosters: [
      '胡尔勒镇芒哈嘎查 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (842.63)',
      '胡尔勒镇浩斯台嘎查 gengdi-dili 2025 1: 1 × 4亩 = 269.64 (269.64)',
    ],
  },
  'a total that is a cent off asks, one of two yuan stops elsewhere': {
    rows: [TITLE, HEAD, ROW_A, ROW_B, '合计|||12.5||842.62'],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (842.62)'],
    findings: ['total-mismatch@5'],
  },
  'three programmes under a head of three rows, each with its own three columns': {
    rows: [
      '2025年音德尔镇团结村粮食生产者补贴发放清册',
      '序号|户主姓名|身份证号码|补贴情况||||||||补贴合计（元）|一卡通账号',
      '|||玉米|||大豆|||稻谷|||',
      '|||面积（亩）|标准（元/亩）|金额（元）|面积（亩）|标准（元/亩）|金额（元）|面积（亩）|标准（元/亩）|金额（元）||',
      `1|白龙|${A}|10|21.88|218.8||||2|100|200|418.8|${makeAccount(1)}`,
      `2|包金花|${B}||||1|281.88|281.88|||0|281.88|${makeAccount(2)}`,
      '合计|||10||218.8|1||281.88|2||200|700.68|',
    ].map((row, i) => (i === 1 ? row.replace('||||||||补', '|||||||||补') : row)),
    options: {
      merges: ['A2:A4', 'B2:B4', 'C2:C4', 'D2:L2', 'D3:F3', 'G3:I3', 'J3:L3', 'M2:M4', 'N2:N4'],
    },
    rosters: [
      '音德尔镇团结村 yumi-shengchan 2025 1: 1 × 10亩 = 218.8 (218.8)',
      '音德尔镇团结村 daogu-shengchan 2025 1: 1 × 2亩 = 200 (200)',
      '音德尔镇团结村 dadou-shengchan 2025 1: 1 × 1亩 = 281.88 (281.88)',
    ],
  },
  'amounts in 万元, told on the right above': {
    rows: [
      '2025年八一牧场耕地地力保护补贴公示表',
      '|||||单位：亩、万元',
      '序号|姓名|身份证号|面积|标准（元/亩）|金额',
      `1|白龙|${A}|3000|67.41|20.223`,
      `2|包金花|${B}|100|67.41|0.6741`,
    ],
    rosters: ['八一牧场 gengdi-dili 2025 1: 2 × 3100亩 = 208971 (-)'],
  },
  'numbers as text, with separators, full width, spaces and signs': {
    rows: [
      TITLE,
      HEAD,
      `1|白龙|${A}|１,０００|67.41|￥67，410.00`,
      `2|包金花|${B}| 2.50 亩|６７.４１元|168.53 元`,
      `3|达来|${C}|4|67.41|２６９．６４`,
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 3 × 1006.5亩 = 67848.17 (-)'],
  },
  'a correction row below zero': {
    rows: [TITLE, HEAD, ROW_A, ROW_B, `3|白龙|${A}|-1|67.41|-67.41`, '合计|||11.5||775.22'],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 3 × 11.5亩 = 775.22 (775.22)'],
    findings: ['negative@5'],
  },
  'masked numbers cannot tell who is who': {
    rows: [
      TITLE,
      HEAD,
      `1|白龙|152299********1234|10|67.41|674.1`,
      `2|包金花|152299xxxxxxxx567X|2.5|67.41|168.53`,
      `3|达来|１５２２９９＊＊＊＊＊＊＊＊８９０１|4|67.41|269.64`,
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 3 × 16.5亩 = 1112.27 (-)'],
    findings: ['payee-unlinked@2'],
  },
  'hidden rows and columns with something in them': {
    rows: [TITLE, `${HEAD}|电话`, `${ROW_A}|13900000000`, `${ROW_B}|13900000001`],
    options: { hiddenRows: [4], hiddenColumns: ['G'] },
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × 12.5亩 = 842.63 (-)'],
    findings: ['hidden-cells@-', 'hidden-cells@4'],
  },
  'a household with several plots, its head not repeated': {
    rows: [
      TITLE,
      '序号|户主姓名|身份证号|地块名称|面积（亩）|标准（元/亩）|金额（元）',
      `1|白龙|${A}|东甸子|10|67.41|674.1`,
      '|||西洼|1|67.41|67.41',
      `2|包金花|${B}|河套|2.5|67.41|168.53`,
      '合计||||13.5||910.04',
    ],
    options: { merges: ['A3:A4', 'B3:B4', 'C3:C4'] },
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 3 × 13.5亩 = 910.04 (910.04)'],
  },
  'remarks tell the real fact': {
    rows: [
      TITLE,
      `${HEAD}|备注`,
      `${ROW_A}|2025年2月去世，由其妻代领`,
      `${ROW_B}|户口已迁出`,
      `${ROW_C}|新办卡`,
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 3 × 16.5亩 = 1112.27 (-)'],
    findings: ['remark@3', 'remark@4', 'remark@5'],
  },
  'machines by piece': {
    rows: [
      '努文牧仁乡乌兰村2024年农机购置与应用补贴资金兑付花名册',
      '序号|购机者姓名|身份证号码|机具品目|生产厂家|购买台数（台）|中央补贴额（元）|银行账号',
      `1|白龙|${A}|轮式拖拉机|某某机械有限公司|1|35000|${makeAccount(1)}`,
      `2|包金花|${B}|玉米收获机|某某机械有限公司|1|52000|${makeAccount(2)}`,
      '合计|||||2|87000|',
    ],
    rosters: ['努文木仁乡乌兰村 nongji-gouzhi 2024 1: 2 × 2台 = 87000 (87000)'],
  },
  'cows by head': {
    rows: [
      '阿拉达尔吐苏木图门嘎查2024年肉牛基础母牛扩群提质项目（见犊补母）补助资金发放花名册',
      '序号|牧户姓名|身份证号码|新增犊牛数（头）|补助标准（元/头）|补助金额（元）',
      `1|乌日娜|${A}|3|500|1500`,
      `2|巴图|${B}|5|500|2500`,
    ],
    rosters: ['阿拉达尔吐苏木图门嘎查 jichu-muniu 2024 1: 2 × 8头 = 4000 (-)'],
  },
  'disabled persons, two allowances beside each other': {
    rows: [
      '种畜场塔西嘎查2025年4月份残疾人两项补贴发放表',
      '序号|残疾人姓名|身份证号|困难残疾人生活补贴（元）|重度残疾人护理补贴（元）|合计（元）',
      `1|白龙|${A}|100|100|200`,
      `2|包金花|${B}|100||100`,
      '合计|||200|100|300',
    ],
    rosters: [
      '种畜场塔西嘎查 canji-shenghuo 2025 4月: 2 × - = 200 (200)',
      '种畜场塔西嘎查 canji-huli 2025 4月: 1 × - = 100 (100)',
    ],
  },
  'forest owners: public forest area, no rate': {
    rows: [
      '2025年度宝力根花苏木金山嘎查国家级公益林生态效益补偿资金发放公示表',
      '序号|姓名|身份证号|公益林面积（亩）|补偿标准（元/亩/年）|补偿金额（元）|备注',
      `1|白龙|${A}|100|16|1600|`,
      `2|包金花|${B}|55.5|16|888|`,
      '合  计|||155.5||2488|',
    ],
    rosters: ['宝力根花苏木金山嘎查 gongyilin 2025 1: 2 × 155.5亩 = 2488 (2488)'],
  },
  'winter coal by household, no number of pieces': {
    rows: [
      '2025年音德尔镇团结村低保户冬季取暖煤补发放表',
      '序号|户主|身份证号|补贴金额（元）|签字',
      `1|白龙|${A}|600|`,
      `2|包金花|${B}|600|`,
    ],
    rosters: ['音德尔镇团结村 dongji-qunuan 2025 1: 2 × - = 1200 (-)'],
  },
  'an export of the paying system with failures': {
    rows: [
      '批次号|区划名称|项目名称|年度|姓名|证件号码|银行卡号|金额（元）|发放状态|失败原因',
      `1|新林镇新林村|耕地地力保护补贴|2025|白龙|${A}|${makeAccount(1)}|674.1|发放成功|`,
      `1|新林镇新林村|耕地地力保护补贴|2025|包金花|${B}|${makeAccount(2)}|168.53|发放失败|账号户名不符`,
    ],
    rosters: ['新林镇新林村 gengdi-dili 2025 1: 2 × - = 842.63 (-)'],
    findings: ['payment-failed@3'],
  },
}

test.each(Object.entries(cases))('%s', (_, { rows, options, rosters, findings = [] }) => {
  const u = understandRows(rows, options)
  expect([tellRosters(u), tellFindings(u)]).toEqual([rosters, findings])
  expect(u.rowsExplained).toBe(u.rowsRead)
})

test('a tab for each programme, in words of the village', () => {
  const title = '2025年新林镇新林村补贴花名册'
  const u = understand(
    makeWorkbook(
      makeSheet([title, HEAD, ROW_A], { name: '地力补贴' }),
      makeSheet([title, HEAD, `1|包金花|${B}|2.5|21.88|54.7`], { name: '玉米' }),
    ),
  )
  expect(tellRosters(u)).toEqual([
    '新林镇新林村 gengdi-dili 2025 1: 1 × 10亩 = 674.1 (-)',
    '新林镇新林村 yumi-shengchan 2025 1: 1 × 2.5亩 = 54.7 (-)',
  ])
  expect(tellFindings(u)).toEqual([])
})

test('a hidden sheet of last year is read and told', () => {
  const u = understand(
    makeWorkbook(
      makeSheet([TITLE, HEAD, ROW_A], { name: '2025' }),
      makeSheet([TITLE.replace('2025', '2024'), HEAD, `1|布和|${D}|1|67.41|67.41`], {
        name: '2024',
        hidden: true,
      }),
    ),
  )
  expect(tellRosters(u)).toEqual([
    '新林镇新林村 gengdi-dili 2025 1: 1 × 10亩 = 674.1 (-)',
    '新林镇新林村 gengdi-dili 2024 1: 1 × 1亩 = 67.41 (-)',
  ])
  expect(tellFindings(u)).toEqual(['hidden-cells@2024!-'])
})
