// Every screen, with the longest names, groups and sums, in every script, light and size. Its boxes: nothing runs out across the
// reading axis, no text leaves its box, no two targets lie on each other, and each is as large as its mode promises; on
// phones and a monitor, at once and half of once the size of text. And axe finds nothing. One visit serves both. Then the
// way to an account by keyboard alone.
import { expect, type Page, test } from '@playwright/test'
import { SIZES, type Size, type Theme } from '../../src/app/display.svelte.ts'
import { READING_MODES, type ReadingMode } from '../../src/app/words.svelte.ts'
import { violationsOn } from '../support/axe.ts'
import { faultsOf } from '../support/geometry.ts'
import { isLong } from '../support/runs.ts'
import { SCREENS, type Shown, SITE } from '../support/screens.ts'
import { openWalk, type Walk } from '../support/walk.ts'

const VIEWPORTS = {
  320: { width: 320, height: 640 },
  390: { width: 390, height: 844 },
  1280: { width: 1280, height: 800 },
}
/** The least a target measures; text half as large again makes none smaller. */
const TARGETS: Readonly<Record<Size, number>> = { plain: 44, elder: 60, largest: 60, field: 72 }
const LIGHTS = ['light', 'dark', 'contrast'] as const satisfies readonly Theme[]

interface Box {
  readonly width: keyof typeof VIEWPORTS
  readonly size: Size
  readonly text: 1 | 1.5
}
interface Look {
  readonly light: (typeof LIGHTS)[number]
  readonly size: Size
}

/** Any two of width, mode, size and text are met together somewhere; `en` has the layout of `zh`. */
const SAMPLE: Readonly<Record<ReadingMode, readonly Box[]>> = {
  zh: [
    { width: 320, size: 'elder', text: 1.5 },
    { width: 390, size: 'plain', text: 1.5 },
    { width: 1280, size: 'field', text: 1 },
  ],
  both: [
    { width: 320, size: 'plain', text: 1 },
    { width: 390, size: 'field', text: 1.5 },
    { width: 1280, size: 'elder', text: 1 },
  ],
  mn: [
    { width: 320, size: 'field', text: 1 },
    { width: 390, size: 'elder', text: 1 },
    { width: 1280, size: 'plain', text: 1.5 },
  ],
  en: [],
}
const every = <T>(...values: readonly T[]): readonly T[] => values
/** The largest letters are half as large again already. */
const ALL_BOXES: readonly Box[] = every(320, 390, 1280).flatMap((width) =>
  SIZES.flatMap((size) =>
    every(1, 1.5)
      .filter((text) => size !== 'largest' || text === 1)
      .map((text) => ({ width, size, text }) as Box),
  ),
)
const boxesOf = (mode: ReadingMode): readonly Box[] =>
  isLong && mode !== 'en' ? ALL_BOXES : SAMPLE[mode]

const SAMPLED: readonly ReadingMode[] = ['zh', 'both', 'mn']
const ALL_LOOKS: readonly Look[] = LIGHTS.flatMap((light) => SIZES.map((size) => ({ light, size })))
/** From screen to screen another mode, light and size, so that any two of the three meet; in the long run, all of them on each. */
const looksOf = (screen: number, mode: ReadingMode): readonly Look[] => {
  if (isLong) return ALL_LOOKS
  const round = Math.floor(screen / SAMPLED.length)
  return screen % SAMPLED.length === SAMPLED.indexOf(mode)
    ? [{ light: LIGHTS[round % LIGHTS.length]!, size: round % 2 === 0 ? 'plain' : 'elder' }]
    : []
}
/** What light and size can change; the rest is judged at the first look. */
const LOOK_RULES = ['color-contrast']

let walk: Walk

test.beforeAll(async () => {
  test.setTimeout(240_000)
  walk = await openWalk()
})
test.beforeEach(() => walk.page.setViewportSize(VIEWPORTS[390]))
test.afterAll(async () => {
  await walk.dispose()
})

/** Width, size and the phone's own setting for letters, on the page as it stands: it has to follow, as when they are chosen. */
const showBox = async (page: Page, { width, size, text }: Box): Promise<void> => {
  await page.setViewportSize(VIEWPORTS[width])
  await page.evaluate(
    async ({ size, text }) => {
      const root = document.documentElement
      root.dataset['size'] = size
      root.style.fontSize = ''
      if (text !== 1)
        root.style.fontSize = `${Number.parseFloat(getComputedStyle(root).fontSize) * text}px`
      for (let frame = 0; frame < 3; frame += 1)
        await new Promise((drawn) => requestAnimationFrame(drawn))
    },
    { size, text },
  )
}
/** Light and size are nothing but two marks on the root: put there, they need no new page. */
const showLook = (page: Page, look: Look): Promise<void> =>
  page.evaluate(({ light, size }) => {
    document.documentElement.dataset['theme'] = light
    document.documentElement.dataset['size'] = size
  }, look)

type Found = Record<string, string[]>

const lookAt = async (page: Page, screen: Shown, looks: readonly Look[], found: Found) => {
  for (const [which, look] of looks.entries()) {
    await showLook(page, look)
    const violations = await violationsOn(page, which === 0 ? undefined : LOOK_RULES)
    if (violations.length > 0) found[`${screen.name} ${look.light} ${look.size}`] = violations
  }
}
const measure = async (page: Page, screen: Shown, boxes: readonly Box[], found: Found) => {
  for (const box of boxes) {
    await showBox(page, box)
    const faults = await faultsOf(page, { target: TARGETS[box.size] })
    if (faults.length > 0) found[`${screen.name} ${box.width} ${box.size} × ${box.text}`] = faults
  }
}

for (const mode of READING_MODES)
  test(`boxes hold on every screen, and axe finds no flaw: ${mode}`, async () => {
    test.skip(!isLong && mode === 'en', 'the layout is that of zh')
    test.setTimeout(isLong ? 1_800_000 : 240_000)
    const { page } = walk
    await walk.read({ mode, size: 'plain', theme: 'light' })
    const found: Found = {}
    for (const [nth, screen] of SCREENS.entries()) {
      await page.setViewportSize(VIEWPORTS[390])
      await walk.visit(screen)
      await lookAt(page, screen, looksOf(nth, mode), found)
      await measure(page, screen, boxesOf(mode), found)
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
