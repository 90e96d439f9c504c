// Photos, voice and video in a real Chromium with its own pretended camera and microphone: what a phone makes of them, what the
// screens show, and what reaches the office.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { createSeededRandom } from '../../src/base/random.ts'
import type { Capture } from '../../src/platform/capture.ts'
import { violationsOn } from '../support/axe.ts'
import { CAMERA, PLACE_BYTES, withExif } from '../support/exif-photo.ts'
import { type FieldPhone, SITE, openFieldPhone } from '../support/field-phone.ts'
import { makeContent } from '../support/media-pen.ts'

const PRETENDED = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

let field: FieldPhone
let page: Page

test.beforeAll(async () => {
  test.setTimeout(180_000)
  field = await openFieldPhone(PRETENDED)
  page = field.phone.context().pages()[0]!
})
test.afterAll(() => field.dispose())

const manifest = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../dist/.vite/manifest.json'), 'utf8'),
) as Record<string, { readonly file: string }>
/** The very file that a form loads. */
const CAPTURE = `/${manifest['platform/capture.ts']!.file}`

/** `window.capture` of the page, as main.ts makes it. */
const loadCapture = async (): Promise<void> => {
  await page.goto(`${field.way.url}/about`)
  await page.evaluate(async (address) => {
    const { createCapture } = (await import(address)) as {
      createCapture: (view: Window) => Capture
    }
    Object.assign(window, { capture: createCapture(window) })
  }, CAPTURE)
}
type WithCapture = Window & { readonly capture: Capture }

/** Many colours, so that it can't be compressed to nothing. As a data address: lists of numbers take seconds to hand over. */
const drawJpeg = async (width: number, height: number): Promise<Buffer> => {
  const address = await page.evaluate(
    ([width, height]) => {
      const canvas = document.createElement('canvas')
      canvas.width = width
      canvas.height = height
      const pen = canvas.getContext('2d')!
      for (let i = 0; i < 400; i++) {
        pen.fillStyle = `hsl(${(i * 47) % 360} 60% ${20 + ((i * 13) % 60)}%)`
        pen.fillRect((i * 97) % width, (i * 61) % height, width / 9, height / 12)
      }
      return canvas.toDataURL('image/jpeg')
    },
    [width, height] as const,
  )
  return Buffer.from(address.split(',')[1]!, 'base64')
}

const shrink = async (file: Buffer) => {
  const drawn = await page.evaluate(async (base64) => {
    const { capture } = window as unknown as WithCapture
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const result = await capture.shrinkPhoto(new Blob([bytes]))
    if (!result.ok) return { error: result.error.kind }
    const { width, height } = await createImageBitmap(result.value)
    let binary = ''
    for (const byte of new Uint8Array(await result.value.arrayBuffer()))
      binary += String.fromCharCode(byte)
    return { width, height, type: result.value.type, base64: btoa(binary) }
  }, file.toString('base64'))
  return { ...drawn, content: Buffer.from(drawn.base64 ?? '', 'base64') }
}

const knows = (file: Buffer) => ({
  camera: file.includes(CAMERA),
  place: file.includes(PLACE_BYTES),
})

test('a photo goes on as its picture alone: upright, at most 1600 pixels, no word of where and with what', async () => {
  await loadCapture()
  const taken = withExif(await drawJpeg(2400, 1800))
  expect(knows(taken)).toEqual({ camera: true, place: true })
  const drawn = await shrink(taken)
  // Turned, as the part that is gone had said: it was read before it was thrown away.
  expect(drawn).toMatchObject({ width: 1200, height: 1600, type: 'image/jpeg' })
  expect(knows(drawn.content)).toEqual({ camera: false, place: false })
  expect(drawn.content.includes('Exif')).toBe(false)
  expect(drawn.content.length).toBeLessThan(taken.length)
})

test('a small photo is not blown up, and what is no picture is never passed on', async () => {
  await loadCapture()
  expect(await shrink(await drawJpeg(320, 200))).toMatchObject({ width: 320, height: 200 })
  expect(await shrink(Buffer.from('no picture'))).toMatchObject({ error: 'photo-unreadable' })
})

interface Heard {
  readonly type: string
  readonly cause: string
  readonly durationMs: number
  readonly streamed: number
  readonly whole: number
  readonly beforeEnd: number
}

/** Records until `end`, reading the stream meanwhile as sealing would. */
const recordIn = (kind: 'voice' | 'video', end: 'stop' | 'hide' | 'pull-out'): Promise<Heard> =>
  page.evaluate(
    async ([kind, end]) => {
      const { capture } = window as unknown as WithCapture
      const devices: MediaStream[] = []
      const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      navigator.mediaDevices.getUserMedia = async (asked) => {
        const device = await getUserMedia(asked)
        devices.push(device)
        return device
      }
      const started = await capture.recorder.start(kind)
      if (!started.ok) throw new Error(started.error.kind)
      const recording = started.value
      let streamed = 0
      const reading = (async () => {
        const reader = recording.content.getReader()
        for (;;) {
          const { done, value } = await reader.read()
          if (done) return
          streamed += value.length
        }
      })()
      await new Promise((done) => setTimeout(done, 2_300))
      const beforeEnd = streamed
      if (end === 'stop') recording.stop()
      if (end === 'pull-out') devices[0]!.getTracks()[0]!.dispatchEvent(new Event('ended'))
      if (end === 'hide') {
        Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
        Reflect.deleteProperty(document, 'visibilityState')
      }
      const { cause, durationMs, whole } = await recording.ended
      await reading
      const live = devices.flatMap((device) => device.getTracks()).some(isLive)
      if (live) throw new Error('the device is still open')
      return { type: recording.type, cause, durationMs, streamed, whole: whole.size, beforeEnd }

      function isLive(track: MediaStreamTrack): boolean {
        return track.readyState === 'live'
      }
    },
    [kind, end] as const,
  )

test('a voice is handed on while it is recorded, and its device let go', async () => {
  await loadCapture()
  const heard = await recordIn('voice', 'stop')
  expect(heard).toMatchObject({ type: 'audio/webm', cause: 'stopped' })
  expect(heard.durationMs).toBeGreaterThan(2_000)
  expect(heard.durationMs).toBeLessThan(6_000)
  expect(heard.beforeEnd).toBeGreaterThan(0)
  expect(heard.streamed).toBe(heard.whole)
  // 24 kbit/s: a minute stays near 0.2 MB.
  expect(heard.whole / heard.durationMs).toBeLessThan(10)
})

test('a screen that goes out of sight, or a device pulled out, keeps what was recorded', async () => {
  await loadCapture()
  const hidden = await recordIn('voice', 'hide')
  expect(hidden).toMatchObject({ cause: 'hidden', streamed: hidden.whole })
  expect(hidden.whole).toBeGreaterThan(0)
  await loadCapture()
  const lost = await recordIn('video', 'pull-out')
  expect(lost).toMatchObject({ type: 'video/webm', cause: 'device-lost', streamed: lost.whole })
  expect(lost.whole).toBeGreaterThan(0)
})

const openForm = async (): Promise<void> => {
  await page.goto(`${field.way.url}/ask?place=${SITE}`)
  await expect(page.getByRole('button', { name: '录音', exact: true })).toBeVisible()
}
const list = () => page.getByRole('list', { name: '已加的附件' }).getByRole('listitem')

const recordVoice = async (): Promise<void> => {
  await page.getByRole('button', { name: '录音', exact: true }).click()
  const stop = page.getByRole('button', { name: '录好了' })
  await expect(stop).toBeFocused()
  await expect(page.getByRole('timer').getByText('0:02')).toBeVisible()
  await stop.click()
}

test('by keyboard alone: a voice recorded, heard, listed with length and size, taken off', async () => {
  await openForm()
  await page.getByRole('button', { name: '拍照' }).focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: '录好了' })).toBeFocused()
  await expect(page.getByRole('timer').getByText('0:02')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(list()).toHaveText(/^\s*录音 0:0[2-5] · 0\.1 MB/)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: '听一听' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: '停', exact: true })).toBeFocused()
  await expect(page.getByRole('button', { name: '听一听' })).toBeFocused({ timeout: 10_000 })
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(list()).toHaveCount(0)
})

test('what can not go is told with its reason, and none of it is kept', async () => {
  await openForm()
  await page.locator('input[data-way=file]').setInputFiles([
    { name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') },
    { name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') },
  ])
  await expect(page.getByText(/这张照片打不开/)).toBeVisible()
  await expect(page.getByText(/这种文件发不了/)).toBeVisible()
  await expect(page.getByRole('button', { name: '存下并发送' })).toBeDisabled()
  expect(await violationsOn(page)).toEqual([])
})

test('axe finds nothing while recording, nor with everything attached', async () => {
  await openForm()
  await page.getByRole('button', { name: '录像', exact: true }).click()
  await expect(page.getByRole('button', { name: '录好了' })).toBeFocused()
  expect(await violationsOn(page)).toEqual([])
  await page.getByRole('button', { name: '录好了' }).click()
  await expect(list()).toHaveCount(1)
  await recordVoice()
  await expect(list()).toHaveCount(2)
  const buffer = withExif(await drawJpeg(1200, 900))
  const photo = { name: 'a.jpg', mimeType: 'image/jpeg', buffer }
  await page.locator('input[data-way=file]').setInputFiles(photo)
  await expect(list().getByRole('img')).toBeVisible()
  await expect(page.getByText(/^共 .* MB，用手机流量会花掉这么多/)).toBeVisible()
  expect(await violationsOn(page)).toEqual([])
})

/** What earlier forms left, if they stood long enough for a pause in writing. */
const throwDraftsAway = async (): Promise<void> => {
  const drafts = page.locator('a[href^="/ask?draft="]')
  const none = page.getByText('您还没有写过问题')
  for (;;) {
    await page.goto(`${field.way.url}/questions`)
    await expect(drafts.first().or(none).first()).toBeVisible()
    if (await none.isVisible()) return
    await drafts.first().click()
    await page.getByRole('button', { name: '从手机上删去' }).click()
    await page.getByRole('button', { name: '删去', exact: true }).click()
    await expect(page).toHaveURL(/questions/)
  }
}

test('[OUT-29] a form left by mistake is found where another is begun, and can be thrown away', async () => {
  await throwDraftsAway()
  await openForm()
  await recordVoice()
  await expect(list()).toHaveCount(1)
  await page.getByRole('navigation').getByRole('link', { name: '查补贴' }).click()
  await page.getByRole('navigation').getByRole('link', { name: '提问' }).click()
  await expect(page.getByRole('link', { name: /（见附件：录音 1 段）/ })).toBeVisible()
  await page.getByRole('link', { name: '写问题' }).click()
  await expect(page.getByText('上次没写完的还在：（见附件：录音 1 段）')).toBeVisible()
  await expect(list()).toHaveCount(0)
  await page.getByRole('link', { name: '接着写' }).click()
  await expect(list()).toHaveCount(1)
  expect(await violationsOn(page)).toEqual([])
  await page.getByRole('button', { name: '从手机上删去' }).click()
  await page.getByRole('button', { name: '删去', exact: true }).click()
  await expect(page.getByText('您还没有写过问题')).toBeVisible()
  await openForm()
  await expect(page.getByText(/上次没写完/)).toHaveCount(0)
})

/** The only question at the desk that begins so, and what is attached to it, as the office unpacks it. */
const unpack = async (text: string): Promise<Buffer[]> => {
  const { out } = await field.office.iltod('inbox', 'list', '--json')
  const { id } = (JSON.parse(out) as { id: string; text: string }[]).find((item) =>
    item.text.startsWith(text),
  )!
  const folder = mkdtempSync(path.join(tmpdir(), 'iltod-unpacked-'))
  try {
    const { code, err } = await field.office.iltod('inbox', 'media', id, '--to', folder)
    expect([code, err]).toEqual([0, ''])
    return readdirSync(folder)
      .sort()
      .map((name) => readFileSync(path.join(folder, name)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('[OUT-29] a killed phone has the draft’s attachments, without a network too; saved, they arrive whole', async () => {
  test.setTimeout(180_000)
  await openForm()
  const buffer = withExif(await drawJpeg(1200, 900))
  const film = Buffer.from(makeContent('video/webm', 3_000_000, createSeededRandom(3)))
  await page.locator('input[data-way=file]').setInputFiles([
    { name: 'a.jpg', mimeType: 'image/jpeg', buffer },
    { name: 'b.webm', mimeType: 'video/webm', buffer: film },
  ])
  await expect(list()).toHaveText([/照片 · /, /录像 · 3\.0 MB/], { timeout: 30_000 })
  await recordVoice()
  await expect(list()).toHaveCount(3)
  const pull = await field.phone.plug()
  field.way.cut = true
  await pull()

  page = await field.phone.open()
  await page.goto(`${field.way.url}/questions`)
  await page.getByRole('link', { name: /见附件：照片 1 张、录音 1 段、录像 1 段/ }).click()
  await expect(list()).toHaveText([/照片 · /, /录像 · 3\.0 MB/, /录音 0:0\d · /])
  const picture = list().getByRole('img')
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(900)
  await page.getByRole('button', { name: '听一听' }).click()
  await expect(page.getByRole('button', { name: '停', exact: true })).toBeVisible()
  expect(await violationsOn(page)).toEqual([])
  await page.getByRole('button', { name: /^删去 照片/ }).click()
  await page.getByRole('textbox', { name: '您的问题' }).fill('关机前录的')
  await page.getByRole('button', { name: '存下并发送' }).click()
  await expect(page.getByText('附件等文字送到以后再发')).toBeVisible()
  await page.getByRole('link', { name: '我的提问' }).first().click()
  await page.getByRole('link', { name: /关机前录的/ }).click()
  field.way.cut = false
  const media = page.getByRole('region', { name: '附件' }).getByRole('listitem')
  await expect(media).toHaveText([/录像 .*已收到/, /录音 .*已收到/], { timeout: 60_000 })
  // Files are numbered as they arrived.
  const [recorded, ...others] = (await unpack('关机前录的')).sort((a, b) => a.length - b.length)
  expect(others.map((other) => other.equals(film))).toEqual([true])
  // EBML: a recording of Chromium, whole to its end as the seal was.
  expect(recorded!.subarray(0, 4).toString('hex')).toBe('1a45dfa3')
})

test('a photo and a voice without a word are saved offline, and follow their text', async () => {
  test.setTimeout(120_000)
  await openForm()
  field.way.cut = true
  const buffer = withExif(await drawJpeg(1200, 900))
  const photo = { name: 'a.jpg', mimeType: 'image/jpeg', buffer }
  await page.locator('input[data-way=file]').setInputFiles(photo)
  await expect(list().getByRole('img')).toBeVisible()
  await recordVoice()
  await expect(list()).toHaveCount(2)
  await expect(page.getByText('会替您写上：（见附件：照片 1 张、录音 1 段）')).toBeVisible()
  await page.getByRole('button', { name: '存下并发送' }).click()
  await expect(page.getByText('附件等文字送到以后再发')).toBeVisible()
  await page.getByRole('link', { name: '我的提问' }).first().click()
  await page.getByRole('link', { name: /见附件/ }).click()
  const media = page.getByRole('region', { name: '附件' }).getByRole('listitem')
  await expect(media).toHaveText([/照片 · .*等文字先到/, /录音 0:0\d · .*等文字先到/])
  field.way.cut = false
  await expect(media).toHaveText([/已收到/, /已收到/], { timeout: 60_000 })
  expect(await violationsOn(page)).toEqual([])
  expect(await field.onDesk()).toContain('（见附件：照片 1 张、录音 1 段）')
})
