// Any of the layouts that `renderRoster` knows, for properties.
import fc from 'fast-check'
import type { LayoutChoice } from './render-roster.ts'

const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values)

export const layoutChoice: fc.Arbitrary<LayoutChoice> = fc.record({
  villages: pick('title', 'column', 'blank-column', 'sheets', 'sections'),
  programmes: pick('title', 'column', 'blocks', 'measures'),
  groups: pick('none', 'column', 'blank-column', 'merged-column', 'sections'),
  subtotals: pick('none', 'after', 'before'),
  total: pick('none', 'first', 'last'),
  units: pick('title', 'cell', 'labels', 'row'),
  header: pick('plain', 'heads', 'heads-merged'),
  numbering: fc.boolean(),
  pageRows: pick(0, 0, 4, 7),
  blanks: fc.boolean(),
  spacedLabels: fc.boolean(),
  textNumbers: pick('no', 'separators', 'full-width', 'currency'),
  footer: fc.boolean(),
  extras: fc.boolean(),
  titleRows: pick(1, 2),
  people: fc.integer({ min: 1, max: 11 }),
})
