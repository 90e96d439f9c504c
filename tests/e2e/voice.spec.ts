// A reader speaks words into the phone; another phone takes them in as a file and says a line of an account with them, without a
// network. Recorded with Chromium's pretended microphone and played by its real player.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { encodeClipFile, parseClipFile } from '../../src/app/voice/clip-file.ts'
import { sha256 } from '../../src/server/crypto/node-ports.ts'
import type { VoiceClip } from '../../src/store/voice/voice-clips.ts'
import { violationsOn } from '../support/axe.ts'
import { type FieldPhone, SITE, openFieldPhone } from '../support/field-phone.ts'

const PRETENDED = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
const HEAR = /用蒙古语念这一笔/

let field: FieldPhone
let page: Page

/** What the browser's own players say of themselves, with the hash of what they play. */
interface Heard {
  readonly event: 'playing' | 'ended'
  readonly type: string
  readonly sha256: string
  readonly seconds: number
}
type Listening = Window & { readonly heard: Heard[]; readonly players: Set<HTMLMediaElement> }

/** Runs in the page, before its own scripts. */
const listen = (): void => {
  const contents = new Map<string, Blob>()
  const heard: Heard[] = []
  const players = new Set<HTMLMediaElement>()
  Object.assign(window, { heard, players })
  const createObjectURL = URL.createObjectURL.bind(URL)
  URL.createObjectURL = (content: Blob) => {
    const address = createObjectURL(content)
    contents.set(address, content)
    return address
  }
  const note = async ({ type: event, currentTarget }: Event): Promise<void> => {
    const player = currentTarget as HTMLMediaElement
    const content = contents.get(player.currentSrc)!
    const entry = { event, type: content.type, sha256: '', seconds: player.currentTime }
    heard.push(entry as Heard)
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await content.arrayBuffer()))
    entry.sha256 = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }
  const { play } = HTMLMediaElement.prototype
  HTMLMediaElement.prototype.play = function () {
    if (!players.has(this)) {
      players.add(this)
      for (const event of ['playing', 'ended'])
        this.addEventListener(event, (told) => void note(told))
    }
    return play.call(this)
  }
}

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  test.setTimeout(180_000)
  field = await openFieldPhone(PRETENDED)
  page = field.phone.context().pages()[0]!
  await page.addInitScript(listen)
})
test.afterAll(() => field.dispose())

const readIn = (mode: 'zh' | 'both') =>
  page.evaluate((chosen) => {
    localStorage.setItem('iltod.mode', chosen)
  }, mode)
const speak = () => page.getByRole('button', { name: /按住念|请念|重录/ })
const saved = () => page.getByRole('status').filter({ hasText: '已存下' })
const progress = (done: number) => page.getByText(`这一组录了 ${done} 个`)
const word = (chinese: string) => page.locator('.chinese').getByText(chinese, { exact: true })
/** The microphone is open: from here on time counts. */
const speaking = () => expect(page.getByRole('button', { name: /请念/ })).toBeVisible()
const aWhile = () => page.waitForTimeout(500)

test('words are spoken by tap, by keyboard and by holding, and are there after a restart without a network', async () => {
  await page.goto(`${field.way.url}/settings`)
  await page.getByRole('link', { name: '录蒙古语的声音' }).click()
  await expect(word('一')).toBeVisible()
  expect(await violationsOn(page)).toEqual([])

  await speak().click()
  await speaking()
  expect(await violationsOn(page)).toEqual([])
  await aWhile()
  await speak().click()
  await expect(saved()).toBeVisible()
  await page.getByRole('button', { name: '下一个' }).click()

  await expect(word('二')).toBeVisible()
  await speak().focus()
  await page.keyboard.press('Enter')
  await speaking()
  await aWhile()
  await page.keyboard.press('Enter')
  await expect(saved()).toBeVisible()
  for (let tabs = 0; tabs < 3; tabs++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')

  await expect(word('三')).toBeVisible()
  await speak().hover()
  await page.mouse.down()
  await speaking()
  await aWhile()
  await page.mouse.up()
  await expect(saved()).toBeVisible()
  await expect(progress(3)).toBeVisible()

  field.way.cut = true
  await page.reload()
  await expect(word('四')).toBeVisible()
  await expect(progress(3)).toBeVisible()
  await page.getByRole('button', { name: '上一个' }).click()
  await page.getByRole('button', { name: '听一听' }).click()
  const heard = await page.waitForFunction(() =>
    (window as unknown as Listening).heard.find(
      ({ event, type }) => event === 'ended' && type === 'audio/webm',
    ),
  )
  expect(((await heard.jsonValue()) as Heard).seconds).toBeGreaterThan(0.3)
  await expect(page.getByRole('button', { name: '听一听' })).toBeVisible()
})

test('the file that leaves has every clip as it was recorded', async () => {
  const leaving = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出 3 个录音' }).click()
  const file = new Uint8Array(readFileSync(await (await leaving).path()))
  const read = parseClipFile(file, sha256)
  if (!read.ok) throw new Error(read.error.kind)
  expect(read.value.damaged).toBe(0)
  expect(read.value.clips.map(({ key, type }) => [key, type])).toEqual(
    [1, 2, 3].map((digit) => [`voice.number.${digit}`, 'audio/webm']),
  )
  for (const { durationMs, bytes } of read.value.clips) {
    expect(durationMs).toBeGreaterThan(400)
    expect(durationMs).toBeLessThan(6_100)
    expect(Buffer.from(bytes, 0, 4).toString('hex')).toBe('1a45dfa3')
  }
})

/** 姚双学's line: 2025, 耕地地力保护补贴, 46.21 亩, 3115.02 元, 已发放. */
const LINE = [
  ...['voice.number.2', 'voice.number.1000', 'voice.number.20', 'voice.number.5', 'voice.year'],
  'programme.gengdi-dili',
  ...['voice.number.40', 'voice.number.6', 'voice.point', 'voice.number.2', 'voice.number.1'],
  'shell.unit.mu',
  ...['voice.number.3', 'voice.number.1000', 'voice.number.1', 'voice.number.100'],
  ...['voice.number.10', 'voice.number.5', 'shell.unit.yuan', 'voice.number.2', 'voice.fen'],
  'account.state.paid',
]

/** A short tone for each, all recorded at once by the browser's own recorder. */
const recordTones = async (count: number): Promise<Buffer[]> => {
  const tones = await page.evaluate(async (count) => {
    const context = new AudioContext()
    await context.resume()
    const record = async (frequency: number): Promise<string> => {
      const output = context.createMediaStreamDestination()
      const tone = new OscillatorNode(context, { frequency })
      tone.connect(output)
      tone.start()
      const recorder = new MediaRecorder(output.stream, { mimeType: 'audio/webm' })
      const slices: Blob[] = []
      // A busy machine is slow to hear: enough of it is counted in bytes.
      recorder.ondataavailable = ({ data }) => {
        slices.push(data)
        if (new Blob(slices).size > 1_500 && recorder.state === 'recording') recorder.stop()
      }
      recorder.start(50)
      await new Promise((done) => (recorder.onstop = done))
      const bytes = new Uint8Array(await new Blob(slices).arrayBuffer())
      return btoa(String.fromCharCode(...bytes))
    }
    return Promise.all(Array.from({ length: count }, (_, at) => record(300 + 40 * at)))
  }, count)
  return tones.map((tone) => Buffer.from(tone, 'base64'))
}

const hashOf = (bytes: ArrayBuffer): string =>
  createHash('sha256').update(new Uint8Array(bytes)).digest('hex')

const takeIn = (file: Uint8Array) =>
  page.locator('input[type=file]').setInputFiles({
    name: 'iltod-voice.bin',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(file),
  })

const makeClips = async (keys: readonly string[]): Promise<VoiceClip[]> => {
  const tones = await recordTones(keys.length)
  return keys.map((key, at) => ({
    ...{ key, type: 'audio/webm', durationMs: 200, recordedMs: 4_000_000_000_000 },
    bytes: new Uint8Array(tones[at]!).buffer,
  }))
}

test('a line is said clip by clip, in its order, without a network, and falls silent at the second press', async () => {
  const clips = await makeClips([...new Set(LINE)])
  const file = encodeClipFile(clips, sha256)

  await takeIn(file.slice(0, -1))
  await expect(page.getByText('文件不完整')).toBeVisible()
  const damaged = file.slice()
  damaged[file.length - 1]! ^= 1
  await takeIn(damaged)
  await expect(page.getByText('1 个已损坏，没有收')).toBeVisible()
  await page.goto(`${field.way.url}/p/${SITE}/a/1`)
  await readIn('both')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('/open-voice')),
  )
  await aWhile()
  await expect(page.getByRole('button', { name: HEAR })).toHaveCount(0)

  await page.goto(`${field.way.url}/voice`)
  await expect(page.locator('.chinese')).toBeVisible()
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await violationsOn(page)).toEqual([])
  await takeIn(file)
  await expect(page.getByText('新收下 1 个')).toBeVisible()
  await page.goto(`${field.way.url}/p/${SITE}/a/1`)
  const button = page.getByRole('button', { name: HEAR })
  await expect(button).toHaveCount(1)
  expect(await violationsOn(page)).toEqual([])

  await button.press('Enter')
  await expect(page.getByRole('button', { name: '停下' })).toBeVisible()
  await expect(button).toBeVisible({ timeout: 20_000 })
  const heard = await page.evaluate(() => (window as unknown as Listening).heard)
  const spoken = heard.filter(({ type }) => type === 'audio/webm')
  const keyOf = new Map(clips.map(({ key, bytes }) => [hashOf(bytes), key]))
  const ended = spoken.filter(({ event }) => event === 'ended')
  expect(ended.map((one) => keyOf.get(one.sha256))).toEqual(LINE)
  for (const { seconds } of ended) expect(seconds).toBeGreaterThan(0.05)
  expect(spoken.map(({ event }) => event)).toEqual(LINE.flatMap(() => ['playing', 'ended']))

  await button.click()
  await page.waitForFunction(
    (before) =>
      (window as unknown as Listening).heard.length > before &&
      (window as unknown as Listening).heard.at(-1)?.type === 'audio/webm',
    heard.length,
  )
  await page.getByRole('button', { name: '停下' }).click()
  await expect(button).toBeVisible()
  const still = await page.evaluate(() =>
    [...(window as unknown as Listening).players].every(({ paused }) => paused),
  )
  expect(still).toBe(true)

  await readIn('zh')
  await page.reload()
  await expect(page.getByRole('link', { name: /问这一笔/ }).first()).toBeVisible()
  await expect(button).toHaveCount(0)
})
