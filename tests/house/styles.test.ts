// The app's CSS: turned by one class into columns, so nothing in it says left, right, width or height; and the Mongolian
// face first wherever a face is named, or Chromium shapes MVS words wrongly.
import { describe, expect, test } from 'vitest'
import { filesBelow, readText } from '../support/repository.ts'

interface Declaration {
  readonly file: string
  readonly property: string
  readonly value: string
}

const styleOf = (file: string): string => {
  const text = readText(file)
  return file.endsWith('.css') ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '')
}

const declarationsOf = (file: string, css = styleOf(file)): Declaration[] =>
  [...css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/(?<=[{;]\s*)([a-z-]+):\s*([^;{}]+);/g)].map(
    ([, property = '', value = '']) => ({
      file,
      property,
      value: value.replace(/\s+/g, ' ').replace(' !important', ''),
    }),
  )

const SIDES = /(^|-)(top|right|bottom|left|width|height|x|y)(-|$)/
/** Has no logical name in Chromium 88, or names no side of the page. */
const ALLOWED = new Set([
  'border-inline-start-width',
  'border-inline-end-width',
  'border-block-end-width',
  'border-width',
  'outline-width',
  'stroke-width',
  'line-height',
])
const FOUR_SIDES = new Set(['padding', 'margin', 'inset', 'border-radius', 'border-width'])

/** Values of a shorthand: blanks inside of brackets separate nothing. */
const partsOf = (value: string): string[] =>
  value.replace(/\([^()]*(\([^()]*\)[^()]*)*\)/g, '()').split(' ')

const isPhysical = ({ property, value }: Declaration): boolean => {
  if (property.startsWith('--') || ALLOWED.has(property)) return false
  if (SIDES.test(property) || property === 'float' || property === 'clear') return true
  if (property === 'text-align') return value === 'left' || value === 'right'
  return FOUR_SIDES.has(property) && partsOf(value).length > 1
}
const written = ({ file, property, value }: Declaration): string => `${file}: ${property}: ${value}`

const ui = filesBelow('src/ui/').filter((file) => /\.(svelte|css)$/.test(file))
const all = ui.flatMap((file) => declarationsOf(file))

describe('the CSS of the app', () => {
  test('is found at all', () => {
    expect(ui.length).toBeGreaterThan(60)
    expect(all.length).toBeGreaterThan(600)
  })
  test.each([
    ['width: 1px', true],
    ['margin-left: 1px', true],
    ['overflow-x: auto', true],
    ['padding: 1px 2px', true],
    ['text-align: left', true],
    ['border-top-left-radius: 1px', true],
    ['padding: calc(1px + var(--a))', false],
    ['margin: 0', false],
    ['inline-size: 1px', false],
    ['border-inline-start-width: 5px', false],
    ['line-height: 1.5', false],
  ])('%s: %s', (css, physical) => {
    const [only] = declarationsOf('a.css', `a { ${css}; }`)
    expect(isPhysical(only!)).toBe(physical)
  })
  test('names no side of the screen: 蒙文 turns it by a quarter', () => {
    expect(all.filter(isPhysical).map(written)).toEqual([])
  })
  test('puts the Mongolian face first in every stack', () => {
    const stacks = all.filter(({ property }) => /^(font-family|font|--font.*)$/.test(property))
    expect(stacks.length).toBeGreaterThan(3)
    const good = /^('Iltod Hudum'(,|$)|var\(--font(-code)?\)$|inherit$)/
    expect(stacks.filter(({ value }) => !good.test(value)).map(written)).toEqual([])
  })
})

describe('the Mongolian face', () => {
  test('is never stood in for by another while it comes, and comes for nobody who reads none', () => {
    const face = /@font-face\s*{[^}]+}/.exec(styleOf('src/ui/tokens.css'))?.[0] ?? ''
    expect(face).toContain('font-display: block')
    expect(face).toContain('unicode-range: U+1800-18AF, U+200D, U+202F')
    expect(readText('src/index.html')).not.toContain('hudum')
  })
})
