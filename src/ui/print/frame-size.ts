// Sizes of what is printed, in millimetres: the paper, and the frames on it (one, two halves of a fold, four slips). Mongolian
// sheets lie across: their columns run from left to right.
import type { SheetKind } from '../../app/sheets/gather.ts'
import type { PaperSize } from '../../app/sheets/print-form.svelte.ts'
import type { Script } from '../../app/sheets/sheet-words.svelte.ts'

export interface FrameSize {
  readonly width: number
  readonly height: number
  /** Name of the page in paper.css, and its sides. */
  readonly page: 'a4-upright' | 'a4-across' | 'a3-upright' | 'a3-across'
  readonly pageWidth: number
  readonly pageHeight: number
  readonly perPage: 1 | 2 | 4
  /** How much larger than on A4 everything is, or smaller. */
  readonly scale: number
}

const A4 = { short: 210, long: 297 }
const A3_SCALE = Math.SQRT2
/** Held in the hand. */
const FOLDED_SCALE = 0.88

const whole = (name: 'a4' | 'a3', across: boolean): FrameSize => {
  const scale = name === 'a3' ? A3_SCALE : 1
  const [short, long] = name === 'a3' ? [297, 420] : [A4.short, A4.long]
  const [width, height] = across ? [long, short] : [short, long]
  const page = `${name}-${across ? 'across' : 'upright'}` as const
  return { width, height, page, pageWidth: width, pageHeight: height, perPage: 1, scale }
}

export const frameSize = (kind: SheetKind, paper: PaperSize, script: Script): FrameSize => {
  const across = script === 'mn'
  const a4 = whole('a4', across)
  if (kind === 'slips') return { ...a4, width: a4.width / 2, height: a4.height / 2, perPage: 4 }
  if (paper !== 'a5') return whole(paper, across)
  const turned = whole('a4', !across)
  const half = { ...turned, perPage: 2 as const, scale: FOLDED_SCALE }
  return across ? { ...half, height: turned.height / 2 } : { ...half, width: turned.width / 2 }
}
