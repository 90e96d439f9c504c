// @vitest-environment runes
// What a picture shows of what a device holds: only what everybody may read.
import { describe, expect, test } from 'vitest'
import { makePicture, type PictureOf } from '../../../../src/app/picture/make-picture.ts'
import type { ReadingMode } from '../../../../src/app/words.svelte.ts'
import { PublishedState } from '../../../../src/app/published.svelte.ts'
import { ok } from '../../../../src/base/result.ts'
import type { LedgerInput, LedgerLineInput, Policies } from '../../../../src/pack/model.ts'
import { createMemoryPublished } from '../../../support/memory-published.ts'
import { makeCatalogue, makeLedger, makeRoster, SITE } from '../../../support/models.ts'
import { watch } from '../../../support/watch.svelte.ts'
import { makeWords } from '../../../support/words.ts'

const ORIGIN = 'https://iltod.example'
const measure = (text: string, px: number): number => text.length * px

const line = (roster: number, amountFen: number, change: object = {}): LedgerLineInput => ({
  payee: 1,
  roster,
  ordinal: 1,
  quantity: 25_360,
  rate: null,
  amountFen,
  state: 'paid',
  ...change,
})
const open: Partial<LedgerInput> = {
  rosters: [
    makeRoster({ memo: '惠农补贴' }),
    makeRoster({ year: 2024 }),
    makeRoster({ year: 2023, until: '2025-10-10' }),
  ],
  lines: [line(0, 220_125, { state: 'failed' }), line(1, 111_100), line(2, 333_300)],
}
const sealed = makeLedger({
  rosters: [makeRoster({ year: 2022, programme: 'dadou-shengchan', audience: 'village' })],
  lines: [line(0, 777_700)],
})

const setup = async (
  change: Partial<LedgerInput> = open,
  demo = true,
  mode: ReadingMode = 'zh',
) => {
  const catalogue = makeCatalogue()
  const settings = { ...catalogue.settings, demo }
  const store = createMemoryPublished({
    catalogue: { ...catalogue, settings },
    ledgers: [makeLedger(change)],
    policies: POLICIES,
  })
  const published = new PublishedState(
    Promise.resolve({ ...store, villageCore: async () => ok(sealed) }),
  )
  await store.follow(SITE)
  const seen = watch(() => published.tree)
  for (let i = 0; i < 10; i++) await Promise.resolve()
  const words = await makeWords({ mode, drafts: demo })
  const named = { t: words.t, upright: words.upright, programme: published.programmeWords }
  return async (of: PictureOf) => {
    const made = await makePicture({ published, words: named, measure, origin: ORIGIN }, of)
    seen.stop()
    return made
  }
}

const POLICIES = {
  policies: [
    {
      id: 'gengdi-dili',
      title: '耕地地力保护补贴',
      programmes: ['gengdi-dili'],
      fields: {
        name: null,
        basis: { text: '办法第二条', source: 's', year: 2025, place: '别处县' },
        department: null,
        recipients: { text: '种地的农户', source: 's', year: 2025, place: '扎赉特旗' },
        standard: null,
        process: null,
        frequency: null,
        time: null,
        contact: null,
        funding: null,
      },
      rates: [],
    },
  ],
  sources: [{ id: 's', title: '补贴实施办法', url: null }],
} as unknown as Policies

const said = async (of: PictureOf, ...with_: Parameters<typeof setup>): Promise<string> => {
  const made = await (await setup(...with_))(of)
  if (!made.ok) throw new Error(made.error.kind)
  return made.value.drawing.marks.map((mark) => (mark.kind === 'box' ? '' : mark.text)).join('\n')
}

const ACCOUNT = { place: SITE, payee: 1 }

describe('[PAPER-7] a picture of an account', () => {
  test('says place, name, number, years, lines and sums', async () => {
    const text = await said(ACCOUNT)
    for (const words of ['包青山', '巴达尔胡嘎查', '第一组', '第 1 号', '2025年', '2024年'])
      expect(text).toContain(words)
    expect(text).toContain('未到手 2,201.25 元')
    expect(text).toContain('已发 1,111.00 元')
    expect(text).toContain('25.36 亩 × 86.8 元/亩')
    for (const words of ['未到账', '银行退回', '惠农补贴']) expect(text).toContain(words)
  })

  test('has nothing of what the village alone may read, though this device can open it', async () => {
    const text = await said(ACCOUNT)
    expect(text).not.toContain('7,777.00')
    expect(text).not.toContain('2022')
  })

  test('has nothing whose last day has passed, and no last four', async () => {
    const text = await said(ACCOUNT)
    expect(text).not.toContain('3,333.00')
    expect(text).not.toContain('0431')
  })

  test('says the seal, its day and number, and which programmes are not listed', async () => {
    const text = await said(ACCOUNT)
    for (const words of ['与公布的一致', '2025年10月9日 · 第 12 号', '农村牧区最低生活保障'])
      expect(text.replaceAll('\n', '')).toContain(words)
  })

  test('in a demo says so first and last, elsewhere not at all', async () => {
    const lines = (await said(ACCOUNT)).split('\n').filter((text) => text !== '')
    expect([lines[0], lines.at(-2)]).toEqual(['演示数据', '演示数据'])
    expect(await said(ACCOUNT, open, false)).not.toContain('演示数据')
  })

  test('read in both scripts: Mongolian beside it, said to be drafts; none where drafts may not be shown', async () => {
    const columns = async (demo: boolean) => {
      const made = await (await setup(open, demo, 'both'))(ACCOUNT)
      return made.ok ? made.value.drawing.marks.filter(({ kind }) => kind === 'upright').length : 0
    }
    expect(await columns(true)).toBeGreaterThan(3)
    expect(await columns(false)).toBe(0)
    expect(await said(ACCOUNT, open, true, 'both')).toContain('待审校的草稿')
    expect(await said(ACCOUNT, open, false, 'both')).not.toContain('待审校的草稿')
  })

  test('has the slip’s code', async () => {
    const made = await (await setup())(ACCOUNT)
    expect(made.ok && made.value.address).toBe(`${ORIGIN}/p/${SITE}/a/1?r=5f0c1a2b`)
  })

  test('is none of somebody whom only the village may know', async () => {
    const made = await (await setup({ payees: [] }))(ACCOUNT)
    expect(made).toEqual({ ok: false, error: { kind: 'not-held' } })
  })

  test('of very many lines tells the older years by their sums, and is no taller than phones can draw', async () => {
    const rosters = Array.from({ length: 120 }, (_, at) =>
      makeRoster({ year: 2025 - Math.floor(at / 20), batch: String((at % 20) + 1) }),
    )
    const lines = rosters.map((_, at) => line(at, 100_000 + at))
    const made = await (await setup({ rosters, lines }))(ACCOUNT)
    if (!made.ok) throw new Error()
    expect(made.value.drawing.height).toBeLessThanOrEqual(16_000)
    const text = await said(ACCOUNT, { rosters, lines })
    expect(text).toContain('更早的年份只列合计')
    expect(text.split('\n')).toContain('2020') // in the chart
    expect(text).not.toContain('2020年')
  })
})

test('[PAPER-7] a picture of a place has sums of its newest year and its code no key', async () => {
  const of = { place: SITE }
  const text = await said(of)
  for (const words of ['巴达尔胡嘎查', '2025年', '1,000.00 元']) expect(text).toContain(words)
  expect(text).not.toContain('包青山')
  const made = await (await setup())(of)
  expect(made.ok && made.value.address).toBe(`${ORIGIN}/p/${SITE}?r=5f0c1a2b`)
})

test('[PAPER-7] a picture of a policy is its card; what is from elsewhere says so', async () => {
  const of = { policy: 'gengdi-dili' }
  const text = await said(of)
  for (const words of [
    '种地的农户',
    '外地：别处县',
    '未收集到',
    '补贴实施办法 · 扎赉特旗 · 2025年',
  ])
    expect(text).toContain(words)
  const made = await (await setup())(of)
  expect(made.ok && made.value.address).toBe(`${ORIGIN}/policies/gengdi-dili?r=5f0c1a2b`)
})

test('[PAPER-7] [PACK-29] there is none of a place or person while only the newest years are here', async () => {
  const make = await setup({ ...open, from: 2024 })
  for (const of of [{ place: SITE }, { place: SITE, payee: 1 }])
    expect(await make(of)).toEqual({ ok: false, error: { kind: 'not-held' } })
})
