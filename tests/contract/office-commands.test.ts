// What an office does besides importing: its rosters, its groups, its boards. Real instance, real publication, by commands.
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readBoardCode } from '../../src/app/board-code.ts'
import { bytesToBase64Url } from '../../src/base/bytes.ts'
import { rootHashOf } from '../../src/server/keys/trust-file.ts'
import { createPublishedReader } from '../../src/server/publish/published-reader.ts'
import { publish } from '../../src/server/publish/publisher.ts'
import { parseVillageKey } from '../../src/sync/pull/village-key.ts'
import { commandsOn, type Iltod } from '../support/commands.ts'
import {
  createTestInstance,
  importInto,
  makeLine,
  makeRoster,
  SITE,
  type TestInstance,
  TOWN,
} from '../support/test-instance.ts'

let t: TestInstance
let iltod: Iltod
beforeEach(async () => {
  t = await createTestInstance()
  iltod = commandsOn(t.dataDir)
  await importInto(t, [makeRoster()])
})
afterEach(() => t.dispose())

const publishNow = async () => {
  expect((await publish(t.instance.publisher)).ok).toBe(true)
}
const ledger = () => createPublishedReader(t.instance.publishedRoot).ledger(SITE)!
const ROSTER = 'gengdi-dili/2025/1/result'

describe('iltod roster', () => {
  test('list shows id, version, sums and state, under the place with its parent, and no person', async () => {
    const before = await iltod('roster', 'list')
    expect(before.out).toContain(`  ${ROSTER}  第 1 版  12 人（户）`)
    expect(before.out).toContain('未发布')
    await publishNow()
    const { code, out } = await iltod('roster', 'list', TOWN)
    expect(code).toBe(0)
    expect(out.split('\n')[0]).toMatch(new RegExp(`^${SITE} \\S+镇\\S+$`))
    expect(out).toContain('2026-11-23 发布')
    for (const { name } of makeRoster().lines) expect(out).not.toContain(name)
    expect((await iltod('roster', 'list', '152223105202')).out).toBe('没有名册。')
  })

  test('withdraw takes it from the next publication, with its reason, once', async () => {
    await publishNow()
    expect(ledger().rosters).toHaveLength(1)
    const { code, out } = await iltod('roster', 'withdraw', SITE, ROSTER, '--reason', 'privacy')
    expect([code, out]).toEqual([0, expect.stringContaining('已撤下')])
    t.clock.advance(60_000)
    await publishNow()
    expect(ledger().rosters).toEqual([])
    expect(ledger().withdrawn).toMatchObject([{ id: ROSTER, version: 1, reason: 'privacy' }])
    const again = await iltod('roster', 'withdraw', SITE, ROSTER, '--reason', 'void')
    expect(again.code).toBe(65)
    expect((await iltod('roster', 'list')).out).toContain('已撤下（privacy）')
  })

  test.each([
    ['without a reason', 64, ['withdraw', SITE, ROSTER]],
    ['for a reason that is none', 64, ['withdraw', SITE, ROSTER, '--reason', 'because']],
    [
      'of a roster that is not there',
      66,
      ['withdraw', SITE, 'x/2025/1/result', '--reason', 'void'],
    ],
    ['of a place that is not there', 66, ['withdraw', '无此村', ROSTER, '--reason', 'void']],
    ['with an unknown verb', 64, ['shred']],
  ])('%s it refuses and changes nothing', async (_why, code, args) => {
    const said = await iltod('roster', ...args)
    expect(said.code).toBe(code)
    expect(said.err).not.toBe('')
    expect((await iltod('roster', 'list')).out).not.toContain('撤下')
  })

  test('a name that several places bear is asked for with its parent', async () => {
    const said = await iltod('roster', 'list', '东风村')
    expect(said.code).toBe(66)
    expect(said.err.match(/^ {2}\d{12} {2}\S+东风村$/gm)?.length).toBeGreaterThan(1)
  })
})

describe('iltod groups', () => {
  const names = () => ledger().groups
  const importAgain = (year: number, group: string) =>
    importInto(t, [makeRoster({ year, lines: [...makeRoster().lines, makeLine(50, { group })] })])

  test('list shows what intake proposed, in the order in which a village counts', async () => {
    expect((await iltod('groups', 'list', SITE)).out).toBe(
      ['01  第一村民小组', '02  第二村民小组', '03  第三村民小组']
        .map((line) => `  ${line}  待确认`)
        .join('\n'),
    )
  })

  test('[PACK-13] a confirmed group keeps number and name, whatever later files print', async () => {
    await publishNow()
    expect(names()).toEqual(['第一村民小组', '第二村民小组', '第三村民小组'])
    const { code } = await iltod('groups', 'confirm', SITE, '2', '--name', '哈达艾里')
    expect(code).toBe(0)
    await iltod('groups', 'confirm', SITE, '01', '3')
    await importAgain(2024, '新屯')
    t.clock.advance(60_000)
    await publishNow()
    expect(names()).toEqual(['第一村民小组', '哈达艾里', '第三村民小组', '新屯'])
    const inSecond = ledger().payees.filter((payee) => payee.group === 1)
    expect(inSecond).toHaveLength(4)
    expect((await iltod('groups', 'list', SITE)).out.split('\n')).toEqual([
      '  01  第一村民小组  已确认',
      '  02  哈达艾里（表中写作 第二村民小组）  已确认',
      '  03  第三村民小组  已确认',
      '  04  新屯  待确认',
    ])
  })

  test.each([
    ['a number that is not there', 65, ['1', '9']],
    ['the name of another group', 65, ['1', '--name', '第二村民小组']],
    ['one name for two groups', 64, ['1', '2', '--name', '东屯']],
    ['an empty name', 64, ['1', '--name', ' ']],
    ['no number', 64, []],
  ])('confirm with %s changes nothing', async (_what, code, args) => {
    const said = await iltod('groups', 'confirm', SITE, ...args)
    expect([said.code, said.err === '']).toEqual([code, false])
    expect((await iltod('groups', 'list', SITE)).out).not.toContain('已确认')
  })
})

describe('iltod board', () => {
  const URL_OF = ['--url', 'https://butie.example.cn/some/page']

  test('[PACK-12] prints the address with root and village key, and warns whoever holds it', async () => {
    const { code, out, err } = await iltod('board', SITE, ...URL_OF)
    expect(code).toBe(0)
    const key = bytesToBase64Url(await t.instance.publisher.villageKey(SITE))
    const root = rootHashOf(t.instance.keys).slice(0, 8)
    expect(out.split('\n')[1]).toBe(`https://butie.example.cn/p/${SITE}?r=${root}#k=${key}`)
    expect(err).toContain('只对本村公开的部分')
    const { search, hash } = new URL(out.split('\n')[1]!)
    const read = readBoardCode(search.slice(1), hash.slice(1))
    expect(read).toEqual({ expectedRoot: root, villageKey: key })
    expect(parseVillageKey(read.villageKey ?? '')).toHaveLength(32)
  })

  test('--svg writes a square code with place, root and 演示数据, for its owner alone, over no file', async () => {
    const file = path.join(t.dataDir, 'board.svg')
    expect((await iltod('board', SITE, ...URL_OF, '--svg', file)).code).toBe(0)
    const svg = readFileSync(file, 'utf8')
    expect(svg).toContain('乌都岱嘎查')
    expect(svg).toContain('演示数据')
    expect(svg).not.toContain('#k=')
    const squares = [...svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`)
    const width = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1])
    for (const corner of ['4 4', `${width - 5} 4`, `4 ${width - 5}`])
      expect(squares).toContain(corner)
    expect(squares).not.toContain(`${width - 4} 4`)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await expect(iltod('board', SITE, ...URL_OF, '--svg', file)).rejects.toThrow()
  })

  test.each([
    ['a town, which has no key', 65, [TOWN, ...URL_OF]],
    ['no address', 64, [SITE]],
    ['an address that is none', 64, [SITE, '--url', 'javascript:1']],
    ['an unknown place', 66, ['无此村', ...URL_OF]],
  ])('refuses %s', async (_what, code, args) => {
    const said = await iltod('board', ...args)
    expect([said.code, said.out]).toEqual([code, ''])
  })
})
