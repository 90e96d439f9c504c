// What the primitives are shown with: words of the app, and figures of nobody.
import { word } from '../../app/word.ts'

export const OPTIONS = ['arable', 'grassland', 'livestock', 'elderly'] as const
export type Option = (typeof OPTIONS)[number]

export const SAMPLE = {
  name: '斯琴高娃',
  place: '阿拉坦花苏木宝日根嘎查',
  amount: '12,345.60',
} as const

export const FACTS = [
  { name: word('policy.field.standard'), value: word('policy.trait.grassland') },
  { name: word('place.amount'), value: SAMPLE.amount, figure: true },
] as const

export const STEPS = [
  { drawing: 'open', k: 'help.find.open' },
  { drawing: 'person', k: 'help.find.person' },
  { drawing: 'money', k: 'help.find.money' },
] as const

export const TABLE = {
  heads: ['home.hits.name', 'place.amount'],
  rows: [
    [SAMPLE.name, SAMPLE.amount],
    ['包乌云', '980.00'],
  ],
} as const
