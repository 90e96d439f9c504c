// A phone without room, in a real Chromium: first it is proved that a plain write fails, then that the app says "not saved",
// offers the ways that are left, and goes on reading.
import { expect, type Page, test } from '@playwright/test'
import { type FieldPhone, SITE, openFieldPhone } from '../support/field-phone.ts'

const QUESTION = '手机满了，还能问吗？'

let field: FieldPhone

test.beforeAll(async () => {
  test.setTimeout(180_000)
  field = await openFieldPhone()
})
test.afterAll(() => field.dispose())

/** Name of the error by which a plain write of a few kilobytes fails; null when it succeeds. */
const plainWrite = (page: Page): Promise<string | null> =>
  page.evaluate(async () => {
    const opening = indexedDB.open('plain')
    opening.onupgradeneeded = () => opening.result.createObjectStore('rows')
    try {
      const db = await new Promise<IDBDatabase>((done, fail) => {
        opening.onsuccess = () => done(opening.result)
        opening.onerror = () => fail(opening.error!)
      })
      const writing = db.transaction('rows', 'readwrite')
      writing.objectStore('rows').put(crypto.getRandomValues(new Uint8Array(4096)), Math.random())
      await new Promise((done, fail) => {
        writing.oncomplete = done
        writing.onabort = () => fail(writing.error!)
      }).finally(() => {
        db.close()
      })
      return null
    } catch (error) {
      return (error as DOMException).name
    }
  })

test('[OUT-20] [OUT-21] a full phone says "not saved", reads on, and sends at once without keeping', async () => {
  test.setTimeout(150_000)
  const page = field.phone.context().pages()[0]!
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: field.way.url, quotaSize: 1 })
  // The browser looks at the new limit only after about half a minute.
  await expect
    .poll(() => plainWrite(page), { timeout: 90_000, intervals: [2_000] })
    .toBe('QuotaExceededError')

  await page.goto(`${field.way.url}/ask?place=${SITE}`)
  await page.getByRole('textbox', { name: '您的问题' }).fill(QUESTION)
  await page.getByRole('button', { name: '存下并发送' }).click()
  await expect(page.getByText('手机存储空间已满，这条没有保存。')).toBeVisible()
  await expect(page.getByText('已存下')).toHaveCount(0)
  await expect(page.getByRole('textbox', { name: '您的问题' })).toHaveValue(QUESTION)
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: '存成文件' }).click()
  expect((await saving).suggestedFilename()).toBe('问题.txt')

  field.way.cut = true
  await page.getByRole('button', { name: '现在就发' }).click()
  await expect(page.getByText(/没有发成，还没有送到/)).toBeVisible()
  field.way.cut = false
  await page.getByRole('button', { name: '现在就发' }).click()
  await expect(page.getByText(/办公室已收到，回执第 1 号/)).toBeVisible({ timeout: 20_000 })
  expect(await field.onDesk()).toEqual([QUESTION])

  await page.goto(`${field.way.url}/`)
  await page.getByRole('searchbox', { name: '找人：输入姓名' }).fill('姚双学')
  await expect(page.getByRole('link', { name: /姚双学/ })).toBeVisible()
})
