// A new version of the shell waits until a person says so: nothing reloads by itself, nobody is asked in the middle of a
// sentence, and what is being written is still there afterwards.
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { build } from 'vite'
import { findBrowser } from '../support/browser.ts'
import type { Office } from '../support/office.ts'
import { createPhone, type Phone } from '../support/phone.ts'
import { openPreparedOffice, SITE } from '../support/prepared-office.ts'

const NEWER = 'newer-build'
const QUESTION = '今年的面积怎么少了？'

const newer = mkdtempSync(path.join(os.tmpdir(), 'iltod-newer-'))

let office: Office
let phone: Phone

test.beforeAll(async () => {
  test.setTimeout(180_000)
  office = await openPreparedOffice() // before the build, which sets NODE_ENV
  await build({
    configFile: path.resolve(import.meta.dirname, '../../vite.config.ts'),
    logLevel: 'error',
    define: { __BUILD_ID__: JSON.stringify(NEWER) },
    build: { outDir: newer, emptyOutDir: true },
  })
  phone = createPhone({ browser: await findBrowser() })
  await office.start()
})
test.afterAll(async () => {
  await phone.dispose()
  await office.dispose()
  rmSync(newer, { recursive: true, force: true })
})

const offer = (page: Page) => page.getByRole('button', { name: '现在更新' })
const box = (page: Page) => page.getByRole('textbox', { name: '您的问题' })

/** Has the browser look for a new version, as it does each hour, and waits until one is installed beside the old. */
const lookForNewer = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    await registration.update()
    while (registration.waiting === null) await new Promise((again) => setTimeout(again, 50))
  })

/** A mark on the page's own world, gone with the first reload. */
const mark = (page: Page) => page.evaluate(() => Object.assign(window, { sameWorld: true }))
const wasReloaded = (page: Page) => page.evaluate(() => !('sameWorld' in window))

const buildShown = async (page: Page): Promise<string> => {
  await page.goto(`${office.url}/about`)
  return page.getByText(/^应用版本 /).innerText()
}

/** Within the app, without a load. */
const goHome = (page: Page) =>
  page.getByRole('navigation').getByRole('link', { name: '查补贴' }).click()

test('a new version is offered, never forced, and a draft outlives it', async () => {
  test.setTimeout(120_000)
  const page = await phone.open()
  await page.goto(`${office.url}/`)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  expect(await buildShown(page)).not.toContain(NEWER)
  await page.goto(`${office.url}/ask?place=${SITE}`)
  await box(page).fill(QUESTION)
  await mark(page)

  await test.step('nobody is asked in the middle of a sentence', async () => {
    await office.kill()
    await office.start(newer)
    await lookForNewer(page)
    await expect(box(page)).toHaveValue(QUESTION)
    await expect(offer(page)).toHaveCount(0)
  })

  await test.step('afterwards it is offered, and "later" leaves everything as it is', async () => {
    await goHome(page)
    await expect(offer(page)).toBeVisible()
    await page.getByRole('button', { name: '等会儿' }).click()
    await expect(offer(page)).toHaveCount(0)
    expect(await wasReloaded(page)).toBe(false)
    await page.reload()
    await expect(offer(page)).toBeVisible()
    expect(await buildShown(page)).not.toContain(NEWER)
  })

  await test.step('consent in one tab leaves another, in which is written, alone until it is done', async () => {
    const writing = await phone.context().newPage()
    await writing.goto(`${office.url}/questions`)
    await writing.getByRole('link', { name: QUESTION }).click()
    await expect(box(writing)).toHaveValue(QUESTION)
    await box(writing).fill(`${QUESTION}请核对。`)
    await mark(writing)

    await page.goto(`${office.url}/`)
    await offer(page).click()
    await expect.poll(() => buildShown(page).catch(() => '')).toContain(NEWER)

    expect(await wasReloaded(writing)).toBe(false)
    await expect(box(writing)).toHaveValue(`${QUESTION}请核对。`)
    await goHome(writing)
    await expect.poll(() => wasReloaded(writing).catch(() => false)).toBe(true)
    expect(await buildShown(writing)).toContain(NEWER)
  })

  await test.step('the draft is there, once, as it was left', async () => {
    await page.goto(`${office.url}/questions`)
    await expect(page.getByRole('link', { name: QUESTION })).toHaveCount(1)
    await page.getByRole('link', { name: QUESTION }).click()
    await expect(box(page)).toHaveValue(`${QUESTION}请核对。`)
  })
})
