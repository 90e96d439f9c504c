// Whether what is shown here is a demo, known before the catalogue is open: so 演示数据 stands there from the first frame, and nothing
// moves down when it comes. A hint: once the catalogue is open, what it says counts.
import type { Preferences } from './display.svelte.ts'

const NAME = 'demo'

export interface DemoHint {
  /** As it was last seen here; null where nothing was seen yet. */
  readonly before: boolean | null
  readonly note: (demo: boolean) => void
}

export const createDemoHint = (preferences: Preferences): DemoHint => {
  const written = preferences.read(NAME)
  const before = written === null ? null : written === 'yes'
  let known = before
  return {
    before,
    note: (demo) => {
      if (demo !== known) preferences.write(NAME, demo ? 'yes' : 'no')
      known = demo
    },
  }
}
