// Boxes of every screen, with the longest names, groups and sums: nothing runs out across the reading axis, no text leaves its
// box, no two targets lie on each other, and each is as large as its mode promises. On phones and a monitor, in three
// scripts, at once and half of once the size of text.
import { expect, test } from '@playwright/test'
import type { Size } from '../../src/app/display.svelte.ts'
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

interface Way {
  readonly width: keyof typeof VIEWPORTS
  readonly mode: (typeof MODES)[number]
  readonly size: Size
  readonly text: 1 | 1.5
}

/** Any two of these are met together somewhere. */
const SAMPLE: readonly Way[] = [
  { width: 320, mode: 'zh', size: 'elder', text: 1.5 },
  { width: 390, mode: 'zh', size: 'plain', text: 1.5 },
  { width: 1280, mode: 'zh', size: 'field', text: 1 },
  { width: 320, mode: 'both', size: 'plain', text: 1 },
  { width: 390, mode: 'both', size: 'field', text: 1.5 },
  { width: 1280, mode: 'both', size: 'elder', text: 1 },
  { width: 320, mode: 'mn', size: 'field', text: 1 },
  { width: 390, mode: 'mn', size: 'elder', text: 1 },
  { width: 1280, mode: 'mn', size: 'plain', text: 1.5 },
]
const every = <T>(...values: readonly T[]): readonly T[] => values
const ALL: readonly Way[] = every(320, 390, 1280).flatMap((width) =>
  MODES.flatMap((mode) =>
    every<Size>('plain', 'elder', 'field').flatMap((size) =>
      every(1, 1.5).map((text) => ({ width, mode, size, text }) as Way),
    ),
  ),
)
/** The largest letters are half as large again already. */
const LARGEST: readonly Way[] = every(320, 390, 1280).flatMap((width) =>
  MODES.map((mode) => ({ width, mode, size: 'largest', text: 1 }) as Way),
)

let walk: Walk

test.beforeAll(async () => {
  test.setTimeout(240_000)
  walk = await openWalk()
})
test.afterAll(async () => {
  await walk.dispose()
})

/** As a phone's own setting does: all that is measured in letters grows. */
const enlarge = (factor: number): Promise<void> =>
  walk.page.evaluate((by) => {
    const { style } = document.documentElement
    style.fontSize = ''
    const now = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    style.fontSize = `${now * by}px`
  }, factor)

for (const way of isLong ? [...ALL, ...LARGEST] : SAMPLE)
  test(`boxes hold: ${way.width} px, ${way.mode}, ${way.size}, text × ${way.text}`, async () => {
    test.setTimeout(240_000)
    const { page } = walk
    await page.setViewportSize(VIEWPORTS[way.width])
    await walk.read({ mode: way.mode, size: way.size, theme: 'light' })
    const found: Record<string, string[]> = {}
    for (const screen of SCREENS) {
      await walk.visit(screen)
      await enlarge(way.text)
      await page.evaluate(
        () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
      )
      const faults = await faultsOf(page, { target: TARGETS[way.size] })
      if (faults.length > 0) found[screen.name] = faults
    }
    expect(found).toEqual({})
  })
