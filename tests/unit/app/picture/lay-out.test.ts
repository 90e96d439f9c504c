// Where things stand on a picture: inside of it, below each other, and the code as a reader wants it.
import { generate } from 'lean-qr'
import { describe, expect, test } from 'vitest'
import type { Block, RowBlock } from '../../../../src/app/picture/blocks.ts'
import { layOut } from '../../../../src/app/picture/lay-out.ts'
import type { Mark } from '../../../../src/platform/pictures.ts'

/** A character as wide as it is high, others half of it. */
const measure = (text: string, px: number): number =>
  [...text].reduce((wide, letter) => wide + (/[\u2e80-\uffef]/.test(letter) ? px : px / 2), 0)

const row = (text: string, end: string): RowBlock => ({ text, end, was: null, notes: [] })
const group = (rows: readonly RowBlock[], name = '耕地地力保护补贴'): Block => ({
  kind: 'group',
  name,
  mongolian: null,
  rows,
})

interface Edges {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}
const edgesOf = (mark: Mark): Edges => {
  if (mark.kind === 'box')
    return {
      left: mark.x,
      right: mark.x + mark.width,
      top: mark.y,
      bottom: mark.y + mark.height,
    }
  if (mark.kind === 'upright')
    return {
      left: mark.x - mark.px / 2,
      right: mark.x + mark.px / 2,
      top: mark.y,
      bottom: mark.y + measure(mark.text, mark.px),
    }
  const wide = measure(mark.text, mark.px)
  const left = mark.at === 'start' ? mark.x : mark.at === 'end' ? mark.x - wide : mark.x - wide / 2
  return { left, right: left + wide, top: mark.y - mark.px, bottom: mark.y + mark.px / 4 }
}
const texts = (marks: readonly Mark[]) => marks.filter((mark) => mark.kind !== 'box')
const overlap = (a: Edges, b: Edges): boolean =>
  a.left < b.right && b.left < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom

const LONG = '农村牧区草原生态保护补助奖励'.repeat(4)
const everything: readonly Block[] = [
  { kind: 'band', text: '演示数据', end: '人名、金额都是编的', demo: true },
  { kind: 'title', text: '阿拉坦德力格尔玛·乌力吉孟和巴雅尔额尔敦其其格' },
  { kind: 'text', text: LONG, soft: false },
  {
    kind: 'heading',
    text: '2025年',
    ends: ['已发 1,234,567,890.12 元', '未到手 1,234,567,890.12 元'],
  },
  {
    kind: 'chart',
    sums: [
      { year: 2025, paidFen: 133_047, openFen: 500 },
      { year: 2024, paidFen: null, openFen: 0 },
      { year: 2023, paidFen: 1, openFen: 0 },
    ],
    paid: '已发',
    open: '未到手',
    nothing: '没有公开',
  },
  group([row(LONG, '1,234,567,890.12 元'), { ...row('', '5.00 元'), was: '6.00 元' }], LONG),
  {
    ...(group([row('已发放', '1.00 元')]) as Extract<Block, { kind: 'group' }>),
    mongolian: { text: 'ᠲᠠᠷᠢᠶᠠᠯᠠᠩ ᠭᠠᠵᠠᠷ ᠤᠨ ᠬᠦᠴᠦᠨ ᠴᠢᠨᠡᠭᠡ ᠬᠠᠮᠠᠭᠠᠯᠠᠬᠤ ᠨᠥᠬᠥᠪᠥᠷᠢ', draft: true },
  },
  {
    kind: 'stamp',
    lines: ['与公布的一致', '2026年11月23日 · 第 12 号'],
    mongolian: { text: 'ᠨᠡᠢᠲᠡᠯᠡᠭᠰᠡᠨ ᠲᠡᠢ ᠠᠳᠠᠯᠢ', draft: true },
  },
  {
    kind: 'code',
    address: 'https://a.example/p/152223105200/a/1?r=5f0c1a2b',
    lines: [LONG],
    mongolian: { text: 'ᠺᠣᠳ᠋ ᠢ ᠰᠢᠷᠪᠢᠭᠡᠷᠡᠢ', draft: true },
  },
]

describe('a picture of everything, each text too long', () => {
  const { width, height, marks } = layOut(everything, measure)

  test('is 750 wide, and nothing stands outside of it', () => {
    expect(width).toBe(750)
    const outside = marks.filter((mark) => {
      const { left, right, top, bottom } = edgesOf(mark)
      return left < 0 || right > width || top < 0 || bottom > height
    })
    expect(outside).toEqual([])
  })

  test('no text lies over another', () => {
    const all = texts(marks)
    expect(all.length).toBeGreaterThan(30)
    const over = all.flatMap((one, at) =>
      all.slice(at + 1).flatMap((other) => {
        return overlap(edgesOf(one), edgesOf(other)) ? [[one, other]] : []
      }),
    )
    expect(over).toEqual([])
  })

  test('says every letter that it was given', () => {
    const said = marks.map((mark) => (mark.kind === 'box' ? '' : mark.text)).join('')
    expect(said.split('农村牧区草原生态保护补助奖励').length - 1).toBeGreaterThanOrEqual(4)
    for (const words of [
      '已发 1,234,567,890.12 元',
      '未到手 1,234,567,890.12 元',
      '没有公开',
      '1,330.47',
    ])
      expect(said).toContain(words)
  })

  test('what was corrected is struck out', () => {
    expect(marks).toContainEqual(expect.objectContaining({ text: '6.00 元', struck: true }))
  })

  test('Mongolian stands in columns from the left, of one height, and says that it is a draft', () => {
    const columns = marks.filter((mark) => mark.kind === 'upright')
    const heights = [...new Set(columns.map(({ y }) => y))]
    expect(heights).toHaveLength(3) // a name, the seal, the code
    for (const height of heights) {
      const places = columns.filter(({ y }) => y === height).map(({ x }) => x)
      expect(places).toEqual(places.toSorted((a, b) => a - b))
    }
    expect(columns.filter(({ y }) => y === heights[0]).length).toBeGreaterThan(1)
    expect(columns.every(({ draft }) => draft)).toBe(true)
  })
})

test('what has not arrived is hatched, not only coloured', () => {
  const { marks } = layOut(everything, measure)
  const hatched = marks.filter((mark) => mark.kind === 'box' && mark.hatched === true)
  expect(hatched).toHaveLength(2) // its sign and its bar
})

test('the squares of the code are those of the code, whole pixels each, with four empty ones around', () => {
  const address = 'https://a.example/p/152223105200/a/1?r=5f0c1a2b'
  const { marks } = layOut([{ kind: 'code', address, lines: ['扫码'], mongolian: null }], measure)
  const dark = marks.flatMap((mark) =>
    mark.kind === 'box' && mark.fill === '#000000' ? [mark] : [],
  )
  const code = generate(address)
  const side = dark[0]!.width
  expect(side).toBeGreaterThanOrEqual(4)
  const white = marks.find((mark) => mark.kind === 'box' && mark.fill === '#ffffff')
  expect(white).toMatchObject({ width: (code.size + 8) * side, height: (code.size + 8) * side })
  const [left, top] = [(white as Mark).x + 4 * side, (white as Mark).y + 4 * side]
  const found = new Set(dark.map(({ x, y }) => `${(x - left) / side} ${(y - top) / side}`))
  for (let y = 0; y < code.size; y++)
    for (let x = 0; x < code.size; x++) expect(found.has(`${x} ${y}`)).toBe(code.get(x, y))
})
