// Cells of real rosters: numbers, names, units and identity numbers as offices write them.
// The smallest pieces of intake: texts, figures, identity numbers, units, labels and the grid with its merges.
import { describe, expect, test } from 'vitest'
import {
  isFigureCell,
  multiplyFigures,
  numberToPlain,
  readFigure,
  scaleFigure,
} from '../../../src/server/intake/cells/cell-number.ts'
import {
  cleanName,
  cleanText,
  compactText,
  hasPrivateUse,
  isBlank,
  quoteSafely,
} from '../../../src/server/intake/cells/cell-text.ts'
import { readAccount, readId } from '../../../src/server/intake/cells/identity.ts'
import { readUnit, readUnitNote } from '../../../src/server/intake/cells/units.ts'
import { viewGrid } from '../../../src/server/intake/cells/grid-view.ts'
import { readLabel } from '../../../src/server/intake/columns/label.ts'
import { makeId, makeSheet } from '../../support/make-workbook.ts'

describe('text', () => {
  test.each([
    ['农 户 姓 名', '农户姓名'],
    ['　补贴金额（元）', '补贴金额(元)'],
    ['姓\u200b名\ufeff', '姓名'],
    ['补贴\n面积', '补贴面积'],
    ['１２．５', '12.5'],
  ])('%j is compacted', (raw, compact) => expect(compactText(raw)).toBe(compact))

  test('Mongolian script keeps every character, spaces and separators included', () => {
    const name = ' ᠪᠠᠭᠠᠲᠤᠷ\u202f\u180e ᠤᠨ '
    expect(cleanText(name)).toBe(name)
    expect(compactText(name)).toBe(name)
    expect(cleanName(name)).toBe(name)
  })

  test.each([
    ['朝　鲁', '朝鲁'],
    ['敖・其木格', '敖·其木格'],
    ['何•巴图', '何·巴图'],
    ['𠮷 日嘎拉', '𠮷日嘎拉'],
    ['Bator Dorj', 'Bator Dorj'],
    ['白*', '白*'],
  ])('name %j', (raw, name) => expect(cleanName(raw)).toBe(name))

  test.each([null, '', ' ', '　', '\u00a0', '\ufeff ', '\u200b'])('%j is blank', (value) =>
    expect(isBlank(value)).toBe(true),
  )
  test.each([0, false, '0', '-', '、', '，', 'ᠠ'])('%j is not blank', (value) =>
    expect(isBlank(value)).toBe(false),
  )

  test.each(['\ue000', '白\uf8ff', '\u{f0001}', '\u{100001}'])(
    '%j has private-use characters',
    (text) => expect(hasPrivateUse(text)).toBe(true),
  )
  test.each(['白', '𠮷', '𬀩', '㛃䶮', 'ᠠ', '\u{2f800}'])('%j has none', (text) =>
    expect(hasPrivateUse(text)).toBe(false),
  )

  test.each([
    ['卡号6217972805031575262', '卡号…5262'],
    ['6217 9728 0503 1575 262', '…5262'],
    ['152299-19600102-982X', '…982X'],
    ['尾号１５２２９９', '尾号…２２９９'],
    ['第12行 3.5亩', '第12行 3.5亩'],
    ['2025年', '2025年'],
  ])('quoting %j', (raw, quoted) => expect(quoteSafely(raw)).toBe(quoted))
})

describe('figures', () => {
  const text = (value: string | number) => {
    const figure = readFigure(value)
    return typeof figure === 'object' ? figure.text : figure
  }
  test.each([
    ['1,330.47', '1330.47'],
    ['1，330．47', '1330.47'],
    ['１２.５', '12.5'],
    ['￥1,330.47', '1330.47'],
    ['¥88', '88'],
    ['1330.47元', '1330.47'],
    ['12.5 亩', '12.5'],
    ['(23.05)', '-23.05'],
    ['（23.05）', '-23.05'],
    ['-23.05', '-23.05'],
    ['－23.05', '-23.05'],
    ['−1,553.80', '-1553.80'],
    ['￥-5', '-5'],
    ['+7', '7'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1.33047E+3', '1330.47'],
    ["'674.1", '674.1'],
    ['', 'blank'],
    ['  ', 'blank'],
    ['-', 'blank'],
    ['—', 'blank'],
    ['/', 'blank'],
    ['无', 'blank'],
    ['停发', 'unreadable'],
    ['#REF!', 'unreadable'],
    ['12,5', 'unreadable'],
    ['1.2.3', 'unreadable'],
    ['12组3', 'unreadable'],
    ['2025-06-15', 'unreadable'],
  ])('%j reads as %s', (raw, expected) => {
    expect(text(raw)).toBe(expected)
    expect(isFigureCell(raw)).toBe(!['blank', 'unreadable'].includes(expected))
  })

  test.each([
    [8161.71, '8161.71'],
    [135_494.099_999_999_98, '135494.1'],
    [0.1 + 0.2, '0.3'],
    [11.9235, '11.9235'],
    [12.345_678_9, '12.3456789'],
    [-23.05, '-23.05'],
    [1e-7, '0.0000001'],
    [0, '0'],
    [-0, '0'],
    [123_456_789_012.34, '123456789012.34'],
    [Infinity, null],
    [NaN, null],
  ])('the number %d is %s', (value, plain) => expect(numberToPlain(value)).toBe(plain))

  test('units are converted by ratios, and it is told when that is not exact', () => {
    expect(scaleFigure('0.1234', 3, { by: 15, over: 1 })).toEqual({ value: 1851, exact: true })
    expect(scaleFigure('0.12341', 3, { by: 15, over: 1 })).toEqual({ value: 1851, exact: false })
    expect(scaleFigure('0.0674123', 2, { by: 10_000, over: 1 })).toEqual({
      value: 67_412,
      exact: false,
    })
    expect(scaleFigure('1', 3, { by: 1, over: 2 })).toEqual({ value: 500, exact: true })
    expect(scaleFigure('-1.0005', 3, { by: 1, over: 1 })).toEqual({ value: -1001, exact: false })
    expect(scaleFigure('12345678901234', 4, { by: 1, over: 1 })).toBeNull()
    expect(scaleFigure('9'.repeat(60), 2, { by: 15, over: 1 })).toBeNull()
  })

  test('products are exact whatever the decimals', () => {
    const same = { by: 1, over: 1 }
    expect(
      multiplyFigures(
        [
          { text: '12877.65', ratio: same },
          { text: '7.5', ratio: same },
        ],
        2,
      ),
    ).toEqual({ value: 9_658_238, exact: false })
    expect(
      multiplyFigures(
        [
          { text: '2', ratio: same },
          { text: '3', ratio: same },
          { text: '525', ratio: same },
        ],
        2,
      ),
    ).toEqual({ value: 315_000, exact: true })
  })
})

describe('identity numbers and accounts', () => {
  const id = makeId(1)
  test.each([
    [id, null],
    [`${id}\t`, null],
    [`'${id}`, null],
    [id.toLowerCase(), null],
    ['', 'missing'],
    [null, 'missing'],
    ['无', 'missing'],
    ['152299********1234', 'missing'],
    ['1522＊＊＊＊＊＊＊＊＊＊1234', 'missing'],
    ['***************123X', 'missing'],
    ['152299…1234', 'missing'],
    ['1234', 'missing'],
    [1234, 'missing'],
    ['152299820818499', 'length'],
    ['15229919820818499', 'length'],
    ['1522991982081849901', 'length'],
    [152_299_820_818_499, 'as-number'],
    [1.522_991_965_05e17, 'as-number'],
    ['1.52299E+17', 'as-number'],
  ])('%j: %s', (value, trouble) => expect(readId(value).trouble).toBe(trouble))

  test('15 digits give the number of today, as text or number', () => {
    expect(readId('152299820818499').number).toMatch(/^15229919820818499[\dX]$/)
    expect(readId(152_299_820_818_499).number).toBe(readId('152299820818499').number)
  })

  test.each([
    ['6217972805031575262', '6217972805031575262'],
    ['6217 9728 0503 1575 262', '6217972805031575262'],
    ['6217972805031575262\t', '6217972805031575262'],
    [6_217_972_805, '6217972805'],
    [6_217_972_805_031_575_000, null],
    ['6.21797E+18', null],
    ['6217****5262', null],
    ['5262', null],
    ['农村信用社', null],
    [null, null],
  ])('account %j', (value, account) => expect(readAccount(value)).toBe(account))
})

describe('units and labels', () => {
  test.each([
    ['亩', 'quantity'],
    ['公顷', 'quantity'],
    ['头(只)', 'quantity'],
    ['元', 'money'],
    ['万元', 'money'],
    ['元/亩', 'rate'],
    ['元/亩/年', 'rate'],
    ['元/人·月', 'rate'],
    ['单位:元', 'money'],
    ['确地', undefined],
    ['按手印', undefined],
  ])('%s is a unit of %s', (word, kind) => expect(readUnit(word)?.kind).toBe(kind))

  test.each([
    ['单位：元、亩', 1, ['亩']],
    ['单位:亩、元', 1, ['亩']],
    ['（单位：万元）', 10_000, []],
    ['2025年公示表（单位：元）', 1, []],
    ['编制单位：巴达尔胡镇财政所  单位：元/亩、元', 1, ['亩']],
    ['计量单位：头（只）、元', 1, ['头']],
    ['金额单位：元 面积单位：公顷', 1, ['亩']],
    ['元、亩', 1, ['亩']],
  ])('%s', (text, by, names) => {
    const note = readUnitNote(compactText(text))
    expect(note?.money?.by ?? null).toBe(by)
    expect(note?.quantities.map((unit) => unit.name)).toEqual(names)
  })

  test.each(['编制单位：财政所', '单位（盖章）：新林村', '单位名称：团结村', '填报日期：2025年'])(
    '%s is no note of units',
    (text) => expect(readUnitNote(compactText(text))).toBeNull(),
  )

  test.each([
    ['补贴面积（亩）', '补贴面积', 'quantity'],
    ['补贴标准(元/亩)', '补贴标准', 'rate'],
    ['面积/亩', '面积', 'quantity'],
    ['金额：元', '金额', 'money'],
    ['补贴金额元', '补贴金额', 'money'],
    ['（元）', '', 'money'],
    ['确权（确地）面积', '确权(确地)面积', undefined],
    ['月标准(元)', '月标准', 'money'],
  ])('label %s', (raw, text, kind) => {
    const label = readLabel(raw)
    expect(label.text).toBe(text)
    expect(label.unit?.kind).toBe(kind)
  })

  test('a rate printed in a label is kept', () => {
    expect(readLabel('禁牧补助（11.9235元/亩）').fixedRate).toBe('11.9235')
  })
})

describe('the grid with its merges', () => {
  const grid = viewGrid(makeSheet(['', 'a|b|', '|c|', '| |d', ''], { merges: ['A2:A4', 'B3:C3'] }))
  test('begins and ends with content', () => expect([grid.first, grid.last]).toEqual([1, 3]))
  test('blank cells are null, also those of spaces', () => expect(grid.cell(3, 1)).toBeNull())
  test('a merge reaches down, not across', () => {
    expect(grid.cellDown(3, 0)).toBe('a')
    expect(grid.cellDown(2, 2)).toBeNull()
    expect(grid.mergeAt(2, 2)).toMatchObject({ left: 1, right: 2 })
    expect(grid.mergeAt(3, 2)).toBeNull()
  })
})
