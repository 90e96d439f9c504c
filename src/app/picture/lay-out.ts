// Where everything stands on a picture of one fixed width: blocks in, marks with whole pixels out. Black on white and lines,
// because a picture is read on any screen and printed on any paper. Pure.
import { generate } from 'lean-qr'
import type { Drawing } from '../../platform/pictures.ts'
import { formatFen } from '../format.ts'
import { languageOf } from '../script-runs.ts'
import type { Block, RowBlock } from './blocks.ts'
import {
  BAND,
  DEEP,
  DEMO,
  GRAIN,
  GRASS,
  HEADING,
  INNER,
  MARGIN,
  NAME,
  NOTE,
  Page,
  RULE,
  SEAL,
  STAMP,
  STAMP_NOTE,
  STRONG,
  TEXT,
  TITLE,
  WHITE,
  WIDTH,
  lineOf,
  type MeasureText,
} from './page.ts'
import { yearBars } from './year-sums.ts'

/** No word is broken while a column is as tall as this. */
const COLUMN = 200

type Of<K extends Block['kind']> = Extract<Block, { readonly kind: K }>

const band = (page: Page, { text, end, demo }: Of<'band'>): void => {
  const face = demo ? DEMO : BAND
  const tall = lineOf(face) + 22
  if (page.y > 0) page.y += 14
  page.box(0, page.y, WIDTH, tall, { fill: demo ? GRAIN : DEEP })
  page.put(text, face, MARGIN, page.y + 11)
  page.put(end, { ...face, bold: false }, WIDTH - MARGIN, page.y + 11, { at: 'end' })
  page.y += tall
}

const title = (page: Page, { text }: Of<'title'>): void => {
  page.y += 26
  if (languageOf(text, 'zh-CN') === 'mn-Mong-CN') {
    page.y += page.upright({ text, draft: false }, MARGIN, page.y, COLUMN * 2).height
  } else page.y = page.flow(text, TITLE, MARGIN, page.y, INNER)
}

const paragraph = (page: Page, { text, soft }: Of<'text'>): void => {
  page.y = page.flow(text, soft ? NOTE : TEXT, MARGIN, page.y + (soft ? 14 : 4), INNER)
}

const heading = (page: Page, { text, ends }: Of<'heading'>): void => {
  page.y += 34
  const own = page.wide(text, HEADING)
  const beside = INNER - own - 24
  page.put(text, HEADING, MARGIN, page.y)
  const drop = lineOf(HEADING) - lineOf(STRONG)
  // Under the heading where there is no room beside it.
  let top = ends.some((end) => page.wide(end, STRONG) > beside)
    ? page.y + lineOf(HEADING)
    : page.y + drop
  for (const end of ends) {
    page.put(end, STRONG, WIDTH - MARGIN, top, { at: 'end' })
    top += lineOf(STRONG)
  }
  page.y = Math.max(page.y + lineOf(HEADING), top) + 6
  page.box(MARGIN, page.y, INNER, 4, { fill: GRASS })
  page.y += 12
}

const BAR = 26

const legend = (page: Page, paid: string, open: string): void => {
  let x = MARGIN
  for (const [word, hatched] of [
    [paid, false],
    [open, true],
  ] as const) {
    const look = hatched ? { line: GRASS, hatched: true as const } : { fill: GRASS }
    page.box(x, page.y + 8, 40, 22, look)
    page.put(word, NOTE, x + 52, page.y)
    x += 52 + Math.ceil(page.wide(word, NOTE)) + 40
  }
  page.y += lineOf(NOTE) + 4
}

const chart = (page: Page, { sums, paid, open, nothing }: Of<'chart'>): void => {
  page.y += 22
  if (sums.some(({ openFen }) => openFen !== 0)) legend(page, paid, open)
  const bars = yearBars(sums, INNER)
  for (const [at, { year, paidFen, openFen }] of sums.entries()) {
    const figure = paidFen === null ? nothing : formatFen(paidFen)
    page.put(String(year), TEXT, MARGIN, page.y)
    const figures = openFen === 0 ? figure : `${figure} + ${formatFen(openFen)}`
    page.put(figures, paidFen === null ? NOTE : STRONG, WIDTH - MARGIN, page.y, { at: 'end' })
    page.y += lineOf(TEXT)
    const bar = bars[at]
    page.box(MARGIN, page.y, INNER, BAR, { fill: '#e9ede4' })
    if (bar && bar.paid > 0) page.box(MARGIN, page.y, bar.paid, BAR, { fill: GRASS })
    if (bar && bar.open > 0)
      page.box(MARGIN + bar.paid, page.y, bar.open, BAR, { line: GRASS, hatched: true })
    page.y += BAR + 14
  }
}

/** Words at the start of a row, its figure at the end of the first line. */
const row = (page: Page, one: RowBlock, x: number, first: boolean): void => {
  if (!first) {
    page.box(x, page.y + 6, WIDTH - MARGIN - x, 1, { fill: RULE })
    page.y += 12
  }
  const width = WIDTH - MARGIN - x
  if (one.was !== null) {
    page.put(one.was, NOTE, WIDTH - MARGIN, page.y, { at: 'end', struck: true })
    page.y += lineOf(NOTE)
  }
  const beside = width - Math.ceil(page.wide(one.end, STRONG)) - 24
  page.put(one.end, STRONG, WIDTH - MARGIN, page.y, { at: 'end' })
  const under = page.flow(one.text, TEXT, x, page.y, beside)
  page.y = one.text === '' ? page.y + lineOf(STRONG) : Math.max(under, page.y + lineOf(STRONG))
  for (const note of one.notes) page.y = page.flow(note, NOTE, x, page.y, width)
}

const group = (page: Page, { name, mongolian, rows }: Of<'group'>): void => {
  page.y += 14
  const top = page.y
  const beside = mongolian ? page.upright(mongolian, MARGIN, top + 6, COLUMN) : null
  const x = MARGIN + (beside ? beside.width + 20 : 0)
  page.y = page.flow(name, NAME, x, page.y, WIDTH - MARGIN - x)
  for (const [at, one] of rows.entries()) row(page, one, x, at === 0)
  if (beside) page.y = Math.max(page.y, top + beside.height + 12)
  page.y += 8
  page.box(MARGIN, page.y, INNER, 2, { fill: RULE })
}

const stamp = (page: Page, { lines, mongolian }: Of<'stamp'>): void => {
  const faces = lines.map((_, at) => (at === 0 ? STAMP : STAMP_NOTE))
  const wide =
    Math.max(...lines.map((line, at) => Math.ceil(page.wide(line, faces[at] ?? STAMP)))) + 60
  const tall = faces.reduce((sum, face) => sum + lineOf(face), 0) + 20
  page.y += 30
  const x = Math.round((WIDTH - wide) / 2)
  const beside = mongolian ? page.upright(mongolian, MARGIN, page.y, COLUMN) : null
  page.box(x, page.y, wide, tall, { line: SEAL })
  page.box(x + 6, page.y + 6, wide - 12, tall - 12, { line: SEAL })
  let top = page.y + 10
  for (const [at, line] of lines.entries()) {
    const face = faces[at] ?? STAMP
    page.put(line, face, WIDTH / 2, top, { at: 'middle' })
    top += lineOf(face)
  }
  page.y += Math.max(tall, beside?.height ?? 0)
}

const CODE = 300
/** Four empty squares around it are part of a code. */
const QUIET = 4

const code = (page: Page, { address, lines, mongolian }: Of<'code'>): void => {
  page.y += 26
  const squares = generate(address)
  const module = Math.max(4, Math.floor(CODE / (squares.size + 2 * QUIET)))
  const size = module * (squares.size + 2 * QUIET)
  const [left, top] = [MARGIN, page.y]
  page.box(left, top, size, size, { fill: WHITE })
  for (let y = 0; y < squares.size; y++)
    for (let x = 0; x < squares.size; x++)
      if (squares.get(x, y))
        page.box(left + (x + QUIET) * module, top + (y + QUIET) * module, module, module, {
          fill: '#000000',
        })
  const after = left + size + 20
  const beside = mongolian ? page.upright(mongolian, after, top + 40, COLUMN) : null
  const x = after + (beside ? beside.width + 16 : 0)
  let under = top + 40
  for (const [at, line] of lines.entries())
    under = page.flow(line, at === 0 ? STRONG : NOTE, x, under, WIDTH - MARGIN - x) + 8
  page.y = Math.max(top + size, under) + 20
}

const put = (page: Page, block: Block): void => {
  if (block.kind === 'band') band(page, block)
  else if (block.kind === 'title') title(page, block)
  else if (block.kind === 'text') paragraph(page, block)
  else if (block.kind === 'heading') heading(page, block)
  else if (block.kind === 'chart') chart(page, block)
  else if (block.kind === 'group') group(page, block)
  else if (block.kind === 'stamp') stamp(page, block)
  else code(page, block)
}

export const layOut = (blocks: readonly Block[], measure: MeasureText): Drawing => {
  const page = new Page(measure)
  for (const block of blocks) put(page, block)
  return { width: WIDTH, height: Math.ceil(page.y), ground: WHITE, marks: page.marks }
}
