// Photos as they are attached: decoded, scaled down and drawn anew as JPEG. Only the picture goes on: what else the file
// knew (place, camera, time, a second small picture) is in no byte of the result. What can't be decoded is never passed on.
import { type Result, err, ok } from '../base/result.ts'

export interface PhotoError {
  readonly kind: 'photo-unreadable'
}

/** A JPEG of at most 1600 pixels on its longer side, upright. */
export type ShrinkPhoto = (file: Blob) => Promise<Result<Blob, PhotoError>>

const LONGEST_SIDE = 1600
const QUALITY = 0.8

interface Picture {
  readonly source: CanvasImageSource
  readonly width: number
  readonly height: number
  readonly free: () => void
}

type View = Window & typeof globalThis

const decodeAsBitmap = async (view: View, file: Blob): Promise<Picture> => {
  const source = await view.createImageBitmap(file)
  return {
    source,
    width: source.width,
    height: source.height,
    free: () => {
      source.close()
    },
  }
}

/** Some browsers show in an element what they can't turn into a bitmap. */
const decodeAsElement = async (view: View, file: Blob): Promise<Picture> => {
  const address = view.URL.createObjectURL(file)
  const free = () => {
    view.URL.revokeObjectURL(address)
  }
  const source = new view.Image()
  source.src = address
  try {
    await source.decode()
  } catch (error) {
    free()
    throw error
  }
  return { source, width: source.naturalWidth, height: source.naturalHeight, free }
}

const drawScaled = (view: View, { source, width, height }: Picture): HTMLCanvasElement => {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height))
  const canvas = view.document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const pen = canvas.getContext('2d')
  if (!pen || width === 0 || height === 0) throw new Error('nothing to draw')
  // JPEG knows no transparency: what was clear would turn black.
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(source, 0, 0, canvas.width, canvas.height)
  return canvas
}

const encode = (canvas: HTMLCanvasElement): Promise<Blob | null> =>
  new Promise((done) => {
    canvas.toBlob(done, 'image/jpeg', QUALITY)
  })

export const createPhotoShrinker =
  (view: View): ShrinkPhoto =>
  async (file) => {
    try {
      const picture = await decodeAsBitmap(view, file).catch(() => decodeAsElement(view, file))
      try {
        const jpeg = await encode(drawScaled(view, picture))
        return jpeg?.type === 'image/jpeg' ? ok(jpeg) : err({ kind: 'photo-unreadable' })
      } finally {
        picture.free()
      }
    } catch {
      return err({ kind: 'photo-unreadable' })
    }
  }
