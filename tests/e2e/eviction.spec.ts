// The browser clears what the app stored: at the next start the app says so, by count and digits, until it was read.
import { expect, type Page, test } from '@playwright/test'
import { type FieldPhone, openFieldPhone } from '../support/field-phone.ts'

let field: FieldPhone

test.beforeAll(async () => {
  test.setTimeout(180_000)
  field = await openFieldPhone()
})
test.afterAll(() => field.dispose())

/** As a browser does it that wants room: databases and caches go, cookies stay. */
const evict = async (page: Page) => {
  const cdp = await page.context().newCDPSession(page)
  await page.goto('about:blank')
  await cdp.send('Storage.clearDataForOrigin', {
    origin: field.way.url,
    storageTypes: 'indexeddb,cache_storage,local_storage',
  })
}

test('[OUT-19] two unsent questions that the browser cleared are named by their last digits until dismissed', async () => {
  test.setTimeout(120_000)
  const page = field.phone.context().pages()[0]!
  field.way.cut = true
  const ends = [await field.ask(page, '第一件'), await field.ask(page, '第二件')]
  await page.goto(`${field.way.url}/settings`)
  await expect(page.locator('p', { hasText: '本应用共占' })).toContainText(/还能再存约/)
  await expect
    .poll(async () => (await page.context().cookies()).map((cookie) => cookie.value).join())
    .toContain(ends[1]!)
  const [cookie] = await page.context().cookies()
  expect(cookie).toMatchObject({ name: 'iltod-unsent', sameSite: 'Strict', httpOnly: false })

  await evict(page)
  field.way.cut = false
  await page.goto(`${field.way.url}/`)
  const news = page.getByText('手机清掉了应用的数据')
  await expect(news).toBeVisible()
  const text = page.getByText(/没有发出的 2 件不在了/)
  for (const end of ends) await expect(text).toContainText(end)
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(wider, 'nothing stands out of the screen').toBeLessThanOrEqual(0)
  await page.reload()
  await expect(news).toBeVisible()
  await page.getByRole('button', { name: '知道了' }).click()
  await expect(news).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(news).toHaveCount(0)
})
