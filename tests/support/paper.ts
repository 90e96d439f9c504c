// Paper as a printer and a stranger's eye know it: the print screen's sheets as a PDF, its text, its pixels, and what a code
// reader that shares nothing with ours makes of the codes on them.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type BrowserContext, type Page } from '@playwright/test'
import { scanGrayBuffer } from '@undecaf/zbar-wasm'
import { extractText, getDocumentProxy } from 'unpdf'
import type * as Pdfjs from 'unpdf/pdfjs'

/** What is chosen on the print screen, by the words on its tiles; lists by the word of their option. */
export interface PrintChoice {
  readonly address: string
  readonly tiles?: readonly string[]
  readonly roster?: string
  readonly forVillage?: boolean
}

/** Goes to the print screen, chooses, and waits until every page is laid out; answers how many the screen says. */
export const layOut = async (page: Page, url: string, choice: PrintChoice): Promise<number> => {
  await page.goto(url + choice.address)
  if (choice.roster !== undefined)
    await page.getByLabel('哪些清册').selectOption({ label: choice.roster })
  for (const tile of choice.tiles ?? [])
    await page.getByRole('radio', { name: tile, exact: true }).check({ force: true })
  if (choice.forVillage === true) await page.getByRole('switch').click({ force: true })
  const counted = page.getByRole('status').filter({ hasText: /共 \d+ 页/ })
  await expect(counted).toBeVisible({ timeout: 60_000 })
  return Number(/\d+/.exec(await counted.innerText())![0])
}

/** As the browser's own print dialogue makes it. */
export const toPdf = (page: Page): Promise<Buffer> =>
  page.pdf({ preferCSSPageSize: true, printBackground: true })

/** A PDF may name the glyph of 民 as the radical ⺠, which looks the same; those of the supplement have no compatibility form. */
const RADICALS: ReadonlyMap<string, string> = new Map(
  '⺠民 ⻅见 ⻆角 ⻉贝 ⻋车 ⻓长 ⻔门 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻬齐 ⻮齿 ⻰龙 ⻳龟 戶户'
    .split(' ')
    .map((pair): [string, string] => [pair[0]!, pair[1]!]),
)

/** Characters as they were written. Mongolian letters have no compatibility forms. */
const readable = (text: string): string =>
  [...text.normalize('NFKC')].map((character) => RADICALS.get(character) ?? character).join('')

/** The text of each page. PDF.js leaves out U+180E: compare Mongolian words by their letters. */
export const textOf = async (pdf: Buffer): Promise<string[]> => {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)))
  return text.map(readable)
}

export interface PaperImage {
  readonly png: Buffer
  readonly width: number
  readonly height: number
  readonly gray: Uint8Array
}

const PDFJS = path.resolve(import.meta.dirname, '../../node_modules/unpdf/dist/pdfjs.mjs')
const EYE = 'http://localhost:1/eye/'

interface Drawn {
  readonly width: number
  readonly height: number
  readonly png: string
  readonly gray: string
}

/** Runs in the page: draws one page of the PDF. */
const draw = async ({ eye, at, dpi }: { eye: string; at: number; dpi: number }): Promise<Drawn> => {
  const pdfjs = (await import(`${eye}pdfjs.mjs`)) as typeof Pdfjs
  const data = new Uint8Array(await (await fetch(`${eye}sheet.pdf`)).arrayBuffer())
  const page = await (await pdfjs.getDocument({ data }).promise).getPage(at)
  const viewport = page.getViewport({ scale: dpi / 72 })
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(viewport.width)
  canvas.height = Math.round(viewport.height)
  const canvasContext = canvas.getContext('2d')!
  await page.render({ canvas, canvasContext, viewport }).promise
  const { data: rgba } = canvasContext.getImageData(0, 0, canvas.width, canvas.height)
  let gray = ''
  for (let i = 0; i < rgba.length; i += 4) gray += String.fromCharCode(rgba[i]!)
  const png = canvas.toDataURL('image/png')
  return { width: canvas.width, height: canvas.height, png, gray: btoa(gray) }
}

/** Draws pages of a PDF in a browser of its own, from 1. */
export const createEye = async (context: BrowserContext) => {
  const page = await context.newPage()
  let pdf: Buffer = Buffer.alloc(0)
  await page.route(`${EYE}**`, (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname.endsWith('pdfjs.mjs'))
      return route.fulfill({ contentType: 'text/javascript', body: readFileSync(PDFJS) })
    if (pathname.endsWith('.pdf'))
      return route.fulfill({ contentType: 'application/pdf', body: pdf })
    return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>.</title>' })
  })
  await page.goto(EYE)
  return async (sheet: Buffer, at: number, dpi = 120): Promise<PaperImage> => {
    pdf = sheet
    const { width, height, png, gray } = await page.evaluate(draw, { eye: EYE, at, dpi })
    return {
      width,
      height,
      png: Buffer.from(png.slice(png.indexOf(',') + 1), 'base64'),
      gray: new Uint8Array(Buffer.from(gray, 'base64')),
    }
  }
}

/** What zbar reads, in no particular order. */
export const codesOn = async ({ gray, width, height }: PaperImage): Promise<string[]> => {
  const symbols = await scanGrayBuffer(gray.slice().buffer, width, height)
  return symbols.map((symbol) => symbol.decode())
}
