// What is unsent goes to another phone as a file, and that phone sends it.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { createSeededRandom } from '../../src/base/random.ts'
import { makeContent } from '../support/media-pen.ts'
import { findBrowser } from '../support/browser.ts'
import { type FieldPhone, SITE, openFieldPhone } from '../support/field-phone.ts'
import { createPhone } from '../support/phone.ts'
import { keepPlace } from '../support/phone-steps.ts'

let field: FieldPhone

test.beforeAll(async () => {
  test.setTimeout(180_000)
  field = await openFieldPhone()
})
test.afterAll(() => field.dispose())

/** It may go by itself meanwhile: then there is no button any more. */
const sendNow = (page: Page): Promise<void> =>
  page
    .getByRole('button', { name: '现在发送' })
    .click({ timeout: 5_000 })
    .catch(() => undefined)

test('[OUT-22] a file of unsent questions is sent by another phone, and the first phone still gets its receipt', async () => {
  test.setTimeout(120_000)
  const { way, office } = field
  const page = field.phone.context().pages()[0]!
  way.cut = true
  await field.ask(page, '请帮我带出去')
  await page.goto(`${way.url}/questions`)
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: '把没发出的存成文件' }).click()
  const file = await (await saving).path()

  const other = createPhone({ browser: await findBrowser() })
  try {
    const theirs = await other.open()
    await keepPlace(theirs, office.url, SITE)
    await theirs.goto(`${office.url}/questions`)
    const choosing = theirs.waitForEvent('filechooser')
    await theirs.getByRole('button', { name: '代发别人的文件' }).click()
    await (await choosing).setFiles(file)
    await expect(theirs.getByText('取进来 1 件')).toBeVisible()
    await expect.poll(field.onDesk, { timeout: 20_000 }).toEqual(['请帮我带出去'])
  } finally {
    await other.dispose()
  }
  way.cut = false
  await sendNow(page)
  await expect(page.getByText('已收到').first()).toBeVisible({ timeout: 20_000 })
  expect(await field.onDesk()).toEqual(['请帮我带出去'])
})

test('[OUT-30] with a film it goes as one file, whose size is told before, and arrives whole by the other phone', async () => {
  test.setTimeout(120_000)
  const { way, office } = field
  const page = field.phone.context().pages()[0]!
  way.cut = true
  await page.goto(`${way.url}/ask?place=${SITE}`)
  const film = Buffer.from(makeContent('video/webm', 2_500_000, createSeededRandom(4)))
  const file = { name: 'a.webm', mimeType: 'video/webm', buffer: film }
  await page.locator('input[data-way=file]').setInputFiles(file)
  await expect(page.getByText('录像 · 2.5 MB', { exact: true })).toBeVisible({ timeout: 20_000 })
  await page.getByRole('textbox', { name: '您的问题' }).fill('录像也请带出去')
  await page.getByRole('button', { name: '存下并发送' }).click()
  await expect(page.getByText('附件等文字送到以后再发')).toBeVisible()
  await page.goto(`${way.url}/questions`)
  await expect(page.getByRole('button', { name: '只存文字' })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: '存成文件，带上照片和录音：2.5 MB' }).click()
  const download = await saving
  expect(download.suggestedFilename()).toBe('iltod-unsent.bin')

  const other = createPhone({ browser: await findBrowser() })
  try {
    const theirs = await other.open()
    await keepPlace(theirs, office.url, SITE)
    await theirs.goto(`${office.url}/questions`)
    await theirs.locator('input[data-way=carried]').setInputFiles(await download.path())
    await expect(theirs.getByText('取进来 1 件')).toBeVisible()
    await expect(theirs.getByText('附件取进来 1 个')).toBeVisible()
    await expect.poll(field.onDesk, { timeout: 20_000 }).toContain('录像也请带出去')
    // Shown until all of it has arrived, then gone.
    await expect(theirs.getByText('您还没有写过问题')).toBeVisible({ timeout: 30_000 })
  } finally {
    await other.dispose()
  }
  way.cut = false
  await page.getByRole('link', { name: /录像也请带出去/ }).click()
  const media = page.getByRole('region', { name: '附件' }).getByRole('listitem')
  await expect(media).toHaveText([/录像 .*已收到/], { timeout: 60_000 })
  const { out } = await office.iltod('inbox', 'list')
  expect(out).toContain('附件1个')
  expect(out).not.toContain('未到')
})
