// Pictures as the browser makes them: a list of marks drawn on a canvas and given as PNG, and handed to another app where the
// browser can. What stands where was decided before (app/picture); nothing here asks the network. Loaded when one is wanted.

interface Place {
  readonly x: number
  readonly y: number
}

export interface BoxMark extends Place {
  readonly kind: 'box'
  readonly width: number
  readonly height: number
  readonly fill?: string
  /** Colour of a line around it, inside of its edge. */
  readonly line?: string
  /** Filled with slanting lines of the line's colour. */
  readonly hatched?: true
}
export interface TextMark extends Place {
  readonly kind: 'text'
  readonly text: string
  readonly px: number
  readonly bold: boolean
  readonly colour: string
  /** What of the text stands at x. */
  readonly at: 'start' | 'middle' | 'end'
  readonly struck?: true
}
/** One column of Mongolian, read downwards: x is its middle, y its top. */
export interface UprightMark extends Place {
  readonly kind: 'upright'
  readonly text: string
  readonly px: number
  readonly colour: string
  /** A dotted line beside it says that nobody has passed it yet. */
  readonly draft: boolean
}
/** y of a text is its base line. In pixels. */
export type Mark = BoxMark | TextMark | UprightMark

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly ground: string
  readonly marks: readonly Mark[]
}

export interface Painted {
  readonly png: Blob
  /** `data:`, because WeChat saves no picture that has another address of this page. */
  readonly address: string
}

export interface Pictures {
  /** Resolves when letters can be measured and drawn; `mongolian`: also those of the app's own face. */
  readonly ready: (mongolian: boolean) => Promise<void>
  readonly measure: (text: string, px: number, bold: boolean) => number
  /** Null where the browser has no canvas of that size. */
  readonly paint: (drawing: Drawing) => Promise<Painted | null>
  readonly canSend: (file: File) => boolean
  /** Whether it was taken over, or given up by the person; false where the browser would not. */
  readonly send: (file: File, title: string) => Promise<boolean>
}

/** As in tokens.css: the Mongolian face first, or MVS is shaped wrongly. */
const FACES =
  "'Iltod Hudum', system-ui, -apple-system, 'PingFang SC', 'HarmonyOS Sans SC', 'MiSans', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"
const fontOf = (px: number, bold: boolean): string => `${bold ? 600 : 400} ${px}px ${FACES}`

type Pen = CanvasRenderingContext2D

const STRIPES = 12

const hatch = (pen: Pen, { x, y, width, height, line = '#000' }: BoxMark): void => {
  pen.save()
  pen.beginPath()
  pen.rect(x, y, width, height)
  pen.clip()
  pen.strokeStyle = line
  pen.lineWidth = 4
  for (let at = x - height; at < x + width; at += STRIPES) {
    pen.beginPath()
    pen.moveTo(at, y + height)
    pen.lineTo(at + height, y)
    pen.stroke()
  }
  pen.restore()
}

const drawBox = (pen: Pen, box: BoxMark): void => {
  if (box.fill !== undefined) {
    pen.fillStyle = box.fill
    pen.fillRect(box.x, box.y, box.width, box.height)
  }
  if (box.hatched) hatch(pen, box)
  if (box.line === undefined) return
  pen.strokeStyle = box.line
  pen.lineWidth = 2
  pen.strokeRect(box.x + 1, box.y + 1, box.width - 2, box.height - 2)
}

const drawText = (pen: Pen, { x, y, text, px, bold, colour, at, struck }: TextMark): void => {
  pen.font = fontOf(px, bold)
  pen.fillStyle = colour
  pen.textAlign = at === 'middle' ? 'center' : at === 'start' ? 'left' : 'right'
  pen.textBaseline = 'alphabetic'
  pen.fillText(text, x, y)
  if (!struck) return
  const wide = pen.measureText(text).width
  const from = at === 'start' ? x : at === 'end' ? x - wide : x - wide / 2
  pen.fillRect(from, y - px * 0.38, wide, 2)
}

/** The face lies on its side, as all text does; turned by a quarter it stands. */
const drawUpright = (pen: Pen, { x, y, text, px, colour, draft }: UprightMark): void => {
  pen.save()
  pen.translate(x, y)
  pen.rotate(Math.PI / 2)
  pen.font = fontOf(px, false)
  pen.fillStyle = colour
  pen.textAlign = 'left'
  pen.textBaseline = 'middle'
  pen.fillText(text, 0, 0)
  if (draft) {
    const long = pen.measureText(text).width
    for (let at = 0; at < long; at += 6) pen.fillRect(at, px * 0.62, 2, 2)
  }
  pen.restore()
}

const draw = (pen: Pen, drawing: Drawing): void => {
  pen.fillStyle = drawing.ground
  pen.fillRect(0, 0, drawing.width, drawing.height)
  for (const mark of drawing.marks) {
    if (mark.kind === 'box') drawBox(pen, mark)
    else if (mark.kind === 'text') drawText(pen, mark)
    else drawUpright(pen, mark)
  }
}

const encode = (canvas: HTMLCanvasElement): Promise<Blob | null> =>
  new Promise((done) => {
    canvas.toBlob(done, 'image/png')
  })

export const createPictures = (view: Window & typeof globalThis): Pictures => {
  const { document, navigator } = view
  const openPen = (width: number, height: number): Pen | null => {
    const canvas = document.createElement('canvas')
    canvas.lang = 'zh-CN'
    canvas.width = width
    canvas.height = height
    return canvas.getContext('2d', { alpha: false })
  }
  const ruler = openPen(1, 1)
  return {
    ready: async (mongolian) => {
      if (mongolian) await document.fonts.load(fontOf(30, false), 'ᠮ').catch(() => undefined)
    },
    measure: (text, px, bold) => {
      if (!ruler) return text.length * px
      ruler.font = fontOf(px, bold)
      return ruler.measureText(text).width
    },
    paint: async (drawing) => {
      const pen = openPen(drawing.width, drawing.height)
      if (!pen) return null
      draw(pen, drawing)
      const png = await encode(pen.canvas)
      // What can't be made comes back empty instead of failing.
      return png?.type === 'image/png' ? { png, address: pen.canvas.toDataURL('image/png') } : null
    },
    canSend: (file) =>
      'canShare' in navigator && 'share' in navigator && navigator.canShare({ files: [file] }),
    send: async (file, title) => {
      try {
        await navigator.share({ files: [file], title })
        return true
      } catch (error) {
        return error instanceof DOMException && error.name === 'AbortError'
      }
    },
  }
}
