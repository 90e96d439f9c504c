// axe finds nothing on any screen, in every script, light and size; the way to an account is walked by keyboard alone.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { SIZES, type Size, type Theme } from '../../src/app/display.svelte.ts'
import { READING_MODES } from '../../src/app/words.svelte.ts'
import { isLong } from '../support/runs.ts'
import { SCREENS, SITE } from '../support/screens.ts'
import { openWalk, type Walk } from '../support/walk.ts'

let walk: Walk

test.beforeAll(async () => {
  test.setTimeout(240_000)
  walk = await openWalk()
})
test.afterAll(async () => {
  await walk.dispose()
})

const violationsOn = async (page: Page, rules?: readonly string[]): Promise<string[]> => {
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules ? axe.withRules([...rules]) : axe).analyze()
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(' · ')}`,
  )
}

type Light = Exclude<Theme, 'system'>
const LIGHTS: readonly Light[] = ['light', 'dark', 'contrast']
interface Look {
  readonly light: Light
  readonly size: Size
}

/** Light and size are nothing but two marks on the root: put there, they need no new page. */
const show = (page: Page, look: Look): Promise<void> =>
  page.evaluate(({ light, size }) => {
    document.documentElement.dataset['theme'] = light
    document.documentElement.dataset['size'] = size
  }, look)

/** 汉, 双语, 蒙文: `en` has the layout of the first. */
const SAMPLED = 3
const ALL: readonly Look[] = LIGHTS.flatMap((light) => SIZES.map((size) => ({ light, size })))
/** From screen to screen another mode, light and size, so that any two of the three meet; in the long run, all of them on each. */
const looksOf = (screen: number, mode: number): readonly Look[] => {
  if (isLong) return ALL
  return screen % SAMPLED === mode
    ? [
        {
          light: LIGHTS[Math.floor(screen / SAMPLED) % LIGHTS.length]!,
          size: Math.floor(screen / SAMPLED) % 2 === 0 ? 'plain' : 'elder',
        },
      ]
    : []
}
/** What light and size can change; the rest is judged at the first look, and how large targets are, in geometry.spec.ts. */
const LOOK_RULES = ['color-contrast']

for (const [at, mode] of READING_MODES.entries())
  test(`no screen has a flaw that axe finds: ${mode}`, async () => {
    test.skip(!isLong && mode === 'en', 'the layout is that of zh')
    test.setTimeout(isLong ? 900_000 : 240_000)
    const { page } = walk
    const found: Record<string, string[]> = {}
    await walk.read({ mode, theme: 'light', size: 'plain' })
    for (const [nth, screen] of SCREENS.entries()) {
      const looks = looksOf(nth, at)
      if (looks.length > 0) await walk.visit(screen)
      for (const [which, look] of looks.entries()) {
        await show(page, look)
        const violations = await violationsOn(page, which === 0 ? undefined : LOOK_RULES)
        if (violations.length > 0) found[`${screen.name} ${look.light} ${look.size}`] = violations
      }
    }
    expect(found).toEqual({})
  })

test('the plain pages have no flaw either', async () => {
  const { page } = walk
  for (const address of [
    '/s/',
    `/s/${SITE}`,
    `/s/${SITE}/gengdi-dili/2025/1/result`,
    '/s/policies',
  ]) {
    await page.goto(walk.url + address)
    expect(await violationsOn(page), address).toEqual([])
  }
})

test('by keyboard alone: search, open the account', async () => {
  const { page } = walk
  await walk.read({ mode: 'zh', size: 'plain', theme: 'system' })
  await page.goto(`${walk.url}/`)
  await page.getByRole('searchbox').focus()
  await page.keyboard.type('baosurina')
  await expect(page.getByRole('link', { name: /包苏日娜/ })).toBeVisible()
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate(() => document.activeElement?.textContent ?? '')
    if (name.includes('包苏日娜')) break
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /包苏日娜/, level: 1 })).toBeVisible()
})

test('by keyboard alone: choose 蒙文 over any screen, turn its pages, and back', async () => {
  const { page } = walk
  await walk.read({ mode: 'zh', size: 'plain', theme: 'system' })
  await page.goto(`${walk.url}/p/${SITE}/a/1`)
  const button = page.locator('header button[aria-haspopup="dialog"]')
  await button.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('radio', { name: '汉 汉文' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('html')).toHaveAttribute('data-mode', 'mn')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const scrolled = () => page.evaluate(() => window.scrollX)
  // The rail, which turns the pages, comes a moment after the columns.
  await expect(async () => {
    await page.keyboard.press('PageDown')
    expect(await scrolled()).toBeGreaterThan(0)
  }).toPass()
  await page.keyboard.press('Home')
  await expect.poll(scrolled).toBe(0)
  expect(await violationsOn(page)).toEqual([])
})
