// The page of a picture while it fills from top to bottom: faces and colours, and where lines of text come to stand. Letters
// are measured by whoever will draw them.
import type { Mark, TextMark } from '../../platform/pictures.ts'
import type { MongolianWord } from '../words.svelte.ts'
import { breakLines } from './break-lines.ts'

export type MeasureText = (text: string, px: number, bold: boolean) => number

/** What chats show without shrinking it. */
export const WIDTH = 750
export const MARGIN = 44
export const INNER = WIDTH - 2 * MARGIN

export const INK = '#16211c'
export const SOFT = '#48564e'
export const GRASS = '#17563f'
export const DEEP = '#123f30'
export const SEAL = '#a5281b'
export const RULE = '#c3ccbd'
export const GRAIN = '#f0cd74'
export const WHITE = '#ffffff'

export interface Face {
  readonly px: number
  readonly bold: boolean
  readonly colour: string
}
export const TITLE: Face = { px: 52, bold: true, colour: INK }
export const HEADING: Face = { px: 38, bold: true, colour: INK }
export const NAME: Face = { px: 31, bold: true, colour: GRASS }
export const TEXT: Face = { px: 30, bold: false, colour: INK }
export const STRONG: Face = { px: 31, bold: true, colour: INK }
export const NOTE: Face = { px: 25, bold: false, colour: SOFT }
export const STAMP: Face = { px: 34, bold: true, colour: SEAL }
export const STAMP_NOTE: Face = { px: 25, bold: false, colour: SEAL }
export const BAND: Face = { px: 30, bold: true, colour: WHITE }
export const DEMO: Face = { px: 28, bold: true, colour: '#33240a' }
const UPRIGHT_PX = 30

export const lineOf = ({ px }: Face): number => Math.round(px * 1.42)

interface Room {
  readonly width: number
  readonly height: number
}

export class Page {
  readonly marks: Mark[] = []
  readonly #measure: MeasureText
  y = 0

  constructor(measure: MeasureText) {
    this.#measure = measure
  }

  wide(text: string, face: Face): number {
    return this.#measure(text, face.px, face.bold)
  }
  lines(text: string, face: Face, width: number): readonly string[] {
    return breakLines(text, width, (part) => this.wide(part, face))
  }
  /** One line whose box begins at `top`. */
  put(text: string, face: Face, x: number, top: number, more: Partial<TextMark> = {}): void {
    if (text === '') return
    const y = Math.round(top + (lineOf(face) + face.px * 0.72) / 2)
    this.marks.push({ kind: 'text', at: 'start', ...face, text, x: Math.round(x), y, ...more })
  }
  /** In as many lines as it takes; gives how far down it goes. */
  flow(text: string, face: Face, x: number, top: number, width: number): number {
    const lines = this.lines(text, face, width)
    for (const [at, line] of lines.entries()) this.put(line, face, x, top + at * lineOf(face))
    return top + lines.length * lineOf(face)
  }
  box(x: number, y: number, width: number, height: number, more: object): void {
    this.marks.push({ kind: 'box', x, y, width, height, ...more })
  }
  /** Columns from the left, each at most so tall; gives the room they take. */
  upright({ text, draft }: MongolianWord, x: number, top: number, tall: number): Room {
    const face: Face = { px: UPRIGHT_PX, bold: false, colour: GRASS }
    const columns = this.lines(text, face, tall)
    const step = Math.round(UPRIGHT_PX * 1.6)
    for (const [at, column] of columns.entries())
      this.marks.push({
        kind: 'upright',
        ...{ x: x + at * step + step / 2, y: top },
        ...{ text: column, px: face.px, colour: face.colour, draft },
      })
    return {
      width: columns.length * step,
      height: Math.ceil(Math.max(...columns.map((column) => this.wide(column, face)))),
    }
  }
}
