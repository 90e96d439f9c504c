// `npm run shots [-- NAME …] [--size=elder] [--theme=dark] [--full]`: a picture of every screen, in the three reading modes, on a
// phone and on a desk's monitor, into .cache/shots. For looking at; nothing here passes or fails.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { SIZES, THEMES } from '../src/app/display.svelte.ts'
import { SCREENS } from '../tests/support/screens.ts'
import { openWalk } from '../tests/support/walk.ts'
import { buildApp } from './app/build.ts'
import { prepareIntake } from './app/intake-child.ts'

const root = path.resolve(import.meta.dirname, '..')
const OUT = path.join(root, '.cache/shots')
const MODES = ['zh', 'both', 'mn'] as const
const VIEWPORTS = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: 'plain' },
    theme: { type: 'string', default: 'light' },
    mode: { type: 'string' },
    width: { type: 'string' },
    full: { type: 'boolean', default: false },
  },
})
const size = SIZES.find((known) => known === values.size)
const theme = THEMES.find((known) => known === values.theme)
if (!size || !theme)
  throw new Error(`--size is one of ${SIZES.join(', ')}; --theme of ${THEMES.join(', ')}`)
const modes = MODES.filter((mode) => values.mode === undefined || values.mode === mode)
const viewports = VIEWPORTS.filter(
  ({ width }) => values.width === undefined || Number(values.width) === width,
)
const screens = SCREENS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))

await buildApp({ root, log: console.log })
await prepareIntake(root)
const walk = await openWalk()
try {
  for (const viewport of viewports) {
    await walk.page.setViewportSize(viewport)
    for (const mode of modes) {
      await walk.read({ mode, size, theme })
      const dir = path.join(OUT, [viewport.width, mode, size, theme].join('-'))
      mkdirSync(dir, { recursive: true })
      for (const screen of screens) {
        await walk.visit(screen)
        await walk.page.screenshot({
          path: path.join(dir, `${screen.name}.png`),
          fullPage: values.full,
        })
      }
      console.log(`${path.relative(root, dir)}: ${screens.length} screens`)
    }
  }
} finally {
  await walk.dispose()
}
