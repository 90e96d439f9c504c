// Words of titles, rows, places and programmes as offices write them.
// Words in titles and rows, and the names of places and programmes.
import { describe, expect, test } from 'vitest'
import { loadBanner } from '../../../src/server/banner/banner.ts'
import { createPlaceFinder } from '../../../src/server/intake/words/place-finder.ts'
import { createProgrammeFinder } from '../../../src/server/intake/words/programme-finder.ts'
import {
  isFooterText,
  readGroup,
  readTotalWord,
} from '../../../src/server/intake/words/row-words.ts'
import {
  isListTitle,
  programmePart,
  readBareYear,
  readBatch,
  readBatchCell,
  readKind,
  readYear,
} from '../../../src/server/intake/words/title-words.ts'

const banner = loadBanner()
const places = createPlaceFinder(banner.places)
const programmes = createProgrammeFinder(banner.programmes)
const byId = new Map(banner.places.map((place) => [place.id, place]))
const villages = banner.places.filter((place) => /^\d{12}$/.test(place.id))

describe('titles', () => {
  test.each([
    ['2025年新林镇新林村补贴公示表', 2025],
    ['2025年度补贴', 2025],
    ['二〇二五年补贴', 2025],
    ['二零二三年度补贴', 2023],
    ['二○一八年补贴', 2018],
    ['2024-2025年度取暖补贴', 2025],
    ['2024—25年度取暖补贴', 2025],
    ['2024年度补贴（2025年发放）', 2024],
    ['依据扎财农〔2022〕4号发放的补贴', null],
    ['补贴公示表', null],
    ['12345年', null],
  ])('year of %s', (text, year) => expect(readYear(text)).toBe(year))

  test.each([
    ['玉米补贴-2025-gb18030', 2025],
    ['补贴20250615', 2025],
    ['152299', null],
    ['2025', 2025],
    ['公示表', null],
  ])('bare year of %s', (text, year) => expect(readBareYear(text)).toBe(year))

  test.each([
    ['第二批', '第二批'],
    ['第2批', '第二批'],
    ['第一批', '1'],
    ['二季度', '二季度'],
    ['第三季度', '三季度'],
    ['4季度', '四季度'],
    ['2025年3月低保', '3月'],
    ['2025年3月份低保', '3月'],
    ['十二月份', '12月'],
    ['2025年1-6月', '1-6月'],
    ['上半年', '上半年'],
    ['公示时间6月16日至6月22日', null],
    ['2025年6月15日', null],
    ['粮食直补发放表', null],
    ['补发名单', '补发'],
    ['耕地地力保护补贴', null],
  ])('batch of %s', (text, batch) => expect(readBatch(text)).toBe(batch))

  test.each([
    ['2', '批次', '第二批'],
    ['1', '批次', '1'],
    ['3', '月份', '3月'],
    ['二', '季度', '二季度'],
    ['第三批', '批次', '第三批'],
    ['春季', '批次', '春季'],
  ])('batch cell %s under %s', (text, label, batch) =>
    expect(readBatchCell(text, label)).toBe(batch),
  )

  test.each([
    ['发放公示表', 'notice'],
    ['发放清册', 'result'],
    ['花名册', 'result'],
    ['兑付表', 'result'],
    ['名单', null],
  ])('kind of %s', (text, kind) => expect(readKind(text)).toBe(kind))

  test.each([
    ['2025年新林镇新林村耕地地力保护补贴发放公示表', '耕地地力保护补贴'],
    ['扎赉特旗2024年度新林镇新林村大豆生产者补贴资金（第二批）发放花名册', '大豆生产者补贴'],
    ['关于新林镇新林村2025年农村牧区最低生活保障金发放情况的公示', '农村牧区最低生活保障金'],
    ['2018年新林镇新林村粮食直补发放表', '粮食直补'],
    ['2025年新林镇新林村公示表', ''],
  ])('programme part of %s', (title, part) => {
    expect(programmePart(title.normalize('NFKC'), ['新林镇', '新林村'])).toBe(part)
  })

  test.each(['2025年新林村公示表', '耕地地力保护补贴发放清册', '耕地地力保护补贴明细表(一组)'])(
    '%s is a list’s title',
    (text) => expect(isListTitle(text)).toBe(true),
  )
  test.each(['第一村民小组', '玉米生产者补贴', '合计', '制表人：'])('%s is not', (text) =>
    expect(isListTitle(text)).toBe(false),
  )
})

describe('words of rows', () => {
  test.each([
    ['合计', 'total', ''],
    ['总计', 'grand', ''],
    ['小计', 'sub', ''],
    ['本页合计', 'page', ''],
    ['本页小计:', 'page', ''],
    ['累计', 'running', ''],
    ['一组小计', 'sub', '一组'],
    ['团结村合计', 'total', '团结村'],
    ['合计:180户', 'total', ''],
    ['合计(大写):伍拾伍万零壹佰捌拾元玖角整', 'total', ''],
    ['其中:脱贫户', 'part', '脱贫户'],
  ])('%s', (text, kind, scope) => expect(readTotalWord(text)).toEqual({ kind, scope }))

  test.each(['计春生', '会计', '总面积', '计划', '白龙', '小计划村民'])('%s is no sum', (text) =>
    expect(readTotalWord(text)).toBeNull(),
  )

  test.each([
    '第一村民小组',
    '东屯',
    '新艾里',
    '东独贵龙',
    '三组',
    '5组',
    '二、南沟屯',
    '第三村民小组（45户）',
    '四社',
    '组别：一组',
    '2',
  ])('%s is a group', (text) => expect(readGroup(text.normalize('NFKC'))).not.toBeNull())
  test.each(['新林村', '玉米生产者补贴', '合计', '白龙'])('%s is no group', (text) =>
    expect(readGroup(text)).toBeNull(),
  )

  test.each([
    '制表人：',
    '复核人：王芳',
    '公示时间：6月16日',
    '监督电话：0482',
    '嘎查达（签字）：',
    '村委会（盖章）',
    '注：以上',
    '2025年6月15日',
    '如有异议请拨打电话',
  ])('%s is a footer', (text) => expect(isFooterText(text.normalize('NFKC'))).toBe(true))
})

describe('places', () => {
  const idOf = (text: string, parent: string | null = null) =>
    places.lookUp(text, parent === null ? null : byId.get(parent)!, 'village')

  test.each(
    villages.map((village) => [byId.get(village.parent!)!.name + village.name, village] as const),
  )('%s is found in a title, in a cell, with its committee and by its code', (full, village) => {
    const parent = byId.get(village.parent!)!
    const committee =
      village.type === 'village'
        ? full.replace(/村$/, '村民委员会')
        : village.type === 'gacha'
          ? `${full}委员会`
          : `${full}居委会`
    expect(places.scan(`2025年${full}耕地地力保护补贴公示表`).village?.place?.id).toBe(village.id)
    expect(places.scan(`耕地地力保护补贴花名册(${committee})`).village?.place?.id).toBe(village.id)
    expect(idOf(full)?.place?.id).toBe(village.id)
    expect(idOf(`${full}1组`)).toMatchObject({ place: { id: village.id }, rest: '1组' })
    expect(idOf(village.name, parent.id)?.place?.id).toBe(village.id)
    expect(idOf(`${village.name}(${village.id})`)?.place?.id).toBe(village.id)
  })

  test('a name of several towns is ambiguous without its town', () => {
    for (const name of ['东风村', '兴隆村', '水田村', '三家子村']) {
      expect(idOf(name)?.verdict).toBe('ambiguous')
      expect(places.scan(`2025年${name}补贴公示表`).village?.verdict).toBe('ambiguous')
    }
  })

  test.each([
    ['努文牧仁乡三家子村', '努文木仁乡三家子村'],
    ['巴音高勒镇巴音高勒村', '巴彦高勒镇巴彦高勒村'],
    ['阿拉达尔图苏木', '阿拉达尔吐苏木'],
    ['阿拉达尔图苏木哈日乌拉嘎查', '阿拉达尔吐苏木哈日乌拉嘎查'],
    ['音德尔镇玛尔图嘎查', '音德尔镇玛尔吐嘎查'],
  ])('%s is %s', (written, name) => {
    expect(places.lookUp(written, null, 'any')?.name).toBe(name)
  })

  test('an exact spelling wins over a variant: 巴音套海 and 巴彦套海 are two places', () => {
    expect(idOf('巴音套海嘎查')?.name).toBe('巴达尔胡镇巴音套海嘎查')
    expect(idOf('巴彦套海嘎查')?.name).toBe('阿尔本格勒镇巴彦套海嘎查')
  })

  test.each(['大兴隆村', '幸福村', '扎鲁特旗新林村', '突泉县新林村', '新林镇团结村'])(
    '%s is unknown',
    (text) => {
      expect(idOf(text)?.verdict).toBe('unknown')
    },
  )

  test('words that only end like a village are none', () => {
    for (const title of [
      '2025年农村牧区最低生活保障',
      '2025年各嘎查村补贴',
      '全旗农村危房改造',
      '2025年困难群众农村低保',
    ]) {
      expect(places.scan(title).village).toBeNull()
    }
  })
})

describe('programmes', () => {
  test.each(banner.programmes.map((programme) => [programme.name, programme] as const))(
    '%s and its other names',
    (_, programme) => {
      for (const name of [programme.name, ...programme.aliases])
        expect(programmes.find(name)?.id).toBe(programme.id)
    },
  )

  test.each([
    ['农村牧区最低生活保障金', 'nongcun-dibao'],
    ['城市最低生活保障金', 'chengshi-dibao'],
    ['草蓄平衡奖励资金', 'caoxu-pingheng'],
    ['国家级公益林补偿资金', 'gongyilin'],
    ['牧草良种补贴', 'mucao-liangzhong'],
  ])('%s', (text, id) => expect(programmes.find(text)?.id).toBe(id))

  test.each([
    '玉米和大豆生产者补贴',
    '玉米大豆生产者补贴',
    '困难残疾人生活补贴和重度残疾人护理补贴',
    '养蜂补贴',
    '',
  ])('%s decides nothing', (text) => expect(programmes.find(text)).toBeNull())
})

test.each([
  ['扎赉特旗农牧和科技局2025年新林镇新林村玉米生产者补贴公示表', '玉米生产者补贴'],
  ['2025年新林镇新林村耕地地力保护补贴面积及资金公示表', '耕地地力保护补贴'],
  ['2025年新林镇新林村享受耕地地力保护补贴农户名单', '耕地地力保护补贴'],
])('what surrounds the programme falls off: %s', (title, part) => {
  expect(programmePart(title, ['新林镇', '新林村'])).toBe(part)
})
