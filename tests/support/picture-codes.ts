// Codes on pictures, read by zbar: of a picture that a page shows, and behind the code reader of browsers, which the Chromium of
// the tests lacks.
import { scanGrayBuffer } from '@undecaf/zbar-wasm'
import type { Page } from '@playwright/test'

interface Gray {
  readonly width: number
  readonly height: number
  readonly base64: string
}

const read = async ({ width, height, base64 }: Gray): Promise<string[]> => {
  const gray = new Uint8Array(Buffer.from(base64, 'base64'))
  const symbols = await scanGrayBuffer(gray.buffer, width, height)
  return symbols.map((symbol) => symbol.decode())
}

/** Runs in the page, from its beginning. */
const giveReader = () => {
  const grayOf = (from: CanvasImageSource, width: number, height: number): Gray => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width, height })
    const pen = canvas.getContext('2d')!
    pen.drawImage(from, 0, 0)
    const { data } = pen.getImageData(0, 0, width, height)
    let gray = ''
    for (let i = 0; i < data.length; i += 4) gray += String.fromCharCode(data[i]!)
    return { width, height, base64: btoa(gray) }
  }
  class BarcodeDetector {
    static getSupportedFormats = async () => ['qr_code']
    detect = async (from: ImageBitmap | HTMLVideoElement) => {
      const [width, height] =
        'videoWidth' in from ? [from.videoWidth, from.videoHeight] : [from.width, from.height]
      const { zbar } = window as unknown as { zbar: (gray: Gray) => Promise<string[]> }
      return (await zbar(grayOf(from, width, height))).map((rawValue) => ({ rawValue }))
    }
  }
  Object.assign(window, { grayOf, BarcodeDetector })
}

/** For every document that the page opens from here on. */
export const giveCodeReader = async (page: Page): Promise<void> => {
  await page.exposeFunction('zbar', read)
  await page.addInitScript(giveReader)
}

/** What stands in the codes of a picture that lies at a `data:` address. Needs `giveCodeReader`. */
export const codesOfPicture = (page: Page, address: string): Promise<string[]> =>
  page.evaluate(async (src) => {
    const picture = new Image()
    picture.src = src
    await picture.decode()
    const bitmap = await createImageBitmap(picture)
    const { BarcodeDetector } = window as unknown as {
      BarcodeDetector: new () => { detect: (from: ImageBitmap) => Promise<{ rawValue: string }[]> }
    }
    return (await new BarcodeDetector().detect(bitmap)).map(({ rawValue }) => rawValue)
  }, address)

/** The camera sees this picture, held still. */
export const showToCamera = (page: Page, address: string): Promise<void> =>
  page.evaluate(async (src) => {
    const picture = new Image()
    picture.src = src
    await picture.decode()
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: picture.width, height: 500 })
    const pen = canvas.getContext('2d')!
    const draw = () => {
      // Its foot, where the code is.
      pen.drawImage(picture, 0, 500 - picture.height)
    }
    draw()
    setInterval(draw, 50)
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(20)
  }, address)
