// Every Mongolian word is drawn with the shipped font: each letter finds a glyph, in its place in the word. Shaped by HarfBuzz,
// which browsers use too.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Blob, Buffer as GlyphBuffer, Face, Font, shape } from 'harfbuzzjs'
import { describe, expect, test } from 'vitest'
import decompress from 'woff2-encoder/decompress'
import { areasOf, MONGOLIAN, mongolianOf } from '../../scripts/i18n/locale-files.ts'
import { root } from '../support/repository.ts'

const file = readFileSync(path.join(root, 'public/fonts/hudum.woff2'))
const opened = await decompress(new Uint8Array(file))
const font = new Font(new Face(new Blob(opened.slice().buffer)))

/** Numbers of the glyphs in order; 0 is the box of a letter that the font has not. */
const glyphsOf = (text: string): number[] => {
  const buffer = new GlyphBuffer()
  buffer.addText(text)
  buffer.guessSegmentProperties()
  shape(font, buffer)
  return buffer.getGlyphInfos().map(({ codepoint }) => codepoint)
}

/** What the browser draws with this face (unicode-range in tokens.css): blanks, figures and characters are others'. */
const runsOf = (text: string): string[] =>
  text
    .replace(/\{\{.*?\}\}/g, '\n')
    .split(/[^\u1800-\u18af ]+/)
    .filter((run) => /[\u1800-\u18af]/.test(run))

describe('the shaper sees what it is for', () => {
  test('a letter that the font has not is the box', () => {
    expect(glyphsOf('ᠮ')).not.toContain(0)
    expect(glyphsOf('字')).toContain(0)
  })
  test('a letter has another form at each place of a word', () => {
    const [first, middle, last] = glyphsOf('ᠨᠨᠨ')
    expect(new Set([first, middle, last]).size).toBe(3)
  })
  test('a suffix after U+180E is drawn otherwise than after a space', () => {
    const [joined, parted] = ['ᠮᠣᠩᠭᠣᠯ᠎ᠤᠨ', 'ᠮᠣᠩᠭᠣᠯ ᠤᠨ'].map((word) => glyphsOf(word).at(-2))
    expect(joined).not.toBe(parted)
  })
  test('the tail a after U+180E is not the a of a word', () => {
    expect(glyphsOf('ᠰᠠᠷ᠎ᠠ').at(-1)).not.toBe(glyphsOf('ᠰᠠᠷᠠ').at(-1))
  })
})

test.each(areasOf(MONGOLIAN))('%s: the font has every letter of every word', (area) => {
  const runs = Object.entries(mongolianOf(area)).flatMap(([key, { text }]) =>
    runsOf(text).map((run) => ({ key, run })),
  )
  expect(runs.length).toBeGreaterThan(0)
  expect(runs.filter(({ run }) => glyphsOf(run).includes(0))).toEqual([])
})
