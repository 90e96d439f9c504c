// axe finds nothing on any screen, in every script, light and size; the way to an account is walked by keyboard alone.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { SIZES, type Size, type Theme } from '../../src/app/display.svelte.ts'
import { READING_MODES, type ReadingMode } from '../../src/app/words.svelte.ts'
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

/** Each pair of script, light and size is seen once on every screen; in the long run, all of them. */
const LOOKS: readonly (readonly [ReadingMode, readonly Look[]])[] = READING_MODES.map(
  (mode, at) => [
    mode,
    isLong
      ? LIGHTS.flatMap((light) => SIZES.map((size) => ({ light, size })))
      : LIGHTS.map((light, nth) => ({ light, size: (nth + at) % 2 === 0 ? 'elder' : 'plain' })),
  ],
)
/** What light and size can change; the rest is judged at the first look, and how large targets are, in geometry.spec.ts. */
const LOOK_RULES = ['color-contrast']

for (const [mode, [first, ...others]] of LOOKS)
  test(`no screen has a flaw that axe finds: ${mode}`, async () => {
    test.skip(!isLong && mode === 'en', 'the layout is that of zh')
    test.setTimeout(isLong ? 900_000 : 240_000)
    const { page } = walk
    const found: Record<string, string[]> = {}
    await walk.read({ mode, theme: first!.light, size: first!.size })
    for (const screen of SCREENS) {
      await walk.visit(screen)
      const violations = await violationsOn(page)
      for (const look of others) {
        await show(page, look)
        violations.push(
          ...(await violationsOn(page, LOOK_RULES)).map(
            (one) => `${look.light} ${look.size} ${one}`,
          ),
        )
      }
      if (violations.length > 0) found[screen.name] = violations
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
  await page.keyboard.type('yaoshuangxue')
  await expect(page.getByRole('link', { name: /姚双学/ })).toBeVisible()
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate(() => document.activeElement?.textContent ?? '')
    if (name.includes('姚双学')) break
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /姚双学/, level: 1 })).toBeVisible()
})
