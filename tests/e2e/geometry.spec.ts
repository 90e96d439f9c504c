// Boxes of every screen, with the longest names, groups and sums: nothing runs out across the reading axis, no text leaves its
// box, no two targets lie on each other, and each is as large as its mode promises. On phones and a monitor, in three
// scripts, at once and half of once the size of text.
import { expect, type Page, test } from '@playwright/test'
import { SIZES, type Size } from '../../src/app/display.svelte.ts'
import { faultsOf } from '../support/geometry.ts'
import { isLong } from '../support/runs.ts'
import { SCREENS } from '../support/screens.ts'
import { openWalk, type Walk } from '../support/walk.ts'

const VIEWPORTS = {
  320: { width: 320, height: 640 },
  390: { width: 390, height: 844 },
  1280: { width: 1280, height: 800 },
}
const MODES = ['zh', 'both', 'mn'] as const
/** The least a target measures; text half as large again makes none smaller. */
const TARGETS: Readonly<Record<Size, number>> = { plain: 44, elder: 60, largest: 60, field: 72 }

type Mode = (typeof MODES)[number]
interface Look {
  readonly width: keyof typeof VIEWPORTS
  readonly size: Size
  readonly text: 1 | 1.5
}

/** Any two of width, mode, size and text are met together somewhere. */
const SAMPLE: Readonly<Record<Mode, readonly Look[]>> = {
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
}
const every = <T>(...values: readonly T[]): readonly T[] => values
/** The largest letters are half as large again already. */
const ALL: readonly Look[] = every(320, 390, 1280).flatMap((width) =>
  SIZES.flatMap((size) =>
    every(1, 1.5)
      .filter((text) => size !== 'largest' || text === 1)
      .map((text) => ({ width, size, text }) as Look),
  ),
)

let walk: Walk

test.beforeAll(async () => {
  test.setTimeout(240_000)
  walk = await openWalk()
})
test.afterAll(async () => {
  await walk.dispose()
})

/** Width, size and the phone's own setting for letters, on the page as it stands: it has to follow, as when they are chosen. */
const show = async (page: Page, { width, size, text }: Look): Promise<void> => {
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

for (const mode of MODES)
  test(`boxes hold on every screen: ${mode}`, async () => {
    test.setTimeout(isLong ? 1_200_000 : 240_000)
    const { page } = walk
    await walk.read({ mode, size: 'plain', theme: 'light' })
    const found: Record<string, string[]> = {}
    for (const screen of SCREENS) {
      await walk.visit(screen)
      for (const look of isLong ? ALL : SAMPLE[mode]) {
        await show(page, look)
        const faults = await faultsOf(page, { target: TARGETS[look.size] })
        if (faults.length > 0)
          found[`${screen.name} ${look.width} ${look.size} × ${look.text}`] = faults
      }
    }
    expect(found).toEqual({})
  })
